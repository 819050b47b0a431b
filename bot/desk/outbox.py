"""Telling people something: every text becomes a row of the outbox, in the transaction that caused it."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Entity, Rich
from storage.models import Customer, Json, Message, OutboxRow, Ticket

ALBUM_GAP = timedelta(seconds=1.5)  # the parts of an album arrive one by one, within a second
PRESS_LIFETIME = timedelta(minutes=1)  # Telegram forgets a pressed button after a while
TYPING_LIFETIME = timedelta(seconds=5)
STAFF_ROOM = "staff"


@dataclass(frozen=True)
class Button:
    label: str
    action: str  # comes back when it is pressed; at most 64 bytes


Buttons = Sequence[Sequence[Button]]


@dataclass(frozen=True)
class Post:
    """A message to be sent: text with entities, rows of buttons, perhaps an attachment.

    `shows` is the number of the ticket whose card it is, so that a reply to it is a reply to the customer.
    """

    rich: Rich
    buttons: Buttons = ()
    attachment: Json | None = None
    shows: int | None = None

    def content(self) -> Json:
        return {
            "text": self.rich.text,
            "entities": list(self.rich.entities),
            "buttons": _plain_buttons(self.buttons),
            "attachment": self.attachment,
            "shows": self.shows,
        }


def to_customer(
    uow: UnitOfWork,
    customer: Customer,
    post: Post,
    role: str,
    ticket: Ticket | None = None,
    message: Message | None = None,
) -> OutboxRow:
    """Send `post` to the customer; silently outside business hours."""
    return _add(uow, _customer_lane(customer), "say", post.content() | {"role": role}, customer, ticket, message)


def to_ticket(uow: UnitOfWork, ticket: Ticket, post: Post, role: str, message: Message | None = None) -> OutboxRow:
    """Send `post` to the staff, where they talk about the ticket."""
    return _add(uow, _ticket_lane(ticket), "say", post.content() | {"role": role}, None, ticket, message)


def to_staff_room(uow: UnitOfWork, post: Post, role: str) -> OutboxRow:
    """Send `post` to all the staff."""
    return _add(uow, STAFF_ROOM, "say", post.content() | {"role": role}, None, None, None)


def show_card(uow: UnitOfWork, ticket: Ticket) -> OutboxRow:
    """Make the ticket's card and topic show how things are when the row goes out."""
    merge_key = f"card:{ticket.id}"
    row = waiting_row(uow, merge_key) or _add(uow, _ticket_lane(ticket), "card", {}, None, ticket, None)
    row.merge_key = merge_key
    return row


def tally(
    uow: UnitOfWork,
    key: str,
    role: str,
    post_of: Callable[[int], Post],
    wait: timedelta = timedelta(0),
    ticket: Ticket | None = None,
) -> None:
    """One post to the staff instead of many: it says how many they are by the time it goes out, not before `wait`."""
    row = waiting_row(uow, key)
    count = row.content["count"] + 1 if row else 1
    content = post_of(count).content() | {"role": role, "count": count}
    if row is None:
        row = _add(uow, key, "say", content, None, ticket, None)
        row.merge_key, row.due_at = key, uow.now + wait
    row.content = content


def told_lately(uow: UnitOfWork, key: str, since: datetime) -> int:
    """How many rows with that merge key were written since then."""
    rows = select(OutboxRow.id).where(OutboxRow.merge_key == key, OutboxRow.created_at > since)
    return len(uow.session.exec(rows).all())


def waiting_row(uow: UnitOfWork, merge_key: str) -> OutboxRow | None:
    """The row that can still be changed: nobody has begun to send it."""
    untouched = (
        col(OutboxRow.claimed_at).is_(None),
        col(OutboxRow.sent_at).is_(None),
        col(OutboxRow.failed_at).is_(None),
    )
    return uow.session.exec(select(OutboxRow).where(OutboxRow.merge_key == merge_key, *untouched)).first()


def pass_on(uow: UnitOfWork, to: Customer | None, ticket: Ticket, message: Message, post: Post, role: str) -> None:
    """Send a message of the conversation to the other side, the staff without `to`; an album goes as one."""
    if message.album is None:
        _send_on(uow, to, ticket, message, post, role)
        return
    merge_key = f"album:{ticket.id}:{message.album}"
    row = _growing_album(uow, merge_key)
    if row is None:
        row = _send_on(uow, to, ticket, message, post, role)
        row.action, row.merge_key, row.content = "album", merge_key, {"role": role, "parts": []}
    part = post.content() | {"message_id": message.id}
    row.content = row.content | {"parts": [*row.content["parts"], part]}
    row.due_at = uow.now + ALBUM_GAP


