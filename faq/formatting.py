"""An FAQ file in its canonical form."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from faq.decoding import UTF_8
from faq.entry import ALSO, KEYS, Entry
from faq.folder import Source, read_folder, rewrite
from faq.language import language_of
from faq.parsing import Aside, Category, ParsedEntry, ParsedFile, parse_file
from faq.problems import FaqError, Fault, Problem, is_error, to_problems

MENDED = frozenset({"question-in-section", "hash-for-question", "late-key", "late-also", "other-encoding"})
"""The kinds of problems that formatting takes away."""

_MEANING = [field.name for field in fields(Entry) if field.name not in ("line", "answer_line")]
"""The fields of an entry that formatting must not change."""


@dataclass(frozen=True)
class Formatted:
    """A file's text in canonical form; with `faults`, which say why it can't be formatted, the text as it was.

    `mended` are the habits that the text had, and has no more.
    """

    text: str
    faults: tuple[Fault, ...] = ()
    mended: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class FormattedFolder:
    """`changed` has the files that are not in canonical form, each with the text that is; `problems` say which files
    can't be brought into it, and why; `mended` what more than blank lines, ids and keys is changed."""

    root: Path
    changed: tuple[tuple[Source, str], ...]
    problems: tuple[Problem, ...]
    mended: tuple[Problem, ...] = ()

    @property
    def changed_files(self) -> list[str]:
        return [source.file for source, _ in self.changed]

    def write(self) -> None:
        for source, text in self.changed:
            rewrite(self.root, source, text)


def format_folder(path: Path, *, default_language: str, language: str) -> FormattedFolder:
    """The canonical form of the folder's files; nothing is written yet. `language` is that of the problems' texts.

    Raises `FaqError` when a file can't be read or has errors.
    """
    folder = read_folder(path, default_language)
    formatted = [(source, fmt(source)) for source in folder.sources]
    faults = [*folder.faults, *(fault for _, one in formatted for fault in one.faults)]
    if any(is_error(fault) for fault in faults):
        raise FaqError(to_problems(filter(is_error, faults), language))
    changed = [(source, one.text) for source, one in formatted if _is_changed(source, one)]
    changed += [(source, source.text) for source in folder.words if source.encoding != UTF_8]
    mended = [fault for fault in folder.faults if fault.kind in MENDED]
    mended += [fault for _, one in formatted for fault in one.mended]
    left = (fault for fault in faults if fault.kind not in MENDED)
    return FormattedFolder(path, tuple(changed), to_problems(left, language), to_problems(mended, language))


def fmt(source: Source) -> Formatted:
    """The same entries with ids, bullets, keys and blank lines in their usual form, and questions as questions.

    Of answers only what is certain is changed: pictures, and labels such as «Ответ:».

    The keys are in the language that the questions are in, if that can be told. Formatting twice changes nothing more.
    A file with errors is left as it is, since what was not understood can't be kept.
    """
    parsed = parse_file(source)
    if errors := tuple(filter(is_error, parsed.faults)):
        return Formatted(source.text, errors)
    questions = " ".join(item.entry.question for item in parsed.entries)
    text = "\n\n".join(_blocks(parsed, language_of(questions, source.language))) + "\n"
    faults = tuple(_lost_parts(parsed, parse_file(Source(source.file, source.language, text))))
    mended = tuple(fault for fault in parsed.faults if fault.kind in MENDED)
    return Formatted(source.text, faults) if faults else Formatted(text, mended=mended)


def _is_changed(source: Source, formatted: Formatted) -> bool:
    return formatted.text != source.text or (source.encoding != UTF_8 and not formatted.faults)


def _lost_parts(parsed: ParsedFile, kept: ParsedFile) -> Iterator[Fault]:
    """The keys and the entries that would be read differently from the formatted file."""
    for before, after in zip(parsed.entries, kept.entries, strict=False):
        found = list(_differences(before, after, parsed.source.language))
        yield from found
        if found and len(parsed.entries) != len(kept.entries):
            return
    if len(parsed.entries) != len(kept.entries):
        line = parsed.entries[-1].entry.line if parsed.entries else 0
        yield Fault(parsed.source.file, line, "not-tidied", {"what": parsed.source.file})


def _differences(before: ParsedEntry, after: ParsedEntry, language: str) -> Iterator[Fault]:
    entry = before.entry
    changed = {name for name in _MEANING if getattr(entry, name) != getattr(after.entry, name)}
    forgotten = before.key_lines.keys() - after.key_lines.keys()
    keys = [key for key in KEYS if key.field in before.key_lines and key.field in changed | forgotten]
    for key in keys:
        values = {"what": f"{key.names[language]}:"}
        yield Fault(entry.file, before.key_lines[key.field], "not-tidied", values)
    if changed and not keys:
        yield Fault(entry.file, entry.line, "not-tidied", {"what": entry.question})


def _blocks(parsed: ParsedFile, language: str) -> Iterator[str]:
    """The parts of the file that blank lines separate."""
    for item in parsed.items:
        if isinstance(item, Category):
            yield from (block for block in (f"# {item.heading}" if item.heading else "", item.text) if block)
        elif isinstance(item, Aside):
            yield item.text
        else:
            yield from entry_blocks(item, language)


def entry_blocks(item: ParsedEntry, language: str) -> Iterator[str]:
    """The parts of the entry that blank lines separate."""
    yield f"## {item.heading} {{#{item.entry.id}}}"
    if ALSO.field in item.key_lines:
        phrasings = ALSO.line(item.also, language)
        answer_is_list = item.written.lstrip().startswith("-")
        yield phrasings.replace("\n- ", "\n* ") if answer_is_list else phrasings
    keys = [key for key in KEYS if key is not ALSO and key.field in item.key_lines]
    if keys:
        yield "\n".join(key.line(getattr(item.entry, key.field), language) for key in keys)
    yield item.written
