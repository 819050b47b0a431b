"""What the matcher says."""

from dataclasses import dataclass

from faq.entry import Entry


@dataclass(frozen=True)
class Match:
    """An entry with the calibrated probability that it answers the question."""

    entry: Entry
    probability: float
    is_fallback: bool = False  # a remote encoder failed for the question: the entry was found without it
