"""The owner's own questions and answers as a file of the FAQ."""

from collections.abc import Iterable

from bot.setup.state import FirstEntry
from faq.importing.drafts import Draft
from faq.importing.writing import block, file_text, free_id, is_read_again


def entries_text(entries: Iterable[FirstEntry], language: str) -> str:
    """The markdown of a file with these entries."""
    taken = set[str]()
    blocks = []
    for entry in entries:
        entry_id = free_id(entry.question, taken)
        taken.add(entry_id)
        blocks.append(("", block(_draft(entry), entry_id, language)))
    return file_text(blocks)


def is_writable(entry: FirstEntry, language: str) -> bool:
    """Whether it is one entry when it is read from a file."""
    draft = _draft(entry)
    return is_read_again(draft, block(draft, free_id(entry.question, ()), language), language)


def _draft(entry: FirstEntry) -> Draft:
    return Draft(entry.question, entry.answer, "")
