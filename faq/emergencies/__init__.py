"""Messages that can't wait: danger, and what presses.

`danger_in` and `is_pressing` are pure. Their words are in `faq/words/LANGUAGE/danger.txt`, `pressing.txt` and
`emergency_context.txt`; the author adds to them in words.md (`faq.emergencies.own`).
"""

from faq.emergencies.own import NO_WORDS_OF_OWN, OwnEmergencyWords, own_emergency_words
from faq.emergencies.recognising import (
    Danger,
    DangerKind,
    asks_what_to_do,
    danger_in,
    is_pressing,
    kinds_mentioned,
)

__all__ = [
    "NO_WORDS_OF_OWN",
    "Danger",
    "DangerKind",
    "OwnEmergencyWords",
    "asks_what_to_do",
    "danger_in",
    "is_pressing",
    "kinds_mentioned",
    "own_emergency_words",
]
