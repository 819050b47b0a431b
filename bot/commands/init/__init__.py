"""`nightdesk init`: sets a desk up by questions at the shell, as `nightdesk run` does in Telegram."""

import os
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Mapping
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path

from bot.commands import add_config
from bot.commands.console import Console
from bot.commands.errors import CommandError
from bot.commands.init.interview import Interview
from bot.commands.init.token import asked_access
from bot.commands.setup import add_access, require_own_folder
from bot.commands.setup.premises import Premises
from bot.commands.setup.record import Record, RecordFile, record_beside
from bot.config import spoken
from bot.runtime.clock import SystemClock
from bot.wording import LANGUAGES

_NAMES: Mapping[str, frozenset[str]] = {
    "ru": frozenset({"ru", "rus", "russian", "рус", "русский", "по-русски", "ру"}),
    "en": frozenset({"en", "eng", "english", "анг", "англ", "английский", "по-английски", "in english"}),
}


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("init", help="ask a few questions and write config.toml and a FAQ")
    add_config(parser)
    add_access(parser)
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    path: Path = arguments.config
    if not path.absolute().parent.is_dir():
        raise CommandError(f"{path.parent}: there is no such folder; make it first")
    require_own_folder(path)
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # half a letter is asked for again
    file = record_beside(path)
    record = file.read()
    is_over = False
    while not is_over:
        console = Console(record.setup.language if record.setup else _language_of_choice())
        try:
            is_over = _set_up(console, arguments, file, record)
        except KeyboardInterrupt:
            console.say("stopped" if file.path.exists() else "stopped_early")
            raise
    return 0


def _language_of_choice() -> str:
    """Ask for the language of all other questions; the default is that of the environment."""
    default = spoken(os.environ)

    def error_in(answer: str) -> str | None:
        return None if _language(answer) in LANGUAGES else Console(default).text("bad_language")

    return _language(Console(default).ask_until("language", error_in, default))


def _language(answer: str) -> str:
    """The language that is named by its code or its name; another answer as it is."""
    named = answer.casefold().strip("\"'«»“”.")
    return next((language for language, names in _NAMES.items() if named in names), answer)


def _set_up(console: Console, arguments: Namespace, file: RecordFile, record: Record) -> bool:
    """Ask everything but the language. False: the owner wants to go back to the first question."""
    path: Path = arguments.config
    if path.exists() and not console.agrees("overwrite", path=path):
        console.say("left_alone", path=path)
        return True
    if record.setup and not console.agrees("go_on", default=True):
        record = replace(record, setup=None)
    access = asked_access(console, arguments, os.environ)
    if access is None:
        return False
    premises = Premises(path, access)
    interview = Interview(console.language, premises, file, record, SystemClock())
    is_open = interview.run()
    option = "" if path == Path("config.toml") else f" --config {path}"
    console = Console(interview.language)
    console.say("next" if is_open else "next_group", option=option, file=file.path)
    if is_open and (count := premises.sample_answers(interview.language)):
        console.say("fictional", folder=premises.faq, count=count)  # last, where it is not scrolled away
    return True
