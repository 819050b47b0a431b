"""Publishes a change: the files first, then the commit."""

from datetime import datetime
from pathlib import Path

from faq.publishing.change import Change
from faq.publishing.errors import NothingChangedError
from faq.publishing.folder_lock import sole_publisher
from faq.publishing.repository import Author, Published, Repository
from faq.publishing.writing import recover, require_expected, write


def publish(
    change: Change, folder: Path, author: Author, when: datetime, *, message: str = "", language: str = "ru"
) -> Published:
    """Write the change's files, all or none of them, and commit them where the folder is in a git work tree.

    `when` is aware. `message` is that of the commit, the change's summary in `language` if empty. A change that was
    published before, perhaps by a process that died meanwhile, is published once: what is there already stays.

    Raises ConflictError when somebody changed a file since the change was made, UnwritableError, BusyError; nothing is
    changed then. Git never stops a publication: `Published.uncommitted` says why there is no commit. Takes seconds, up
    to minutes with slow hooks.
    """
    if when.utcoffset() is None:
        raise ValueError(f"The time of a publication needs a time zone: {when.isoformat()}")
    if not change.files:
        raise NothingChangedError
    with sole_publisher(folder):
        recover(folder)
        require_expected(folder, change.files)
        repository = Repository(folder, change.files)
        repository.commit_edits_on_disk()
        write(folder, change.files)
        return repository.commit(message or change.summary(language), author, when)


def recover_folder(folder: Path) -> tuple[str, ...]:
    """Finish what a crash left half done, for the start of the desk; the paths of the files that were written.

    Raises BusyError; OSError when the folder can't be read or written.
    """
    with sole_publisher(folder):
        return recover(folder)
