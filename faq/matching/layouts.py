"""What was meant by a message typed in the wrong keyboard layout or in Latin letters."""

_CYRILLIC = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_SHIFTED = str.maketrans('{}:"<>~', "хъжэбюе")  # keys with capital letters on them
_OTHER = str.maketrans(_CYRILLIC + _LATIN, _LATIN + _CYRILLIC) | _SHIFTED
_GROUPS = (
    ("shch", "щ"), ("sch", "щ"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("yo", "е"),
    ("jo", "е"), ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("ye", "е"), ("iy", "ий"), ("yy", "ый"),
    ("oy", "ой"), ("ay", "ай"), ("ey", "ей"), ("uy", "уй"),
)  # fmt: skip
_SINGLE = str.maketrans("abcdefghijklmnopqrstuvwxyz'", "абцдефгхийклмнопкрстуввхызь")


def other_layout(text: str) -> str:
    """The text as it comes out when the same keys are pressed in the other layout, Russian or English."""
    return text.lower().translate(_OTHER)


def from_latin(text: str) -> str:
    """Russian written in Latin letters, read back: «dostavka» is «доставка»."""
    text = text.lower()
    for latin, cyrillic in _GROUPS:
        text = text.replace(latin, cyrillic)
    return text.translate(_SINGLE)


def cyrillic_share(text: str) -> float:
    """The share of the text's letters that are Cyrillic; 0 when it has none."""
    letters = [char for char in text.lower() if char.isalpha()]
    return sum("а" <= char <= "я" or char == "ё" for char in letters) / max(1, len(letters))
