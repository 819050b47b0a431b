"""Was it sent? After a crash, or when an answer got lost, Telegram is asked before anything is sent again.

The Bot API has no idempotency key, but ids of messages ascend: what may have been sent has an id after the newest one
that was known before the try. To set the buttons that a message already has changes nothing and tells what stands under
an id: "message is not modified" is said of a message of the bot, "not found" or "can't be edited" of anything else. The
same holds for the name of a topic.

This is exact as long as at most one new message of ours is on its way to a chat (`OutboxQueue` sees to that) and fewer
than `OF_OTHERS` messages that no update told of came between the last known one and ours. Beyond that a message may be
sent twice; it is never lost.
"""

from datetime import datetime

from telegram import Bot, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.desk.transactions import Transactions
from bot.telegram.errors import is_not_modified
from storage.known_messages import unclaimed_ids

OF_OTHERS = 20


class Search:
    """Looks for what may have been sent to a chat since a moment."""

    def __init__(self, bot: Bot, transactions: Transactions) -> None:
        self._bot = bot
        self._transactions = transactions

    async def messages(
        self, chat_id: int, buttons: InlineKeyboardMarkup | None, since: datetime, count: int = 1
    ) -> list[int]:
        """Ids of the up to `count` messages of ours that we don't know of. Raises TelegramError but for BadRequest."""
        found: list[int] = []
        for message_id in await self._candidates(chat_id, since):
            if await self._is_ours(chat_id, message_id, buttons):
                found.append(message_id)
            if len(found) == count:
                break
        return found

    async def topic(self, chat_id: int, name: str, since: datetime) -> int | None:
        """The topic that was made for us, if it was; it is called `name` then."""
        for topic_id in await self._candidates(chat_id, since):
            if await self._is_topic(chat_id, topic_id, name):
                return topic_id
        return None

    async def _candidates(self, chat_id: int, since: datetime) -> list[int]:
        return await self._transactions.run(lambda uow: unclaimed_ids(uow.session, chat_id, since, OF_OTHERS))

    async def _is_ours(self, chat_id: int, message_id: int, buttons: InlineKeyboardMarkup | None) -> bool:
        try:
            await self._bot.edit_message_reply_markup(chat_id=chat_id, message_id=message_id, reply_markup=buttons)
        except BadRequest as refusal:
            return is_not_modified(refusal)
        return True

    async def _is_topic(self, chat_id: int, topic_id: int, name: str) -> bool:
        try:
            await self._bot.edit_forum_topic(chat_id, topic_id, name=name)
        except BadRequest as refusal:
            return is_not_modified(refusal)
        return True
