"""Replaces the answer of an entry; its question, phrasings and keys stay."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from faq.entry import Entry
from faq.folder import Source
from faq.importing.writing import without_headings
from faq.parsing import ParsedEntry, ParsedFile, parse_file
from faq.parsing.contents import is_definition
from faq.publishing.change import Change, Kind
from faq.publishing.errors import NothingChangedError, PublishingError
from faq.publishing.page import Page, find_entry, indent_of, meaning, others_are_same


def replace_answer(
    folder: Path, entry_id: str, language: str, new_text: str, *, default_language: str = "ru"
) -> Change:
    """`new_text` is markdown, and a template. Headings in it become smaller ones, so that they begin no question.

    Keys among the lines of the old answer stay, and so do comments in lines of their own, and link definitions that
    other answers of the file use. Raises UnknownEntryError, SeveralEntriesError, NotEditableError, NothingChangedError;
    PublishingError as answer_text; OSError when the file can't be read.
    """
    text = answer_text(new_text)
    page, parsed = find_entry(folder, entry_id, language, default_language)
    if text == parsed.written:
        raise NothingChangedError
    ways = list(_ways(page, parsed, text.split("\n")))
    written = {_alone(lines).entries[0].written for lines, _ in ways}

    def is_replaced(after: ParsedFile) -> bool:
        became = others_are_same(page.parsed, after, parsed)
        return became is not None and _is_same_but_answer(parsed, became) and became.written in written

    file = page.first_right((new for _, new in ways), is_replaced, parsed)
    return Change((file,), Kind.ANSWER, parsed.entry.question, language)


def answer_text(markdown: str) -> str:
    """The text as it can stand below a question.

    Raises PublishingError for what would not be read as one answer: "empty-answer", "answer-with-key",
    "answer-with-question", "answer-unclosed".
    """
    text = without_headings("\n".join(line.rstrip("\r") for line in markdown.split("\n")))
    parsed = _alone(text.split("\n"))
    if not text or not any(one.written for one in parsed.entries):
        raise PublishingError("empty-answer")
    if len(_alone([*text.split("\n"), "", "## ? {#next}", "", "."]).entries) == len(parsed.entries):
        raise PublishingError("answer-unclosed")
    if len(parsed.entries) != 1:
        raise PublishingError("answer-with-question", question=parsed.entries[1].entry.question)
    if parsed.entries[0].key_lines:
        line = min(parsed.entries[0].key_lines.values())
        raise PublishingError("answer-with-key", key=text.split("\n")[line - 3])
    return text


def _alone(lines: Sequence[str]) -> ParsedFile:
    """The lines as the answer of an entry that is never divided; the first one is the third of the file."""
    return parse_file(Source("answer.md", "ru", "\n".join(["## ? {#answer}", "", *lines])))


def _is_same_but_answer(before: ParsedEntry, after: ParsedEntry) -> bool:
    return after.also == before.also and meaning(_bare(before)) == meaning(_bare(after))


def _bare(parsed: ParsedEntry) -> Entry:
    return replace(parsed.entry, answer="", also=())


def _ways(page: Page, parsed: ParsedEntry, lines: list[str]) -> Iterator[tuple[list[str], str]]:
    """The ways to write it, each with the text of the file: the plainest one first."""
    old = parsed.answer_lines
    if not old:
        at = max(parsed.entry.line, *parsed.phrasing_lines, *parsed.key_lines.values())
        yield lines, page.with_lines(at + 1, at, ["", *lines])
        return
    before, after = _comments(page, old)
    definitions = [page.line(number) for number in old if is_definition(page.line(number))]
    for kept in ([], ["", *definitions]) if definitions else ([],):
        whole = [*before, *lines, *kept, *after]
        prefix = page.line(old[0]).removesuffix(parsed.written.split("\n")[0])
        if prefix and prefix != page.line(old[0]):  # «О: », or the indentation of a block
            indented = [f"{indent_of(prefix)}{line}".rstrip() for line in whole[1:]]
            yield whole, _replaced(page, old, [prefix + whole[0], *indented])
        yield whole, _replaced(page, old, whole)


def _replaced(page: Page, old: Sequence[int], new: list[str]) -> str:
    """The text with `new` in place of the old lines; keys that stand among these stay below."""
    keys = [page.line(number) for number in range(old[0], old[-1] + 1) if number not in old]
    below = [] if page.is_blank(old[-1] + 1) else [""]
    return page.with_lines(old[0], old[-1], [*new, "", *keys, *below] if keys else new)


def _comments(page: Page, old: Sequence[int]) -> tuple[list[str], list[str]]:
    """The comments above the answer's first words, and those below, each with a blank line between."""
    above: list[str] = []
    below: list[str] = []
    is_open = said = False
    for number in old:
        line = page.line(number).strip()
        is_open = is_open or (line.startswith("<!--") and ("-->" not in line or line.endswith("-->")))
        if is_open:
            (below if said else above).append(page.line(number))
        said = said or bool(line and not is_open)
        is_open = is_open and "-->" not in line
    return [*above, ""] if above else [], ["", *below] if below else []
