"""Where the staff sit in Telegram: the group, a topic for each ticket, the card in it.

Each step is written down as soon as Telegram has done it, so that a crash repeats at most the last one.
"""

import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, delete, select
from telegram import Bot
from telegram.error import BadRequest

from bot.desk.ticket.card import card_post, topic_name
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.telegram import api_calls
from bot.telegram.api_calls import Place
from bot.telegram.deduplication import Search
from storage.models import Json, Memo, Posting, StaffThread, State, Ticket
from storage.tickets import card_of, said_elsewhere, thread_of

log = logging.getLogger(__name__)

HISTORY_ON_CARD = 8  # messages: a topic was deleted, and what was said there with it
# https://core.telegram.org/api/bots/ids
_SUPERGROUPS = range(-1_997_852_516_352, -1_000_000_000_000)
_MOVED_TO = "staff_chat_moved_to"
_MEMO = select(Memo.value).where(Memo.key == bindparam("key"))
_NO_TOPICS = ("not a forum", "not enough rights", "chat_not_forum")


def staff_chat(uow: UnitOfWork) -> int:
    """The group's id: the configured one, or the one it has had since it became a supergroup."""
    configured = uow.context.settings.staff.chat_id
    moved = uow.session.exec(_MEMO, params={"key": f"{_MOVED_TO}:{configured}"}).one_or_none()
    return int(moved) if moved else configured


def staff_chat_moved(uow: UnitOfWork, new_id: int) -> None:
    """Telegram gave the group another id; cards in the old one can't be changed any more.

    One that no group can have is not believed: the staff would hear of nothing any more.
    """
    if new_id in _SUPERGROUPS and staff_chat(uow) != new_id:
        uow.session.merge(Memo(key=f"{_MOVED_TO}:{uow.context.settings.staff.chat_id}", value=str(new_id)))
        uow.session.exec(delete(StaffThread))


def is_shown(uow: UnitOfWork, ticket_id: int) -> bool:
    """Whether the ticket has its place in the group, and its card."""
    chat_id = staff_chat(uow)
    thread = thread_of(uow.session, ticket_id)
    is_here = thread is not None and thread.chat_id == chat_id
    return is_here and card_of(uow.session, ticket_id, chat_id) is not None


@dataclass(frozen=True)
class Spot:
    """Where to write about a ticket; `was_ready` says that nothing had to be made for it."""

    place: Place
    was_ready: bool


@dataclass(frozen=True)
class _Wanted:
    """How a ticket should look to the staff, and how it looks."""

    ticket_id: int
    chat_id: int
    topics: bool
    name: str
    is_closed: bool
    card: Json
    thread: StaffThread | None
    posting: Posting | None


