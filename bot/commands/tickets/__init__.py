"""`nightdesk tickets list | show | export`, concurrently with a running desk."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands import add_config
from bot.commands.database import reading
from bot.commands.terminal import json_text, print_json_list
from bot.commands.tickets.export import export
from bot.commands.tickets.records import by_urgency, count, records, summary, whole
from bot.commands.tickets.text import list_text, show_text
from bot.commands.words import words
from bot.config import Settings, load_config
from storage.models import Json, State

_LARGEST = 2**63 - 1  # the largest number that the database holds
SHOWN = 200  # tickets listed in a terminal
_PROGRESS_EVERY = 500  # tickets


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("tickets", help="list, show and export tickets")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_list(actions)
    _add_show(actions)
    _add_export(actions)


def list_tickets(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    with reading(settings.storage.url) as session:
        found = (summary(record) for record in by_urgency(session, arguments.state))
        if arguments.json:
            print_json_list(found)
            return 0
        shown = list(islice(found, SHOWN))
        left = count(session, arguments.state) - len(shown)
    print(list_text(shown, left, settings.company.language, _zone(settings)))
    return 0


def show_ticket(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    language = settings.company.language
    with reading(settings.storage.url) as session:
        found = next(records(session, number=arguments.number), None)
        ticket = whole(session, found) if found else None
    if ticket is None:
        print(words(language, "tickets")["show"]["none"].format(number=arguments.number), file=sys.stderr)
        return 1
    if arguments.json:
        print(json_text(ticket))
    else:
        print(show_text(ticket, language, _zone(settings)))
    return 0


def export_tickets(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    with reading(settings.storage.url) as session:
        tickets = (whole(session, one) for one in records(session, arguments.state))
        written = export(arguments.file, _with_progress(tickets), settings.company.language)
    texts = words(settings.company.language, "tickets")["export"]
    print(texts["done"].format(count=written, path=arguments.file))
    return 0


def number(text: str) -> int:
    """Parse a ticket number. Raises ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or int(text) > _LARGEST:
        raise ArgumentTypeError(f'"{text}" is not a ticket number: write one such as 142')
    return int(text)


def states(text: str) -> tuple[State, ...]:
    """Parse a list of states, "new,open". Raises ArgumentTypeError."""
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in list(State):
            raise ArgumentTypeError(f'there is no state "{name}"; there are: {", ".join(State)}')
    return tuple(map(State, names))


def _add_list(actions: "_SubParsersAction[ArgumentParser]") -> None:
    parser = actions.add_parser("list", help="all tickets, the most urgent first")
    _add_state(parser)
    _add_json(parser)
    add_config(parser)
    parser.set_defaults(act=list_tickets)


def _add_show(actions: "_SubParsersAction[ArgumentParser]") -> None:
    parser = actions.add_parser("show", help="one ticket with its messages and events")
    parser.add_argument("number", type=number, metavar="NUMBER")
    _add_json(parser)
    add_config(parser)
    parser.set_defaults(act=show_ticket)


def _add_export(actions: "_SubParsersAction[ArgumentParser]") -> None:
    parser = actions.add_parser("export", help="write all tickets to a file")
    parser.add_argument("file", type=Path, metavar="FILE", help="a .csv, .jsonl or .xlsx file")
    _add_state(parser)
    add_config(parser)
    parser.set_defaults(act=export_tickets)


def _add_state(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--state", type=states, default=tuple(State), metavar="STATES", help="only these, such as new,open"
    )


def _add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for programs; times in UTC")


def _with_progress(tickets: Iterable[Json]) -> Iterator[Json]:
    """Show progress on standard error, if that is a terminal."""
    for done, ticket in enumerate(tickets, 1):
        if done % _PROGRESS_EVERY == 0 and sys.stderr.isatty():
            print(f"\r{done}…", end="\r", file=sys.stderr, flush=True)
        yield ticket


def _zone(settings: Settings) -> ZoneInfo:
    return ZoneInfo(settings.hours.timezone)
