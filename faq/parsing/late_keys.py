"""Keys that their author wrote below the answer instead of right below the question."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from faq.entry import ALSO
from faq.keys import Key
from faq.parsing.head import Head, Value, read_head
from faq.parsing.key_lines import key_line
from faq.parsing.structure import BodyLine


@dataclass
class LateKeys:
    """`answer` has blank lines in place of the keys, so that line numbers stay; `left` are keys within a paragraph,
    which stay text."""

    answer: list[BodyLine]
    also: list[Value] = field(default_factory=list)
    values: dict[Key, Value] = field(default_factory=dict)
    left: list[Value] = field(default_factory=list)


def take_late_keys(answer: Sequence[BodyLine], taken: Collection[Key]) -> LateKeys:
    """The answer without the keys that stand in it as paragraphs of their own, if they can be read.

    Keys that are `taken` above the answer are left in it.
    """
    late = LateKeys(list(answer))
    at = 0
    while at < len(late.answer):
        at += _take(late, at, taken) or 1
    return late


def _take(late: LateKeys, at: int, taken: Collection[Key]) -> int:
    """Takes the keys that begin in this line; returns how many lines they have."""
    line = late.answer[at]
    found = key_line(line.text) if line.kind == "text" else None
    if found is None or found.key is None:
        return 0
    head = read_head(late.answer[at:])
    used = {*taken, *late.values} - {ALSO}  # more phrasings may follow
    end = at + head.answer_at
    is_new = not head.repeated and not used & head.values.keys()
    if not (is_new and _is_apart(late.answer, at, end) and _are_readable(head)):
        late.left += _keys_in(late.answer[at:end])
        return head.answer_at
    late.also += head.also
    late.values = {**head.values, **late.values}
    for number in range(at, end):
        late.answer[number] = BodyLine(late.answer[number].number, "")
    return head.answer_at


def _keys_in(lines: Sequence[BodyLine]) -> Iterator[Value]:
    for line in lines:
        found = key_line(line.text) if line.kind == "text" else None
        if found and found.key:
            yield Value(found.value, line.number, found.name)


def _is_apart(answer: Sequence[BodyLine], at: int, end: int) -> bool:
    """Whether the lines from `at` up to `end` are paragraphs of their own."""
    return (at == 0 or not answer[at - 1].text.strip()) and (end >= len(answer) or not answer[end - 1].text.strip())


def _are_readable(head: Head) -> bool:
    read = (head.also if key is ALSO else key.kind.read(value.text) is not None for key, value in head.values.items())
    return not head.misspelled and all(read)
