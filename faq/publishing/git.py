"""Runs git: without a shell, without anything that could ask a question, and for a limited time."""

import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SECONDS = 30.0
_SECONDS_TO_TIDY = 5.0  # git removes its lock files when it is asked to stop
_MOST_WORDS = 500

_QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_EDITOR": "true",
    "GIT_PAGER": "cat",
    "GIT_LITERAL_PATHSPECS": "1",  # a file may be called `*.md`
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
_UNSET = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_NAMESPACE")
"""Of whoever started the desk: they would lead to another repository."""


class NoGitError(Exception):
    """There is no git on this machine."""


@dataclass(frozen=True)
class Ran:
    """`status` is git's; None: it took too long and was stopped. `said` is the begin of its messages."""

    status: int | None
    output: bytes
    said: str

    @property
    def is_ok(self) -> bool:
        return self.status == 0

    @property
    def text(self) -> str:
        return self.output.decode("utf-8", "replace").strip()


def git(
    place: Path,
    *arguments: str,
    given: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> Ran:
    """Run a command of git in the folder `place`; `given` is its standard input.

    Hooks that go on after the time limit are stopped with it. Raises NoGitError.
    """
    inherited = {name: value for name, value in os.environ.items() if name not in _UNSET}
    try:
        process = subprocess.Popen(  # noqa: S603 - git itself, and no argument is a command
            ["git", *arguments],  # noqa: S607 - it is where the operator installed it
            cwd=place,
            env={**inherited, **_QUIET, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (FileNotFoundError, PermissionError) as error:
        raise NoGitError from error
    with process:
        try:
            output, said = process.communicate(given, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return Ran(None, b"", _stopped(process))
    return Ran(process.returncode, output, _words(said))


def _stopped(process: "subprocess.Popen[bytes]") -> str:
    for how in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with suppress(subprocess.TimeoutExpired):
            return _words(process.communicate(timeout=_SECONDS_TO_TIDY)[1])
    return ""


def _words(said: bytes) -> str:
    return said.decode("utf-8", "replace").strip()[:_MOST_WORDS]
