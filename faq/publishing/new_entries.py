"""Adds an entry to the file where an author would look for it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from faq.entry import Entry
from faq.folder import Source
from faq.formatting import entry_blocks
from faq.importing.drafts import Draft
from faq.importing.writing import entry_block, free_id, words_as_markdown
from faq.matching import Match
from faq.normalising import has_words, normalise
from faq.parsing import ParsedEntry, ParsedFile, parse_file
from faq.problems import FaqError, is_error, to_problems
from faq.publishing.answer_edits import answer_text
from faq.publishing.change import Change, FileChange, Kind, edited
from faq.publishing.errors import NotEditableError, PublishingError
from faq.publishing.page import Page, meaning, open_page, pages_in, without_comments
from faq.slug import is_valid_id

FILES = {"ru": "вопросы.md", "en": "questions.md"}
"""Where entries are put that are like no others."""

_LEAST_ALIKE = 0.1
"""The probability of all matches in a category together, from which a new entry is put there."""


@dataclass(frozen=True)
class NewEntry:
    """`answer` is markdown and a template, the question and the phrasings are plain text."""

    question: str
    answer: str
    also: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """`file` is relative to the FAQ folder and need not exist; `category` "": below whatever stands last in it."""

    file: str
    category: str = ""


@dataclass(frozen=True)
class Added:
    """The change, with the id of the entry, and where it stands: what its author is told."""

    change: Change
    entry_id: str
    place: Place


def new_entry(
    folder: Path,
    language: str,
    entry: NewEntry | str,
    *,
    default_language: str = "ru",
    place: Place | None = None,
    alike: Sequence[Match] = (),
    entry_id: str = "",
) -> Added:
    """`entry` as its parts, or as the markdown of one entry, keys and id included.

    Without a `place` it is put below the category that most of `alike` are in, the matches of its question; else into
    a file of its own. `entry_id`: that of the same entry in another language, or one that the author wants. Nothing
    else changes. Raises FaqError for markdown with errors; PublishingError "no-words", "bad-id", "known-id",
    "not-one-entry" and those of `answer_text`; NotEditableError; OSError when a file can't be read.
    """
    pages = pages_in(folder, language, default_language)
    taken = {parsed.entry.id for page in pages for parsed in page.parsed.entries}
    place = place or _place_of(pages, alike) or Place(_file_for(folder, language, default_language))
    page = open_page(folder, place.file, language)
    if isinstance(entry, str):
        parsed = _read(entry, place.file, language)
        name = _id_for(parsed.entry.question, entry_id or (parsed.entry.id if parsed.has_id else ""), taken)
        text = _text_of(parsed, name, page)
    else:
        name = _id_for(entry.question, entry_id, taken)
        text = _written(entry, name, page)
    file, category = _with_entry(page, text, place.category)
    change = Change((file,), Kind.ENTRY, _alone(text, language).entry.question, language)
    return Added(change, name, Place(place.file, category))


def _id_for(question: str, wanted: str, taken: set[str]) -> str:
    if not has_words(question):
        raise PublishingError("no-words", text=question)
    if wanted and not is_valid_id(wanted):
        raise PublishingError("bad-id", id=wanted)
    if wanted in taken:
        raise PublishingError("known-id", id=wanted)
    return wanted or free_id(question, taken)


def _read(markdown: str, file: str, language: str) -> ParsedEntry:
    parsed = parse_file(Source(file, language, markdown))
    if errors := [fault for fault in parsed.faults if is_error(fault)]:
        raise FaqError(to_problems(errors, language))
    if len(parsed.entries) != 1:
        raise PublishingError("not-one-entry", count=str(len(parsed.entries)))
    return parsed.entries[0]


def _text_of(parsed: ParsedEntry, name: str, page: Page) -> str:
    named = replace(parsed, entry=replace(parsed.entry, id=name))
    return "\n\n".join(entry_blocks(named, page.words_language))


def _written(entry: NewEntry, name: str, page: Page) -> str:
    known = {normalise(entry.question)}
    also = []
    for phrasing in entry.also:
        if has_words(phrasing) and normalise(phrasing) not in known:
            known.add(normalise(phrasing))
            also.append(phrasing)
    answer = answer_text(entry.answer)
    draft = Draft(" ".join(entry.question.split()), answer, "", also=tuple(also), tags=entry.tags)
    return entry_block(draft, name, page.words_language, answer)


def _alone(text: str, language: str) -> ParsedEntry:
    parsed = parse_file(Source("entry.md", language, text)).entries
    if len(parsed) != 1:
        raise PublishingError("not-one-entry", count=str(len(parsed)))
    return parsed[0]


def _place_of(pages: Sequence[Page], alike: Sequence[Match]) -> Place | None:
    shares: dict[Place, float] = defaultdict(float)
    for match in alike:
        if not match.entry.is_small_talk:
            shares[Place(match.entry.file, match.entry.category)] += match.probability
    known = {Place(one.entry.file, one.entry.category) for page in pages for one in page.parsed.entries}
    best = max(shares.keys() & known, key=lambda place: (shares[place], place.file), default=None)
    return best if best and shares[best] >= _LEAST_ALIKE else None


def _file_for(folder: Path, language: str, default_language: str) -> str:
    """In the language's folder; in the FAQ folder itself if the default language has none."""
    has_folder = language != default_language or (folder / language).is_dir()
    return f"{language}/{FILES[language]}" if has_folder else FILES[language]


