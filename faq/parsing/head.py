"""Reads the head of an entry: the phrasings and keys between its question and its answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from faq.entry import ALSO
from faq.keys import Key
from faq.parsing.key_lines import KeyLine, key_line, similar_key
from faq.parsing.separator import is_separator
from faq.parsing.structure import BodyLine

_BULLET = re.compile(r"^\s*([-•–—·▪●‣]|[*+](?=\s)|\d{1,3}[.)](?=\s))\s*(?=\S)(.*)$")
_NOTHING = re.compile(r"[-*+_•–—·\s]*")


@dataclass(frozen=True)
class Value:
    """The text of a key or of one phrasing, its line, and the key's name or the list's marker as it was written."""

    text: str
    line: int
    name: str = ""


@dataclass(frozen=True)
class Head:
    """The lines between a question and its answer.

    `values` has the first line of each key. `misspelled` has lines whose name is almost a key's, with that key's name
    as their text. `answer_at` is the position in the body where the answer begins.
    """

    also: tuple[Value, ...]
    values: dict[Key, Value]
    repeated: tuple[Value, ...]
    misspelled: tuple[Value, ...]
    answer_at: int


def read_head(body: Sequence[BodyLine]) -> Head:
    return _Reader(body).read()


@dataclass
class _Reader:
    """Reads the lines below a question until the answer begins; `at` is the position of the next line."""

    body: Sequence[BodyLine]
    at: int = 0
    also: list[Value] = field(default_factory=list)
    values: dict[Key, Value] = field(default_factory=dict)
    repeated: list[Value] = field(default_factory=list)
    misspelled: list[Value] = field(default_factory=list)

    def read(self) -> Head:
        self._skip_blank()
        while (line := self._key_line()) and self._take(line):
            self._skip_blank()
        also = tuple(value for value in self.also if not _NOTHING.fullmatch(value.text))
        return Head(also, self.values, tuple(self.repeated), tuple(self.misspelled), self.at)

    def _take(self, line: KeyLine) -> bool:
        """Reads the line if it belongs to the head; returns whether it does."""
        if line.key is ALSO:
            self._take_also(line)
            return True
        if line.key is not None:
            self._take_value(line.key, line)
            return True
        return self._take_misspelled(line)

    def _take_value(self, key: Key, line: KeyLine) -> None:
        value = Value(line.value, self.body[self.at].number, line.name)
        if key in self.values:
            self.repeated.append(value)
        self.values.setdefault(key, value)
        self.at += 1

    def _take_misspelled(self, line: KeyLine) -> bool:
        meant = similar_key(line.name)
        if meant:
            self.misspelled.append(Value(meant, self.body[self.at].number, line.name))
            self.at += 1
        return bool(meant)

    def _take_also(self, line: KeyLine) -> None:
        number = self.body[self.at].number
        self.values.setdefault(ALSO, Value(line.value, number, line.name))
        self.also += [Value(text, number) for text in ALSO.kind.read(line.value) or ()]
        self.at += 1
        if not line.value and not self._is_blank(self.at) and not _bullet(self.body[self.at].text):
            self._take_plain_lines()
        else:
            self._take_bullets()

    def _take_plain_lines(self) -> None:
        """Phrasings one a line without bullets, up to a blank line or a key."""
        while not self._is_blank(self.at) and not self._is_key():
            self.also.append(Value(self.body[self.at].text.strip(), self.body[self.at].number))
            self.at += 1

    def _take_bullets(self) -> None:
        marker = ""
        while bullet := self._next_bullet(marker):
            marker = bullet.name
            self.also.append(bullet)
            self.at += 1
            self._take_continuation()

    def _take_continuation(self) -> None:
        """Indented lines that continue the last phrasing."""
        last = self.also.pop()
        texts = [last.text]
        while not self._is_blank(self.at) and self.body[self.at].text.startswith("  ") and not self._is_bullet():
            texts.append(self.body[self.at].text.strip())
            self.at += 1
        self.also.append(Value(" ".join(texts), last.line, last.name))

    def _next_bullet(self, marker: str) -> Value | None:
        """The next list item, if any; after blank lines, an item with another marker begins the answer's own list."""
        ahead = self.at
        while ahead < len(self.body) and not self.body[ahead].text.strip():
            ahead += 1
        bullet = _bullet(self.body[ahead].text) if ahead < len(self.body) else None
        if bullet is None or (ahead > self.at and marker and bullet[0] != marker):
            return None
        self.at = ahead
        return Value(bullet[1], self.body[ahead].number, bullet[0])

    def _skip_blank(self) -> None:
        while self.at < len(self.body) and not self.body[self.at].text.strip():
            self.at += 1

    def _is_blank(self, at: int) -> bool:
        return at >= len(self.body) or not self.body[at].text.strip()

    def _is_bullet(self) -> bool:
        return _bullet(self.body[self.at].text) is not None

    def _is_key(self) -> bool:
        line = self._key_line()
        return line is not None and line.key is not None

    def _key_line(self) -> KeyLine | None:
        if self.at >= len(self.body) or self.body[self.at].is_code:
            return None
        return key_line(self.body[self.at].text)


def _bullet(text: str) -> tuple[str, str] | None:
    """The marker and the text of a list item; the marker of a numbered one is always `1.`."""
    found = _BULLET.match(text)
    if found is None or is_separator(text):
        return None
    marker = found[1] if not found[1][0].isdigit() else "1."
    return marker, found[2].strip()


def bullets(body: Sequence[BodyLine]) -> list[tuple[int, str]]:
    """The items of the lists in these lines, each with its line."""
    found = ((line.number, _bullet(line.text)) for line in body if not line.is_code)
    return [(number, bullet[1]) for number, bullet in found if bullet]
