"""What a set-up remembers over a restart, in a file beside the configuration."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from bot.commands.errors import CommandError
from bot.commands.setup.files import write_config
from bot.setup import Setup

_CODE_BYTES = 16


@dataclass(frozen=True)
class Record:
    """`code`: of the link, which counts until there is an `owner`. `latest`: the id of the update handled last."""

    code: str
    owner: int | None = None
    setup: Setup | None = None
    latest: int | None = None


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
            raise CommandError(f"{self.path}: can't be read; remove it to begin the set-up again") from None

    def write(self, record: Record) -> None:
        """Replace the file atomically; only its owner may read it."""
        write_config(self.path, _JSON.dump_json(record, indent=2).decode() + "\n")

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


def record_beside(config: Path) -> RecordFile:
    return RecordFile(config.with_name(f".{config.stem}-setup.json"))
