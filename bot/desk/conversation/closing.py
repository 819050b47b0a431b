"""The customer takes back what was asked, or says that it is solved: «отмените заявку», «вопрос решён»."""

from bot.desk.conversation.flood_control import is_reopened_too_often
from bot.desk.conversation.handoff import recently_solved
from bot.desk.conversation.states import CHOOSING, GATHERING, ConversationEvent, after
from bot.desk.conversation.talk import say
from bot.desk.faq_reading import Intent
from bot.desk.notifications import Notification
from bot.desk.ticket import lifecycle, notices
from bot.desk.unit_of_work import UnitOfWork
from faq import Purpose
from storage.customers import gathered_messages
from storage.models import Customer, Message, Ticket


def may_close(uow: UnitOfWork, ticket: Ticket, intent: Intent) -> bool:
    """Whether the words close the ticket. While a colleague talks, «всё хорошо» may be an answer to that colleague."""
    is_meant = intent.purpose is Purpose.CLOSE_REQUEST or not lifecycle.is_live(uow, ticket)
    return intent.closes and is_meant and not is_reopened_too_often(uow, ticket)


def close_in_words(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message) -> None:
    """Close the ticket; the staff see what the customer wrote, and the customer can take it back by a button."""
    lifecycle.join(uow, customer, ticket, message)
    lifecycle.solve_by_customer(uow, ticket, customer)


def withdraw(uow: UnitOfWork, customer: Customer, intent: Intent) -> bool:
    """Drop what is undecided and say so; False when the words can't mean anything that the desk knows of."""
    conversation, solved = customer.conversation, recently_solved(uow, customer)
    if conversation.state is GATHERING:
        for message in gathered_messages(uow.session, customer.id):
            message.gathering = False
        customer.conversation = after(conversation, ConversationEvent.BURST_ENDED, uow.now)
    elif conversation.state is CHOOSING:
        customer.conversation = after(conversation, ConversationEvent.CHOICE_WITHDRAWN, uow.now)
    elif intent.purpose is Purpose.CLOSE_REQUEST and solved:
        notices.already_closed(uow, customer, solved)
        return True
    elif intent.purpose is Purpose.CLOSE_REQUEST:
        return False
    say(uow, customer, Notification.WITHDRAWN)
    return True
