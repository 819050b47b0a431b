"""A company's name with its telephone number and address on lines below, as they stand on a visiting card."""

import re
from dataclasses import dataclass

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
    r"|\w{3}[,\s]+(?:(?:д|дом)\.?\s*)?\d+(?:[/-]\d+)?\s?(?:\w\d*)?(?=$|[,;.(]|\s(?:к|корп|стр|оф|эт)\b)"  # Мясницкая, 5
    r"|^\d+\w?,?\s+(?-i:[A-ZА-ЯЁ])\w\w",  # 221B Baker St
    re.IGNORECASE,
)
_SHORTEST_ALONE = 7  # digits: a house number or a postal code among words is no telephone number


@dataclass(frozen=True)
class CompanyLines:
    """What the lines say; empty strings for what they don't."""

    name: str
    phone: str = ""
    address: str = ""


def read_company(text: str) -> CompanyLines:
    """The first line is the name. Of the others, one that is no number and no address goes on with the name."""
    first, *others = [" ".join(line.split()) for line in text.splitlines() if line.strip()] or [""]
    names, phones, addresses = [first], list[str](), list[str]()
    for line in others:
        found, rest = _parted(line)
        phones += found
        if _is_address(rest):
            addresses.append(_without_labels(rest))
        elif not found:
            names.append(line)
    return CompanyLines(" ".join(names), ", ".join(phones), ", ".join(addresses))


def _parted(line: str) -> tuple[list[str], str]:
    """The telephone numbers, and the rest."""
    phones = []
    for number in numbers_in(line):
        before, _, behind = line.partition(number)
        is_alone = not has_words(_without_labels(before + behind))
        if is_alone or _PHONE_FOLLOWS.search(before) or sum(map(str.isdigit, number)) >= _SHORTEST_ALONE:
            phones.append(number)
            line = f"{before} {behind}"
    return phones, line


def _is_address(rest: str) -> bool:
    words = _without_labels(rest)
    return has_words(words) and bool(_STREET.search(without_hours(words)) or _ADDRESS_FOLLOWS.match(rest))


def _without_labels(text: str) -> str:
    return " ".join(_LABELS.sub(" ", text).split()).strip(" ,.;:—–-()")
