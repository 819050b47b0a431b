"""What else a message asks waits, beside the question that a choice is shown for, until that is settled.

When the choice is made, it has its turn as a burst that has just ended: see `questions.state` and `bursts`. When
nothing fits, what is sure of it is answered, and the rest goes to the person who takes over; so does all of it when
nothing is chosen: see `prior_messages`.
"""

from bot.desk.conversation import repeats
from bot.desk.conversation.questions import answer, pending_choice, read
from bot.desk.conversation.states import GATHERING, ConversationEvent, after
from bot.desk.conversation.talk import tell_facts
from bot.desk.pilot.share import is_withheld_from
from bot.desk.unit_of_work import UnitOfWork
from storage.customers import gathered_messages
from storage.models import Author, Customer, Message, Question


def put_off_question(uow: UnitOfWork, customer: Customer) -> Question | None:
    """The question whose choice is made, while the rest of its message waits for its turn."""
    conversation = customer.conversation
    if conversation.state is not GATHERING or conversation.question_id is None:
        return None
    question = uow.session.get(Question, conversation.question_id)
    return question if question and question.entry_id and question.put_off else None


def as_messages(settled: Question | None) -> list[Message]:
    """What else its message asked, as a message of its own that is not stored; [] without any."""
    if settled is None or not settled.put_off:
        return []
    text, at = settled.put_off, settled.asked_at
    return [Message(customer_id=settled.customer_id, author=Author.CUSTOMER, kind="text", text=text, at=at)]


def undecided_texts(uow: UnitOfWork, customer: Customer) -> list[str]:
    """What waits to be decided while a burst is gathered, oldest first."""
    messages = [*as_messages(put_off_question(uow, customer)), *gathered_messages(uow.session, customer.id)]
    return [message.text for message in messages if message.text]


def answer_put_off(uow: UnitOfWork, customer: Customer, choice: Question) -> None:
    """Nothing fits what is asked: answer what else is asked and sure, before a person takes over the rest."""
    if not choice.put_off or pending_choice(uow, customer) is not choice or is_withheld_from(uow, customer):
        return
    found = read(uow, customer, choice.put_off)
    if not repeats.needs_person(uow, customer, found):
        customer.conversation = after(customer.conversation, ConversationEvent.CHOICE_WITHDRAWN, uow.now)
        left = answer(uow, customer, choice.put_off, found)
        choice.put_off = tell_facts(uow, customer, left) or None
