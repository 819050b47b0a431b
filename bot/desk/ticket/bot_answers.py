"""What the bot answered to the customer of a ticket, as the staff are told it."""

from collections.abc import Sequence

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_ticket
from bot.desk.ticket.history import note_event
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Question, Ticket


def note_answered(uow: UnitOfWork, ticket: Ticket, titles: Sequence[str]) -> None:
    """Tell the staff in the ticket, without a sound, with which entries the bot has answered."""
    note_event(uow, ticket, "bot_answered", entries=list(titles))
    kind = Notification.BOT_ANSWERED
    row = to_ticket(uow, ticket, Post(uow.say(uow.staff_language, kind.template, titles=titles)), kind)
    row.silent = True


def title_of_answer(uow: UnitOfWork, question: Question) -> str:
    """The title of the entry that answered the question; "" when none did, or it is gone."""
    found = uow.context.knowledge.library.find(question.entry_id, question.language) if question.entry_id else None
    return found.entry.question if found else ""
