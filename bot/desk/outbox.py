"""Sending messages: each becomes an outbox row in the transaction that causes it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.desk.notifications import Notification, SendPriority
from bot.desk.payloads import (
    Album,
    AlbumPart,
    AnswerSource,
    Button,
    Buttons,
    ButtonsChange,
    CopyEdit,
    DeliveryMark,
    MessageRemoval,
    MessageRewrite,
    Payload,
    PressAnswer,
    TextMessage,
    TicketCard,
    TypingSign,
    from_json,
    to_json,
)
from bot.desk.unit_of_work import NewRow, UnitOfWork
from bot.wording import Entity, Rich
from storage import outbox
from storage.models import Customer, Json, Message, OutboxRow, Priority, Ticket

__all__ = ["Button", "Buttons", "Notification", "Post"]

ALBUM_GAP = timedelta(seconds=1.5)  # the parts of an album arrive one by one, within a second
PRESS_LIFETIME = timedelta(minutes=1)  # Telegram rejects late responses to a button press
TYPING_LIFETIME = timedelta(seconds=5)
STAFF_ROOM = "staff"
ALARMS = f"{STAFF_ROOM}:alarms"  # the lane of alarms to the main chat


@dataclass(frozen=True)
class Post:
    """A message to be sent: text with entities, rows of buttons, perhaps an attachment.

    `shows` is the number of the ticket whose card it is, so that a reply to it goes to that customer. `answer`: the
    entry that it answers with. `instead` is said when Telegram refuses to copy the attachment.
    """

    rich: Rich
    buttons: Buttons = ()
    attachment: Json | None = None
    shows: int | None = None
    answer: AnswerSource | None = None
    instead: Rich | None = None

    def message(self, kind: Notification, **more: Any) -> TextMessage:
        """As a message of that kind; `more` are further fields of TextMessage."""
        if self.instead:
            more |= {"instead": self.instead.text, "instead_entities": self.instead.entities}
        return TextMessage(
            kind,
            self.rich.text,
            self.rich.entities,
            self.buttons,
            self.attachment,
            self.shows,
            answer=self.answer,
            **more,
        )


def to_customer(
    uow: UnitOfWork,
    customer: Customer,
    post: Post,
    kind: Notification,
    ticket: Ticket | None = None,
    message: Message | None = None,
    reply_to: int | None = None,
    replaces: int | None = None,
    reacts_to: int | None = None,
    answered_in: int | None = None,
) -> NewRow:
    """Send `post` to the customer, silently outside business hours; as a reply to the message id `reply_to`, if any.

    `replaces`: the id of a message of ours in whose place it appears, if that still stands. `reacts_to`: the id of a
    message of theirs; a reaction to it says the same, where that is allowed. `answered_in`: the id of the question
    whose answer it is a reply to.
    """
    said = post.message(kind, reply_to=reply_to, replaces=replaces, reacts_to=reacts_to, answered_in=answered_in)
    return _add(uow, customer_lane(customer), said, customer, ticket, message)


def to_ticket(
    uow: UnitOfWork,
    ticket: Ticket,
    post: Post,
    kind: Notification,
    message: Message | None = None,
    reply_to: int | None = None,
    merge_key: str | None = None,
) -> NewRow:
    """Send `post` to the ticket's topic, or below its card; as a reply to the message id `reply_to`, if given."""
    row = _add(uow, ticket_lane(ticket), post.message(kind, reply_to=reply_to), None, ticket, message)
    row.merge_key = merge_key
    return row


def to_staff_room(uow: UnitOfWork, post: Post, kind: Notification, merge_key: str | None = None) -> NewRow:
    """Send `post` to the staff group's main chat; an alarm waits for no other post."""
    row = _add(uow, ALARMS if kind.priority is SendPriority.ALARM else STAFF_ROOM, post.message(kind))
    row.merge_key = merge_key
    return row


def show_card(uow: UnitOfWork, ticket: Ticket, silent: bool | None = None, is_new: bool = False) -> None:
    """Create or update the ticket's card and topic. One waiting row is enough: it shows the state when it is sent.

    `is_new`: the ticket was opened just now, so it has no card and no waiting row.
    """
    merge_key = f"card:{ticket.id}"
    row = _new_row(uow, merge_key) or (None if is_new else waiting_row(uow, merge_key))
    if row is None:
        row = _add(uow, ticket_lane(ticket), TicketCard(is_new, ticket.priority == Priority.URGENT), None, ticket)
        row.merge_key = merge_key
    if silent is not None:
        row.silent = silent


