"""What an author adds to the lists of emergencies: sections of words.md.

Under a heading «Опасность» (`Danger`) or «Срочно» (`Pressing`) each item of a list has phrases as customers write them,
with commas between: `- застряли в лифте, лифт стоит с людьми`. A phrase is found when all its words stand in one
sentence, in any form and order. A section ends at the next heading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faq.emergencies.rules import Phrase, Rule, phrase_of
from faq.normalising import normalise
from faq.own_sections import DANGER, HEADINGS, PRESSING, heading_of, section_of
from faq.parts import content_words

LEAST_LETTERS = 4  # of a phrase of one word: shorter ones stand everywhere
MOST_WORDS = 8  # of a phrase

_NEGATIONS = {"не", "нет", "без", "not", "no", "dont", "doesnt", "wont", "isnt", "cant"}
_ITEM = re.compile(r"^\s*[-*•]\s+(.+)$")


@dataclass(frozen=True)
class OwnLine:
    """A line of words.md in a section of `HEADINGS`. `phrases` are empty for a heading without items below it."""

    section: str
    line: int
    text: str
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class OwnEmergencyWords:
    """The author's rules."""

    danger: tuple[Rule, ...] = ()
    pressing: tuple[Rule, ...] = ()


NO_WORDS_OF_OWN = OwnEmergencyWords()


def own_lines(text: str) -> Iterator[OwnLine]:
    """The items of the sections about emergencies, and the headings of those that have none."""
    pending: OwnLine | None = None
    section: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        heading = heading_of(line)
        if heading is not None:
            if pending:
                yield pending
            section = section_of(heading)
            pending = OwnLine(section, number, line.strip(), ()) if section else None
        elif section and (found := _ITEM.match(line)):
            pending = None
            phrases = tuple(one.strip() for one in found[1].split(",") if normalise(one))
            yield OwnLine(section, number, found[1].strip(), phrases)
    if pending:
        yield pending


def is_usable(phrase: str) -> bool:
    """Whether a phrase tells something: not one short word, not only words that stand in every sentence."""
    words = normalise(phrase).split()
    return (
        bool(content_words(phrase)) and len(words) <= MOST_WORDS and (len(words) > 1 or len(words[0]) >= LEAST_LETTERS)
    )


def own_emergency_words(*texts: str) -> OwnEmergencyWords:
    """The rules of all these words.md."""
    lines = [line for text in texts for line in own_lines(text)]
    rules = {section: tuple(_rules(line for line in lines if line.section == section)) for section in HEADINGS}
    return OwnEmergencyWords(rules[DANGER], rules[PRESSING])


def _rules(lines: Iterator[OwnLine]) -> Iterator[Rule]:
    for line in lines:
        for phrase in filter(is_usable, line.phrases):
            yield Rule(tuple((one,) for one in _parts(phrase)))


def _parts(phrase: str) -> Iterator[Phrase]:
    """The words that tell something, each by itself, but a negation together with what it negates."""
    telling = set(content_words(phrase))
    before = ""
    for word in normalise(phrase).split():
        if word in _NEGATIONS:
            before = word
        elif word in telling or before:
            yield phrase_of(f"{before} {word}")
            before = ""
