"""Why a change can't be made or published."""

from collections.abc import Iterable
from dataclasses import dataclass

from faq.os_errors import worded
from faq.publishing.texts import publishing_texts


class PublishingError(Exception):
    """Nothing was changed; `kind` names the reason in the table "error" of words/LANGUAGE/publishing.toml."""

    def __init__(self, kind: str, **values: str) -> None:
        super().__init__(f"{kind} {values}" if values else kind)
        self.kind = kind
        self.values = values

    def text(self, language: str) -> str:
        """Why, and what to do, for the author."""
        return publishing_texts(language)["error"][self.kind].format_map(worded(self.values, language))


class UnknownEntryError(PublishingError):
    """The folder has no such entry in that language."""

    def __init__(self, entry_id: str) -> None:
        super().__init__("unknown-entry", id=entry_id)


class SeveralEntriesError(PublishingError):
    """Several entries have this id; `places` are their files and lines, "delivery.md:12"."""

    def __init__(self, entry_id: str, places: Iterable[str]) -> None:
        self.places = tuple(places)
        super().__init__("several-entries", id=entry_id, places=", ".join(self.places))


class NotEditableError(PublishingError):
    """The entry is written in a way that one part of it can't be changed alone; `nightdesk faq fmt` mends that."""

    def __init__(self, file: str, line: int, question: str) -> None:
        self.file = file
        super().__init__("not-editable", file=file, line=str(line), question=question)


class FileChoiceError(PublishingError):
    """The sent file may be one of several: `choices` are paths, one of which is to be given as `path`."""

    def __init__(self, name: str, choices: Iterable[str]) -> None:
        self.choices = tuple(choices)
        super().__init__("choose-file", name=name, choices=", ".join(self.choices))


class NothingChangedError(PublishingError):
    """The folder has all of it already."""

    def __init__(self) -> None:
        super().__init__("nothing-changed")


@dataclass(frozen=True)
class Conflict:
    """A file that changed since the change was made: `expected` is what it held then, `found` what it holds now.

    None: no such file. `difference` is a unified diff from `expected` to `found`.
    """

    path: str
    expected: str | None
    found: str | None
    difference: str


class ConflictError(PublishingError):
    """Somebody changed the files meanwhile; nothing was overwritten."""

    def __init__(self, conflicts: Iterable[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__("conflict", files=", ".join(conflict.path for conflict in self.conflicts))


class UnwritableError(PublishingError):
    """The folder can't be written; every file is as it was."""


class BusyError(PublishingError):
    """Somebody else is publishing; it may be tried again at once."""

    def __init__(self) -> None:
        super().__init__("busy")
