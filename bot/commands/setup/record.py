"""What a set-up remembers over a restart, in a file beside the configuration."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from bot.commands.console import Console
from bot.commands.errors import CommandError
from bot.commands.setup.files import write_config
from bot.config import setup_record, spoken
from bot.setup import Setup

_CODE_BYTES = 16


class NotWrittenError(CommandError):
    """A file of the set-up can't be written; `why` is the system's sentence."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.why = error.strerror or str(error)
        super().__init__(Console(spoken(os.environ), "run").text("not_written", path=path, why=self.why))


@dataclass(frozen=True)
class Record:
    """`code`: of the link, which counts until there is an `owner`. `latest`: the id of the update handled last.

    `waiting`: those who were promised to hear when the desk is open, by their ids, with their languages.
    """

    code: str
    owner: int | None = None
    setup: Setup | None = None
    latest: int | None = None
    waiting: Mapping[int, Literal["ru", "en"]] = field(default_factory=dict)


_JSON = TypeAdapter(Record)


@dataclass(frozen=True)
class RecordFile:
    path: Path

    def read(self) -> Record:
        """What was remembered; a new code when there is nothing. Raises CommandError for a file of something else."""
        try:
            return _JSON.validate_json(self.path.read_bytes())
        except FileNotFoundError:
            return Record(secrets.token_urlsafe(_CODE_BYTES))
        except (OSError, ValueError):
            raise CommandError(Console(spoken(os.environ), "run").text("bad_record", path=self.path)) from None

    def write(self, record: Record) -> None:
        """Replace the file atomically; only its owner may read it. Raises NotWrittenError."""
        with writing(self.path):
            write_config(self.path, _JSON.dump_json(record, indent=2).decode() + "\n")

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raises NotWrittenError when the system refuses to write there."""
    try:
        yield
    except OSError as error:
        raise NotWrittenError(path, error) from None


def record_beside(config: Path) -> RecordFile:
    return RecordFile(setup_record(config))
