"""Sends outbox rows through Telegram: `attempt` tries one row and returns the outcome."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from sqlalchemy.exc import DBAPIError, OperationalError
from telegram import Bot, ReactionTypeEmoji
from telegram.constants import ChatAction, ReactionEmoji
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.delivery.outcomes import (
    CardGone,
    FileRefused,
    GiveUp,
    GroupMoved,
    NotEditable,
    Outcome,
    PostedMessage,
    Repair,
    Retry,
    Sent,
    TopicGone,
)
from bot.desk.payloads import (
    Album,
    AlbumPart,
    Buttons,
    ButtonsChange,
    CopyEdit,
    DeliveryMark,
    MessageRemoval,
    MessageRewrite,
    Outgoing,
    PressAnswer,
    TextMessage,
    TicketCard,
    TypingSign,
    messages_in,
)
from bot.desk.refusals import can_go_without_file, note_without_file
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.runtime.backoff import retry_delay
from bot.telegram import api_calls
from bot.telegram.answer_files import AnswerFiles, Posted, UnusableFileError
from bot.telegram.api_calls import Place
from bot.telegram.deduplication import Search
from bot.telegram.errors import (
    TRIES,
    Failure,
    failure_of,
    is_about_content,
    is_about_message,
    is_not_modified,
    is_uneditable,
    may_have_arrived,
    retry_after_seconds,
)
from bot.telegram.staff_group import StaffGroupChat, TicketPlace, prepared_of
from bot.wording import Rich
from storage.errors import FencedError
from storage.models import Message, Ticket
from storage.tickets import place_of_answer, postings_of

log = logging.getLogger(__name__)

DELIVERED_MARK = ReactionEmoji.OK_HAND_SIGN
INTERNAL_MARK = ReactionEmoji.WRITING_HAND
RECEIVED_MARK = ReactionEmoji.EYES


class Sender:
    def __init__(self, bot: Bot, transactions: Transactions) -> None:
        self._bot = bot
        self._transactions = transactions
        self._search = Search(bot, transactions)
        self._files = AnswerFiles(int(bot.token.partition(":")[0]), transactions)
        self._staff = StaffGroupChat(bot, transactions, self._search)

    def prepare(self, uow: UnitOfWork, row: Outgoing) -> Outgoing:
        """Read how the row's ticket should look and where to post. Raises only database errors."""
        if row.customer_id is not None or row.ticket_id is None:
            return row
        try:
            return replace(row, prepared=prepared_of(uow, row))
        except DBAPIError:
            raise
        except Exception:  # a bug here must not keep the row from being claimed
            log.exception("Outbox row %s can't be prepared", row.id)
            return row

    async def attempt(self, row: Outgoing) -> Outcome:
        """Send the row, unless the search shows that it was sent. Raises FencedError, and no other Exception."""
        try:
            return await self._send(row)
        except TelegramError as error:
            return await self._outcome_of(row, error)
        except UnusableFileError as error:
            log.warning("The file of outbox row %s can't be sent: %s", row.id, error)
            return Repair(FileRefused(), 0.0, str(error))
        except OperationalError as error:
            return Retry(retry_delay(1), str(error), is_try=False, maybe_sent=True)
        except FencedError:
            raise
        except Exception as error:  # a bug or a broken row must not stop the outbox
            log.exception("Outbox row %s failed", row.id)
            if row.attempts >= TRIES - 1:
                return GiveUp(repr(error))
            return Retry(retry_delay(row.attempts + 1), repr(error), maybe_sent=True)

    async def _outcome_of(self, row: Outgoing, error: TelegramError) -> Outcome:
        """The outcome that Telegram's error means for the row."""
        failure = failure_of(error, row)
        match failure:
            case Failure.NOTHING_LEFT_TO_DO:
                return Sent()
            case Failure.WAIT | Failure.NO_WRITE_ACCESS:
                asked = retry_after_seconds(error)
                seconds = retry_delay(row.attempts + 1) if asked is None else asked
                log.warning("Chat %s is paused for %s s: %s", row.chat_id, seconds, error.message)
                return Retry(seconds, error.message, is_try=asked is None, pauses_chat=True)
            case Failure.REFUSED if _may_go_without_file(row, error):
                log.warning("Outbox row %s is sent without its file: %s", row.id, error.message)
                return Repair(FileRefused(), 0.0, error.message)
            case Failure.UNREACHABLE | Failure.REFUSED:
                log.warning("Outbox row %s can't be delivered: %s", row.id, error.message)
                return GiveUp(error.message, is_blocked=failure is Failure.UNREACHABLE)
            case Failure.TEMPORARY:
                log.warning("Outbox row %s is retried: %s", row.id, error.message)
                maybe_sent = messages_in(row.payload) > 0 and may_have_arrived(error)
                return Retry(retry_delay(row.attempts + 1), error.message, maybe_sent=maybe_sent)
        return await self._repair(row, failure, error)

    async def _repair(self, row: Outgoing, failure: Failure, error: TelegramError) -> Outcome:
        """A failure that can be repaired (topic, card or group gone); the row is sent again afterwards."""
        seconds = retry_delay(row.attempts)
        if isinstance(error, ChatMigrated):
            return Repair(GroupMoved(error.new_chat_id), seconds, error.message)
        if failure is not Failure.TOPIC_CLOSED:
            gone = CardGone() if failure is Failure.CARD_GONE else TopicGone()
            return Repair(gone, seconds, error.message)
        try:
            return Repair(await self._staff.reopen_topic(row.ticket), seconds, error.message)
        except TelegramError as another:
            return Retry(retry_delay(row.attempts + 1, another, [retry_after_seconds]), another.message)

    async def _send(self, row: Outgoing) -> Sent | NotEditable:
        match row.payload:
            case TextMessage() as message:
                return await self._send_text(row, message)
            case Album() as album:
                return await self._send_album(row, album)
            case TicketCard():
                return await self._staff.show_card(row)
            case CopyEdit() as change:
                return await self._edit_copy(row, change)
            case MessageRewrite() as change:
                await api_calls.edit(self._bot, change.chat_id, change.telegram_id, change)
            case ButtonsChange(chat_id=chat_id, telegram_id=telegram_id, buttons=buttons):
                await self._bot.edit_message_reply_markup(
                    chat_id=chat_id, message_id=telegram_id, reply_markup=api_calls.keyboard(buttons)
                )
            case PressAnswer(press_id=press_id, text=text, is_alert=is_alert):
                await self._bot.answer_callback_query(press_id, text or None, show_alert=is_alert)
            case TypingSign():
                await self._bot.send_chat_action(row.chat_id, ChatAction.TYPING)
            case DeliveryMark(chat_id=chat_id, telegram_id=telegram_id, is_internal=is_internal):
                mark = INTERNAL_MARK if is_internal else DELIVERED_MARK
                await self._bot.set_message_reaction(chat_id, telegram_id, ReactionTypeEmoji(mark))
            case MessageRemoval(chat_id=chat_id, telegram_id=telegram_id):
                await self._bot.delete_message(chat_id, telegram_id)
            case unknown:
                assert_never(unknown)
        return Sent()

    async def _send_text(self, row: Outgoing, message: TextMessage) -> Sent:
        if message.replaces is not None and await self._replaced(row, message.replaces, message):
            return Sent()
        if message.reacts_to is not None and await self._reacted(row.chat_id, message.reacts_to):
            return Sent()
        spot = await self._spot(row, message.topic_id, await self._reply_target(row, message))
        sent = await self._sent_already(row, spot, message.buttons, 1)
        posted = Posted(sent[0]) if sent else await self._post(spot.place, message, row.silent)
        return Sent(
            [PostedMessage(spot.place.chat_id, posted.telegram_id, row.message_id)],
            unexpected=_unexpected(spot),
            upload=posted.upload,
            is_in_words=posted.is_in_words,
        )

    async def _replaced(self, row: Outgoing, telegram_id: int, message: TextMessage) -> bool:
        """Show the message in place of the one with that id; False when that is gone. Safe to repeat."""
        try:
            await api_calls.edit(self._bot, row.chat_id, telegram_id, message)
        except BadRequest as refusal:
            if is_not_modified(refusal):
                return True
            if not is_uneditable(refusal):
                raise
            log.warning("A new message is sent, the one to replace is gone: %s", refusal.message)
            return False
        return True

    async def _reacted(self, chat_id: int, telegram_id: int) -> bool:
        """React to a customer's message as a sign that it was received; False where that is not allowed."""
        try:
            await self._bot.set_message_reaction(chat_id, telegram_id, ReactionTypeEmoji(RECEIVED_MARK))
        except BadRequest as refusal:
            log.warning("No reaction is allowed, a line is sent: %s", refusal.message)
            return False
        return True

    async def _reply_target(self, row: Outgoing, message: TextMessage) -> int | None:
        """The id of the message that it is a reply to: given, or where the answer in question stands."""
        question_id = message.answered_in
        if question_id is None:
            return message.reply_to
        return await self._transactions.run(lambda uow: place_of_answer(uow.session, row.chat_id, question_id))

    async def _post(self, place: Place, message: TextMessage, silent: bool) -> Posted:
        """Send the message; where Telegram refuses to copy its attachment, send at once what stands for it."""
        if message.attachment and "path" in message.attachment:
            return await self._files.send(
                message.attachment, lambda file: api_calls.send_file(self._bot, place, message, silent, file)
            )
        try:
            return Posted(await api_calls.send(self._bot, place, message, silent))
        except BadRequest as refusal:
            if not message.instead or not is_about_message(refusal):
                raise
            log.warning("A message can't be copied, its words are sent: %s", refusal.message)
        return Posted(await api_calls.send(self._bot, place, message.in_words(), silent), is_in_words=True)

    async def _send_album(self, row: Outgoing, album: Album) -> Sent:
        """Send the parts that no earlier try has sent: as one album, or one by one where Telegram takes no album."""
        spot, parts = await self._spot(row, reply_to=album.reply_to), album.parts
        sent = await self._sent_already(row, spot, (), len(parts))
        left, refused = parts[len(sent) :], dict[int, str]()
        rest = await self._as_album(row, spot.place, left)
        if rest is None:
            rest = [await self._send_part(row, spot.place, part, refused) for part in left]
        pairs = zip([*sent, *rest], parts, strict=True)
        messages = [PostedMessage(spot.place.chat_id, one, part.message_id) for one, part in pairs]
        return Sent(messages, unexpected=_unexpected(spot), without_file=refused)

    async def _as_album(self, row: Outgoing, place: Place, parts: Sequence[AlbumPart]) -> list[int] | None:
        """The ids of the album's messages; None when they can't form one, or Telegram refuses one of the files."""
        if not api_calls.can_form_album(parts):
            return None
        try:
            return await api_calls.send_album(self._bot, place, parts, row.silent)
        except TelegramError as error:
            if not is_about_content(error):
                raise
            log.warning("The album of outbox row %s is sent one by one: %s", row.id, error.message)
            return None

    async def _send_part(self, row: Outgoing, place: Place, part: AlbumPart, refused: dict[int, str]) -> int:
        """Send a part of an album by itself; without its file when Telegram refuses that, as is noted in `refused`."""
        try:
            return await api_calls.send(self._bot, place, part, row.silent)
        except TelegramError as error:
            if not (can_go_without_file(part) and is_about_content(error)):
                raise
            refused[part.message_id] = error.message
        words = await self._transactions.run(lambda uow: _words_of_part(uow, row, part, refused[part.message_id]))
        bare = replace(part, text=words.text, entities=words.entities, attachment=None)
        return await api_calls.send(self._bot, place, bare, row.silent)

    async def _sent_already(self, row: Outgoing, spot: TicketPlace, buttons: Buttons, count: int) -> list[int]:
        """Ids of messages that an earlier try has sent; none if the topic and card did not exist before."""
        if row.maybe_sent_since is None or not spot.was_ready:
            return []
        keyboard = api_calls.keyboard(buttons)
        return await self._search.messages(spot.place.chat_id, keyboard, row.maybe_sent_since, count)

    async def _edit_copy(self, row: Outgoing, change: CopyEdit) -> Sent | NotEditable:
        """Edit the customer's copy of a colleague's message."""

        def find(uow: UnitOfWork) -> tuple[int, int] | None:
            copies = postings_of(uow.session, row.message_id or 0)
            return (copies[-1].chat_id, copies[-1].telegram_id) if copies else None

        copy = await self._transactions.run(find)
        if copy is None:
            return NotEditable("it was not delivered")
        try:
            await api_calls.edit_copy(self._bot, *copy, change)
        except BadRequest as refusal:
            if is_not_modified(refusal) or not is_about_message(refusal):
                raise
            log.warning("An edit is sent as a new message: %s", refusal.message)
            return NotEditable(refusal.message)
        return Sent()

    async def _spot(self, row: Outgoing, topic_id: int | None = None, reply_to: int | None = None) -> TicketPlace:
        if row.customer_id is not None or row.ticket_id is None:
            return TicketPlace(Place(row.chat_id, topic_id, reply_to), was_ready=True)
        spot = await self._staff.place_of_ticket(row)
        place = spot.place
        return TicketPlace(Place(place.chat_id, place.topic_id, reply_to or place.reply_to), spot.was_ready)


def _may_go_without_file(row: Outgoing, error: TelegramError) -> bool:
    """Whether the row's file may be why Telegram refuses it."""
    return isinstance(row.payload, TextMessage) and can_go_without_file(row.payload) and is_about_content(error)


def _words_of_part(uow: UnitOfWork, row: Outgoing, part: AlbumPart, said: str) -> Rich:
    """The words of a part of an album, and a line in place of its file."""
    words = Rich(part.text, part.entities)
    message, ticket = uow.session.get(Message, part.message_id), uow.session.get(Ticket, row.ticket_id)
    if message is None or ticket is None:
        return words
    note = note_without_file(uow, ticket, message, said, for_customer=row.customer_id is not None)
    return words + Rich("\n") + note if words.text else note


def _unexpected(spot: TicketPlace) -> int:
    """How many messages went to the group before the row's own: the ticket's card, and its topic if it has one."""
    if spot.was_ready:
        return 0
    return 2 if spot.place.topic_id else 1
