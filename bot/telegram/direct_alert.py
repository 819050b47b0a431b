"""Messages to the staff that bypass the outbox, for when the database can't be used."""

import asyncio
import logging

from sqlalchemy.exc import OperationalError
from telegram import Bot
from telegram.error import ChatMigrated, TelegramError

from bot.desk.notifications import Notification
from bot.desk.outbox import Post
from bot.desk.staff_chat import staff_chat
from bot.desk.transactions import Transactions
from bot.telegram import api_calls
from bot.telegram.api_calls import Place

log = logging.getLogger(__name__)


class DirectAlert:
    """Knows the staff's group without asking the database."""

    def __init__(self, bot: Bot, transactions: Transactions) -> None:
        self._bot = bot
        self._transactions = transactions
        self._chat_id = transactions.context.settings.staff.chat_id

    async def learn_chat(self) -> None:
        """The group may have moved since it was configured, which can't be looked up later."""
        try:
            self._chat_id = await self._transactions.run(staff_chat)
        except OperationalError:
            return

    async def say(self, template: str, **values: object) -> None:
        """Try once, and once more if the group has moved meanwhile. Raises TelegramError."""
        context, now = self._transactions.context, self._transactions.clock.now()
        rich = context.wording.say(context.settings.company.language, template, now, **values)
        message = Post(rich).message(Notification.DATABASE_WORKS)
        try:
            await api_calls.send(self._bot, Place(self._chat_id), message, silent=False)
        except ChatMigrated as moved:
            self._chat_id = moved.new_chat_id
            await api_calls.send(self._bot, Place(self._chat_id), message, silent=False)

    async def say_within(self, seconds: float, template: str, **values: object) -> None:
        """The same, but a failure is only logged: there is no time to try again."""
        try:
            async with asyncio.timeout(seconds):
                await self.say(template, **values)
        except (TelegramError, TimeoutError) as error:
            log.warning("The staff can't be told: %s", type(error).__name__)
