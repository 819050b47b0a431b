"""Authors change the FAQ in private with the bot. For everybody else these messages are a customer's like any other."""

from bot.arrival import Arrival, MessageRef, Press
from bot.customer import messages
from bot.customer.people import customer_who
from bot.desk.authoring import asking, files, pressing, replying
from bot.desk.authoring.markdown import behind_command
from bot.desk.authoring.people import author_in_private
from bot.desk.authoring.tasks import task_of_posting
from bot.desk.command_names import AUTHORS_COMMAND
from bot.desk.unit_of_work import UnitOfWork
from storage.authoring_models import FaqTask
from storage.models import Customer
from storage.tickets import posting_at


def is_faq_command(arrival: Arrival) -> bool:
    return arrival.command is not None and arrival.command.name == AUTHORS_COMMAND


def may_be_authors(arrival: Arrival) -> bool:
    """Whether an author may mean the FAQ by it: a file of its kind, or a reply."""
    message = arrival.message
    if message is None or message.content is None or arrival.command is not None:
        return False
    return message.reply_to is not None or files.may_be_file(message.content)


def on_command(uow: UnitOfWork, arrival: Arrival) -> None:
    """/faq of an author; of anybody else it is an unknown command."""
    customer, message, command = customer_who(uow, arrival), arrival.message, arrival.command
    author = author_in_private(uow, customer, message.ref.id) if message else None
    if author is None or command is None:
        messages.on_message(uow, arrival)
        return
    said = behind_command(message.content.text, message.content.entities) if message and message.content else ""
    asking.command(uow, author, said or command.arguments)


def on_message(uow: UnitOfWork, arrival: Arrival) -> None:
    """A file or a reply of an author to what was shown; else a message like any other."""
    if not _take(uow, arrival):
        messages.on_message(uow, arrival)


def on_edit(uow: UnitOfWork, arrival: Arrival) -> None:
    """An edit of what an author asked for; else one like any other."""
    edited = arrival.edited
    author = author_in_private(uow, customer_who(uow, arrival), edited.ref.id) if edited else None
    content = edited.content if edited else None
    if content is None or author is None or not replying.edited(uow, author, content):
        messages.on_edit(uow, arrival)


def press(uow: UnitOfWork, customer: Customer, button: Press, at: MessageRef) -> str:
    """A press of an author's button; the toast's name."""
    author = author_in_private(uow, customer, at.id)
    if author is None:
        return "outdated"
    task = uow.session.get(FaqTask, button.number(0))
    toast, is_done = pressing.press(uow, author, task, button.argument(1), button.number(2))
    if is_done:
        pressing.put_away(uow, author, toast, at.chat, at.id)
    return toast


def _take(uow: UnitOfWork, arrival: Arrival) -> bool:
    message = arrival.message
    if message is None or message.content is None:
        return False
    author = author_in_private(uow, customer_who(uow, arrival), message.ref.id)
    if author is None:
        return False
    replied = message.reply_to
    task = task_of_posting(uow, posting_at(uow.session, replied.chat, replied.id)) if replied else None
    if task and replying.reply(uow, author, task, message.content):
        return True
    if files.may_be_file(message.content):
        files.send_file(uow, author, message.content)
        return True
    return False
