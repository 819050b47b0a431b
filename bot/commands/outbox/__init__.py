"""`nightdesk outbox [list | show | replay | drop]`: messages that can't be delivered, also while the desk runs."""

from argparse import ArgumentParser, _SubParsersAction
from datetime import datetime

from sqlmodel import Session

from bot.commands import dead_letters as command
from bot.commands.dead_letters import Box
from bot.commands.outbox.records import record, with_payload
from storage import undelivered
from storage.models import Json, OutboxRow


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    box = Box(
        name="outbox",
        help="what the bot has to say that Telegram has not taken: given up, or being tried again",
        what="a message",
        columns=("id", "state", "number", "customer", "kind", "tries", "since", "reason"),
        listed=_listed,
        found=_found,
        put_back=undelivered.replay,
        drop=undelivered.drop,
    )
    command.add(subcommands, box)


def _listed(session: Session, now: datetime, texts: bool) -> list[Json]:
    return [record(session, row, texts) for row in undelivered.listed(session)]


def _found(session: Session, row_id: int, now: datetime) -> Json | None:
    row = session.get(OutboxRow, row_id)
    return with_payload(session, row) if row else None
