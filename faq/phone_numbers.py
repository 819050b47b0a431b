"""Telephone numbers in a message, as they were typed."""

import re

# A plus sign or digits, apart by at most two of " -()".
_NUMBER = re.compile(r"(?<![\d+])\+?\d(?:[ ()\-\u2010-\u2014\u00a0]{0,2}\d)++")
_LEAST, _MOST = 10, 15
"""Digits; E.164 allows no more."""


def phone_numbers(text: str) -> tuple[str, ...]:
    """The numbers of 10 to 15 digits in a text, each once. Reads the first 4,096 characters."""
    runs = (one[0] for one in _NUMBER.finditer(text[:4096]))
    found = (" ".join(run.split()) for run in runs if _LEAST <= sum(map(str.isdigit, run)) <= _MOST)
    return tuple(dict.fromkeys(found))
