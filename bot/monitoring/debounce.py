"""Debouncing: an issue counts once it was found several times in a row, and is over once it was absent long enough."""

from collections.abc import Set
from dataclasses import dataclass, field

from bot.monitoring.issues import HealthIssue

TO_BELIEVE = 2  # checks in a row
TO_BE_OVER = 20  # checks in a row, five minutes


@dataclass
class Debounce:
    """Notes the outcome of each check; knows which issues are confirmed, and which are over."""

    _present: dict[HealthIssue, int] = field(default_factory=dict)
    _absent: dict[HealthIssue, int] = field(default_factory=dict)

    def note(self, seen: Set[HealthIssue]) -> None:
        self._present = {one: self._present.get(one, 0) + 1 for one in seen}
        self._absent = {one: self._absent.get(one, 0) + 1 for one in HealthIssue if one not in seen}

    def is_there(self, issue: HealthIssue) -> bool:
        return self._present.get(issue, 0) >= TO_BELIEVE

    @property
    def over(self) -> set[HealthIssue]:
        return {one for one, checks in self._absent.items() if checks >= TO_BE_OVER}
