"""A company's name with its telephone number and address on lines below, as they stand on a visiting card."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.calendar.written import resembles_hours
from bot.setup.phones import numbers_in, without_hours
from faq.normalising import has_words

_PHONE_LABEL = r"\b(?:тел(?:ефоны?)?|т|моб|звоните|phone|tel|call(?:\s+us)?|mob(?:ile)?)\b[.:]*"
_ADDRESS_LABEL = r"\b(?:(?:наш\s+)?адрес|(?:our\s+)?address)\b[.:]*"
_LABELS = re.compile(f"{_PHONE_LABEL}|{_ADDRESS_LABEL}", re.IGNORECASE)
_PHONE_FOLLOWS = re.compile(rf"{_PHONE_LABEL}\W*$", re.IGNORECASE)
_ADDRESS_FOLLOWS = re.compile(rf"\W*{_ADDRESS_LABEL}", re.IGNORECASE)
_STREET = re.compile(
    r"\b(?:ул|улица|пр|пр-т|проспект|пер|переулок|пл|площадь|наб|набережная|ш|шоссе|б-р|бульвар|street|road|rd|avenue|ave"
    r"|lane|square|sq|дом|корп|стр|оф|офис|этаж|office|floor)\b"
    r"|\b(?:units?|suite|flat|block)\s+[\d;]"  # Units 5-7, where hours were taken out
    r"|\w{3}[,\s]+(?:(?:д|дом)\.?\s*)?(?!(?:19|20)\d\d\b)"  # no year
    r"\d+(?:[/-]\d+)?\s?(?:\w\d*)?(?=$|[,;.(]|\s(?:к|корп|стр|оф|эт)\b)"  # Мясницкая, 5
    r"|^\d+\w?,?\s+(?-i:[A-ZА-ЯЁ])\w\w"  # 221B Baker St
    r"|\b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b",  # LS4 2AF, a British postcode
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\d{5,6}")  # on a line of its own it is a telephone number, unless an address goes on
_LINK = re.compile(
    r"\S*@\S+|\S+://\S+|\bwww\.\S+|(?<!\S)[\w.-]+\.(?:ru|su|com|net|org|info|biz|shop|store|online|site|uk|us|ca|ie|eu|io|me"
    r"|by|kz|ua|de|fr|it|es|рф|рус)(?:/\S*)?(?=$|[\s,;)])",
    re.IGNORECASE,
)
_BAR = re.compile(r"\s*[|·•]\s*")
_SHORTEST_ALONE = 7  # digits: a house number or a postal code among words is no telephone number
_MOST_WORDS_ABOVE = 2  # of a line with a town, right above a street


@dataclass(frozen=True)
class CompanyLines:
    """What the lines say; empty strings for what they don't."""

    name: str
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class _Line:
    """`rest`: what stands beside telephone numbers and links. `is_plain`: it is neither hours, nor has any of these."""

    phones: Sequence[str]
    rest: str
    is_address: bool
    is_plain: bool
    is_postcode: bool

    @property
    def goes_on(self) -> bool:
        """Whether it is more of an address that stands above it."""
        return self.is_address or self.is_plain or self.is_postcode

    def is_town(self, most_words: int) -> bool:
        return self.is_plain and len(self.rest.split()) <= most_words


def read_company(text: str) -> CompanyLines:
    """The first line is the name; where a number stands behind a comma or a bar in it, what is before the first one.

    Numbers and an address are read, and all else is left out. Lines below one of an address belong to it, up to a
    number, a link or hours, and so do towns right above it.
    """
    first, *others = [" ".join(line.split()) for line in text.splitlines() if line.strip()] or [""]
    name, beside = _name_and_rest(first)
    lines = [_read(line) for line in (*beside, *others)]
    are_address = _of_address(lines)
    address, phones = list[str](), list[str]()
    for line, is_address in zip(lines, are_address, strict=True):
        address += [line.rest] if is_address else []
        phones += [] if is_address and line.is_postcode else line.phones
    return CompanyLines(name, ", ".join(phones), ", ".join(address))


def _name_and_rest(line: str) -> tuple[str, list[str]]:
    name, *others = _BAR.split(line) if _BAR.search(line) else [part.strip() for part in line.split(",", 1)]
    has_number = any(_digits(number) >= _SHORTEST_ALONE for part in others for number in numbers_in(part))
    return (name, [part for part in others if part]) if has_number and has_words(name) else (line, [])


def _read(line: str) -> _Line:
    linkless = _LINK.sub(" ", line)
    phones, rest = _parted(linkless)
    words = _without_labels(rest)
    is_address = _is_address(rest)
    is_postcode = _POSTCODE.fullmatch(line) is not None
    is_plain = linkless == line and not phones and has_words(words) and (is_address or not resembles_hours(line))
    return _Line(phones, line if is_postcode else words, is_address, is_plain, is_postcode)


def _of_address(lines: Sequence[_Line]) -> list[bool]:
    """Which of the lines are of the address."""
    found = [line.is_address for line in lines]
    for place in range(1, len(lines)):
        found[place] = found[place] or (found[place - 1] and lines[place].goes_on)
    most_words = _MOST_WORDS_ABOVE
    for place in reversed(range(len(lines) - 1)):
        if found[place + 1] and not found[place] and lines[place].is_town(most_words):
            found[place], most_words = True, 1  # a street's part of the town, and the town
    return found


def _parted(line: str) -> tuple[list[str], str]:
    """The telephone numbers, and the rest."""
    phones = []
    for number in numbers_in(line):
        before, _, behind = line.partition(number)
        is_alone = not has_words(_without_labels(before + behind))
        if is_alone or _PHONE_FOLLOWS.search(before) or _digits(number) >= _SHORTEST_ALONE:
            phones.append(number)
            line = f"{before} {behind}"
    return phones, line


def _digits(number: str) -> int:
    return sum(map(str.isdigit, number))


def _is_address(rest: str) -> bool:
    words = _without_labels(rest)
    return has_words(words) and bool(_STREET.search(without_hours(words)) or _ADDRESS_FOLLOWS.match(rest))


def _without_labels(text: str) -> str:
    return " ".join(_LABELS.sub(" ", text).split()).strip(" ,.;:—–-()")
