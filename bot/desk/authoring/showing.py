"""What an author is shown: an entry or a draft exactly as a customer gets it, and what a change does."""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk.authoring.preparing import Prepared
from bot.desk.authoring.tasks import button, say, tell
from bot.desk.conversation.answers import RenderedAnswer, render_entry
from bot.desk.outbox import Post
from bot.desk.unit_of_work import UnitOfWork
from faq import Entry
from faq.publishing import EntryDifference
from faq.publishing.effects import Direction
from faq.rendering import AnswerError
from storage.authoring_models import FaqTask
from storage.models import Customer

MOST_SHOWN = 3  # entries whose answers are shown as customers get them
MOST_LISTED = 12  # entries of a change that are named
_MOST_PROBLEMS = 10
_MOST_MISTAKEN = 3
_EXAMPLES = 2


def show_entry(uow: UnitOfWork, task: FaqTask, entry: Entry, language: str) -> None:
    """The entry, and how to change it."""
    say(uow, task, "authoring.shown_entry", entry=entry)
    _show_as_customer(uow, task, entry, language)
    say(uow, task, "authoring.how_to_change")


def show_draft(uow: UnitOfWork, task: FaqTask, prepared: Prepared) -> None:
    """The change, its answers as customers get them, and the question whether to publish it."""
    summary = prepared.change.summary(uow.staff_language)
    problems = [*prepared.checked.errors, *prepared.checked.warnings]
    listed = prepared.difference.entries
    say(
        uow,
        task,
        "authoring.draft",
        summary=summary,
        files=[file.path for file in prepared.difference.files],
        entries=[_described(one) for one in listed[:MOST_LISTED]],
        more=max(0, len(listed) - MOST_LISTED),
        problems=problems[:_MOST_PROBLEMS],
        effects=_effects(prepared),
        asked=prepared.effects.asked,
        mistaken=[(one.phrasing, one.other.question) for one in prepared.mistaken[:_MOST_MISTAKEN]],
        can_be_used=prepared.checked.library is not None,
    )
    if prepared.checked.library is None:
        return
    entries = prepared.entries
    for entry in entries[:MOST_SHOWN]:
        _show_as_customer(uow, task, entry, entry.language or uow.staff_language)
    publish = button(task, uow.label(uow.staff_language, "buttons.faq_publish"), "publish")
    buttons = [[publish, button(task, uow.label(uow.staff_language, "buttons.faq_reject"), "reject")]]
    say(uow, task, "authoring.publish", buttons, can_be_reworded=len(entries) == 1)


def _effects(prepared: Prepared) -> list[tuple[str, int, list[str]]]:
    """Directions with the number of questions that go there, and examples."""
    counts = prepared.effects.counts
    return [
        (one, counts[one], [effect.question for effect in prepared.effects.of(one)[:_EXAMPLES]])
        for one in Direction
        if counts[one]
    ]


def _described(one: EntryDifference) -> dict[str, object]:
    return {
        "kind": one.kind,
        "title": one.entry.question,
        "new_phrasings": one.entry.also if one.kind == "added" else one.new_phrasings,
        "lost_phrasings": one.lost_phrasings,
        "answer": [{"kind": piece.kind, "text": piece.text} for piece in one.answer],
    }


def _show_as_customer(uow: UnitOfWork, task: FaqTask, entry: Entry, language: str) -> None:
    """All messages of the answer, with the buttons that customers get; the buttons do nothing here."""
    try:
        answer = render_entry(uow, Customer(address="", name=task.author_name), entry, language)
    except AnswerError as error:
        say(uow, task, "authoring.cant_be_shown", entry=entry, reason=str(error))
        return
    for post in _posts(uow, task, answer, language):
        tell(uow, task, post)


def _posts(uow: UnitOfWork, task: FaqTask, answer: RenderedAnswer, language: str) -> Sequence[Post]:
    labels = [
        [uow.label(language, "buttons.helped"), uow.label(language, "buttons.not_helped")],
        [uow.label(language, "buttons.call_human")],
    ]
    shown = [[button(task, label, "shown") for label in row] for row in labels]
    *first, last = answer.posts
    return [*first, replace(last, buttons=shown)]
