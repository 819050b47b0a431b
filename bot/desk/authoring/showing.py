"""What an author is shown: an entry or a draft exactly as a customer gets it, and what a change does."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.desk.answer_reports import faults_of
from bot.desk.authoring.preparing import Prepared
from bot.desk.authoring.tasks import button, say, tell
from bot.desk.conversation.answers import RenderedAnswer, render_entry
from bot.desk.outbox import Button, Post
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich
from faq import Entry, has_words
from faq.problems import to_problems
from faq.publishing import Difference, EntryDifference, shortened
from faq.publishing.effects import Direction
from faq.rendering import AnswerError, LeftOut, Part
from storage.authoring_models import FaqTask, TaskKind
from storage.models import Customer, Json

MOST_SHOWN = 3  # entries whose answers are shown as customers get them
MOST_LISTED = 12  # entries of a change that are named
_MOST_PHRASINGS = 24  # of all entries that are named; three of each at least
_MOST_PIECES = 48  # of their answers' differences; six of each at least
_MOST_LINES = 20  # of files where entries don't tell what changes
_MOST_PROBLEMS = 10
_MOST_MISTAKEN = 3
_EXAMPLES = 2
_FEW_PHRASINGS = "few-phrasings"  # a problem that a reply mends
REWORDED = (TaskKind.ANSWER, TaskKind.PHRASINGS, TaskKind.ENTRY)
"""Drafts that a reply changes."""


def show_entry(uow: UnitOfWork, task: FaqTask, entry: Entry, language: str, others: Sequence[Entry]) -> None:
    """The entry, how to change it, and what else may be meant."""
    remove = button(task, uow.label(uow.staff_language, "buttons.faq_remove"), "remove")
    words = "" if task.content["words"] == entry.id else task.content["words"]
    others_and_new = other_buttons(uow, task, others, with_new=bool(words))
    say(uow, task, "authoring.shown_entry", [[remove], *others_and_new], entry=entry)
    _show_as_customer(uow, task, entry, language)


def show_choice(uow: UnitOfWork, task: FaqTask, entries: Sequence[Entry]) -> None:
    """The entries that may be meant, none of which surely is; or a new one."""
    words = task.content["words"]
    can_be_new = has_words(words)
    buttons = other_buttons(uow, task, entries, with_new=can_be_new)
    say(uow, task, "authoring.no_such_entry", buttons, words=words, count=len(entries), can_be_new=can_be_new)


def other_buttons(uow: UnitOfWork, task: FaqTask, entries: Sequence[Entry], *, with_new: bool) -> list[list[Button]]:
    """A button for each entry, and one for a new entry about what the author looked for."""
    rows = [[button(task, one.question, f"show:{place}")] for place, one in enumerate(entries)]
    new = [[button(task, uow.label(uow.staff_language, "buttons.faq_new"), "new")]]
    return [*rows, *new] if with_new else rows


def show_draft(uow: UnitOfWork, task: FaqTask, prepared: Prepared) -> None:
    """The change, its answers as customers get them, and the question whether to publish it."""
    summary = prepared.change.summary(uow.staff_language)
    listed, entries = prepared.difference.entries, prepared.entries
    can_be_reworded = len(entries) == 1 and task.kind in REWORDED
    problems = [*prepared.checked.errors, *prepared.checked.warnings]
    lines = [] if task.kind in REWORDED else _lines_that_say_more(prepared.difference)
    few = [one for one in problems if can_be_reworded and one.kind == _FEW_PHRASINGS]
    problems = [one for one in problems if one not in few]
    say(
        uow,
        task,
        "authoring.draft",
        summary=summary,
        files=[file.path for file in prepared.difference.files],
        entries=[_described(one, min(len(listed), MOST_LISTED)) for one in listed[:MOST_LISTED]],
        more=max(0, len(listed) - MOST_LISTED),
        lines=lines[:_MOST_LINES],
        more_lines=max(0, len(lines) - _MOST_LINES),
        problems=problems[:_MOST_PROBLEMS],
        effects=_effects(prepared),
        asked=prepared.effects.asked,
        mistaken=[(one.phrasing, one.other.question) for one in prepared.mistaken[:_MOST_MISTAKEN]],
        can_be_used=prepared.checked.library is not None,
        shown=len(entries),
        few_phrasings=bool(few),
    )
    if prepared.checked.library is None:
        return
    for entry in entries[:MOST_SHOWN]:
        _show_as_customer(uow, task, entry, entry.language or uow.staff_language)
    say(uow, task, "authoring.publish", publish_buttons(uow, task), can_be_reworded=can_be_reworded)


def publish_buttons(uow: UnitOfWork, task: FaqTask) -> list[list[Button]]:
    publish = button(task, uow.label(uow.staff_language, "buttons.faq_publish"), "publish")
    return [[publish, button(task, uow.label(uow.staff_language, "buttons.faq_reject"), "reject")]]


def _effects(prepared: Prepared) -> list[tuple[str, int, list[str]]]:
    """Directions with the number of questions that go there, and examples."""
    counts = prepared.effects.counts
    return [
        (one, counts[one], [effect.question for effect in prepared.effects.of(one)[:_EXAMPLES]])
        for one in Direction
        if counts[one]
    ]


def _described(one: EntryDifference, listed: int) -> dict[str, object]:
    """What is told of it where so many are; what is left out is counted."""
    new = one.entry.also if one.kind == "added" else one.new_phrasings
    pieces = shortened(one.answer)
    phrasings, most_pieces = max(3, _MOST_PHRASINGS // listed), max(6, _MOST_PIECES // listed)
    return {
        "kind": one.kind,
        "title": one.entry.question,
        "new_phrasings": new[:phrasings],
        "more_new": max(0, len(new) - phrasings),
        "lost_phrasings": one.lost_phrasings[:phrasings],
        "more_lost": max(0, len(one.lost_phrasings) - phrasings),
        "answer": [_piece(piece.kind, piece.text) for piece in pieces[:most_pieces]],
        "is_cut": len(pieces) > most_pieces,
    }


def _lines_that_say_more(difference: Difference) -> list[str]:
    """The lines that are removed and added where the entries don't tell: settings of entries, words.md, comments."""
    for one in difference.entries:
        if one.kind != "changed" or one.answer or one.new_phrasings or one.lost_phrasings:
            return []
    lines = difference.unified.split("\n")
    return [line for line in lines if line.startswith(("-", "+")) and not line.startswith(("---", "+++")) and line[1:]]


