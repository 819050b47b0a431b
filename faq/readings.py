"""How else a message may be read: typed in the other keyboard layout, or Russian written in Latin letters."""

from faq.normalising import MAX_LENGTH, normalise

_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_LATIN_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_TO_RUSSIAN = str.maketrans(_LATIN_KEYS + _LATIN_SHIFTED, _RUSSIAN_KEYS + _RUSSIAN_KEYS.upper())
_TO_LATIN = str.maketrans(_RUSSIAN_KEYS + _RUSSIAN_KEYS.upper(), _LATIN_KEYS + _LATIN_SHIFTED)

_SOUNDS = {
    **{"shch": "щ", "sch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "yo": "е", "jo": "е"},
    **{"yu": "ю", "ju": "ю", "ya": "я", "ja": "я", "ye": "е", "iy": "ий", "yy": "ый", "ey": "ей", "oy": "ой"},
    **dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстуввхыз", strict=True)),
}
_LONGEST_SOUND = 4


def readings(text: str) -> tuple[str, ...]:
    """The normalised readings of a message, as typed first; at most three, none empty, none twice."""
    typed = normalise(text)
    others = (in_other_layout(text), from_latin_letters(text))
    return tuple(reading for reading in dict.fromkeys((typed, *others)) if reading)


def in_other_layout(text: str) -> str:
    """The normalised message as if the keyboard had been switched: "ghbdtn" is «привет», «руддщ» is "hello"."""
    short = text[:MAX_LENGTH]
    return normalise(short.translate(_TO_LATIN if _has_russian_letters(short) else _TO_RUSSIAN))


def from_latin_letters(text: str) -> str:
    """The normalised message as Russian that was written by sound: "skolko stoit" is «сколко стоит»."""
    return " ".join(_by_sound(word) for word in normalise(text).split())


def _has_russian_letters(text: str) -> bool:
    return any("а" <= char <= "я" or char == "ё" for char in text.casefold())


def _by_sound(word: str) -> str:
    letters: list[str] = []
    at = 0
    while at < len(word):
        length = next((size for size in range(_LONGEST_SOUND, 0, -1) if word[at : at + size] in _SOUNDS), 0)
        letters.append(_SOUNDS[word[at : at + length]] if length else word[at])
        at += length or 1
    return "".join(letters)