def tally(
    uow: UnitOfWork,
    key: str,
    kind: Notification,
    post_of: Callable[[int], Post],
    wait: timedelta = timedelta(0),
    ticket: Ticket | None = None,
    lane: str | None = None,
) -> None:
    """Count an event in one post to the staff instead of one post for each.

    The post is sent after `wait` at the earliest; `post_of(count)` makes it with the number of events so far. Its
    lane is its own, if no other is given.
    """
    new, stored = _new_row(uow, key), None
    if new is None:
        stored = waiting_row(uow, key)
    before = new.payload if new else from_json(stored.action, stored.content) if stored else None
    count = before.count + 1 if isinstance(before, TextMessage) else 1
    message = post_of(count).message(kind, count=count)
    if new:
        new.payload = message
    elif stored:
        stored.content = to_json(message)
    else:
        row = _add(uow, lane or key, message, None, ticket)
        row.merge_key, row.due_at = key, uow.now + wait


@contextmanager
def audibly(uow: UnitOfWork) -> Iterator[None]:
    """Let what the block writes make a sound, also outside business hours."""
    before = len(uow.new_rows)
    yield
    for row in uow.new_rows[before:]:
        row.silent = False


def rows_written_since(uow: UnitOfWork, key: str, since: datetime) -> int:
    """How many rows with that merge key were written since then (aware), those of this unit of work included."""
    return outbox.written_since(uow.session, key, since) + sum(row.merge_key == key for row in uow.new_rows)


def waiting_row(uow: UnitOfWork, merge_key: str) -> OutboxRow | None:
    """The stored row with that merge key that is not claimed yet, so that it can still be changed."""
    return outbox.unclaimed(uow.session, merge_key)


def relay_message(
    uow: UnitOfWork,
    to: Customer | None,
    ticket: Ticket,
    message: Message,
    post: Post,
    kind: Notification,
    reply_to: int | None = None,
) -> None:
    """Relay a message of the conversation to the customer `to`, or to the staff if None; an album becomes one row.

    `reply_to`: the id of a message in the target chat; of an album, its first part decides.
    """
    lane = customer_lane(to) if to else ticket_lane(ticket)
    if message.album is None:
        _add(uow, lane, post.message(kind, reply_to=reply_to), to, ticket, message)
        return
    merge_key = f"album:{ticket.id}:{message.album}"
    part = AlbumPart(message.id, post.rich.text, post.rich.entities, post.attachment)
    new, stored = _new_row(uow, merge_key), outbox.open_album(uow.session, merge_key)
    if new and isinstance(new.payload, Album):
        new.payload = replace(new.payload, parts=(*new.payload.parts, part))
    elif stored:
        album = from_json(stored.action, stored.content)
        before = album if isinstance(album, Album) else Album(kind, ())
        stored.content = to_json(replace(before, parts=(*before.parts, part)))
        stored.due_at = max(stored.due_at, uow.now + ALBUM_GAP)
    else:
        row = _add(uow, lane, Album(kind, (part,), reply_to), to, ticket, message)
        row.merge_key, row.due_at = merge_key, uow.now + ALBUM_GAP


def change_untried(
    uow: UnitOfWork, to: Customer | None, ticket: Ticket, message: Message, post: Post, merge_key: str | None = None
) -> bool:
    """Change how the message is relayed to the customer `to`, or to the staff if None, while nobody has tried to.

    `merge_key`: of the row that has the message, where it is not the first one. False when it is too late.
    """
    lanes = (customer_lane(to), held_lane(ticket)) if to else (ticket_lane(ticket),)
    for row in (row for lane in lanes for row in outbox.untried_in(uow.session, lane)):
        before = from_json(row.action, row.content)
        if isinstance(before, TextMessage) and (row.message_id, row.merge_key) == (message.id, merge_key):
            now: Payload = replace(post.message(before.kind, reply_to=before.reply_to), count=before.count)
        elif isinstance(before, Album) and merge_key is None and message.id in [one.message_id for one in before.parts]:
            now = _with_post(before, message.id, post)
        else:
            continue
        return outbox.change_content_unless_tried(uow.session, row.id, to_json(now))
    return False


