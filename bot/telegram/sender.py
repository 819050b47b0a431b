"""What each action of the outbox does in Telegram."""

from collections.abc import Awaitable, Callable, Mapping

from telegram import Bot, InlineKeyboardMarkup, ReactionTypeEmoji
from telegram.constants import ChatAction, ReactionEmoji

from bot.delivery.selection import Errand
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.telegram import api_calls
from bot.telegram.api_calls import Place
from bot.telegram.deduplication import Search
from bot.telegram.staff_group import Spot, StaffGroupChat, is_shown, staff_chat
from storage.models import Customer, Json, Message, OutboxRow, Posting
from storage.tickets import postings_of

DELIVERED_MARK = ReactionEmoji.OK_HAND_SIGN


def errand_of(uow: UnitOfWork, row: OutboxRow) -> Errand:
    """Read the row in the light of how things are now."""
    if row.customer_id is not None:
        chat_id = int(uow.session.get_one(Customer, row.customer_id).address)
    else:
        chat_id = int(row.content.get("chat_id") or staff_chat(uow))
    return Errand(row, chat_id, _new_messages(uow, row))


def _new_messages(uow: UnitOfWork, row: OutboxRow) -> int:
    """How many messages the row puts into its chat; to what is said about a ticket belongs a card that is missing."""
    is_about_ticket = row.customer_id is None and row.ticket_id is not None
    missing = int(is_about_ticket and not is_shown(uow, _ticket(row)))
    match row.action:
        case "card":
            return missing
        case "say":
            return 1 + missing
        case "album":
            return len(row.content["parts"]) + missing
    return 0


class Sender:
    def __init__(self, bot: Bot, transactions: Transactions) -> None:
        self._bot = bot
        self._transactions = transactions
        self._search = Search(bot, transactions)
        self.staff = StaffGroupChat(bot, transactions, self._search)
        self._actions: Mapping[str, Callable[[OutboxRow, int], Awaitable[list[Posting]]]] = {
            "say": self._say,
            "album": self._album,
            "card": self._card,
            "edit": self._edit,
            "rewrite": self._rewrite,
            "set_buttons": self._set_buttons,
            "answer_press": self._answer_press,
            "typing": self._type,
            "mark_delivered": self._mark_delivered,
        }

    async def send(self, row: OutboxRow, chat_id: int) -> list[Posting]:
        """Do what the row says, unless it turns out to be done; returns the messages that stand in Telegram now."""
        return await self._actions[row.action](row, chat_id)

    async def _say(self, row: OutboxRow, chat_id: int) -> list[Posting]:
        spot = await self._spot(row, chat_id)
        sent = await self._sent_already(row, spot, api_calls.keyboard(row.content), 1)
        message_id = sent[0] if sent else await api_calls.send(self._bot, spot.place, row.content, row.silent)
        return [self._posting(row, spot.place, message_id, row.message_id)]

    async def _album(self, row: OutboxRow, chat_id: int) -> list[Posting]:
        """Telegram takes an album whole or not at all, but what stands there already may be a part of this one."""
        spot = await self._spot(row, chat_id)
        parts = row.content["parts"]
        sent = await self._sent_already(row, spot, None, len(parts))
        rest = await api_calls.send_album(self._bot, spot.place, parts[len(sent) :], row.silent)
        pairs = zip([*sent, *rest], parts, strict=True)
        return [self._posting(row, spot.place, one, part["message_id"]) for one, part in pairs]

    async def _sent_already(
        self, row: OutboxRow, spot: Spot, buttons: InlineKeyboardMarkup | None, count: int
    ) -> list[int]:
        """What stands there since an earlier try; nothing could go out before its topic and card were there."""
        if row.doubted_since is None or not spot.was_ready:
            return []
        return await self._search.messages(spot.place.chat_id, buttons, row.doubted_since, count)

    async def _card(self, row: OutboxRow, _chat_id: int) -> list[Posting]:
        await self.staff.show_card(_ticket(row), row.silent, row.doubted_since)
        return []

    async def _edit(self, row: OutboxRow, _chat_id: int) -> list[Posting]:
        """Change the copy of a colleague's message that the customer has."""

        def find(uow: UnitOfWork) -> tuple[Posting | None, bool]:
            message = uow.session.get(Message, row.message_id)
            copies = postings_of(uow.session, row.message_id or 0)
            return (copies[-1] if copies else None), message is not None and message.attachment is not None

        copy, has_media = await self._transactions.run(find)
        if copy:
            await api_calls.edit(self._bot, copy.chat_id, copy.telegram_id, row.content, has_media)
        return []

    async def _rewrite(self, row: OutboxRow, _chat_id: int) -> list[Posting]:
        await api_calls.edit(self._bot, row.content["chat_id"], row.content["telegram_id"], row.content)
        return []

    async def _set_buttons(self, row: OutboxRow, _chat_id: int) -> list[Posting]:
        await self._bot.edit_message_reply_markup(
            chat_id=row.content["chat_id"],
            message_id=row.content["telegram_id"],
            reply_markup=api_calls.keyboard(row.content),
        )
        return []

    async def _answer_press(self, row: OutboxRow, _chat_id: int) -> list[Posting]:
        said: Json = row.content
        await self._bot.answer_callback_query(said["press_id"], said["text"] or None, show_alert=said["is_alert"])
        return []

    async def _type(self, _row: OutboxRow, chat_id: int) -> list[Posting]:
        await self._bot.send_chat_action(chat_id, ChatAction.TYPING)
        return []

    async def _mark_delivered(self, row: OutboxRow, _chat_id: int) -> list[Posting]:
        mark = ReactionTypeEmoji(DELIVERED_MARK)
        await self._bot.set_message_reaction(row.content["chat_id"], row.content["telegram_id"], mark)
        return []

    async def _spot(self, row: OutboxRow, chat_id: int) -> Spot:
        reply_to = row.content.get("reply_to")
        if row.customer_id is not None or row.ticket_id is None:
            return Spot(Place(chat_id, row.content.get("topic_id"), reply_to), was_ready=True)
        spot = await self.staff.spot_of(row.ticket_id, row.silent, row.doubted_since)
        place = spot.place
        return Spot(Place(place.chat_id, place.topic_id, reply_to or place.reply_to), spot.was_ready)

    def _posting(self, row: OutboxRow, place: Place, telegram_id: int, message_id: int | None) -> Posting:
        return Posting(
            chat_id=place.chat_id,
            telegram_id=telegram_id,
            role=row.content["role"],
            ticket_id=row.ticket_id,
            message_id=message_id,
            outbox_id=row.id,
            posted_at=self._transactions.clock.now(),
        )


def _ticket(row: OutboxRow) -> int:
    if row.ticket_id is None:
        raise ValueError(f"row {row.id} of the outbox is about no ticket")
    return row.ticket_id
