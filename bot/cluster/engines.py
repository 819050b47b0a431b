"""Builds the inbox and the outbox: loops over SQLite on one machine, Procrastinate workers on several machines."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from bot import routes
from bot.cluster.leader import Work
from bot.delivery.handling import UpdateHandler
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.delivery.rate_limiter import RateLimiter, RateLimits
from bot.delivery.read_ahead import Foresight
from bot.desk.transactions import Transactions
from bot.runtime.wakeup import Wakeup
from bot.telegram.bot import DeskBot
from bot.telegram.notices import is_own_notice
from bot.telegram.sender import Sender
from bot.telegram.update_reader import reader_of
from storage.models import Json


class Wakeable(Protocol):
    wakeup: Wakeup


@dataclass(frozen=True)
class Engines:
    """`keep` commits raw updates to the inbox. `works` run until cancelled; start them in this order.

    Call `reload` after due times were changed directly in the database.
    """

    keep: Callable[[Sequence[Json]], Awaitable[None]]
    inbox: Wakeable
    outbox: Wakeable
    works: Sequence[Work]
    reload: Callable[[], None]


def engines_alone(bot: DeskBot, transactions: Transactions, limits: RateLimits) -> Engines:
    """One machine with an SQLite database."""
    sender = Sender(bot, transactions)
    outbox = Outbox(sender.attempt, sender.prepare, transactions, RateLimiter(limits))
    inbox = Inbox(_handler(bot, transactions).handle, transactions, partial(is_own_notice, bot))

    def reload() -> None:
        inbox.reload()
        outbox.reload()

    return Engines(inbox.keep, inbox, outbox, (outbox.run, inbox.run), reload)


def engines_shared(
    bot: DeskBot, transactions: Transactions, limits: RateLimits, is_able: Callable[[], bool]
) -> Engines:
    """One of several machines with a PostgreSQL database; while `is_able` is False the others do its work."""
    from bot.cluster.shared_queues import SharedInbox, SharedOutbox  # they need the extra `postgres`
    from bot.cluster.stalled_jobs import recover_jobs
    from bot.cluster.workers import Workers

    database = transactions.database
    sender = Sender(bot, transactions)
    outbox = SharedOutbox(sender.attempt, sender.prepare, transactions, limits)
    inbox = SharedInbox(_handler(bot, transactions).attempt, transactions, partial(is_own_notice, bot))
    workers = Workers(database.url, inbox, outbox, is_able)
    works = workers.run, workers.retry_lost_jobs, partial(recover_jobs, database)
    return Engines(inbox.keep, inbox, outbox, works, _nothing_to_reload)


def _nothing_to_reload() -> None:
    """Workers read due times from the database each time: none are kept in memory."""


def _handler(bot: DeskBot, transactions: Transactions) -> UpdateHandler:
    foresight = Foresight(routes.likely_readings, routes.look)
    reader = reader_of(bot, transactions)
    return UpdateHandler(transactions, reader, routes.handle, routes.hand_over_unhandled, foresight)