def _piece(kind: str, text: str) -> dict[str, str]:
    """A piece of the answer, with the white space around it apart: what is shortened loses it."""
    words = text.strip()
    start = text.find(words) if words else len(text)
    return {"kind": kind, "before": text[:start], "text": words, "after": text[start + len(words) :]}


def _show_as_customer(uow: UnitOfWork, task: FaqTask, entry: Entry, language: str) -> None:
    """All messages of the answer, with the buttons that customers get; the buttons do nothing here."""
    try:
        answer = render_entry(uow, Customer(address="", name=task.author_name), entry, language)
    except AnswerError as error:
        if pictures := _pictures(task):  # nothing but pictures, which are not in the folder yet
            for one in pictures.values():
                tell(uow, task, Post(Rich(""), attachment=one))
            return
        problems = to_problems(faults_of(error), uow.staff_language)
        reason = " ".join(f"{problem.reason} {problem.remedy}" for problem in problems)
        say(uow, task, "authoring.cant_be_shown", entry=entry, reason=reason)
        return
    for post in _posts(uow, task, answer, language):
        tell(uow, task, post)


def _posts(uow: UnitOfWork, task: FaqTask, answer: RenderedAnswer, language: str) -> Sequence[Post]:
    labels = [
        [uow.label(language, "buttons.helped"), uow.label(language, "buttons.not_helped")],
        [uow.label(language, "buttons.call_human")],
    ]
    shown = [[button(task, label, "shown") for label in row] for row in labels]
    pictures = _pictures(task)
    *first, last = [_with_picture(*both, pictures) for both in zip(answer.parts, answer.posts, strict=True)]
    return [*first, replace(last, buttons=shown)]


def _with_picture(part: Part, post: Post, pictures: Mapping[str, Json]) -> Post:
    """With the picture as the author sent it, where it is not in the folder yet."""
    if isinstance(part, LeftOut) and (picture := pictures.get(str(part.fault.values.get("path")))):
        return Post(Rich(part.caption), attachment=picture)
    return post


def _pictures(task: FaqTask) -> dict[str, Json]:
    """The pictures that the author sent for the answer, by their paths."""
    return {one["path"]: one["attachment"] for one in task.content.get("pictures") or ()}
