"""A label: what somebody's act says that a customer's question meant, or did not mean."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

By = Literal["customer", "colleague", "author"]


@dataclass(frozen=True)
class Label:
    """One act of one person about one question.

    With `holds` the entry answers the question; without, it does not. `entry` is the entry's id; None says that no
    entry answers it: a colleague did by hand. `who` tells people apart and is used for nothing else; `at` is aware,
    of any time zone. Raises ValueError for a naive `at`.
    """

    question: str
    entry: str | None
    holds: bool
    by: By
    who: str
    at: datetime

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError(f"The time of a label needs a time zone: {self.at.isoformat()}")
