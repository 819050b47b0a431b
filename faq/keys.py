"""The keys of the FAQ: lines `Key: value` between a question and its answer. Their table is faq.entry.KEYS."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Kind(Generic[T]):
    """How the value of a key is read and written.

    `read` gives None for a text that can't be read; its author is then told the problem `unreadable` of
    words/LANGUAGE/problems.toml. `write` takes the value and the language of the file, and what it writes is read as
    the same value. `examples` has a value by language.
    """

    read: Callable[[str], T | None]
    write: Callable[[T, str], str]
    unreadable: str
    examples: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Key:
    """`field` is the field of Entry that the key fills.

    `names` has the name that `nightdesk faq fmt` writes, by language; `other_names` are read as well, in any language.
    `explained` says by language what the key is for: in docs/faq-format.md and in `nightdesk faq try`.
    """

    field: str
    names: Mapping[str, str]
    kind: Kind[Any]  # of the field's type: a table of several kinds can't name it
    explained: Mapping[str, str]
    other_names: tuple[str, ...] = ()

    @property
    def all_names(self) -> tuple[str, ...]:
        return (*self.names.values(), *self.other_names)

    def line(self, value: object, language: str) -> str:
        """The key with its value, as it stands in a file; `value` is of the type of the Entry's field."""
        written = "" if value is None else self.kind.write(value, language)
        space = "" if written.startswith("\n") else " "
        return f"{self.names[language]}:{space}{written}".rstrip()

    def example(self, language: str) -> str:
        return f"{self.names[language]}: {self.kind.examples[language]}"


_YES = {"да", "yes", "true", "+", "1", "y", "д"}
_NO = {"нет", "no", "false", "-", "0", "n", "н"}
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_DASHED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def _read_yes_no(text: str) -> bool | None:
    word = text.strip(" .!").casefold()
    return True if word in _YES else False if word in _NO else None


def _write_yes_no(value: bool, language: str) -> str:
    words = {"ru": ("да", "нет"), "en": ("yes", "no")}[language]
    return words[0] if value else words[1]


def _read_day(text: str) -> date | None:
    """A day written 31.12.2026 or 2026-12-31; None when there is no such day."""
    try:
        if dotted := _DOTTED.fullmatch(text.strip(" .")):
            day, month, year = (int(part) for part in dotted.groups())
            return date(year, month, day)
        if dashed := _DASHED.fullmatch(text.strip(" .")):
            return date(*(int(part) for part in dashed.groups()))
    except ValueError:
        return None
    return None


def _read_tags(text: str) -> tuple[str, ...] | None:
    tags = (tag.strip(" \t#") for tag in re.split("[,;]", text))
    return tuple(dict.fromkeys(tag for tag in tags if tag)) or None


def _read_phrasings(text: str) -> tuple[str, ...] | None:
    """Phrasings in the key's own line; those in the list below it are read by faq.parsing."""
    return tuple(phrasing.strip() for phrasing in text.split(";") if phrasing.strip()) or None


PHRASINGS: Kind[tuple[str, ...]] = Kind(
    read=_read_phrasings,
    write=lambda phrasings, _: "".join(f"\n- {phrasing}" for phrasing in phrasings),
    unreadable="empty-key",
    examples={"ru": "почём доставка; доставка платная?", "en": "delivery price; is delivery free?"},
)
TAGS: Kind[tuple[str, ...]] = Kind(
    read=_read_tags,
    write=lambda tags, _: ", ".join(tags),
    unreadable="empty-key",
    examples={"ru": "доставка, цена", "en": "delivery, price"},
)
YES_NO: Kind[bool] = Kind(
    read=_read_yes_no,
    write=_write_yes_no,
    unreadable="bad-yes-no",
    examples={"ru": "да", "en": "yes"},
)
DAY: Kind[date] = Kind(
    read=_read_day,
    write=lambda day, _: day.isoformat(),
    unreadable="bad-date",
    examples={"ru": "31.12.2026", "en": "2026-12-31"},
)
PATH: Kind[str] = Kind(
    read=lambda text: text or None,
    write=lambda path, _: path,
    unreadable="empty-key",
    examples={"ru": "price.pdf", "en": "price.pdf"},
)
"""A file, by its path relative to the FAQ folder."""
