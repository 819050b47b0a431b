"""Footnotes: small numbers in the text, and the notes at its end."""

import re

_REFERENCE = re.compile(r"[ \t]?\[\^([^\[\]\s]+)\](?!:)")
_INLINE = re.compile(r"\^\[([^\[\]\n]+)\]")
_NOTE = re.compile(r"^ {0,3}\[\^([^\[\]\s]+)\]:[ \t]*(.*(?:\n(?: {2,}|\t)\S.*)*)(?:\n|\Z)", re.MULTILINE)
_SMALL = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def with_notes_at_end(source: str) -> str:
    """`[^a]` as ¹, and what it says below the text; references to notes that are not there go."""
    if "[^" not in source and "^[" not in source:
        return source
    notes = {found[1]: " ".join(found[2].split()) for found in reversed(list(_NOTE.finditer(source)))}
    text = _INLINE.sub(r" (\1)", _NOTE.sub("", source))
    numbers: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        if found[1] not in notes:
            return ""
        return _small(numbers.setdefault(found[1], len(numbers) + 1))

    text = _REFERENCE.sub(numbered, text)
    below = "\\\n".join(f"{_small(number)} {notes[name]}" for name, number in numbers.items())
    return f"{text.rstrip()}\n\n{below}" if below else text


def undefined_notes(source: str) -> list[re.Match[str]]:
    """The references to footnotes that the answer does not have."""
    notes = {found[1] for found in _NOTE.finditer(source)}
    return [found for found in _REFERENCE.finditer(source) if found[1] not in notes]


def _small(number: int) -> str:
    return str(number).translate(_SMALL)
