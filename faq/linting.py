"""Faults that show only across files (ids, phrasings, translations), and in what answers refer to."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from faq.answer_faults import answer_faults
from faq.attachments import file_fault
from faq.emergencies.own import MOST_WORDS, is_usable, own_lines
from faq.entry import KEYS, Entry
from faq.folder import Source, find_file
from faq.keys import PATH
from faq.matching.own_words import MOST_SPOKEN_WORDS, own_items
from faq.normalising import has_words, normalise
from faq.own_sections import HEADINGS, heading_of, section_of
from faq.parsing import ParsedEntry, ParsedFile
from faq.problems import Fault, similar
from faq.rendering import links_and_images
from faq.sample_answers import is_of_sample
from faq.templates import template_faults

LIKE_A_HEADING = 0.75
"""Similarity, 0 to 1, from which a heading of words.md is taken for a misspelt one."""

FEW_PHRASINGS = 3
"""With fewer other phrasings than this, an entry's matches are unreliable."""


def faults_of(files: Sequence[ParsedFile], root: Path, default_language: str) -> Iterator[Fault]:
    """All faults that parsing one file can't find; pictures and attachments are looked for in `root`."""
    by_language: dict[str, list[ParsedEntry]] = {}
    for file in files:
        by_language.setdefault(file.source.language, []).extend(file.entries)
        misspelt = {fault.line for fault in file.faults if fault.kind == "unknown-key"}
        for entry in file.entries:
            yield from _entry_faults(entry, root, misspelt)
    for entries in by_language.values():
        yield from _duplicate_ids(entries)
        yield from _duplicate_phrasings(entries)
    yield from _language_faults(by_language, default_language)


def files_of(entries: Iterable[Entry], root: Path) -> frozenset[str]:
    """The files that answers send and that can be found, relative to the FAQ folder, with forward slashes."""
    found = (find_file(root, beside, reference) for entry in entries for beside, reference in _files_in(entry))
    return frozenset(path.relative_to(root.resolve()).as_posix() for path in found if path)


def _files_in(entry: Entry) -> Iterator[tuple[str, str]]:
    """The references to files, each with the file that it is relative to besides the folder."""
    for reference in links_and_images(entry.answer):
        if reference.is_image and not reference.is_remote:
            yield entry.file, reference.target
    if entry.attachment:
        yield "", entry.attachment


def outdated_faults(files: Sequence[ParsedFile], on: date) -> Iterator[Fault]:
    """Entries that are no longer valid on the day `on`."""
    for parsed in (parsed for file in files for parsed in file.entries):
        until = parsed.entry.valid_until
        if until and until < on:
            values = {"question": parsed.entry.question, "until": until.isoformat()}
            yield Fault(parsed.entry.file, parsed.key_lines["valid_until"], "out-of-date", values)


def sample_faults(files: Sequence[ParsedFile]) -> Iterator[Fault]:
    """Answers that are still those of the shipped sample."""
    for entry in (parsed.entry for file in files for parsed in file.entries):
        if is_of_sample(entry):
            yield Fault(entry.file, entry.line, "sample-answer", {"question": entry.question})


def faults_in_words(source: Source) -> Iterator[Fault]:
    """Lines of words.md that have no effect."""
    for item in own_items(source.text):
        if not item.said or (not item.meant and (item.stands_for or len(item.said) < 2)):
            yield Fault(source.file, item.line, "words-alone", {"text": item.text})
        elif item.stands_for and any(len(spoken) > MOST_SPOKEN_WORDS for spoken in item.said):
            values = {"text": item.text, "most": str(MOST_SPOKEN_WORDS)}
            yield Fault(source.file, item.line, "words-too-long", values)
    yield from _emergency_faults(source)


def _emergency_faults(source: Source) -> Iterator[Fault]:
    """Headings that look like those of the sections about emergencies, and lines there that tell of nothing."""
    known = [heading for headings in HEADINGS.values() for heading in headings]
    for number, line in enumerate(source.text.splitlines(), start=1):
        heading = heading_of(line)
        if heading and section_of(heading) is None and (near := similar(heading, known, LIKE_A_HEADING)):
            yield Fault(source.file, number, "emergency-heading", {"heading": line.strip(" #"), "near": near})
    for one in own_lines(source.text):
        if not one.phrases:
            yield Fault(source.file, one.line, "emergency-empty", {"text": one.text.strip(" #")})
        for phrase in one.phrases:
            if not is_usable(phrase):
                yield Fault(source.file, one.line, "emergency-vague", {"text": phrase, "most": str(MOST_WORDS)})


