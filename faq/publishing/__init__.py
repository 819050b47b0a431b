"""Changes of the author's folder that are made elsewhere, as in a chat: made, checked, compared, published, undone."""

from faq.publishing.answers import replace_answer
from faq.publishing.change import Change, FileChange, FileChangeRow, Kind, file_rows, files_of_rows
from faq.publishing.checking import Checked, check
from faq.publishing.comparing import Difference, EntryDifference, FieldDifference, FileDifference, difference
from faq.publishing.errors import (
    BusyError,
    Conflict,
    ConflictError,
    FileChoiceError,
    NotEditableError,
    NothingChangedError,
    PublishingError,
    SeveralEntriesError,
    UnknownEntryError,
    UnwritableError,
)
from faq.publishing.new_entries import Added, NewEntry, Place, new_entry
from faq.publishing.phrasings import add_phrasing
from faq.publishing.publish import publish, recover_folder
from faq.publishing.removals import remove_entry, tidied
from faq.publishing.repository import Author, Published, Uncommitted
from faq.publishing.sent_files import replace_file
from faq.publishing.undoing import undo
from faq.publishing.word_difference import Piece, shortened

__all__ = [
    "Added",
    "Author",
    "BusyError",
    "Change",
    "Checked",
    "Conflict",
    "ConflictError",
    "Difference",
    "EntryDifference",
    "FieldDifference",
    "FileChange",
    "FileChangeRow",
    "FileChoiceError",
    "FileDifference",
    "Kind",
    "NewEntry",
    "NotEditableError",
    "NothingChangedError",
    "Piece",
    "Place",
    "Published",
    "PublishingError",
    "SeveralEntriesError",
    "Uncommitted",
    "UnknownEntryError",
    "UnwritableError",
    "add_phrasing",
    "check",
    "difference",
    "file_rows",
    "files_of_rows",
    "new_entry",
    "publish",
    "recover_folder",
    "remove_entry",
    "replace_answer",
    "replace_file",
    "shortened",
    "tidied",
    "undo",
]