def edit_passed_on(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message, post: Post) -> None:
    """Change what was passed on to the customer."""
    _add(uow, _customer_lane(customer), "edit", post.content(), customer, ticket, message)


def answer_press(uow: UnitOfWork, press_id: str, text: str = "", is_alert: bool = False) -> None:
    """Tell the one who pressed a button what came of it."""
    content = {"press_id": press_id, "text": text, "is_alert": is_alert}
    row = _add(uow, f"press:{press_id}", "answer_press", content, None, None, None)
    row.expires_at = uow.now + PRESS_LIFETIME


def set_buttons(uow: UnitOfWork, chat_id: int, telegram_id: int, buttons: Buttons = ()) -> None:
    """Replace the buttons of a message that was sent; none takes them away."""
    content = {"chat_id": chat_id, "telegram_id": telegram_id, "buttons": _plain_buttons(buttons)}
    _add(uow, f"rewrite:{telegram_id}", "set_buttons", content, None, None, None)


def rewrite(uow: UnitOfWork, chat_id: int, telegram_id: int, post: Post) -> None:
    """Replace the text and the buttons of a message that was sent."""
    content = post.content() | {"chat_id": chat_id, "telegram_id": telegram_id}
    _add(uow, f"rewrite:{telegram_id}", "rewrite", content, None, None, None)


def show_typing(uow: UnitOfWork, customer: Customer) -> None:
    row = _add(uow, f"typing:{customer.id}", "typing", {}, customer, None, None)
    row.expires_at = uow.now + TYPING_LIFETIME


def mark_delivered(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Show on the staff's own message that the customer has it."""
    content: Json = {"chat_id": message.source_chat, "telegram_id": message.source_id}
    _add(uow, _ticket_lane(ticket), "mark_delivered", content, None, ticket, None)


def reply_to_colleague(uow: UnitOfWork, topic_id: int | None, telegram_id: int, post: Post) -> None:
    """Answer a colleague's command where it was given."""
    content = post.content() | {"role": "reply", "reply_to": telegram_id, "topic_id": topic_id}
    _add(uow, STAFF_ROOM, "say", content, None, None, None)


def _plain_buttons(buttons: Buttons) -> list[list[Json]]:
    return [[asdict(button) for button in row] for row in buttons]


def _send_on(
    uow: UnitOfWork, to: Customer | None, ticket: Ticket, message: Message, post: Post, role: str
) -> OutboxRow:
    if to is not None:
        return to_customer(uow, to, post, role, ticket, message)
    return to_ticket(uow, ticket, post, role, message)


def _growing_album(uow: UnitOfWork, merge_key: str) -> OutboxRow | None:
    """The row that waits for more parts; one that may have gone out already is left as it is."""
    waits = (col(OutboxRow.claimed_at).is_(None), col(OutboxRow.doubted_since).is_(None))
    growing = select(OutboxRow).where(OutboxRow.merge_key == merge_key, *waits)
    return uow.session.exec(growing.order_by(col(OutboxRow.id).desc())).first()


def _add(
    uow: UnitOfWork,
    lane: str,
    action: str,
    content: Json,
    customer: Customer | None,
    ticket: Ticket | None,
    message: Message | None,
) -> OutboxRow:
    row = OutboxRow(
        lane=lane,
        action=action,
        customer_id=customer.id if customer else None,
        ticket_id=ticket.id if ticket else None,
        message_id=message.id if message else None,
        content=content,
        silent=not uow.is_open,
        created_at=uow.now,
        due_at=uow.now,
    )
    uow.session.add(row)
    return row


def _customer_lane(customer: Customer) -> str:
    return f"customer:{customer.id}"


def _ticket_lane(ticket: Ticket) -> str:
    return f"ticket:{ticket.id}"


def plain(text: str, entities: Sequence[Entity] = ()) -> Rich:
    """Somebody's own words, with the formatting they gave them."""
    return Rich(text, tuple(entities))
