"""`nightdesk customer show | export | forget`: show, export or erase one customer's data."""

import asyncio
import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from pathlib import Path

from bot.commands import add_config
from bot.commands.console import Console
from bot.commands.customer.records import CustomerData, CustomerReference, customer_data
from bot.commands.customer.text import summary_text
from bot.commands.database import reading
from bot.commands.errors import CommandError
from bot.commands.terminal import json_text
from bot.config import Settings, load_config
from bot.desk.forgetting import forget
from bot.desk.knowledge import Knowledge
from bot.desk.transactions import write_out
from bot.desk.unit_of_work import DeskContext, UnitOfWork
from bot.runtime.clock import SystemClock
from bot.telegram.limits import LIMITS
from storage import Database
from storage.models import Customer, Json

LOG_TRIES, LOG_SECONDS = 60, 0.5  # for taking the erased words out of the write-ahead log
_LARGEST = 2**63 - 1  # the largest number that the database holds
_REFERENCE_HELP = "a Telegram id or a ticket number; if ambiguous: telegram:ID, ticket:NUMBER"


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("customer", help="show, export or erase one customer's data")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    showing = _add_action(actions, "show", "name, id and the amount of data stored")
    showing.add_argument("--json", action="store_true", help="for programs; times in UTC")
    showing.set_defaults(act=show)
    exporting = _add_action(actions, "export", "all stored data as JSON")
    exporting.add_argument("file", type=Path, metavar="FILE")
    exporting.set_defaults(act=export)
    forgetting = _add_action(actions, "forget", "erase all personal data; counts and times stay")
    forgetting.add_argument("--yes", action="store_true", help="do not ask")
    forgetting.set_defaults(act=erase)


def show(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    found = _look_up(settings, arguments.customer)
    if found and arguments.json:
        print(json_text(found.summary))
    elif found:
        print(summary_text(found.summary, settings.company.language, settings.calendar().zone))
    return 0 if found else 1


def export(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    found = _look_up(settings, arguments.customer)
    if found:
        _write(arguments.file, found.everything)
        _console(settings).say("exported", path=arguments.file)
    return 0 if found else 1


def erase(arguments: Namespace) -> int:
    """Show the customer and ask for confirmation, unless --yes is given."""
    settings = load_config(arguments.config)
    found = _look_up(settings, arguments.customer)
    if found is None:
        return 1
    console = _console(settings)
    print(summary_text(found.summary, settings.company.language, settings.calendar().zone))
    if not arguments.yes and not console.agrees("forget"):
        console.say("kept")
        return 1
    _forget(settings, found.id)
    console.say("forgotten")
    return 0


def customer_reference(text: str) -> CustomerReference:
    """Parse a customer argument: "123", "telegram:123" or "ticket:142". Raises ArgumentTypeError."""
    kind, _, digits = text.rpartition(":")
    is_number = digits.isascii() and digits.isdigit() and int(digits) <= _LARGEST
    if kind not in ("", "telegram", "ticket") or not is_number:
        raise ArgumentTypeError(f'"{text}" is not a customer: write {_REFERENCE_HELP}')
    return CustomerReference(kind, int(digits))


def _add_action(actions: "_SubParsersAction[ArgumentParser]", name: str, purpose: str) -> ArgumentParser:
    parser = actions.add_parser(name, help=purpose)
    parser.add_argument("customer", type=customer_reference, metavar="CUSTOMER", help=_REFERENCE_HELP)
    add_config(parser)
    return parser


def _look_up(settings: Settings, customer: CustomerReference) -> CustomerData | None:
    with reading(settings.storage.url) as session:
        found = customer_data(session, customer)
    if found is None:
        print(_console(settings).text("nobody", number=customer.number), file=sys.stderr)
    return found


def _write(path: Path, everything: Json) -> None:
    """Write the file readable by its owner only: it is personal data. Raises CommandError."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(everything, file, ensure_ascii=False, indent=2)
    except OSError as error:
        raise CommandError(f"{path}: can't be written: {error.strerror}; choose another place") from None


def _forget(settings: Settings, customer_id: int) -> None:
    """Erase concurrently with a running desk, which notifies the staff; otherwise it does so at its next start."""
    faq = settings.faq
    knowledge = Knowledge(faq.path, settings.company.language, faq.max_wrong)
    context = DeskContext.of(settings, knowledge, LIMITS)
    database = Database(settings.storage.url)
    try:
        with database.transaction() as session:
            uow = UnitOfWork(context, session, SystemClock().now())
            forget(uow, session.get_one(Customer, customer_id))
            write_out(uow)
        asyncio.run(_empty_log(database))
    finally:
        database.close()


async def _empty_log(database: Database) -> None:
    """Wait for programs that read what is in the log. Raises CommandError when they do so for too long."""
    for _ in range(LOG_TRIES):
        if await database.empty_log():
            return
        await asyncio.sleep(LOG_SECONDS)
    raise CommandError(
        f"{database.shown}: the words are erased, but still in the write-ahead log, since another program reads the "
        "database; they go when it has ended"
    )


def _console(settings: Settings) -> Console:
    return Console(settings.company.language, "customer")