def _with_entry(page: Page, text: str, category: str) -> tuple[FileChange, str]:
    """The file with the entry below the last one of the category, and the category that it is read in."""
    wanted = _alone(text, page.language)
    found = None
    for new in _texts(page, text.split("\n"), category):
        after = parse_file(Source(page.file.path, page.language, new))
        if found is None and (added := _added(page.parsed, after)) and _is_written(added, wanted):
            found = edited(page.file, new), added.entry.category
    if found is None:
        raise NotEditableError(page.file.path, len(page.lines), wanted.entry.question)
    return found


def _texts(page: Page, block: list[str], category: str) -> Iterator[str]:
    """The file with the entry in the places where it may stand, the best one first."""
    there = [one for one in page.parsed.entries if normalise(one.entry.category) == normalise(category)]
    if there and category:
        yield _inserted(page, _last_line(page, there[-1]), block)
    heading = [f"# {words_as_markdown(category)}", ""] if category and not there else []
    yield _inserted(page, len(page.lines), [*heading, *block])


def _last_line(page: Page, parsed: ParsedEntry) -> int:
    """The last line of an entry, with what closes it right below."""
    starts = (one.entry.line for one in page.parsed.entries if one.entry.line > parsed.entry.line)
    end = min(starts, default=len(page.lines) + 1) - 1
    last = page.last_line_of(parsed)
    while last < end and page.line(last + 1).strip() and not page.line(last + 1).startswith("#"):
        last += 1
    return last


def _inserted(page: Page, at: int, block: list[str]) -> str:
    """The file with the block below that line, between blank lines; blank lines at the end of the file stay there."""
    while at and page.is_blank(at):
        at -= 1
    is_last = at == len(page.lines)
    above = [""] if at else []
    below = [] if is_last or page.is_blank(at + 1) else [""]
    return page.with_lines(at + 1, at, [*above, *block, *below])


def _added(before: ParsedFile, after: ParsedFile) -> ParsedEntry | None:
    """The entry that is new; None if anything else is."""
    old = Counter(meaning(one.entry) for one in before.entries)
    new = [one for one in after.entries if not _is_taken(old, one)]
    return new[0] if len(new) == 1 and not old.total() else None


def _is_taken(old: Counter[Entry], one: ParsedEntry) -> bool:
    known = meaning(one.entry)
    is_known = old[known] > 0
    old[known] -= is_known
    return is_known


def _is_written(added: ParsedEntry, wanted: ParsedEntry) -> bool:
    """Whether it is the entry that was wanted; its answer may use definitions from elsewhere in the file."""
    same = replace(added.entry, file=wanted.entry.file, category=wanted.entry.category, answer=wanted.entry.answer)
    return meaning(same) == meaning(wanted.entry) and without_comments(added.written) == without_comments(
        wanted.written
    )