def _with_post(album: Album, message_id: int, post: Post) -> Album:
    part = AlbumPart(message_id, post.rich.text, post.rich.entities, post.attachment)
    return replace(album, parts=tuple(part if one.message_id == message_id else one for one in album.parts))


def edit_relayed_copy(
    uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message, post: Post, has_new_file: bool
) -> None:
    """Edit the customer's copy of a colleague's message. `has_new_file`: the copy has another file so far, or none."""
    payload = CopyEdit(post.rich.text, post.rich.entities, post.attachment, has_new_file)
    _add(uow, customer_lane(customer), payload, customer, ticket, message)


def answer_press(uow: UnitOfWork, press_id: str, text: str = "", is_alert: bool = False) -> None:
    """Respond to a button press; without text it only stops the button's spinner."""
    row = _add(uow, f"press:{press_id}", PressAnswer(press_id, text, is_alert))
    row.expires_at = uow.now + PRESS_LIFETIME


def set_buttons(uow: UnitOfWork, chat_id: int, telegram_id: int, buttons: Buttons = ()) -> None:
    """Replace the buttons of a message that was sent; no buttons removes them."""
    _add(uow, f"rewrite:{telegram_id}", ButtonsChange(chat_id, telegram_id, buttons))


def rewrite(uow: UnitOfWork, chat_id: int, telegram_id: int, post: Post) -> None:
    """Replace the text and the buttons of a message that was sent."""
    payload = MessageRewrite(chat_id, telegram_id, post.rich.text, post.rich.entities, post.buttons)
    _add(uow, f"rewrite:{telegram_id}", payload)


def show_typing(uow: UnitOfWork, customer: Customer) -> None:
    row = _add(uow, f"typing:{customer.id}", TypingSign(), customer)
    row.expires_at = uow.now + TYPING_LIFETIME


def mark_delivered(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Mark a colleague's message as delivered to the customer."""
    if message.source_chat is not None and message.source_id is not None:
        _add(uow, ticket_lane(ticket), DeliveryMark(message.source_chat, message.source_id), None, ticket)


def mark_internal(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Mark a colleague's message as one that stays inside."""
    if message.source_chat is not None and message.source_id is not None:
        mark = DeliveryMark(message.source_chat, message.source_id, is_internal=True)
        _add(uow, ticket_lane(ticket), mark, None, ticket)


def remove_message(uow: UnitOfWork, ticket: Ticket, chat_id: int, telegram_id: int) -> None:
    """Delete a message of the bot itself from the ticket's topic."""
    _add(uow, f"rewrite:{telegram_id}", MessageRemoval(chat_id, telegram_id), None, ticket)


def reply_to_colleague(
    uow: UnitOfWork, topic_id: int | None, telegram_id: int, post: Post, merge_key: str | None = None
) -> None:
    """Reply to a colleague's command in the topic where it was given."""
    row = _add(uow, STAFF_ROOM, post.message(Notification.COMMAND_REPLY, reply_to=telegram_id, topic_id=topic_id))
    row.merge_key = merge_key


def reply_before(uow: UnitOfWork, ticket: Ticket, telegram_id: int, post: Post, rows: int) -> None:
    """Reply to a colleague's command in the ticket's own topic, before what was written after the first `rows`.

    What follows may close the topic.
    """
    to_ticket(uow, ticket, post, Notification.COMMAND_REPLY, reply_to=telegram_id)
    uow.new_rows.insert(rows, uow.new_rows.pop())


def plain(text: str, entities: Sequence[Entity] = ()) -> Rich:
    """A person's text with their own formatting."""
    return Rich(text, tuple(entities))


def _add(
    uow: UnitOfWork,
    lane: str,
    payload: Payload,
    customer: Customer | None = None,
    ticket: Ticket | None = None,
    message: Message | None = None,
) -> NewRow:
    row = NewRow(lane, payload, uow.now, not uow.is_open, customer, ticket, message)
    uow.new_rows.append(row)
    return row


def _new_row(uow: UnitOfWork, merge_key: str) -> NewRow | None:
    """The row with that merge key in this unit of work, not inserted yet."""
    return next((row for row in uow.new_rows if row.merge_key == merge_key), None)


def customer_lane(customer: Customer) -> str:
    return f"customer:{customer.id}"


def held_lane(ticket: Ticket) -> str:
    """Of replies to the ticket's customer that wait for a later time."""
    return f"held:{ticket.id}"


def ticket_lane(ticket: Ticket) -> str:
    return f"ticket:{ticket.id}"
