"""What comes and goes is no news: an ailment counts when it stays, and is over when it stays away."""

from collections.abc import Set
from dataclasses import dataclass, field

from bot.monitoring.issues import Ailment

TO_BELIEVE = 2  # looks in a row
TO_BE_OVER = 20  # looks in a row, five minutes


@dataclass
class Steadiness:
    """Told at each look what is there; knows what is there for good, and what is gone for good."""

    _present: dict[Ailment, int] = field(default_factory=dict)
    _absent: dict[Ailment, int] = field(default_factory=dict)

    def note(self, seen: Set[Ailment]) -> None:
        self._present = {one: self._present.get(one, 0) + 1 for one in seen}
        self._absent = {one: self._absent.get(one, 0) + 1 for one in Ailment if one not in seen}

    def is_there(self, ailment: Ailment) -> bool:
        return self._present.get(ailment, 0) >= TO_BELIEVE

    @property
    def over(self) -> set[Ailment]:
        return {one for one, looks in self._absent.items() if looks >= TO_BE_OVER}
