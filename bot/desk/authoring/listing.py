"""Shows what is asked and not answered, by meaning, each group with what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.desk.authoring.people import Author
from bot.desk.authoring.pressing import LATER
from bot.desk.authoring.tasks import ask, author_of, button, say
from bot.desk.authoring.unanswered import SPAN, Unanswered, as_language
from bot.desk.unit_of_work import UnitOfWork
from faq import Answerer, Entry
from faq.gaps import draft_of, group_questions
from storage.authoring_models import FaqTask, TaskKind, TaskState
from storage.faq_tasks import of_kind
from storage.labels import phrasings
from storage.learning_models import PhrasingState
from storage.models import Json

MOST_GROUPS = 5  # shown at once
MOST_PROPOSED = 5
_EXAMPLES = 3
_CANDIDATES = 2  # entries that a group may belong to
_LEAST_LIKE = 0.1  # probability from which an entry is one
_FORGOTTEN_AFTER = timedelta(days=365)  # a group that is not for the FAQ may be shown again


@dataclass(frozen=True)
class ShownGroup:
    """A group of questions, as it is shown: `count` of them, its candidates best first."""

    count: int
    examples: tuple[str, ...]
    questions: tuple[str, ...]
    question: str
    also: tuple[str, ...]
    answer: str
    candidates: tuple[Entry, ...]


def groups_of(
    asked: Sequence[Unanswered], answerer: Answerer, language: str, settled: Sequence[str]
) -> list[ShownGroup]:
    """The largest groups, without those of which most is settled already. Takes seconds; needs no database."""
    entries, spoken = answerer.library.entries(language), as_language(language)
    texts = [one.text for one in asked]
    known, found = set(settled), list[ShownGroup]()
    for group in group_questions(texts, entries, language=spoken, semantic=answerer.semantic):
        questions = [texts[place] for place in group.questions]
        if sum(text in known for text in questions) * 2 > len(questions):
            continue
        replies = [asked[place].reply for place in group.questions if asked[place].reply]
        draft = draft_of(questions, group.questions.index(group.clearest), replies, language=spoken)
        near = answerer.match(texts[group.clearest], language)[:_CANDIDATES]
        matches = [match for match in near if match.probability >= _LEAST_LIKE]
        found.append(
            ShownGroup(
                len(questions),
                tuple(dict.fromkeys([texts[group.clearest], *questions]))[:_EXAMPLES],
                tuple(dict.fromkeys([texts[group.clearest], *questions])),
                draft.question,
                draft.also,
                draft.answer,
                tuple(match.entry for match in matches),
            )
        )
    return found


def settled_texts(uow: UnitOfWork) -> list[str]:
    """Questions of groups that authors have dealt with: not for the FAQ, put off, or taken care of."""
    never = of_kind(uow.session, TaskKind.GROUP, TaskState.REJECTED, uow.now - _FORGOTTEN_AFTER)
    later = of_kind(uow.session, TaskKind.GROUP, TaskState.DONE, uow.now - LATER)
    return [text for task in (*never, *later) for text in task.content.get("questions", ())]


def show_groups(uow: UnitOfWork, task: FaqTask, groups: Sequence[tuple[str, ShownGroup]]) -> None:
    """The largest groups, each with its language, in a message of its own with buttons."""
    author = author_of(uow, task)
    proposed = _proposals(uow, author)
    shown = groups[:MOST_GROUPS]
    count = sum(group.count for _, group in groups)
    say(uow, task, "authoring.listed", days=SPAN.days, groups=len(groups), questions=count, shown=len(shown))
    for language, group in shown:
        _show_group(uow, author, language, group)
    for one in proposed:
        _show_proposal(uow, one)


def _show_group(uow: UnitOfWork, author: Author, language: str, group: ShownGroup) -> None:
    content: Json = {
        "questions": list(group.questions),
        "clearest": list(group.examples),
        "question": group.question,
        "also": list(group.also),
        "answer": group.answer,
        "entries": [entry.id for entry in group.candidates],
    }
    task = ask(uow, author, TaskKind.GROUP, content, language, TaskState.SHOWN)
    staff = uow.staff_language
    add = [
        [button(task, uow.label(staff, "buttons.faq_add_to", title=entry.question), f"add:{place}")]
        for place, entry in enumerate(group.candidates)
    ]
    never = button(task, uow.label(staff, "buttons.faq_never"), "never")
    later = button(task, uow.label(staff, "buttons.faq_later"), "later")
    buttons = [*add, [button(task, uow.label(staff, "buttons.faq_new"), "new")], [never, later]]
    say(uow, task, "authoring.group", buttons, count=group.count, examples=group.examples, reply=group.answer)


def _proposals(uow: UnitOfWork, author: Author) -> list[FaqTask]:
    """Learnt phrasings that wait for an author's word."""
    library = uow.context.knowledge.library
    waiting = [
        (language, row)
        for language in library.languages
        for row in phrasings(uow.session, language, PhrasingState.PROPOSED)
        if row.entry_id and library.find(row.entry_id, language)
    ]
    return [
        ask(uow, author, TaskKind.PHRASING, _proposal(row.id, row.entry_id or "", row.text), language, TaskState.SHOWN)
        for language, row in waiting[:MOST_PROPOSED]
    ]


def _proposal(phrasing_id: int, entry_id: str, text: str) -> Json:
    return {"phrasing_id": phrasing_id, "entry_id": entry_id, "text": text}


def _show_proposal(uow: UnitOfWork, task: FaqTask) -> None:
    found = uow.context.knowledge.library.find(task.content["entry_id"], task.language)
    allow = button(task, uow.label(uow.staff_language, "buttons.faq_allow"), "allow")
    buttons = [[allow, button(task, uow.label(uow.staff_language, "buttons.faq_decline"), "decline")]]
    title = found.entry.question if found else task.content["entry_id"]
    say(uow, task, "authoring.phrasing", buttons, title=title, text=task.content["text"])
