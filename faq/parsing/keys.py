"""The lines between a question and its answer: `Ключ: значение`, and what each key is called."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.normalising import normalise


class Key(Enum):
    """What a line under a question says; the values are its names, the Russian and the English one first."""

    ALSO = ("Также спрашивают", "Also asked", "Ещё спрашивают", "Так же спрашивают", "Спрашивают также", "Also ask")
    TAGS = ("Теги", "Tags", "Тег", "Tag", "Метки")
    URGENT = ("Срочно", "Urgent")
    VALID_FROM = ("Действует с", "Valid from")
    VALID_UNTIL = ("Действует до", "Valid until", "Действует по", "Valid to", "Valid till")
    ATTACHMENT = ("Вложение", "Attachment")

    def name_in(self, language: str) -> str:
        """How `nightdesk faq fmt` writes it."""
        names: tuple[str, ...] = self.value
        return names[0] if language == "ru" else names[1]


@dataclass(frozen=True)
class Line:
    """A line that may be a key with its value; `key` is None when the name is none of ours."""

    name: str
    value: str
    key: Key | None


_BY_NAME = {normalise(name): key for key in Key for name in key.value}
_NAMES = {normalise(name): name for key in Key for name in key.value}
_ALMOST = 0.72
_LONGEST_NAME = 24
_YES = {"да", "yes", "true", "+", "1", "y", "д"}
_NO = {"нет", "no", "false", "-", "0", "n", "н"}
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_DASHED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def key_line(text: str) -> Line | None:
    """The line as a key and its value; None if it is neither, for example a sentence."""
    name, colon, value = text.strip().partition(":")
    name = name.strip(" \t*_#")
    key = _BY_NAME.get(normalise(name)) if len(name) <= _LONGEST_NAME else None
    if not colon and key is not Key.ALSO:
        return None
    return Line(name, value.strip(" \t*_"), key)


def almost_key(name: str) -> str:
    """The key that a misspelled name probably means, as it should be written, or an empty string."""
    words = normalise(name) if len(name) <= _LONGEST_NAME else ""
    likely = [known for known in _NAMES if known[:1] == words[:1]]
    found = process.extractOne(words, likely, scorer=OSA.normalized_similarity, score_cutoff=_ALMOST)
    return _NAMES[found[0]] if found else ""


def read_yes_no(value: str) -> bool | None:
    """None when it is neither."""
    word = value.strip(" .!").casefold()
    return True if word in _YES else False if word in _NO else None


def read_date(value: str) -> date | None:
    """A day written 31.12.2026 or 2026-12-31; None when there is no such day."""
    try:
        if dotted := _DOTTED.fullmatch(value.strip(" .")):
            day, month, year = (int(part) for part in dotted.groups())
            return date(year, month, day)
        if dashed := _DASHED.fullmatch(value.strip(" .")):
            return date(*(int(part) for part in dashed.groups()))
    except ValueError:
        return None
    return None


def read_tags(value: str) -> tuple[str, ...]:
    tags = (tag.strip().lstrip("#").strip() for tag in re.split("[,;]", value))
    return tuple(dict.fromkeys(tag for tag in tags if tag))
