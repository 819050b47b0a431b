"""What the bot answered to the customer of a ticket, or would have in a pilot, as the staff are told it."""

from collections.abc import Sequence

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, show_card, to_ticket
from bot.desk.ticket.history import note_event
from bot.desk.unit_of_work import UnitOfWork
from faq import Entry
from storage.models import Question, Ticket

MOST_BUTTONS = 6  # answers that a card has buttons for


def note_answered(uow: UnitOfWork, ticket: Ticket, titles: Sequence[str]) -> None:
    """Tell the staff in the ticket, without a sound, with which entries the bot has answered."""
    note_event(uow, ticket, "bot_answered", entries=list(titles))
    kind = Notification.BOT_ANSWERED
    row = to_ticket(uow, ticket, Post(uow.say(uow.staff_language, kind.template, titles=titles)), kind)
    row.silent = True


def suggest_beside(uow: UnitOfWork, ticket: Ticket, question: Question, entries: Sequence[Entry]) -> None:
    """Tell the staff in the ticket what the bot would have answered to the question, with buttons on the card."""
    question.ticket_id = ticket.id
    uow.session.add(question)
    add_suggestions(ticket, [entry.id for entry in entries])
    kind = Notification.BOT_SUGGESTS
    rich = uow.say(uow.staff_language, kind.template, titles=[entry.question for entry in entries])
    to_ticket(uow, ticket, Post(rich), kind).silent = True
    show_card(uow, ticket)


def add_suggestions(ticket: Ticket, entries: Sequence[str]) -> None:
    """Behind those that are there: buttons that were pressed already name their places."""
    new = [entry_id for entry_id in entries if entry_id not in ticket.suggested]
    ticket.suggested = [*ticket.suggested, *new][:MOST_BUTTONS]


def title_of_answer(uow: UnitOfWork, question: Question) -> str:
    """The title of the entry that answered the question; "" when none did, or it is gone."""
    found = uow.context.knowledge.library.find(question.entry_id, question.language) if question.entry_id else None
    return found.entry.question if found else ""
