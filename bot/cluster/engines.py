"""The inbox and the outbox, and what drives them: loops on one machine, the workers of Procrastinate on several."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from bot import routes
from bot.cluster.leader import Work, by_one
from bot.delivery.handling import UpdateHandler
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.delivery.rate_limiter import RateLimiter, RateLimits
from bot.desk.transactions import Transactions
from bot.runtime.wakeup import Wakeup
from bot.telegram.bot import DeskBot
from bot.telegram.sender import Sender
from bot.telegram.update_reader import reader_of
from storage.models import Json


class Wakeable(Protocol):
    wake: Wakeup


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Engines:
    """`keep` writes updates down; `works` run all the time, in the order in which to begin.

    `reload` is called when somebody has changed in the database when rows are due.
    """

    keep: Callable[[Sequence[Json]], Awaitable[None]]
    inbox: Wakeable
    outbox: Wakeable
    works: Sequence[Work]
    reload: Callable[[], None] = _nothing


def engines_alone(bot: DeskBot, transactions: Transactions, limits: RateLimits) -> Engines:
    """One machine with an SQLite database."""
    sender = Sender(bot, transactions)
    outbox = Outbox(sender.attempt, sender.prepare, transactions, RateLimiter(limits))
    inbox = Inbox(_handler(bot, transactions).handle, transactions)

    def reload() -> None:
        inbox.reload()
        outbox.reload()

    return Engines(inbox.keep, inbox, outbox, (outbox.run, inbox.run), reload)


def engines_shared(bot: DeskBot, transactions: Transactions, limits: RateLimits) -> Engines:
    """One of several machines with a PostgreSQL database."""
    from bot.cluster.shared_queues import SharedInbox, SharedOutbox  # what they need comes with an extra
    from bot.cluster.stalled_jobs import tidy
    from bot.cluster.workers import Workers

    database = transactions.database
    sender = Sender(bot, transactions)
    outbox = SharedOutbox(sender.attempt, sender.prepare, transactions, limits)
    inbox = SharedInbox(_handler(bot, transactions).attempt, transactions)
    workers = Workers(database.url, inbox, outbox)
    tidying = by_one(database, "tidying", partial(tidy, database))
    return Engines(inbox.keep, inbox, outbox, (workers.run, workers.look_for_lost, tidying))


def _handler(bot: DeskBot, transactions: Transactions) -> UpdateHandler:
    return UpdateHandler(transactions, reader_of(bot, transactions), routes.handle, routes.hand_over_unhandled)