class StaffGroupChat:
    """Shows tickets to the staff. `doubted_since`: what is missing may have been made since then, only unnoticed."""

    def __init__(self, bot: Bot, transactions: Transactions, search: Search) -> None:
        self._bot = bot
        self._transactions = transactions
        self._search = search

    async def spot_of(self, ticket_id: int, silent: bool, doubted_since: datetime | None) -> Spot:
        """Where to write about the ticket; its topic and its card are made when they are missing."""
        wanted = await self._wanted(ticket_id)
        thread = wanted.thread or await self._make_thread(wanted, doubted_since)
        posting = wanted.posting or await self._make_card(wanted, thread, silent, doubted_since)
        place = Place(thread.chat_id, thread.topic_id, None if thread.topic_id else posting.telegram_id)
        return Spot(place, was_ready=bool(wanted.thread and wanted.posting))

    async def show_card(self, ticket_id: int, silent: bool, doubted_since: datetime | None) -> None:
        """Make the card, and the name and state of the topic, say how things are."""
        wanted = await self._wanted(ticket_id)
        if wanted.is_closed and not (wanted.thread and wanted.posting):
            return  # nobody misses it
        thread = wanted.thread or await self._make_thread(wanted, doubted_since)
        if wanted.posting:
            await self._edit_card(wanted, wanted.posting)
        else:
            await self._make_card(wanted, thread, silent, doubted_since)
        if thread.topic_id:
            await self._name_topic(wanted, thread, thread.topic_id)

    async def forget_thread(self, ticket_id: int) -> None:
        """The topic is gone: the next message makes it anew, with a new card."""

        def forget(uow: UnitOfWork) -> None:
            uow.session.exec(delete(StaffThread).where(col(StaffThread.ticket_id) == ticket_id))
            _forget_cards(uow, ticket_id)

        await self._transactions.run(forget)

    async def forget_card(self, ticket_id: int) -> None:
        await self._transactions.run(lambda uow: _forget_cards(uow, ticket_id))

    async def open_topic(self, ticket_id: int) -> None:
        """The topic was closed: open it, there is something to say. Where that is not allowed, leave it."""
        thread = await self._transactions.run(lambda uow: thread_of(uow.session, ticket_id))
        if thread is None or thread.topic_id is None:
            return
        if await self._succeeds(self._bot.reopen_forum_topic(thread.chat_id, thread.topic_id)):
            await self._note_topic(ticket_id, thread.name, is_closed=False)
        else:
            await self.forget_thread(ticket_id)

    async def _wanted(self, ticket_id: int) -> _Wanted:
        return await self._transactions.run(lambda uow: _look(uow, ticket_id))

    async def _make_thread(self, wanted: _Wanted, doubted_since: datetime | None) -> StaffThread:
        topic_id = await self._make_topic(wanted, doubted_since) if wanted.topics else None
        thread = StaffThread(ticket_id=wanted.ticket_id, chat_id=wanted.chat_id, topic_id=topic_id, name=wanted.name)
        return await self._transactions.run_with_retry(lambda uow: uow.session.merge(thread))

    async def _make_topic(self, wanted: _Wanted, doubted_since: datetime | None) -> int | None:
        """None when the group has no topics or the bot may not make them: the card goes to the main chat then.

        To make a topic twice makes two of them, so one that may have been made is looked for first.
        """
        if doubted_since and (made := await self._search.topic(wanted.chat_id, wanted.name, doubted_since)):
            return made
        try:
            topic = await self._bot.create_forum_topic(wanted.chat_id, wanted.name)
        except BadRequest as refusal:
            if not any(reason in refusal.message.lower() for reason in _NO_TOPICS):
                raise
            log.warning("No topic could be made (%s); tickets go to the main chat as cards", refusal.message)
            return None
        return topic.message_thread_id

    async def _make_card(
        self, wanted: _Wanted, thread: StaffThread, silent: bool, doubted_since: datetime | None
    ) -> Posting:
        """Before its topic was there no card could be sent."""
        since = doubted_since if wanted.thread else None
        buttons = api_calls.keyboard(wanted.card)
        found = await self._search.messages(wanted.chat_id, buttons, since) if since else []
        place = Place(wanted.chat_id, thread.topic_id)
        sent = found[0] if found else await api_calls.send(self._bot, place, wanted.card, silent)

        def note(uow: UnitOfWork) -> Posting:
            card = Posting(
                chat_id=wanted.chat_id,
                telegram_id=sent,
                role="card",
                ticket_id=wanted.ticket_id,
                posted_at=uow.now,
            )
            uow.session.add(card)
            return card

        return await self._transactions.run_with_retry(note)

    async def _edit_card(self, wanted: _Wanted, posting: Posting) -> None:
        try:
            await api_calls.edit(self._bot, posting.chat_id, posting.telegram_id, wanted.card)
        except BadRequest as refusal:
            if "message is not modified" not in refusal.message.lower():
                raise

    async def _name_topic(self, wanted: _Wanted, thread: StaffThread, topic_id: int) -> None:
        name = thread.name
        if name != wanted.name and await self._succeeds(
            self._bot.edit_forum_topic(thread.chat_id, topic_id, name=wanted.name)
        ):
            name = wanted.name
            await self._note_topic(wanted.ticket_id, name, thread.is_closed)
        if thread.is_closed != wanted.is_closed:
            change = self._bot.close_forum_topic if wanted.is_closed else self._bot.reopen_forum_topic
            if await self._succeeds(change(thread.chat_id, topic_id)):
                await self._note_topic(wanted.ticket_id, name, wanted.is_closed)

    async def _succeeds(self, change: Awaitable[bool]) -> bool:
        """A topic that is as it should be already is as good as changed; False when the bot may not change it."""
        try:
            return await change
        except BadRequest as refusal:
            if "not enough rights" in refusal.message.lower():
                log.warning("A topic stays as it is: %s", refusal.message)
                return False
            if "topic_not_modified" not in refusal.message.lower():
                raise
            return True

    async def _note_topic(self, ticket_id: int, name: str, is_closed: bool) -> None:
        def note(uow: UnitOfWork) -> None:
            thread = thread_of(uow.session, ticket_id)
            if thread:
                thread.name, thread.is_closed = name, is_closed

        await self._transactions.run_with_retry(note)


def _look(uow: UnitOfWork, ticket_id: int) -> _Wanted:
    ticket = uow.session.get_one(Ticket, ticket_id)
    chat_id = staff_chat(uow)
    thread = thread_of(uow.session, ticket_id)
    card = card_of(uow.session, ticket_id, chat_id)
    history = said_elsewhere(uow.session, ticket, card.posted_at if card else uow.now, HISTORY_ON_CARD)
    return _Wanted(
        ticket_id=ticket_id,
        chat_id=chat_id,
        topics=uow.context.settings.staff.topics,
        name=topic_name(uow, ticket),
        is_closed=ticket.state == State.CLOSED,
        card=card_post(uow, ticket, history).content(),
        thread=thread if thread and thread.chat_id == chat_id else None,
        posting=card,
    )


def _forget_cards(uow: UnitOfWork, ticket_id: int) -> None:
    uow.session.exec(delete(Posting).where(col(Posting.ticket_id) == ticket_id, col(Posting.role) == "card"))
