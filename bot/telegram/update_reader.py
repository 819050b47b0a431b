"""A kept update → an Arrival, once it is known whether its sender belongs to the staff."""

from telegram import Bot

from bot.arrival import Arrival
from bot.desk.transactions import Transactions
from bot.telegram.membership import Membership
from bot.telegram.parsing import parse
from bot.telegram.sanitizing import sanitized


class UpdateReader:
    def __init__(self, bot: Bot, transactions: Transactions) -> None:
        self._bot = bot
        self._membership = Membership(bot, transactions)

    async def read(self, payload: str) -> Arrival:
        """Parse the update, which is JSON as it was received.

        Raises TelegramError when Telegram can't be asked about the sender, OperationalError when the database can't be
        used; any other error means that the update can't be read.
        """
        return await self._membership.checked(parse(sanitized(payload), self._bot))
