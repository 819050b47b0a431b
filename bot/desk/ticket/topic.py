"""The topics of the staff group as people change them by hand, and those that belong to no ticket."""

from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Buttons, Post, reply_to_colleague, to_ticket, waiting_row
from bot.desk.ticket.card import card_buttons, topic_name
from bot.desk.unit_of_work import UnitOfWork
from storage.models import ACTIVE, Memo, StaffThread, Ticket

_HINTED = "topic_hinted"


def rename_by_hand(uow: UnitOfWork, ticket: Ticket, thread: StaffThread, name: str) -> None:
    """A name given by hand stays, until somebody gives the topic the name that the desk would give it."""
    thread.name, thread.named_by_hand = name, name != topic_name(uow, ticket)


def close_by_hand(uow: UnitOfWork, ticket: Ticket, thread: StaffThread) -> None:
    """A topic was closed: ask whether its ticket is solved, if it is not."""
    thread.is_closed = True
    if ticket.state in ACTIVE:
        solve = Button(uow.label(uow.staff_language, "buttons.solve"), f"solve:{ticket.id}")
        keep_open = Button(uow.label(uow.staff_language, "buttons.keep_open"), f"keep_open:{ticket.id}")
        _ask(uow, ticket, Notification.TOPIC_CLOSED, [[solve, keep_open]])


def reopen_by_hand(uow: UnitOfWork, ticket: Ticket, thread: StaffThread) -> None:
    """A topic was reopened: ask whether its ticket is open again, if it is not."""
    thread.is_closed = False
    if ticket.state not in ACTIVE:
        _ask(uow, ticket, Notification.TOPIC_REOPENED, card_buttons(uow, ticket))


def hint_no_ticket(uow: UnitOfWork, chat_id: int, topic_id: int, message_id: int) -> None:
    """Say once in a topic made by hand that nobody but colleagues reads what is written there."""
    key = f"{_HINTED}:{chat_id}:{topic_id}"
    if uow.session.get(Memo, key) is None:
        uow.session.add(Memo(key=key, value=uow.now.isoformat()))
        reply_to_colleague(uow, topic_id, message_id, Post(uow.say(uow.staff_language, "staff.no_ticket_here")))


def _ask(uow: UnitOfWork, ticket: Ticket, kind: Notification, buttons: Buttons) -> None:
    key = f"{kind}:{ticket.id}"
    if waiting_row(uow, key) is None:
        rich = uow.say(uow.staff_language, kind.template, ticket=ticket)
        to_ticket(uow, ticket, Post(rich, buttons), kind, merge_key=key)
