"""Adds a phrasing to an entry, in the way its author lists them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from faq.entry import ALSO
from faq.importing.writing import words_as_markdown
from faq.normalising import has_words, normalise
from faq.parsing import ParsedEntry, ParsedFile
from faq.parsing.markdown_text import plain_text
from faq.publishing.change import Change, Kind
from faq.publishing.errors import PublishingError
from faq.publishing.page import Page, find_entry, indent_of, meaning, others_are_same

_BULLET = re.compile(r"\s*(?:[-•–—·▪●‣*+]|(\d{1,3})[.)])\s*(?=\S)")


def add_phrasing(folder: Path, entry_id: str, language: str, phrasing: str, *, default_language: str = "ru") -> Change:
    """`phrasing` is plain text. All lines but those of the entry's phrasings stay byte for byte.

    Raises UnknownEntryError, SeveralEntriesError, NotEditableError; PublishingError "no-words" and "known-phrasing";
    OSError when the file can't be read.
    """
    words = " ".join(phrasing.split())
    if not has_words(words):
        raise PublishingError("no-words", text=words)
    page, parsed = find_entry(folder, entry_id, language, default_language)
    own = parsed.entry.phrasings[: 1 + len(parsed.also)]
    if normalise(words) in map(normalise, own):
        raise PublishingError("known-phrasing", phrasing=words, question=parsed.entry.question)

    def is_added(after: ParsedFile) -> bool:
        became = others_are_same(page.parsed, after, parsed)
        if became is None or len(became.also) != len(parsed.also) + 1:
            return False
        hidden = tuple(one for one in parsed.entry.also[len(parsed.also) :] if normalise(one) != normalise(words))
        also = (*own[1:], plain_text(became.also[-1]), *hidden)
        is_same = meaning(became.entry) == meaning(replace(parsed.entry, also=also))
        return is_same and became.written == parsed.written and normalise(also[len(parsed.also)]) == normalise(words)

    file = page.first_right(_texts(page, parsed, words_as_markdown(words)), is_added, parsed)
    return Change((file,), Kind.PHRASING, parsed.entry.question, language, words)


def _texts(page: Page, parsed: ParsedEntry, phrasing: str) -> Iterator[str]:
    """The ways to write it, the most usual one first: some are read as something else, depending on what is around."""
    last = max(parsed.phrasing_lines[1 : 1 + len(parsed.also)], default=parsed.key_lines.get(ALSO.field, 0))
    if not last:
        yield from _with_list(page, parsed, phrasing)
        return
    line = page.line(last)
    bullet = _BULLET.match(line)
    if last == parsed.key_lines.get(ALSO.field) or ":" in line:
        if parsed.also and ";" not in phrasing:
            yield page.with_lines(last, last, [f"{line.rstrip(' ;')}; {phrasing}"])
        yield page.with_lines(last + 1, last, [f"{indent_of(line)}- {phrasing}"])
    end = last
    while end < len(page.lines) and page.line(end + 1).startswith("  ") and not page.is_blank(end + 1):
        yield page.with_lines(end + 1, end, [_item(bullet, phrasing)])
        end += 1
    yield page.with_lines(end + 1, end, [_item(bullet, phrasing)])


def _item(bullet: re.Match[str] | None, phrasing: str) -> str:
    """A line like the one above it, with the next number in a numbered list."""
    if bullet is None:
        return phrasing
    number = bullet[1]
    return (bullet[0].replace(number, str(int(number) + 1), 1) if number else bullet[0]) + phrasing


def _with_list(page: Page, parsed: ParsedEntry, phrasing: str) -> Iterator[str]:
    """A list below the heading; where the answer is a list, too, its bullets must be others.

    Below the answer where a label must follow the question: «В: …», «О: …».
    """
    at = parsed.entry.line + 1
    gap = [] if page.is_blank(at) else [""]
    at = at if gap else at + 1
    for bullet in ("-", "*"):
        lines = ALSO.line((phrasing,), page.words_language).replace("\n- ", f"\n{bullet} ").split("\n")
        yield page.with_lines(at, at - 1, [*gap, *lines, ""])
    last = max((at - 1, *parsed.answer_lines))
    lines = ALSO.line((phrasing,), page.words_language).split("\n")
    yield page.with_lines(last + 1, last, ["", *lines, *([] if page.is_blank(last + 1) else [""])])
