"""Tickets in the staff group: a topic for each, and the card in it.

A new topic is recorded together with its card, in the transaction that settles the row: one commit less for each
ticket. When the card can't be posted, the topic is recorded at once. After a crash in between both are searched for by
what Telegram has of them. Everything else is committed as soon as Telegram has done it.
"""

import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime

from telegram import Bot
from telegram.error import BadRequest

from bot.delivery.outcomes import NewThread, PostedMessage, Sent, TopicGone, TopicReopened
from bot.delivery.settling import note_thread
from bot.desk.notifications import Notification
from bot.desk.payloads import Album, Outgoing, TextMessage, TicketCard, kind_of
from bot.desk.staff_chat import note_topic, staff_chat
from bot.desk.ticket.card import card_post, topic_name
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.telegram import api_calls
from bot.telegram.api_calls import Place
from bot.telegram.deduplication import Search
from bot.telegram.errors import has_no_topics, is_not_modified
from storage.models import StaffThread, State
from storage.tickets import card_of, messages_seen_by_staff, thread_of, ticket_and_thread
from storage.writing import insert_postings

log = logging.getLogger(__name__)

HISTORY_ON_CARD = 8  # messages that a new card repeats after a topic was deleted


@dataclass(frozen=True)
class TicketPlace:
    """Where to post about a ticket. `was_ready`: its topic and card existed already."""

    place: Place
    was_ready: bool


@dataclass(frozen=True)
class _TicketView:
    """How a ticket should look in the group (`name`, `is_closed`, `card`), and what exists (`thread`, `card_id`).

    `is_closed` of a topic is None where either is right: a solved ticket's may have been closed by hand.
    """

    ticket_id: int
    chat_id: int
    topics: bool
    name: str
    is_closed: bool | None
    card: TextMessage
    thread: StaffThread | None
    card_id: int | None  # of the message in the group


class StaffGroupChat:
    """Creates and updates topics and cards. Searches first for those that an earlier try of the row may have made."""

    def __init__(self, bot: Bot, transactions: Transactions, search: Search) -> None:
        self._bot = bot
        self._transactions = transactions
        self._search = search

    async def place_of_ticket(self, row: Outgoing) -> TicketPlace:
        """Where to post about the row's ticket; creates its topic and card when they are missing."""
        if isinstance(row.prepared, TicketPlace):
            return row.prepared
        view = await self._view(row)
        thread, card_id = view.thread, view.card_id
        if thread is None:
            new, card_id = await self._make_both(view, row)
            await self._note(view, card_id, new)
            return TicketPlace(_place(view, new.topic_id, card_id), was_ready=False)
        was_ready = card_id is not None
        if card_id is None:
            card_id = await self._make_card(view, thread.topic_id, row, row.maybe_sent_since)
            await self._note(view, card_id)
        if thread.topic_id and thread.is_closed:
            await self._name_topic(view, thread, thread.topic_id)
        return TicketPlace(_place(view, thread.topic_id, card_id), was_ready)

    async def show_card(self, row: Outgoing) -> Sent:
        """Create or update the card, and the name and state of the topic. Returns what is new."""
        view = await self._view(row)
        if view.is_closed and not (view.thread and view.card_id):
            return Sent()  # a closed ticket needs no new card
        thread = view.thread
        if thread is None:
            new, card_id = await self._make_both(view, row)
            return Sent([PostedMessage(view.chat_id, card_id, kind=Notification.CARD)], thread=new)
        if view.card_id:
            await self._edit_card(view, view.card_id)
        else:
            card_id = await self._make_card(view, thread.topic_id, row, row.maybe_sent_since)
            await self._note(view, card_id)  # what follows may fail
        if thread.topic_id:
            await self._name_topic(view, thread, thread.topic_id)
        return Sent()

    async def reopen_topic(self, ticket_id: int) -> TopicReopened | TopicGone:
        """Reopen the ticket's topic to post in it; without the right to do so, a new topic is needed (`TopicGone`)."""
        thread = await self._transactions.run(lambda uow: thread_of(uow.session, ticket_id))
        if thread is None or thread.topic_id is None:
            return TopicReopened()
        is_open = await self._succeeds(self._bot.reopen_forum_topic(thread.chat_id, thread.topic_id))
        return TopicReopened() if is_open else TopicGone()

    async def _view(self, row: Outgoing) -> _TicketView:
        if isinstance(row.prepared, _TicketView):
            return row.prepared
        return await self._transactions.run(lambda uow: _view_of(uow, row.ticket, is_new=False))

    async def _make_both(self, view: _TicketView, row: Outgoing) -> tuple[NewThread, int]:
        """Create the topic and the card in it, and return the thread, not recorded yet, and the card's id.

        After a try that may have got further, either is searched for first. A topic made just now has no card yet.
        """
        since = row.maybe_sent_since
        topic_id = await self._search.topic(view.chat_id, view.name, since) if since and view.topics else None
        if topic_id is None and view.topics:
            topic_id = await self._make_topic(view)
            since = None if topic_id else since
        thread = NewThread(view.ticket_id, view.chat_id, topic_id, view.name)
        try:
            return thread, await self._make_card(view, topic_id, row, since)
        except Exception:
            await self._transactions.run_with_retry(lambda uow: note_thread(uow, thread))
            raise

    async def _make_topic(self, view: _TicketView) -> int | None:
        """Create a topic and return its id; None when the group has no topics or the bot may not create them.

        Without a topic the card goes to the main chat.
        """
        try:
            topic = await self._bot.create_forum_topic(view.chat_id, view.name)
        except BadRequest as refusal:
            if not has_no_topics(refusal):
                raise
            log.warning("Can't create a topic (%s); tickets go to the main chat as cards", refusal.message)
            return None
        return topic.message_thread_id

    async def _make_card(
        self, view: _TicketView, topic_id: int | None, row: Outgoing, maybe_made_since: datetime | None
    ) -> int:
        """Post the card and return its message id. A card that an earlier try may have posted is searched for first."""
        buttons = api_calls.keyboard(view.card.buttons)
        found = await self._search.messages(view.chat_id, buttons, maybe_made_since) if maybe_made_since else []
        return (
            found[0] if found else await api_calls.send(self._bot, Place(view.chat_id, topic_id), view.card, row.silent)
        )

    async def _note(self, view: _TicketView, card_id: int, thread: NewThread | None = None) -> None:
        """Record a new card, and its thread if that is new, too."""
        card = {"chat_id": view.chat_id, "telegram_id": card_id, "role": Notification.CARD, "ticket_id": view.ticket_id}

        def note(uow: UnitOfWork) -> None:
            if thread:
                note_thread(uow, thread)
            insert_postings(uow.session, [card | {"posted_at": uow.now, "outbox_id": None}])

        await self._transactions.run_with_retry(note)

    async def _edit_card(self, view: _TicketView, card_id: int) -> None:
        try:
            await api_calls.edit(self._bot, view.chat_id, card_id, view.card)
        except BadRequest as refusal:
            if not is_not_modified(refusal):
                raise

    async def _name_topic(self, view: _TicketView, thread: StaffThread, topic_id: int) -> None:
        if not thread.named_by_hand and thread.name != view.name:
            renaming = self._bot.edit_forum_topic(thread.chat_id, topic_id, name=view.name)
            if await self._succeeds(renaming):
                await self._note_topic(view.ticket_id, name=view.name)
        if view.is_closed is not None and thread.is_closed != view.is_closed:
            change = self._bot.close_forum_topic if view.is_closed else self._bot.reopen_forum_topic
            if await self._succeeds(change(thread.chat_id, topic_id)):
                await self._note_topic(view.ticket_id, is_closed=view.is_closed)

    async def _succeeds(self, change: Awaitable[bool]) -> bool:
        """Await the change of a topic; True also when nothing had to change, False when the bot may not change it."""
        try:
            return await change
        except BadRequest as refusal:
            if is_not_modified(refusal):
                return True
            if not has_no_topics(refusal):
                raise
            log.warning("A topic can't be changed: %s", refusal.message)
            return False

    async def _note_topic(self, ticket_id: int, is_closed: bool | None = None, name: str | None = None) -> None:
        await self._transactions.run_with_retry(lambda uow: note_topic(uow, ticket_id, is_closed, name))


