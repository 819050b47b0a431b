"""Browsing the FAQ by category with buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2s

from bot.desk.conversation.choices import LABEL_LIMIT
from bot.desk.outbox import Button, Post
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import cut
from faq import Entry


@dataclass(frozen=True)
class MenuPlace:
    """The labels of the two buttons that lead to an entry; where its category is the only one, the second is enough."""

    category: str
    title: str
    is_in_only_category: bool


def categories(uow: UnitOfWork, language: str) -> Post:
    """Buttons for all categories, two in a row; for the questions, if there is one category."""
    shown = _shown(uow, language)
    call = Button(uow.label(language, "buttons.call_human"), "operator")
    if len(shown) == 1:
        return Post(uow.say(language, "customer.menu_of_questions"), [*_rows_of(shown[0][1]), [call]])
    buttons = [Button(cut(name, LABEL_LIMIT), f"category:{_mark(name)}") for name, _ in shown]
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    return Post(uow.say(language, "customer.menu"), [*rows, [call]])


def category(uow: UnitOfWork, language: str, mark: str) -> Post | None:
    """Buttons for the questions of the category with that mark; None when there is none."""
    for name, entries in _shown(uow, language):
        if _mark(name) == mark:
            back = Button(uow.label(language, "buttons.back"), "menu")
            return Post(uow.say(language, "customer.category", name=name), [*_rows_of(entries), [back]])
    return None


def entry(uow: UnitOfWork, language: str, mark: str) -> Entry | None:
    """The entry with that mark; None when there is none."""
    return next((one for _, entries in _shown(uow, language) for one in entries if _mark(one.id) == mark), None)


def place_of(uow: UnitOfWork, language: str, entry_id: str) -> MenuPlace | None:
    """Where customers of that language find the entry; None when their menu does not have it."""
    shown = _shown(uow, language)
    for name, entries in shown:
        for one in entries:
            if one.id == entry_id:
                return MenuPlace(cut(name, LABEL_LIMIT), cut(one.question, LABEL_LIMIT), len(shown) == 1)
    return None


def _rows_of(entries: Sequence[Entry]) -> list[list[Button]]:
    return [[Button(cut(entry.question, LABEL_LIMIT), f"entry:{_mark(entry.id)}")] for entry in entries]


def _shown(uow: UnitOfWork, language: str) -> list[tuple[str, list[Entry]]]:
    """The categories with their entries that are valid today, in the customer's language or the company's."""
    library = uow.context.knowledge.library
    spoken = language if language in library.languages else library.default_language
    shown = (
        (name, [one for one in entries if one.is_valid(uow.today)]) for name, entries in library.categories(spoken)
    )
    return [(name, entries) for name, entries in shown if entries]


def _mark(name: str) -> str:
    """A short hash that fits into a button's data, the same in every process."""
    return blake2s(name.encode(), digest_size=8).hexdigest()