def _duplicate_ids(entries: Iterable[ParsedEntry]) -> Iterator[Fault]:
    first: dict[str, ParsedEntry] = {}
    for parsed in entries:
        entry, earlier = parsed.entry, first.setdefault(parsed.entry.id, parsed)
        is_told_already = not parsed.has_id and normalise(entry.question) == normalise(earlier.entry.question)
        if earlier is not parsed and not is_told_already:
            values = {"id": entry.id, "where": f"{earlier.entry.file}:{earlier.entry.line}"}
            yield Fault(entry.file, entry.line, "duplicate-id", values)


def _duplicate_phrasings(entries: Iterable[ParsedEntry]) -> Iterator[Fault]:
    """One for each two entries that share phrasings."""
    first: dict[str, tuple[ParsedEntry, int]] = {}
    told: set[tuple[int, int]] = set()
    for parsed in entries:
        own = parsed.entry.phrasings[: 1 + len(parsed.also)]  # not the questions within the answer
        for phrasing, line in zip(own, parsed.phrasing_lines, strict=False):
            other, other_line = first.setdefault(normalise(phrasing), (parsed, line))
            if other is not parsed and normalise(phrasing) and (id(other), id(parsed)) not in told:
                told.add((id(other), id(parsed)))
                where = f"{other.entry.file}:{other_line}"
                values = {"phrasing": phrasing, "other": other.entry.question, "where": where}
                yield Fault(parsed.entry.file, line, "duplicate-phrasing", values)


def _entry_faults(parsed: ParsedEntry, root: Path, misspelt: Collection[int]) -> Iterator[Fault]:
    """`misspelt` has the lines of misspelt keys: phrasings below one are not missing."""
    entry = parsed.entry
    is_told_already = not has_words(entry.question) or not entry.answer
    is_told_already = is_told_already or any(entry.line < line < parsed.answer_line for line in misspelt)
    if len(parsed.also) < FEW_PHRASINGS and not is_told_already:
        values = {"question": entry.question, "count": str(len(parsed.also)), "wanted": str(FEW_PHRASINGS)}
        yield Fault(entry.file, entry.line, "few-phrasings", values)
    for key in KEYS:
        path = getattr(entry, key.field) if key.kind is PATH else None
        if path and (fault := file_fault(root, "", path, (entry.file, parsed.key_lines[key.field]))):
            yield fault
    yield from template_faults(entry.answer, entry.file, parsed.answer_line)
    yield from answer_faults(parsed, root)


def _language_faults(by_language: dict[str, list[ParsedEntry]], default_language: str) -> Iterator[Fault]:
    """Faults between the default language and its translations."""
    originals = {parsed.entry.id: parsed for parsed in by_language.get(default_language, [])}
    if not originals and any(by_language.values()):
        yield Fault("", 0, "no-default-language", {"language": default_language})
        return
    for language, entries in by_language.items():
        if language != default_language and entries:
            yield from _translation_faults(entries, originals)
            yield from _missing_translations(originals, {parsed.entry.id for parsed in entries}, language)


def _translation_faults(entries: Iterable[ParsedEntry], originals: dict[str, ParsedEntry]) -> Iterator[Fault]:
    for parsed in entries:
        entry = parsed.entry
        if not parsed.has_id:
            yield Fault(entry.file, entry.line, "translation-without-id")
        elif entry.id not in originals:
            values = {"id": entry.id, "similar": similar(entry.id, originals)}
            yield Fault(entry.file, entry.line, "translation-of-nothing", values)


def _missing_translations(originals: dict[str, ParsedEntry], translated: set[str], language: str) -> Iterator[Fault]:
    for entry_id, parsed in originals.items():
        if entry_id not in translated:
            yield Fault(
                parsed.entry.file, parsed.entry.line, "missing-translation", {"id": entry_id, "language": language}
            )
