"""Some days of a week with their hours, as they are read from a text one token after another."""

from dataclasses import dataclass, field

from bot.calendar.written.times import Span, Stretch


@dataclass
class Clause:
    """Some days with their hours. `groups`: days as they were named; those joined by "and" are one group."""

    text: list[str] = field(default_factory=list)
    groups: list[frozenset[int]] = field(default_factory=list)
    parted: list[int] = field(default_factory=list)
    """What stands before each group: nothing, a comma, a full stop; one of _PARTED."""
    excluded: list[frozenset[int]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    """As they were read; `spans` are what they mean."""
    breaks: list[Span] = field(default_factory=list)
    is_closed: bool = False
    days_come_last: bool = False
    """Whether the hours, or "closed", stand before the days."""

    @property
    def days(self) -> frozenset[int]:
        return frozenset().union(*self.groups) - frozenset().union(*self.excluded)

    @property
    def is_decided(self) -> bool:
        return bool(self.spans) or self.is_closed

    @property
    def piece(self) -> str:
        return " ".join(self.text)
