"""`nightdesk inbox [show | replay | drop]`: pending updates and dead letters, concurrently with a running desk."""

import json
import sys
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction

from bot.commands import add_config
from bot.commands.database import reading, writing
from bot.commands.inbox.records import record, with_payload
from bot.commands.inbox.text import list_text, show_text
from bot.commands.words import words
from bot.config import load_config
from bot.runtime.clock import SystemClock
from storage import dead_letters
from storage.models import InboxUpdate

_LARGEST = 2**63 - 1  # the largest number that the database holds


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("inbox", help="pending updates and dead letters")
    parser.add_argument("--texts", action="store_true", help="include message texts")
    _add_json(parser)
    add_config(parser)
    parser.set_defaults(act=list_updates)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    _add_show(actions)
    _add_replay(actions)
    _add_drop(actions)


def list_updates(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    now = SystemClock().now()
    with reading(settings.storage.url) as session:
        found = [record(row, now, arguments.texts) for row in dead_letters.unhandled(session)]
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print(list_text(found, settings.company.language))
    return 0


def show_update(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    language = settings.company.language
    with reading(settings.storage.url) as session:
        row = session.get(InboxUpdate, arguments.id)
        found = with_payload(row, SystemClock().now()) if row else None
    if found is None:
        return _report_missing(language, arguments.id)
    print(json.dumps(found, ensure_ascii=False, indent=2) if arguments.json else show_text(found, language))
    return 0


def replay(arguments: Namespace) -> int:
    """Requeue dead letters. A running desk picks them up within seconds, otherwise at its next start."""
    settings = load_config(arguments.config)
    language = settings.company.language
    with writing(settings.storage.url) as session:
        count = dead_letters.put_back(session, SystemClock().now(), arguments.id)
    if arguments.id is not None and not count:
        return _report_missing(language, arguments.id)
    print(words(language, "inbox")["replay"]["done"].format(count=count))
    return 0


def drop(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    language = settings.company.language
    with writing(settings.storage.url) as session:
        is_dropped = dead_letters.drop(session, arguments.id, f"dropped: {arguments.reason}", SystemClock().now())
    if not is_dropped:
        return _report_missing(language, arguments.id)
    print(words(language, "inbox")["drop"]["done"].format(id=arguments.id))
    return 0


def update_id(text: str) -> int:
    """Parse an update id. Raises ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or int(text) > _LARGEST:
        raise ArgumentTypeError(f'"{text}" is not an update id: `nightdesk inbox` lists them')
    return int(text)


def _report_missing(language: str, number: int) -> int:
    print(words(language, "inbox")["show"]["none"].format(id=number), file=sys.stderr)
    return 1


def _add_show(actions: "_SubParsersAction[ArgumentParser]") -> None:
    parser = actions.add_parser("show", help="one update as received, and why it failed")
    parser.add_argument("id", type=update_id, metavar="ID")
    _add_json(parser, default=SUPPRESS)
    add_config(parser, default=SUPPRESS)
    parser.set_defaults(act=show_update)


def _add_replay(actions: "_SubParsersAction[ArgumentParser]") -> None:
    parser = actions.add_parser("replay", help="handle dead letters again")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("id", type=update_id, metavar="ID", nargs="?")
    which.add_argument("--all", action="store_true", help="all dead letters")
    add_config(parser, default=SUPPRESS)
    parser.set_defaults(act=replay)


def _add_drop(actions: "_SubParsersAction[ArgumentParser]") -> None:
    parser = actions.add_parser("drop", help="give up one dead letter")
    parser.add_argument("id", type=update_id, metavar="ID")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="stored with it for three days")
    add_config(parser, default=SUPPRESS)
    parser.set_defaults(act=drop)


def _add_json(parser: ArgumentParser, default: bool | str = False) -> None:
    parser.add_argument("--json", action="store_true", default=default, help="for programs; times in UTC")
