"""A kept update → an Arrival, once it is known whether its sender belongs to the staff."""

from telegram import Bot
from telegram.error import TelegramError

from bot.arrival import Arrival
from bot.delivery.handling import Reader
from bot.desk.transactions import Transactions
from bot.telegram.errors import retry_after_seconds
from bot.telegram.membership import Membership
from bot.telegram.parsing import parse
from bot.telegram.sanitizing import sanitized


def reader_of(bot: Bot, transactions: Transactions) -> Reader:
    """How updates of Telegram are read."""
    membership = Membership(bot, transactions)

    async def read(payload: str) -> Arrival:
        """Parse the update, which is JSON as it was received.

        Raises TelegramError when Telegram can't be asked about the sender, OperationalError when the database can't be
        used; any other error means that the update can't be read.
        """
        return await membership.checked(parse(sanitized(payload), bot))

    return Reader(read, (TelegramError,), [retry_after_seconds])
