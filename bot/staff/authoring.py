"""Authors change the FAQ from the staff group: /faq, files, replies to what is shown, edits of these, buttons."""

from bot.arrival import Arrival, ChatMessage, Press
from bot.desk.authoring import asking, files, pressing, replying
from bot.desk.authoring.markdown import behind_command
from bot.desk.authoring.people import author_in_group
from bot.desk.authoring.tasks import FAQ_BUTTON, task_of_posting
from bot.desk.outbox import Post
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from bot.staff import messages
from bot.staff.acts import Toast
from bot.staff.order import Order, say
from bot.staff.people import colleague_who
from storage.authoring_models import FaqTask
from storage.models import Ticket
from storage.tickets import posting_at, thread_of, ticket_of_topic


def faq(uow: UnitOfWork, order: Order) -> list[Post]:
    """/faq: answered when it is worked out; who may not change the FAQ hears so."""
    author = author_in_group(uow, order.colleague, order.topic, order.message)
    if author is None:
        return [say(uow, "authoring.not_yours")]
    said = behind_command(order.said.text, order.said.entities) if order.said else ""
    asking.command(uow, author, said or order.arguments)  # in "/faq_history" they are in the name
    return []


def may_be_authors(arrival: Arrival) -> bool:
    """Whether an author may mean the FAQ by it: a file of its kind, or a reply."""
    message = arrival.message
    if message is None or message.content is None:
        return False
    return message.reply_to is not None or files.may_be_file(message.content)


def on_message(uow: UnitOfWork, arrival: Arrival) -> None:
    """A file outside of tickets, or a reply to what was shown of the FAQ; else a message like any other."""
    if not _take(uow, arrival):
        messages.on_message(uow, arrival)


def on_edit(uow: UnitOfWork, arrival: Arrival) -> None:
    """An edit of what an author asked for; else one like any other."""
    edited, colleague = arrival.edited, colleague_who(uow, arrival)
    author = author_in_group(uow, colleague, edited.topic, edited.ref.id) if edited else None
    content = edited.content if edited else None
    if edited is None or content is None or author is None or not replying.edited(uow, author, content):
        messages.on_edit(uow, arrival)


def _take(uow: UnitOfWork, arrival: Arrival) -> bool:
    message, colleague = arrival.message, colleague_who(uow, arrival)
    if message is None or message.content is None or _is_in_ticket(uow, message):
        return False
    author = author_in_group(uow, colleague, message.topic, message.ref.id)
    task = _task_replied_to(uow, message)
    if author is None:
        return False
    if task and replying.reply(uow, author, task, message.content):
        return True
    if files.may_be_file(message.content):
        files.send_file(uow, author, message.content)
        return True
    return False


def press(uow: UnitOfWork, colleague: Colleague, button: Press) -> Toast:
    """A press of an author's button."""
    at = button.message
    task = uow.session.get(FaqTask, button.number(0))
    author = author_in_group(uow, colleague, task.topic_id if task else None, at.id) if at else None
    if author is None or at is None:
        return Toast("faq_not_yours")
    toast, is_done = pressing.press(uow, author, task, button.argument(1), button.number(2))
    if is_done:
        pressing.put_away(uow, author, toast, at.chat, at.id)
    return Toast(toast)


def draft_from(uow: UnitOfWork, colleague: Colleague, ticket: Ticket, button: Press) -> Toast:
    """Have the answered ticket become a draft of an entry."""
    author = author_in_group(uow, colleague, _topic_of(uow, ticket), button.message.id) if button.message else None
    if author is None:
        return Toast("faq_not_yours")
    return Toast("faq_working" if asking.make_entry_of(uow, author, ticket) else "outdated")


def is_authors(button: Press) -> bool:
    return button.name == FAQ_BUTTON


def _task_replied_to(uow: UnitOfWork, message: ChatMessage) -> FaqTask | None:
    if message.reply_to is None:
        return None
    return task_of_posting(uow, posting_at(uow.session, message.reply_to.chat, message.reply_to.id))


def _topic_of(uow: UnitOfWork, ticket: Ticket) -> int | None:
    thread = thread_of(uow.session, ticket.id)
    return thread.topic_id if thread else None


def _is_in_ticket(uow: UnitOfWork, message: ChatMessage) -> bool:
    return message.topic is not None and ticket_of_topic(uow.session, message.ref.chat, message.topic) is not None
