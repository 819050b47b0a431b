"""Writes the files of a change: each at once, and all of them also after a crash; an edit by hand is never lost.

The new contents are written beside their files and flushed first, so that a full disk changes nothing. Where there are
several, a journal beside them says which they are: what a crash leaves half done, `recover` finishes. Then each takes
the place of its file. The file that it replaces is kept under another name until it was compared with what was
expected: an edit between the check and the replacement comes back.
"""

import errno
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from faq.publishing.change import FileChange, opened
from faq.publishing.comparing import diff_lines
from faq.publishing.errors import Conflict, ConflictError, UnwritableError
from faq.publishing.pictures import PICTURE_FOLDER
from faq.wordlists import LANGUAGES

JOURNAL = ".nightdesk-publishing.json"
_LEFT = ".nightdesk-*.new"
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV})


@dataclass(frozen=True)
class _Step:
    """A file that gets a new content: `ready` is where that waits, None where the file is removed."""

    change: FileChange
    target: Path
    ready: Path | None


def write(folder: Path, files: Sequence[FileChange]) -> None:
    """Write what is not written yet: a file that holds its new content already is as it should be.

    Raises ConflictError when a file holds neither its old nor its new content, UnwritableError; every file is then as
    it was, but for those of several that could be restored only by another edit at the same moment.
    """
    steps: list[_Step] = []
    try:
        with _writable(folder):
            require_expected(folder, files)
            for file in files:
                if current_bytes(folder, file.path) != file.after_bytes:
                    steps.append(_prepared(folder, file))
            if len(steps) > 1:
                _write_journal(folder, steps)
            _take_places(steps)
            _flush(folder)
    except Exception:  # not when the process is being ended: then the journal is needed
        _clear(folder, steps)
        raise
    _clear(folder, steps)


def recover(folder: Path) -> tuple[str, ...]:
    """Finish what a crash left half done; the paths of the files that were written now.

    A file that somebody edited since is left as it is. Raises OSError when the folder can't be read or written.
    """
    steps = _journalled(folder)
    written = []
    for step in steps:
        if current_bytes(folder, step.change.path) == step.change.before_bytes:
            if step.ready is not None and not step.ready.exists():
                step.ready.write_bytes(step.change.after_bytes or b"")
            _take_place(step)
            written.append(step.change.path)
    _clear(folder, steps)
    for left in (path for place in _places(folder) for path in place.glob(_LEFT)):
        left.unlink(missing_ok=True)
    return tuple(written)


def _places(folder: Path) -> Iterator[Path]:
    """Where files are published."""
    yield folder
    yield from map(folder.joinpath, (*LANGUAGES, PICTURE_FOLDER))


def require_expected(folder: Path, files: Sequence[FileChange]) -> None:
    """Raises ConflictError with all files that hold neither their old nor their new content."""
    conflicts = [
        _conflict(file, found)
        for file in files
        if (found := current_bytes(folder, file.path)) not in (file.before_bytes, file.after_bytes)
    ]
    if conflicts:
        raise ConflictError(conflicts)


