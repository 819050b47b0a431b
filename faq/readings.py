"""How else a message may be read: typed in the other keyboard layout, or Russian written in Latin letters."""

from faq.matching.layouts import from_latin, other_layout
from faq.normalising import MAX_LENGTH, normalise


def in_other_layout(text: str) -> str:
    """The normalised message as if the keyboard had been switched: "ghbdtn" is «привет», «руддщ» is "hello"."""
    return normalise(other_layout(text[:MAX_LENGTH]))


def from_latin_letters(text: str) -> str:
    """The normalised message as Russian that was written by sound: "skolko stoit" is «сколко стоит»."""
    return from_latin(normalise(text))
