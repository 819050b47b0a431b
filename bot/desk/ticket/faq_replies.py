"""What the FAQ would say to a ticket: shown to a colleague as its customer would get it, and sent as their reply."""

from dataclasses import replace

from bot.desk.answer_reports import source_of
from bot.desk.conversation.answers import RenderedAnswer, render_answer
from bot.desk.learning.noting import note_of_colleague
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Post, to_customer, to_ticket
from bot.desk.pilot.withholding import question_suggesting
from bot.desk.ticket.history import Colleague, Incoming, note_event
from bot.desk.ticket.replies import reply_with
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich, utf16
from faq.rendering import AnswerError
from storage.labels import only_question_of
from storage.models import Message, Ticket
from storage.tickets import customer_of


def show(uow: UnitOfWork, ticket: Ticket, place: int) -> bool:
    """Show the answer of the ticket's suggestion at that place, with a button that sends it; False when it is gone."""
    answer = _answer(uow, ticket, place)
    if answer is None:
        return False
    head = uow.say(uow.staff_language, "actions.faq_preview", title=answer.entry.question)
    posts = _headed(uow, head + Rich("\n\n"), head, _posts(answer))
    send = Button(uow.label(uow.staff_language, "buttons.send_faq"), f"send_faq:{ticket.id}:{place}")
    for post in [*posts[:-1], replace(posts[-1], buttons=[[send]])]:
        to_ticket(uow, ticket, post, Notification.FAQ_PREVIEW)
    return True


def send(uow: UnitOfWork, ticket: Ticket, colleague: Colleague, place: int, chat_id: int, telegram_id: int) -> bool:
    """Send the answer as the colleague's reply; False when it is gone. The ids are of the message that shows it."""
    answer = _answer(uow, ticket, place)
    if answer is None:
        return False
    posts = _posts(answer)
    words = "\n\n".join(post.rich.text for post in posts if post.rich.text)
    incoming = Incoming("text", words or answer.entry.question, chat_id, telegram_id)
    note_event(uow, ticket, "answered_from_faq", colleague.name, entry=answer.entry.id)
    session, entry_id = uow.session, answer.entry.id
    if question := only_question_of(session, ticket.id) or question_suggesting(session, ticket.id, entry_id):
        note_of_colleague(uow, question, colleague, entry_id)

    def relay(message: Message) -> None:
        _relay(uow, ticket, message, posts)

    reply_with(uow, ticket, colleague, incoming, relay)
    return True


def _relay(uow: UnitOfWork, ticket: Ticket, message: Message, posts: list[Post]) -> None:
    customer = customer_of(uow.session, ticket)
    language = uow.language_of(customer)
    head = uow.say(language, "customer.colleague_says", name=message.author_name, ticket=ticket)
    first, *rest = _headed(uow, Rich(head.text + "\n", head.entities), head, posts)
    to_customer(uow, customer, first, Notification.STAFF_MESSAGE, ticket, message)
    for post in rest:
        to_customer(uow, customer, post, Notification.STAFF_MESSAGE_MORE, ticket)


def _headed(uow: UnitOfWork, before: Rich, alone: Rich, posts: list[Post]) -> list[Post]:
    """The posts with a head: `before` the first words, or `alone` where they have a file or are too long for it."""
    first, *rest = posts
    if first.attachment is None and utf16(before.text + first.rich.text) <= uow.context.limits.text:
        return [replace(first, rich=before + first.rich), *rest]
    return [Post(alone), *posts]


def _answer(uow: UnitOfWork, ticket: Ticket, place: int) -> RenderedAnswer | None:
    if not 0 <= place < len(ticket.suggested):
        return None
    try:
        return render_answer(uow, customer_of(uow.session, ticket), ticket.suggested[place], ticket.language)
    except AnswerError:
        return None


def _posts(answer: RenderedAnswer) -> list[Post]:
    source = source_of(answer.entry, answer.language, None, answer.has_words)
    return [*answer.note, *(replace(post, answer=source) for post in answer.posts)]
