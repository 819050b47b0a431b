"""Reactions that a customer puts under the bot's messages."""

import faq
from bot.arrival import Arrival
from bot.customer.people import customer_who
from bot.desk.conversation import feedback
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Question
from storage.tickets import posting_at


def on_reaction(uow: UnitOfWork, arrival: Arrival) -> None:
    """A thumb or a heart under an answer says whether it helped; under anything else a reaction asks for nothing."""
    reaction = arrival.reaction
    is_good = faq.feedback_of_emoji(reaction.emoji) if reaction and arrival.sender else None
    posting = posting_at(uow.session, reaction.message.chat, reaction.message.id) if reaction else None
    question = uow.session.get(Question, posting.question_id) if posting and posting.question_id else None
    if is_good is None or question is None or question.entry_id is None:
        return
    customer = customer_who(uow, arrival)
    if question.customer_id == customer.id and customer.banned_at is None:
        feedback.note_reaction(uow, customer, question, is_good)
