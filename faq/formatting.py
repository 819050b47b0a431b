"""An FAQ file in its canonical form."""

from collections.abc import Iterator
from dataclasses import replace

from faq.entry import Entry
from faq.folder import Source
from faq.language import language_of
from faq.parsing import Category, ParsedEntry, ParsedFile, parse_file
from faq.parsing.keys import Key
from faq.problems import WARNINGS, FaqError, described


def fmt(text: str, *, file: str = "", default_language: str = "ru") -> str:
    """The same entries with names, bullets, keys and blank lines in their usual form; answers are left as they are.

    The keys are in the language that the questions are in, as far as it shows. Formatting twice changes nothing more.
    Raises `FaqError`, in the default language, for a file that has errors: what is not understood can't be kept.
    """
    parsed = parse_file(Source(file, default_language, text))
    errors = [fault for fault in parsed.faults if fault.kind not in WARNINGS]
    if errors:
        raise FaqError(described(errors, default_language))
    questions = " ".join(item.entry.question for item in parsed.entries)
    formatted = "\n\n".join(_blocks(parsed, language_of(questions, default_language))) + "\n"
    kept = parse_file(Source(file, default_language, formatted))
    return formatted if _meaning(kept) == _meaning(parsed) else text


def _meaning(parsed: ParsedFile) -> list[Entry]:
    return [replace(item.entry, line=0) for item in parsed.entries]


def _blocks(parsed: ParsedFile, language: str) -> Iterator[str]:
    """What is separated by blank lines."""
    for item in parsed.items:
        if isinstance(item, Category):
            yield from (block for block in (f"# {item.heading}" if item.heading else "", item.text) if block)
        else:
            yield from _entry_blocks(item, language)


def _entry_blocks(item: ParsedEntry, language: str) -> Iterator[str]:
    yield f"## {item.heading} {{#{item.entry.id}}}"
    if item.also:
        bullet = "*" if item.entry.answer.lstrip().startswith("-") else "-"
        yield f"{Key.ALSO.name_in(language)}:\n" + "\n".join(f"{bullet} {phrasing}" for phrasing in item.also)
    if keys := list(_keys(item.entry, language)):
        yield "\n".join(f"{key.name_in(language)}: {value}" for key, value in keys)
    yield item.entry.answer


def _keys(entry: Entry, language: str) -> Iterator[tuple[Key, str]]:
    if entry.tags:
        yield Key.TAGS, ", ".join(entry.tags)
    if entry.urgent:
        yield Key.URGENT, "да" if language == "ru" else "yes"
    if entry.valid_from:
        yield Key.VALID_FROM, entry.valid_from.isoformat()
    if entry.valid_until:
        yield Key.VALID_UNTIL, entry.valid_until.isoformat()
    if entry.attachment:
        yield Key.ATTACHMENT, entry.attachment
