"""Several changes as one: each is made from what the folder would hold after those before it."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from faq.folder import PAGES
from faq.publishing.change import Change, FileChange
from faq.publishing.errors import NothingChangedError, PublishingError

_DONE_ALREADY = "known-phrasing"

Step = Callable[[Path], Change]
"""Makes a change from the folder that it is given."""


def in_turn(folder: Path, steps: Iterable[Step]) -> Change:
    """What all steps make of the folder, described as the first one that changes something.

    Steps that change nothing are left out; where all do, the first one's reason is raised. Raises what they raise.
    """
    made, idle = list[Change](), list[PublishingError]()
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "faq"
        shutil.copytree(folder, copy, ignore=_all_but_texts, ignore_dangling_symlinks=True)
        for step in steps:
            try:
                change = step(copy)
            except PublishingError as error:
                if not isinstance(error, NothingChangedError) and error.kind != _DONE_ALREADY:
                    raise
                idle.append(error)
                continue
            _write(copy, change)
            made.append(change)
    if not made:
        raise idle[0] if idle else NothingChangedError
    return replace(made[0], files=_joined(made))


def _write(folder: Path, change: Change) -> None:
    for path, data in change.edits.items():
        place = folder / path
        if data is None:
            place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)


def _joined(changes: Sequence[Change]) -> tuple[FileChange, ...]:
    """Each file once, from what it held at first to what it holds at last."""
    files: dict[str, FileChange] = {}
    for file in (file for change in changes for file in change.files):
        first = files.get(file.path, file)
        files[file.path] = replace(file, before=first.before, before_encoding=first.before_encoding)
    return tuple(files.values())


def _all_but_texts(folder: str, names: list[str]) -> list[str]:
    shown = [name for name in names if not name.startswith(".")]
    texts = (name for name in shown if Path(name).suffix.lower() in PAGES)
    folders = (name for name in shown if Path(folder, name).is_dir())
    return sorted({*names} - {*texts, *folders})
