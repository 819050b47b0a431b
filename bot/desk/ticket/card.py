"""The ticket's card in the staff group: its state, the conversation so far, and buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

import faq
from bot.desk.outbox import Button, Buttons, Post
from bot.desk.pilot.withholding import suggestions_for
from bot.desk.ticket.pointing import pointer_of
from bot.desk.ticket.signs import signs_of
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import cut, utf16
from storage.alarms import last_alarm
from storage.models import ACTIVE, Author, Json, Message, Priority, StaffMember, State, Ticket
from storage.tickets import attached, customer_of, messages_until, tickets_of

TEXT_ON_CARD = 1500  # UTF-16 code units of the conversation; the rest is in the topic
MESSAGES_ON_CARD = 100
MOST_EARLIER = 100  # tickets of a customer that are counted


@dataclass(frozen=True)
class Earlier:
    """Which ticket of its customer this is, counted from 1, and the one before it."""

    count: int
    last: Ticket


def card_post(uow: UnitOfWork, ticket: Ticket, history: Sequence[Message] = ()) -> Post:
    """The card as things are now. `history`: messages of a deleted topic that the card repeats, oldest first."""
    said = _said(uow, ticket)
    rich = uow.say(
        uow.staff_language,
        "staff.card",
        ticket=ticket,
        customer=customer_of(uow.session, ticket),
        taken_by=taker_name(uow, ticket),
        said=said,
        signs=signs_of(said),
        suggestions=suggestions_for(uow, ticket),
        deciphered={one.id: faq.deciphered(one.text) for one in said if one.author == Author.CUSTOMER},
        attachments=[(kind, _detail(one)) for kind, one in attached(uow.session, ticket.id)],
        earlier=_earlier(uow, ticket),
        history=history,
        raised=last_alarm(uow.session, ticket.id) if ticket.priority == Priority.URGENT else None,
        waits=uow.now - ticket.waiting_since if ticket.waiting_since else None,
    )
    return Post(rich, card_buttons(uow, ticket), shows=ticket.id)


def topic_name(uow: UnitOfWork, ticket: Ticket) -> str:
    """The name of the ticket's topic, which shows its state in the list of topics."""
    customer = customer_of(uow.session, ticket)
    name = uow.label(uow.staff_language, "staff.topic_name", ticket=ticket, customer=customer)
    return cut(" ".join(name.split()), uow.context.limits.thread_name)


def taker_name(uow: UnitOfWork, ticket: Ticket) -> str | None:
    taker = uow.session.get(StaffMember, ticket.taken_by) if ticket.taken_by else None
    return taker.name if taker else None


def card_buttons(uow: UnitOfWork, ticket: Ticket) -> Buttons:
    if ticket.state not in ACTIVE:
        names = ["reopen", "make_faq"] if ticket.replied_at and not ticket.is_spam else ["reopen"]
        return [[ticket_button(uow, ticket, name) for name in names]]
    first = ["take"] if ticket.taken_by is None else []
    if ticket.state != State.PENDING:
        first.append("pending")
    rows = [[ticket_button(uow, ticket, name) for name in [*first, "solve"]], [ticket_button(uow, ticket, "more")]]
    return [*rows, *_faq_buttons(uow, ticket)]


def digest_buttons(uow: UnitOfWork, ticket: Ticket) -> list[Button]:
    """The buttons of a ticket in a list, each labelled with the ticket's number."""
    names = ["show", "take", "solve"] if ticket.taken_by is None else ["show", "pending", "solve"]
    return [ticket_button(uow, ticket, name, f"buttons.{name}_in_list") for name in names]


def ticket_button(uow: UnitOfWork, ticket: Ticket, name: str, label: str = "") -> Button:
    text = uow.label(uow.staff_language, label or f"buttons.{name}", ticket=ticket)
    return Button(text, f"{name}:{ticket.id}")


def _said(uow: UnitOfWork, ticket: Ticket) -> list[Message]:
    """The messages before the ticket was opened, by customer and bot, cut to `TEXT_ON_CARD`."""
    left, shown = TEXT_ON_CARD, []
    for message in messages_until(uow.session, ticket.id, ticket.opened_at, MESSAGES_ON_CARD):
        if message.author == Author.STAFF or left <= 0:
            break
        text = cut(message.text, left)
        at = pointer_of(message)
        left -= utf16(text) + utf16(at.quote or at.words)
        shown.append(message if text == message.text else Message(**message.model_dump(exclude={"text"}), text=text))
    return shown


def _detail(attachment: Json) -> str:
    """What the staff need of an attachment before they open it: how long it lasts, «0:14», or a contact's phone."""
    if seconds := attachment.get("seconds"):
        return f"{seconds // 60}:{seconds % 60:02}"
    return str(attachment.get("phone_number") or "")


def _faq_buttons(uow: UnitOfWork, ticket: Ticket) -> Buttons:
    """What the FAQ would say to a customer who waits: a press shows the answer, which can be sent then."""
    if ticket.waiting_since is None:
        return []
    library = uow.context.knowledge.library
    found = ((place, library.find(entry_id, ticket.language)) for place, entry_id in enumerate(ticket.suggested))
    return [
        [Button(uow.label(uow.staff_language, "buttons.faq", title=one.entry.question), f"faq:{ticket.id}:{place}")]
        for place, one in found
        if one
    ]


def _earlier(uow: UnitOfWork, ticket: Ticket) -> Earlier | None:
    """The customer's tickets before this one, without spam; None when it is the first."""
    before = [one for one in tickets_of(uow.session, ticket.customer_id, MOST_EARLIER) if one.id < ticket.id]
    return Earlier(len(before) + 1, before[0]) if before else None
