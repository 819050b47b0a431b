"""The owner's own questions and answers: as they are written in a message, and as a file of the FAQ."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from bot.setup.state import FirstEntry
from faq.folder import Source
from faq.hidden_phrasings import without_those_of_others
from faq.importing.drafts import Draft
from faq.importing.writing import block, file_text, free_id, is_read_again
from faq.linting import faults_of
from faq.normalising import has_words, normalise
from faq.parsing import ParsedFile, parse_file
from faq.parsing.asking import asks, reads_as_question
from faq.problems import prevents_use, to_problems
from faq.publishing.new_entries import FILES
from faq.typed import Typed, begins_question, new_entries

_NO_FOLDER = Path("faq")  # whose pictures keep no FAQ from being used


def is_marked(text: str) -> bool:
    """Whether it begins as people mark a question: "Q:", «Вопрос:»."""
    return begins_question(text.strip())


def written_entries(text: str, markdown: str) -> list[Typed]:
    """The questions of a message, each with what stands below it, which may be nothing.

    Each begins with a mark, "Q:", or with a question below an empty line. Otherwise the first line is the only one.
    """
    plain, formatted = _parts(text), _parts(markdown)
    if len(plain) != len(formatted):
        formatted = plain
    typed = [_typed(*one) for one in zip(plain, formatted, strict=True)]
    opens_with_nothing = len(typed) > 1 and not is_marked(plain[0]) and not typed[0].answer
    return typed[1:] if opens_with_nothing else typed


def _typed(plain: str, formatted: str) -> Typed:
    (question,), (answer,) = new_entries(plain), new_entries(formatted)
    return Typed(question.question, answer.answer, question.phrasings)


def _parts(text: str) -> list[str]:
    """The text of each entry."""
    lines = text.strip().split("\n")
    starts = [place for place, line in enumerate(lines) if begins_question(line)] or _starts_below_empty_lines(lines)
    return ["\n".join(lines[start:end]) for start, end in pairwise(sorted({0, *starts, len(lines)}))]


def _starts_below_empty_lines(lines: Sequence[str]) -> list[int]:
    """Where each paragraph begins, if each is a question with its answer below; else none."""
    starts = [place for place, line in enumerate(lines) if line.strip() and not (place and lines[place - 1].strip())]
    ends = [*starts[1:], len(lines)]
    are_entries = all(
        reads_as_question(lines[start]) and any(has_words(line) for line in lines[start + 1 : end])
        for start, end in zip(starts, ends, strict=True)
    )
    return starts if are_entries else []


def is_entry(text: str) -> bool:
    """Whether it is a question with an answer below it. A customer's second line may be the one that asks."""
    question, _, answer = text.strip().partition("\n")
    if is_marked(text) or len(_parts(text)) > 1:
        return any(one.answer for one in written_entries(text, text))
    return asks(question) and has_words(answer) and not reads_as_question(answer)


def entries_text(entries: Iterable[FirstEntry], language: str) -> str:
    """The markdown of a file with these entries."""
    return file_text(("", text) for text in _blocks(entries, language))


def is_writable(entry: FirstEntry, language: str) -> bool:
    """Whether it is one entry when it is read from a file, and the one below it is another."""
    draft = _draft(entry)
    text = block(draft, free_id(entry.question, ()), language)
    following = "\n\n## 1 {#1}\n\n1\n"
    return is_read_again(draft, text, language) and len(_parsed(text + following, language).entries) == 2


def error_in(entries: Sequence[FirstEntry], language: str) -> str | None:
    """Why a desk with these entries could not open, with what to do about it, in their language; None if it can."""
    file = _parsed(entries_text(entries, language), language)
    faults = [*file.faults, *faults_of(without_those_of_others([file]), _NO_FOLDER, language)]
    problems = to_problems(filter(prevents_use, faults), language)
    return next((f"{problem.reason} {problem.remedy}" for problem in problems), None)


def same_question(one: FirstEntry, other: FirstEntry) -> bool:
    return normalise(one.question) == normalise(other.question)


def _parsed(text: str, language: str) -> ParsedFile:
    return parse_file(Source(FILES[language], language, text))


def _blocks(entries: Iterable[FirstEntry], language: str) -> Iterator[str]:
    taken = set[str]()
    for entry in entries:
        entry_id = free_id(entry.question, taken)
        taken.add(entry_id)
        yield block(_draft(entry), entry_id, language)


def _draft(entry: FirstEntry) -> Draft:
    return Draft(entry.question, entry.answer, "", also=entry.also)
