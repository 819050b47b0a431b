"""Rules for combinations of words, and their notation; `faq/words/ru/danger.txt` explains it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from faq.matching.stems import snowball_stem
from faq.normalising import normalise

_SECTION = re.compile(r"\[(.+)\]")
_NAMED = re.compile(r"(@\w+)\s*:\s*(.+)")


@dataclass(frozen=True)
class Token:
    """One word of a rule: as `how` says, all forms with the stem `text`, words that begin so, or just that word."""

    how: str  # "stem", "begin" or "word"
    text: str


Phrase = tuple[Token, ...]
"""Words that follow each other."""

Part = tuple[Phrase, ...]
"""Phrases of which one has to be there."""


@dataclass(frozen=True)
class Rule:
    """All of the parts have to stand near each other in a sentence that has none of the exceptions."""

    parts: tuple[Part, ...]
    exceptions: Part = ()
    is_thing: bool = False  # a thing may be asked about, an event happens


@cache
def shipped_rules(language: str, name: str) -> Mapping[str, tuple[Rule, ...]]:
    """The rules of a shipped list by section, in file order."""
    text = files("faq").joinpath("words", language, f"{name}.txt").read_text(encoding="utf-8")
    return rules_of(text)


def rules_of(text: str) -> Mapping[str, tuple[Rule, ...]]:
    """The rules of a list by section, in file order."""
    found: dict[str, list[Rule]] = {}
    named: dict[str, Part] = {}
    section = ""
    for line in _lines(text):
        if heading := _SECTION.fullmatch(line):
            section = heading[1]
            found[section] = []
        elif definition := _NAMED.fullmatch(line):
            named[definition[1]] = _part(definition[2], named)
        else:
            found[section].append(_rule(line, named))
    return {name: tuple(rules) for name, rules in found.items()}


def phrase_of(text: str, how: str = "stem") -> Phrase:
    """The words of the text as a phrase, each in all its forms."""
    return tuple(Token(how, snowball_stem(word) if how == "stem" else word) for word in normalise(text).split())


def _rule(line: str, named: Mapping[str, Part]) -> Rule:
    wanted, _, exceptions = line.partition("!")
    is_thing = wanted.startswith("~")
    parts = tuple(_part(part, named) for part in wanted.removeprefix("~").split("+"))
    return Rule(parts, _part(exceptions, named), is_thing)


def _part(text: str, named: Mapping[str, Part]) -> Part:
    """Without empty phrases."""
    return tuple(dict.fromkeys(_phrases((one.strip() for one in text.split(",")), named)))


def _phrases(listed: Iterable[str], named: Mapping[str, Part]) -> Iterator[Phrase]:
    for one in listed:
        if one.startswith("@"):
            yield from named[one]
        elif one.endswith("*"):
            *before, last = phrase_of(one.lstrip("=").removesuffix("*"), "word")
            yield (*before, Token("begin", last.text))
        elif one:
            yield phrase_of(one, "word" if one.startswith("=") else "stem")


def _lines(text: str) -> Iterator[str]:
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return (line for line in lines if line)
