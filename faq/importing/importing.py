"""Takes the questions of another program's file over into the FAQ folder."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from faq.folder import Folder, Source, read_folder, rewrite
from faq.formatting import fmt
from faq.importing.drafts import Draft, Left, Read, SourceError
from faq.importing.help_centres import help_centre
from faq.importing.pages import docx_document, html_page, markdown_page
from faq.importing.tables import csv_table, xlsx_table
from faq.importing.writing import block, file_text, free_id, is_read_again
from faq.normalising import normalise
from faq.parsing import parse_file
from faq.slug import slug

MOST_BYTES = 50_000_000

READERS: Mapping[str, Callable[[Path, str], Read]] = {
    ".csv": lambda path, _: csv_table(path),
    ".tsv": lambda path, _: csv_table(path),
    ".xlsx": lambda path, _: xlsx_table(path),
    ".docx": docx_document,
    ".html": html_page,
    ".htm": html_page,
    ".json": help_centre,
    ".md": markdown_page,
}
"""By the end of the file's name."""


@dataclass(frozen=True)
class Imported:
    """What would be written: `file` is the new file's path relative to the FAQ folder, `text` its text.

    `ids` has the id of each entry; `pictures` are files beside it, by their paths relative to the folder.
    """

    root: Path
    file: str
    text: str
    language: str
    drafts: tuple[Draft, ...]
    ids: tuple[str, ...]
    left: tuple[Left, ...]
    pictures: Mapping[str, bytes]

    def write(self) -> None:
        """Raises SourceError when a file of that name is there, OSError when it can't be written."""
        for name in (self.file, *self.pictures):
            if (self.root / name).exists():
                raise SourceError("already-there", file=name)
        for name, data in self.pictures.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        rewrite(self.root, Source(self.file, self.language, ""), self.text)


def import_source(path: Path, root: Path, language: str) -> Imported:
    """Reads the source; nothing is written yet. `language` is the FAQ's default language.

    Questions that the FAQ has already are left, and so is what would not be read again as one entry. Raises
    SourceError.
    """
    read = _read(path, language)
    folder = read_folder(root, language)
    known = _known(folder, language)
    taken_ids = {parsed.entry.id for source in folder.sources for parsed in parse_file(source).entries}
    drafts: list[Draft] = []
    ids: list[str] = []
    blocks: list[tuple[str, str]] = []
    left = list(read.left)
    for draft in read.drafts:
        name = free_id(draft.question, taken_ids)
        text = block(draft, name, language)
        if where := known.get(normalise(draft.question)):
            left.append(Left(draft.where, "known", draft.question, where))
        elif not is_read_again(draft, text, language):
            left.append(Left(draft.where, "unreadable", draft.question))
        else:
            known[normalise(draft.question)] = draft.where
            taken_ids.add(name)
            drafts.append(replace(draft, also=tuple(one for one in draft.also if normalise(one) not in known)))
            ids.append(name)
            blocks.append((draft.category, block(drafts[-1], name, language)))
    place = f"{language}/" if (root / language).is_dir() else ""
    file = f"{place}{slug(path.stem)}.md"
    text = fmt(Source(file, language, file_text(blocks))).text if blocks else ""
    return Imported(root, file, text, language, tuple(drafts), tuple(ids), tuple(left), _named(read, text))


def _read(path: Path, language: str) -> Read:
    read = READERS.get(path.suffix.lower())
    if read is None:
        raise SourceError("unknown-type", file=path.name, known=", ".join(READERS))
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SourceError("too-large", file=path.name, most=str(MOST_BYTES // 1_000_000))
        return read(path, language)
    except OSError as error:
        raise SourceError("unreadable", file=path.name, why=error.strerror or str(error)) from error


def _known(folder: Folder, language: str) -> dict[str, str]:
    """The places of all phrasings of the FAQ in that language, normalised."""
    entries = (
        parsed.entry
        for source in folder.sources
        if source.language == language
        for parsed in parse_file(source).entries
    )
    return {normalise(one): f"{entry.file}:{entry.line}" for entry in entries for one in entry.phrasings}


def _named(read: Read, text: str) -> dict[str, bytes]:
    """The pictures that the file refers to."""
    return {name: data for name, data in read.pictures.items() if name in text}
