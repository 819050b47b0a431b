"""What `nightdesk inbox` and `nightdesk outbox` have in common: they list, show, replay and drop dead letters."""

import json
import sys
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.commands import add_config
from bot.commands.database import reading, writing
from bot.commands.dead_letters.text import list_text, show_text
from bot.commands.words import words
from bot.config import load_config
from bot.runtime.clock import SystemClock
from storage.models import Json

_LARGEST = 2**63 - 1  # the largest number that the database holds


@dataclass(frozen=True)
class Box:
    """Where dead letters lie. `name` is the command's and that of its texts; `what`, `texts`: words for its help.

    The functions get the present moment (aware): `listed` the objects to list, with message texts if wanted; `found`
    one whole object, or None; `put_back` one or, with None, all, and returns how many; `drop` tells whether it did.
    """

    name: str
    help: str
    what: str
    columns: Sequence[str]
    listed: Callable[[Session, datetime, bool], list[Json]]
    found: Callable[[Session, int, datetime], Json | None]
    put_back: Callable[[Session, datetime, int | None], int]
    drop: Callable[[Session, int, str, datetime], bool]


def add(subcommands: "_SubParsersAction[ArgumentParser]", box: Box) -> None:
    parser = subcommands.add_parser(box.name, help=box.help)
    _add_list_options(parser, box)
    add_config(parser)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    _add_list(actions, box)
    _add_show(actions, box)
    _add_replay(actions, box)
    _add_drop(actions, box)


def _list(box: Box, arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    with reading(settings.storage.url) as session:
        found = box.listed(session, SystemClock().now(), arguments.texts)
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print(list_text(found, box.name, box.columns, settings.company.language))
    return 0


def _show(box: Box, arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    language = settings.company.language
    with reading(settings.storage.url) as session:
        found = box.found(session, arguments.id, SystemClock().now())
    if found is None:
        return _report_missing(box, language, arguments.id)
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print(show_text(found, box.name, box.columns, language))
    return 0


def _replay(box: Box, arguments: Namespace) -> int:
    """Requeue dead letters. A running desk picks them up within seconds, otherwise at its next start."""
    settings = load_config(arguments.config)
    language = settings.company.language
    with writing(settings.storage.url) as session:
        count = box.put_back(session, SystemClock().now(), arguments.id)
    if arguments.id is not None and not count:
        return _report_missing(box, language, arguments.id)
    print(words(language, box.name)["replay"]["done"].format(count=count))
    return 0


def _drop(box: Box, arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    language = settings.company.language
    with writing(settings.storage.url) as session:
        is_dropped = box.drop(session, arguments.id, f"dropped: {arguments.reason}", SystemClock().now())
    if not is_dropped:
        return _report_missing(box, language, arguments.id)
    print(words(language, box.name)["drop"]["done"].format(id=arguments.id))
    return 0


def _id_of(box: Box, text: str) -> int:
    """Parse an id. Raises ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or int(text) > _LARGEST:
        raise ArgumentTypeError(f'"{text}" is not the id of {box.what}: `nightdesk {box.name}` lists them')
    return int(text)


def _report_missing(box: Box, language: str, number: int) -> int:
    print(words(language, box.name)["show"]["none"].format(id=number), file=sys.stderr)
    return 1


def _add_list(actions: "_SubParsersAction[ArgumentParser]", box: Box) -> None:
    parser = actions.add_parser("list", help="the same as without an action")
    _add_list_options(parser, box, default=SUPPRESS)
    add_config(parser, default=SUPPRESS)


def _add_list_options(parser: ArgumentParser, box: Box, default: bool | str = False) -> None:
    parser.add_argument("--texts", action="store_true", default=default, help="include message texts")
    _add_json(parser, default)
    parser.set_defaults(act=partial(_list, box))


def _add_show(actions: "_SubParsersAction[ArgumentParser]", box: Box) -> None:
    parser = actions.add_parser("show", help="one of them whole, and why it failed")
    parser.add_argument("id", type=partial(_id_of, box), metavar="ID")
    _add_json(parser, default=SUPPRESS)
    add_config(parser, default=SUPPRESS)
    parser.set_defaults(act=partial(_show, box))


def _add_replay(actions: "_SubParsersAction[ArgumentParser]", box: Box) -> None:
    parser = actions.add_parser("replay", help="try dead letters again")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("id", type=partial(_id_of, box), metavar="ID", nargs="?")
    which.add_argument("--all", action="store_true", help="all dead letters")
    add_config(parser, default=SUPPRESS)
    parser.set_defaults(act=partial(_replay, box))


def _add_drop(actions: "_SubParsersAction[ArgumentParser]", box: Box) -> None:
    parser = actions.add_parser("drop", help="give up one dead letter")
    parser.add_argument("id", type=partial(_id_of, box), metavar="ID")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="stored with it for some days")
    add_config(parser, default=SUPPRESS)
    parser.set_defaults(act=partial(_drop, box))


def _add_json(parser: ArgumentParser, default: bool | str = False) -> None:
    parser.add_argument("--json", action="store_true", default=default, help="for programs; times in UTC")
