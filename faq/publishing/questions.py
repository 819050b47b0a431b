"""Gives an entry another question; its id, phrasings, keys and answer stay."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from faq.importing.writing import words_as_markdown
from faq.normalising import has_words, normalise
from faq.parsing import ParsedEntry, ParsedFile
from faq.publishing.change import Change, Kind
from faq.publishing.errors import NothingChangedError, PublishingError
from faq.publishing.page import Page, find_entry, meaning, others_are_same


def replace_question(
    folder: Path, entry_id: str, language: str, question: str, *, default_language: str = "ru"
) -> Change:
    """`question` is plain text. An id that was made from the old question is written down, so that it stays.

    Raises UnknownEntryError, SeveralEntriesError, NotEditableError, NothingChangedError; PublishingError "no-words";
    OSError when the file can't be read.
    """
    words = " ".join(question.split())
    if not has_words(words):
        raise PublishingError("no-words", text=words)
    page, parsed = find_entry(folder, entry_id, language, default_language)
    if words == parsed.entry.question:
        raise NothingChangedError

    def is_replaced(after: ParsedFile) -> bool:
        became = others_are_same(page.parsed, after, parsed)
        if became is None or normalise(became.entry.question) != normalise(words):
            return False
        return meaning(replace(became.entry, question=parsed.entry.question)) == meaning(parsed.entry)

    file = page.first_right(_texts(page, parsed, words_as_markdown(words)), is_replaced, parsed)
    return Change((file,), Kind.QUESTION, parsed.entry.question, language, words)


def _texts(page: Page, parsed: ParsedEntry, question: str) -> Iterator[str]:
    """The file with the question in place of the old one, with and without an id of its own; else as a heading."""
    number, name = parsed.entry.line, f"{{#{parsed.entry.id}}}"
    line = page.line(number)
    if parsed.heading in line:
        replaced = line.replace(parsed.heading, question, 1)
        if parsed.has_id:
            yield page.with_lines(number, number, [replaced])
        yield page.with_lines(number, number, [f"{replaced.rstrip()} {name}"])
    yield page.with_lines(number, number, [f"## {question} {name}"])
