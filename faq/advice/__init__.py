"""Advice to the FAQ's authors, by the questions of the last week, replayed by the matcher. Pure."""

from faq.advice.advising import UNASKED_AFTER, WEEK, advise
from faq.advice.values import (
    Advice,
    Asked,
    DislikedEntry,
    EntryAdvice,
    Group,
    PhrasingAdvice,
    UnknownWord,
)

__all__ = [
    "UNASKED_AFTER",
    "WEEK",
    "Advice",
    "Asked",
    "DislikedEntry",
    "EntryAdvice",
    "Group",
    "PhrasingAdvice",
    "UnknownWord",
    "advise",
]
