"""Deduplication: finds out whether a message was sent although no response to the call arrived.

After a crash or a timeout a message may have been sent or not. The Bot API has no idempotency key, but message ids
ascend, so a message that was sent has a higher id than any that was known before the try. The ids after that one are
probed: setting the buttons that a message already has changes nothing, and the error says what the id is. "message is
not modified" means a message of this bot with these buttons; "not found" and "can't be edited" mean anything else.
Topics are probed in the same way, by their name.

The search finds every message as long as at most one new message is in flight to a chat (`OutboxQueue` ensures it) and
fewer than `FOREIGN_MESSAGES` messages that no update reported lie between the last known message and the sought one.
Beyond that, a message may be sent twice; it is never lost.
"""

from datetime import datetime

from telegram import Bot, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.desk.transactions import Transactions
from bot.telegram.errors import is_not_modified
from storage.known_messages import candidate_ids

FOREIGN_MESSAGES = 20  # ids probed beyond those of the bot's own unsettled messages


class Search:
    """Searches a chat for messages and topics that may have been made since a moment (aware, in UTC)."""

    def __init__(self, bot: Bot, transactions: Transactions) -> None:
        self._bot = bot
        self._transactions = transactions

    async def messages(
        self, chat_id: int, buttons: InlineKeyboardMarkup | None, since: datetime, count: int = 1
    ) -> list[int]:
        """Ids of up to `count` messages with these buttons that the bot sent and did not record, ascending.

        Raises TelegramError, except for BadRequest.
        """
        found: list[int] = []
        for message_id in await self._candidates(chat_id, since):
            if await self._is_ours(chat_id, message_id, buttons):
                found.append(message_id)
            if len(found) == count:
                break
        return found

    async def topic(self, chat_id: int, name: str, since: datetime) -> int | None:
        """The id of the unrecorded topic that is called `name`; None when there is none. Raises like `messages`."""
        for topic_id in await self._candidates(chat_id, since):
            if await self._is_topic(chat_id, topic_id, name):
                return topic_id
        return None

    async def _candidates(self, chat_id: int, since: datetime) -> list[int]:
        return await self._transactions.run(lambda uow: candidate_ids(uow.session, chat_id, since, FOREIGN_MESSAGES))

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
