"""The `nightdesk` command: one table of commands; each lives in a module of `bot.commands`."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from io import TextIOWrapper
from typing import NoReturn

from sqlalchemy.exc import DBAPIError

from bot.commands.errors import CommandError
from bot.commands.terminal import plain
from bot.config import ConfigError
from bot.runtime.memory import skip_httpx_command_line
from faq import FaqError
from storage.errors import StorageError

COMMANDS = (
    *("demo", "init", "run", "doctor", "hours", "faq", "tickets", "customer", "inbox"),
    *("backup", "restore", "migrate", "migrate-storage"),
)
"""Each is a module with `add(subcommands)`, which adds a parser with `act`: a function of the parsed arguments that
returns the exit status: 0 done, 1 it found something wrong, 2 it could not start. Only what is called is imported."""

INTERRUPTED = 130
PIPE_CLOSED = 141  # as shells say it: 128 and the number of SIGPIPE


class Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Wrong arguments are one line too."""
        self.exit(2, f"{self.prog}: {message}; see `{self.prog} --help`\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what keeps it from starting is one line on standard error and status 2."""
    _print_what_can_be_printed()
    skip_httpx_command_line()
    words = sys.argv[1:] if arguments is None else arguments
    called = [name for name in COMMANDS if words and name == words[0]]
    given = make_parser(called or COMMANDS).parse_args(words)
    try:
        status: int = given.act(given)
        sys.stdout.flush()
    except (ConfigError, FaqError, CommandError, StorageError) as error:
        return _could_not_start(str(error))
    except DBAPIError as error:
        return _could_not_start(f"the database can't be used: {error.orig}; see `nightdesk doctor`")
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_has_gone()
    return status


def make_parser(names: Sequence[str] = COMMANDS) -> ArgumentParser:
    """The command line, all of it or only these commands."""
    parser = Parser(prog="nightdesk", description="An after-hours support desk for Telegram.")
    parser.add_argument("--version", action="version", version=f"nightdesk {version('nightdesk')}")
    subcommands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in names:
        import_module(f"bot.commands.{name.replace('-', '_')}").add(subcommands)
    return parser


def _could_not_start(reason: str) -> int:
    for line in reason.splitlines():
        print(f"nightdesk: {plain(line)}", file=sys.stderr)
    return 2


def _print_what_can_be_printed() -> None:
    """On a terminal of few letters the others are shown as "?" instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _reader_has_gone() -> int:
    """`nightdesk … | head` has seen enough; Python must not complain of it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED


if __name__ == "__main__":
    sys.exit(main())