def _place(view: _TicketView, topic_id: int | None, card_id: int) -> Place:
    """Where to post: in the topic, or as a reply to the card where there is none."""
    return Place(view.chat_id, topic_id, None if topic_id else card_id)


def prepared_of(uow: UnitOfWork, row: Outgoing) -> "TicketPlace | _TicketView | None":
    """What sending the row needs: for a card how the ticket should look, for a message where to post."""
    if isinstance(row.payload, TicketCard):
        return _view_of(uow, row.ticket, is_new=row.payload.is_new and row.maybe_sent_since is None)
    if isinstance(row.payload, TextMessage | Album):
        return _ready_spot(uow, row) or _view_of(uow, row.ticket, is_new=False)
    return None


def _ready_spot(uow: UnitOfWork, row: Outgoing) -> TicketPlace | None:
    """Where to post about the row's ticket, if its topic and card exist.

    None also for a customer's message into a closed topic, which is reopened for it: an administrator can always write
    there, but not all colleagues are administrators.
    """
    chat_id, thread = staff_chat(uow), thread_of(uow.session, row.ticket)
    if thread is None or thread.chat_id != chat_id:
        return None
    if thread.is_closed and kind_of(row.payload) is Notification.CUSTOMER_MESSAGE:
        return None
    card = card_of(uow.session, row.ticket, chat_id)
    if card is None:
        return None
    return TicketPlace(Place(chat_id, thread.topic_id, None if thread.topic_id else card.telegram_id), was_ready=True)


def _view_of(uow: UnitOfWork, ticket_id: int, is_new: bool) -> _TicketView:
    """`is_new`: the ticket was just opened, so it has no card unless it has a topic by now."""
    ticket, _customer, thread = ticket_and_thread(uow.session, ticket_id)
    chat_id = staff_chat(uow)
    was_shown = thread is not None or not is_new
    card = card_of(uow.session, ticket_id, chat_id) if was_shown else None
    shown_at = card.posted_at if card else uow.now
    history = messages_seen_by_staff(uow.session, ticket, shown_at, HISTORY_ON_CARD) if was_shown else ()
    return _TicketView(
        ticket_id=ticket_id,
        chat_id=chat_id,
        topics=uow.context.settings.staff.topics,
        name=topic_name(uow, ticket),
        is_closed=None if ticket.state == State.SOLVED else ticket.state == State.CLOSED,
        card=card_post(uow, ticket, history).message(Notification.CARD),
        thread=thread if thread and thread.chat_id == chat_id else None,
        card_id=card.telegram_id if card else None,
    )