def current_bytes(folder: Path, path: str) -> bytes | None:
    """What the file holds; None when there is none. Raises OSError."""
    try:
        return (folder / path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    """Failures of the file system as errors that say what to do."""
    try:
        yield
    except OSError as error:
        kind = "read-only" if error.errno in _READ_ONLY else "disk-full" if error.errno in _FULL else "unwritable"
        raise UnwritableError(kind, folder=str(folder), why=error.strerror or str(error)) from error


def _conflict(file: FileChange, found: bytes | None) -> Conflict:
    text = opened(file.path, found).before
    lines = diff_lines(file.path, file.before, text)
    return Conflict(file.path, file.before, text, "\n".join(lines))


def _prepared(folder: Path, file: FileChange) -> _Step:
    """With the new content on disk, beside the file. A link is followed: what it leads to is the file."""
    target = Path(os.path.realpath(folder / file.path))
    data = file.after_bytes
    if data is None:
        return _Step(file, target, None)
    target.parent.mkdir(parents=True, exist_ok=True)
    ready = target.with_name(_beside())
    descriptor = os.open(ready, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            _keep_owner(target, descriptor)
            stream.write(data)
            stream.flush()
            os.fsync(descriptor)
    except BaseException:
        ready.unlink(missing_ok=True)
        raise
    return _Step(file, target, ready)


def _beside() -> str:
    """The name of a file that is in the folder for a moment: hidden, and no markdown."""
    return f".nightdesk-{secrets.token_hex(8)}.new"


def _keep_owner(target: Path, descriptor: int) -> None:
    """The permissions and, where that is allowed, the owner of the file that is replaced."""
    with suppress(FileNotFoundError):
        stat = target.stat()
        os.fchmod(descriptor, stat.st_mode & 0o7777)
        with suppress(PermissionError):
            os.fchown(descriptor, stat.st_uid, stat.st_gid)


def _take_places(steps: Sequence[_Step]) -> None:
    """All steps; when one finds another edit, those before it are taken back."""
    done: list[_Step] = []
    try:
        for step in steps:
            _take_place(step)
            done.append(step)
    except (OSError, ConflictError):
        for step in reversed(done):
            with suppress(OSError, ConflictError):
                _take_place(_prepared(step.target.parent, _reversed(step)))
        raise


def _reversed(step: _Step) -> FileChange:
    back = step.change.reversed
    return FileChange(step.target.name, back.before, back.after, back.before_encoding, back.after_encoding)


def _take_place(step: _Step) -> None:
    """Raises ConflictError, with the other edit in its place, when the file was changed since it was checked."""
    if step.change.before is None:
        _add(step)
    else:
        _replace(step)
    _flush(step.target.parent)


def _add(step: _Step) -> None:
    """A new file, unless somebody else has made one of this name."""
    assert step.ready is not None
    try:
        os.link(step.ready, step.target)
    except FileExistsError:
        raise ConflictError([_conflict(step.change, step.target.read_bytes())]) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        step.ready.replace(step.target)
    else:
        step.ready.unlink()


def _replace(step: _Step) -> None:
    replaced = step.target.with_name(_beside())
    try:
        os.link(step.target, replaced)
    except FileNotFoundError:
        raise ConflictError([_conflict(step.change, None)]) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _put(step)
        return
    try:
        _put(step)
        found = replaced.read_bytes()
        if found != step.change.before_bytes:
            replaced.replace(step.target)
            raise ConflictError([_conflict(step.change, found)])
    finally:
        replaced.unlink(missing_ok=True)


def _put(step: _Step) -> None:
    if step.ready is None:
        step.target.unlink()
    else:
        step.ready.replace(step.target)


def _flush(folder: Path) -> None:
    """Make the new names durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_journal(folder: Path, steps: Sequence[_Step]) -> None:
    rows = [{**vars(step.change), "ready": step.ready and step.ready.name} for step in steps]
    beside = folder / _beside()
    with beside.open("x", encoding="utf-8") as stream:
        json.dump(rows, stream)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(folder / JOURNAL)
    _flush(folder)


def _journalled(folder: Path) -> list[_Step]:
    """What the journal names; nothing without one that can be read."""
    try:
        rows = json.loads((folder / JOURNAL).read_bytes())
        return [_step_of(folder, dict(row)) for row in rows]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError, KeyError):
        (folder / JOURNAL).unlink(missing_ok=True)
        return []


def _step_of(folder: Path, row: dict[str, str]) -> _Step:
    """Raises ValueError for a name that leads out of the folder: the journal may have come with somebody's files."""
    ready = row.pop("ready")
    change = FileChange(**row)
    if Path(change.path).is_absolute() or ".." in Path(change.path).parts or (ready and not fnmatch(ready, _LEFT)):
        raise ValueError(change.path)
    target = Path(os.path.realpath(folder / change.path))
    return _Step(change, target, target.with_name(ready) if ready else None)


def _clear(folder: Path, steps: Sequence[_Step]) -> None:
    """Remove what only the writing needed: the journal first, since it names the others."""
    with suppress(OSError):
        (folder / JOURNAL).unlink(missing_ok=True)
    for step in steps:
        if step.ready is not None:
            with suppress(OSError):
                step.ready.unlink(missing_ok=True)
