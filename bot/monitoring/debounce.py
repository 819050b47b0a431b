"""What comes and goes is no news: an ailment counts when it stays, and is over when it stays away."""

from collections.abc import Set
from dataclasses import dataclass, field

from bot.monitoring.issues import HealthIssue

TO_BELIEVE = 2  # looks in a row
TO_BE_OVER = 20  # looks in a row, five minutes


@dataclass
class Debounce:
    """Told at each look what is there; knows what is there for good, and what is gone for good."""

    _present: dict[HealthIssue, int] = field(default_factory=dict)
    _absent: dict[HealthIssue, int] = field(default_factory=dict)

    def note(self, seen: Set[HealthIssue]) -> None:
        self._present = {one: self._present.get(one, 0) + 1 for one in seen}
        self._absent = {one: self._absent.get(one, 0) + 1 for one in HealthIssue if one not in seen}

    def is_there(self, issue: HealthIssue) -> bool:
        return self._present.get(issue, 0) >= TO_BELIEVE

    @property
    def over(self) -> set[HealthIssue]:
        return {one for one, looks in self._absent.items() if looks >= TO_BE_OVER}
