"""Changes of the author's folder that are made elsewhere, as in a chat: made, checked, compared, published, undone."""

from faq.publishing.answer_edits import replace_answer
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
from faq.publishing.imports import IMPORTED, import_file
from faq.publishing.in_turn import Step, in_turn
from faq.publishing.new_entries import Added, NewEntry, Place, new_entry
from faq.publishing.phrasings import add_phrasing
from faq.publishing.pictures import PICTURE_FOLDER, added_file, with_pictures
from faq.publishing.publish import publish, recover_folder
from faq.publishing.questions import replace_question
from faq.publishing.removals import remove_entry, remove_files
from faq.publishing.repository import Author, Published, Uncommitted
from faq.publishing.sent_files import replace_file
from faq.publishing.undoing import undo
from faq.publishing.word_difference import Piece, shortened

__all__ = [
    "IMPORTED",
    "PICTURE_FOLDER",
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
    "Step",
    "Uncommitted",
    "UnknownEntryError",
    "UnwritableError",
    "add_phrasing",
    "added_file",
    "check",
    "difference",
    "file_rows",
    "files_of_rows",
    "import_file",
    "in_turn",
    "new_entry",
    "publish",
    "recover_folder",
    "remove_entry",
    "remove_files",
    "replace_answer",
    "replace_file",
    "replace_question",
    "shortened",
    "undo",
    "with_pictures",
]
