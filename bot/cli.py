"""The `nightdesk` command: a table of subcommands, one module of `bot.commands` each."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from io import TextIOWrapper
from typing import NoReturn

from bot.commands.errors import CommandError
from bot.commands.terminal import plain
from bot.runtime.imports import skip_httpx_command_line

COMMANDS = (
    *("demo", "init", "run", "doctor", "hours", "faq", "tickets", "customer", "inbox", "outbox", "link"),
    *("backup", "restore", "migrate", "migrate-storage"),
)
"""Each module has `add(subcommands)`, which adds a parser whose default `act` takes the parsed arguments and returns
the exit status: 0 done, 1 problems found, 2 could not start. Only the module of the command that runs is imported."""

START = """Start here: docs/quick-start.md, in Russian docs/ru/quick-start.md. To look around first: nightdesk demo.
`nightdesk COMMAND --help` says more of each command, and docs/commands.md has all of them."""

INTERRUPTED = 130
PIPE_CLOSED = 141  # 128 + SIGPIPE, as shells report it


class Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Print one line instead of the usage."""
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. When it can't start, print the reason on standard error and return 2."""
    _replace_unprintable_characters()
    skip_httpx_command_line()
    words = sys.argv[1:] if arguments is None else arguments
    called = [name for name in COMMANDS if words and name == words[0]]
    given = make_parser(called or COMMANDS).parse_args(words)
    try:
        status: int = given.act(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _exit_on_closed_pipe()
    except Exception as error:
        reason = _reason_not_to_start(error)
        if reason is None:
            raise
        return _could_not_start(reason)
    return status


def make_parser(names: Sequence[str] = COMMANDS) -> ArgumentParser:
    """The parser with these commands."""
    parser = Parser(prog="nightdesk", description="An after-hours support desk for Telegram.", epilog=START)
    parser.add_argument("--version", action="version", version=f"nightdesk {version('nightdesk')}")
    subcommands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in names:
        import_module(f"bot.commands.{name.replace('-', '_')}").add(subcommands)
    return parser


def _reason_not_to_start(error: Exception) -> str | None:
    """What a person can do about the error; None for one that no command raises on purpose.

    The imports are here, since they load the database's and the FAQ's libraries: `nightdesk demo` speaks before that.
    """
    from sqlalchemy.exc import DBAPIError

    from bot.config import ConfigError
    from faq import FaqError
    from storage.errors import StorageError

    if isinstance(error, DBAPIError):
        return f"the database can't be used: {error.orig}; see `nightdesk doctor`"
    return str(error) if isinstance(error, (ConfigError, FaqError, CommandError, StorageError)) else None


def _could_not_start(reason: str) -> int:
    for line in reason.splitlines():
        print(f"nightdesk: {plain(line)}", file=sys.stderr)
    return 2


def _replace_unprintable_characters() -> None:
    """Print "?" for characters that the terminal's encoding lacks, instead of raising UnicodeEncodeError."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _exit_on_closed_pipe() -> int:
    """After `nightdesk … | head`: keep Python from reporting the closed pipe when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED


if __name__ == "__main__":
    sys.exit(main())
