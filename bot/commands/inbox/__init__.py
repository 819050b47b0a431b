"""`nightdesk inbox [list | show | replay | drop]`: pending updates and dead letters, also while the desk runs."""

from argparse import ArgumentParser, _SubParsersAction
from datetime import datetime

from sqlmodel import Session

from bot.commands import dead_letters as command
from bot.commands.dead_letters import Box
from bot.commands.inbox.records import record, with_payload
from storage import dead_letters
from storage.models import InboxUpdate, Json


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    box = Box(
        name="inbox",
        help="what customers and colleagues wrote that has not been handled yet, or could not be",
        what="an update",
        columns=("update_id", "state", "age_seconds", "kind", "chat", "tries", "error"),
        listed=_listed,
        found=_found,
        put_back=dead_letters.put_back,
        drop=dead_letters.drop,
    )
    command.add(subcommands, box)


def _listed(session: Session, now: datetime, texts: bool) -> list[Json]:
    return [record(row, now, texts) for row in dead_letters.unhandled(session)]


def _found(session: Session, update_id: int, now: datetime) -> Json | None:
    row = session.get(InboxUpdate, update_id)
    return with_payload(row, now) if row else None
