"""`nightdesk doctor --bundle`: a report that can be attached to a public issue.

Nothing gets into it because nobody forbade it: every line is made of words of this program, of numbers, times and
sizes, and of the few values that have a shape of their own, such as a time zone or a version. What a person wrote, a
name, a number, an address or a secret among it, is replaced by "set".
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.commands.doctor.bundle.configuration import configuration_lines, keys_named_in
from bot.commands.doctor.bundle.database import database_lines
from bot.commands.doctor.bundle.faq import faq_lines
from bot.commands.doctor.bundle.findings import finding_lines
from bot.commands.doctor.bundle.installation import installation_lines, library_lines
from bot.commands.doctor.bundle.running import metric_lines
from bot.commands.doctor.finding import Finding
from bot.commands.errors import CommandError
from bot.config import ConfigError, Settings

NAME = "nightdesk-report-{:%Y%m%d-%H%M%S}.txt"
HEAD = """\
Nightdesk report, {now:%Y-%m-%d %H:%M} UTC

Made by `nightdesk doctor --bundle` to be attached to an issue. It has no texts of customers, staff or the FAQ, no log,
and no names, phone numbers, addresses, ids or secrets: where the settings have one, it says "set". Look through it
before you send it: what you don't want to show, delete.
"""


@dataclass(frozen=True)
class Section:
    """A part of the report. `lines` may fail; the rest of the report is written then, too."""

    title: str
    lines: Callable[[], Iterator[str]]


def sections(settings: Settings, examine: Callable[[], Sequence[Finding]], now: datetime) -> list[Section]:
    """What the report has, in this order. `examine` runs the doctor's checks; `now` is aware."""
    return [
        *installation(),
        Section("Settings", partial(configuration_lines, settings)),
        Section("Checks", lambda: finding_lines(examine())),
        Section("Database", partial(database_lines, settings.storage.url, now)),
        Section("FAQ", partial(faq_lines, settings)),
        Section("Metrics of the running desk", partial(metric_lines, settings)),
    ]


def sections_without_settings(error: ConfigError) -> list[Section]:
    """What can be told where the configuration is invalid: which keys are meant, not what stands there."""
    return [*installation(), Section("Settings", partial(keys_named_in, error))]


def installation() -> list[Section]:
    return [Section("Installation", installation_lines), Section("Libraries", library_lines)]


def text_of(parts: Sequence[Section], now: datetime) -> str:
    """The report; `now` is in UTC."""
    return "\n".join([HEAD.format(now=now), *(f"## {one.title}\n\n{_lines_of(one)}\n" for one in parts)])


def write(text: str, file: Path, now: datetime) -> Path:
    """Write a new file, readable by its owner only; in a folder it gets a name of its own. Returns its path.

    Raises CommandError when there is such a file already, or it can't be written.
    """
    path = file / NAME.format(now) if file.is_dir() else file
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CommandError(f"{path}: there is such a file already; name another one") from None
    except OSError as error:
        raise CommandError(f"{path}: can't be written ({error.strerror}); name another file") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)
    return path


def _lines_of(section: Section) -> str:
    """The lines before a failure, and its kind; its message may have a path, a name or words."""
    told: list[str] = []
    try:
        told.extend(section.lines())
    except Exception as error:
        told.append(f"could not be told: {type(error).__name__}")
    return "\n".join(told)
