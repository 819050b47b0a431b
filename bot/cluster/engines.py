"""The inbox and the outbox, and what drives them: loops on one machine, the workers of Procrastinate on several."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.cluster.leader import Work, by_one
from bot.cluster.shared_queues import SharedInbox, SharedOutbox
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.delivery.rate_limiter import RateLimiter, RateLimits
from bot.desk.transactions import Transactions
from bot.routes import ROUTES, UNHANDLED
from bot.telegram.bot import DeskBot
from bot.telegram.membership import Membership
from bot.telegram.sender import Sender


@dataclass(frozen=True)
class Delivery:
    inbox: Inbox
    outbox: Outbox
    works: Sequence[Work]  # in the order in which to begin


def deliver_alone(bot: DeskBot, transactions: Transactions, limits: RateLimits) -> Delivery:
    outbox = Outbox(Sender(bot, transactions), transactions, RateLimiter(limits))
    inbox = Inbox(bot, transactions, ROUTES, UNHANDLED, Membership(bot, transactions))
    return Delivery(inbox, outbox, (outbox.run, inbox.run))


def deliver_with_others(bot: DeskBot, transactions: Transactions, limits: RateLimits) -> Delivery:
    from bot.cluster.stalled_jobs import tidy  # what they need comes with an extra
    from bot.cluster.workers import Workers

    database = transactions.database
    outbox = SharedOutbox(Sender(bot, transactions), transactions, limits)
    inbox = SharedInbox(bot, transactions, ROUTES, UNHANDLED, Membership(bot, transactions))
    workers = Workers(database.url, inbox, outbox)
    tidying = by_one(database, "tidying", partial(tidy, database))
    return Delivery(inbox, outbox, (workers.run, workers.look_for_lost, tidying))
