"""Reads an FAQ folder: as a library, or as the list of its problems."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from faq.empty_values import empty_value_faults
from faq.folder import AS_IT_IS, Edits, Folder, Source, read_folder
from faq.hidden_phrasings import without_those_of_others
from faq.library import Library
from faq.linting import faults_in_words, faults_of, files_of, outdated_faults, sample_faults
from faq.parsing import ParsedFile, parse_file
from faq.problems import OF_FILES, FaqError, Fault, Problem, gathered, is_error, prevents_use, to_problems

_parsed: dict[Source, ParsedFile] = {}  # the files last read: an edit parses only the files it changes


def load(path: Path | str, *, default_language: str = "ru", language: str = "", edits: Edits = AS_IT_IS) -> Library:
    """The FAQ in that folder. `language` is that of the problems' texts, the default language if empty.

    With `edits` it is the FAQ as it would be then; nothing is written.

    Raises `FaqError` with all errors. An FAQ that has only warnings is loaded; one with errors in pictures and other
    files too, since their answers can be said without them: the library's `unsendable` has these.
    """
    folder, files, faults = _read(Path(path), default_language, edits)
    if any(map(prevents_use, faults)):
        raise FaqError(to_problems(filter(is_error, faults), language or default_language))
    unsendable = to_problems((one for one in faults if one.kind in OF_FILES), language or default_language)
    return _library(folder, files, default_language, unsendable)


def library_of(folder: Folder, default_language: str) -> Library:
    """The FAQ of texts that had no errors when they were read; they are not checked again."""
    return _library(folder, _parse(folder.sources), default_language)


def check(
    path: Path | str,
    *,
    default_language: str = "ru",
    language: str = "",
    on: date | None = None,
    company: Mapping[str, str] | None = None,
) -> list[Problem]:
    """All errors and warnings, in the order of files and lines; what a habit brings everywhere is told once a file.

    `on` is today on the company's calendar; with it, answers that are no longer valid are reported too. With the values
    of `company.*`, those that show an empty one are.
    """
    _, files, faults = _read(Path(path), default_language)
    faults += [*_faults_now(files, on, company), *sample_faults(files)]
    return list(to_problems(gathered(faults), language or default_language))


def faults_in(
    path: Path,
    default_language: str,
    *,
    on: date | None = None,
    edits: Edits = AS_IT_IS,
    company: Mapping[str, str] | None = None,
) -> list[Fault]:
    """As `check` but for answers of the sample, each fault by itself; with `edits`, of the FAQ as it would be then."""
    _, files, faults = _read(path, default_language, edits)
    return [*faults, *_faults_now(files, on, company)]


def _faults_now(files: Sequence[ParsedFile], on: date | None, company: Mapping[str, str] | None) -> Iterator[Fault]:
    """What is wrong on that day, and with these values of `company.*`."""
    if on:
        yield from outdated_faults(files, on)
    if company:
        yield from empty_value_faults([parsed.entry for file in files for parsed in file.entries], company)


def _library(
    folder: Folder, files: Sequence[ParsedFile], default_language: str, unsendable: tuple[Problem, ...] = ()
) -> Library:
    by_language = {
        one: tuple(parsed.entry for file in files if file.source.language == one for parsed in file.entries)
        for one in dict.fromkeys(file.source.language for file in files if file.entries)
    }
    sent = files_of((parsed.entry for file in files for parsed in file.entries), folder.root)
    return Library(folder.root, default_language, by_language, _own_words(folder), folder, unsendable, sent)


def _own_words(folder: Folder) -> dict[str, str]:
    """The texts of the authors' words.md by language."""
    texts: dict[str, str] = {}
    for source in folder.words:
        texts[source.language] = f"{texts.get(source.language, '')}{source.text}\n"
    return texts


def _read(root: Path, default_language: str, edits: Edits = AS_IT_IS) -> tuple[Folder, list[ParsedFile], list[Fault]]:
    folder = read_folder(root, default_language, edits)
    files = _parse(folder.sources)
    faults = [*folder.faults, *(fault for file in files for fault in file.faults)]
    faults += [fault for source in folder.words for fault in faults_in_words(source)]
    if not any(map(is_error, faults)) and not any(file.entries for file in files):
        faults.append(Fault(str(root), 0, "empty-folder"))
    return folder, files, [*faults, *faults_of(files, root, default_language)]


def _parse(sources: Sequence[Source]) -> list[ParsedFile]:
    """The files as entries; those that are as they were at the last reading are not parsed again."""
    files = [_parsed.get(source) or parse_file(source) for source in sources]
    _parsed.clear()
    _parsed.update(zip(sources, files, strict=True))
    return without_those_of_others(files)
