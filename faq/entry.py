"""An entry: one question of the FAQ with its other phrasings and its answer."""

from dataclasses import dataclass
from datetime import date

SMALL_TALK_TAGS = frozenset({"smalltalk", "болтовня"})


@dataclass(frozen=True)
class Entry:
    """One FAQ question, as its author wrote it.

    `answer` is markdown and a jinja2 template. `valid_from` and `valid_until` are days on the company's calendar, both
    inclusive. `attachment` is a path relative to the FAQ folder; `file` and `line` say where the entry stands.
    """

    id: str
    question: str
    also: tuple[str, ...] = ()
    answer: str = ""
    language: str | None = None
    tags: tuple[str, ...] = ()
    category: str = ""
    urgent: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    attachment: str | None = None
    file: str = ""
    line: int = 0

    @property
    def phrasings(self) -> tuple[str, ...]:
        """The question and its other phrasings, the question first."""
        return (self.question, *self.also)

    @property
    def is_small_talk(self) -> bool:
        return any(tag.casefold() in SMALL_TALK_TAGS for tag in self.tags)

    def is_valid(self, on: date) -> bool:
        """Whether the answer holds on that day of the company's calendar."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )
