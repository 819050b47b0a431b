"""Other readings of a message: as typed in the other keyboard layout, or as Russian in Latin letters."""

from faq.matching.layouts import from_latin, other_layout
from faq.normalising import MAX_LENGTH, normalise


def in_other_layout(text: str) -> str:
    """The normalised message as typed in the other keyboard layout: "ghbdtn" is «привет», «руддщ» is "hello"."""
    return normalise(other_layout(text[:MAX_LENGTH]))


def from_latin_letters(text: str) -> str:
    """The normalised message with Latin letters transliterated to Russian ones: "skolko stoit" is «сколко стоит»."""
    return from_latin(normalise(text))
