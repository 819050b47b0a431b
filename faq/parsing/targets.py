"""The targets of an answer's links and its footnotes, wherever in the file they are defined."""

import re
from collections.abc import Iterable, Mapping, Sequence

from faq.parsing.structure import BodyLine

_DEFINITION = re.compile(r" {0,3}\[([^\[\]]+)\]:[ \t]*(?=\S)")
_FULL = re.compile(r"\]\[([^\[\]]+)\]")
_SHORT = re.compile(r"(?<!\])\[([^\[\]]+)\](?![(:])")
_INDENTED = re.compile(r"(?: {2,}|\t)\S")


def label_key(label: str) -> str:
    """Labels are the same whatever their capitals and spaces."""
    return " ".join(label.split()).casefold()


def definitions(lines: Sequence[BodyLine]) -> dict[str, str]:
    """The lines of each definition by its label: `[rules]: https://…`, and `[^1]: …` with its indented lines."""
    found: dict[str, str] = {}
    at = 0
    while at < len(lines):
        line = lines[at]
        start = _DEFINITION.match(line.text) if line.kind == "text" else None
        at += 1
        if start is None:
            continue
        texts = [line.text.strip()]
        while start[1].startswith("^") and at < len(lines) and _INDENTED.match(lines[at].text):
            texts.append(lines[at].text)
            at += 1
        found.setdefault(label_key(start[1]), "\n".join(texts))
    return found


def with_targets(answer: str, known: Mapping[str, str]) -> str:
    """The answer, followed by the definitions from elsewhere in the file that it uses."""
    if "[" not in answer or not known:
        return answer
    own = {label_key(found[1]) for line in answer.split("\n") if (found := _DEFINITION.match(line))}
    used = dict.fromkeys(label_key(label) for label in _labels(answer))
    added = [known[label] for label in used if label in known and label not in own]
    return "\n\n".join([answer, "\n".join(added)]) if added else answer


def _labels(answer: str) -> Iterable[str]:
    yield from _FULL.findall(answer)
    yield from _SHORT.findall(answer)
    yield from re.findall(r"\[([^\[\]]+)\]\[\]", answer)
