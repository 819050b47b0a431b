"""What follows when Telegram refuses a message: its words go without the file, or a person takes over.

Whoever sent the file, or wrote the answer, is told what was refused and why.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.desk.answer_reports import report_refused_answer, report_refused_file
from bot.desk.conversation.answers import without_file
from bot.desk.conversation.handoff import call_human
from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_customer, to_ticket
from bot.desk.payloads import AlbumPart, AnswerSource, Outgoing, TextMessage, to_json
from bot.desk.ticket.history import note_answer_was_lost
from bot.desk.ticket.internal_lines import public_part
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich
from storage import outbox
from storage.models import Author, Customer, Message, Question, Ticket
from storage.tickets import customer_of


def can_go_without_file(message: TextMessage | AlbumPart) -> bool:
    """Whether the message has a file that it could be sent without. Copies of messages are not known by their file."""
    return message.attachment is not None and "copy_id" not in message.attachment


def send_without_file(uow: UnitOfWork, row: Outgoing, said: str) -> bool:
    """Telegram refused the claimed row's file, saying `said`: change the row to its words and make it due at once.

    False, with nothing changed, when there are no words.
    """
    message = row.payload
    if not isinstance(message, TextMessage) or message.attachment is None:
        return False
    change = _answer_without_file if message.answer else _relayed_without_file
    changed = change(uow, row, message, said)
    if changed is None:
        return False
    outbox.change_content(uow.session, row.id, to_json(changed))
    outbox.postpone(uow.session, row.id, uow.now, said)
    return True


def note_sent_without_file(uow: UnitOfWork, row: Outgoing, refused: Mapping[int, str]) -> None:
    """Of an album, these messages (ids of rows in `message`) went without their file, for the reasons given."""
    for message_id, said in refused.items():
        message, ticket = uow.session.get(Message, message_id), uow.session.get(Ticket, row.ticket_id)
        if message and ticket:
            tell_sender(uow, ticket, message, said)


def note_answer_lost(uow: UnitOfWork, row: Outgoing, said: str, is_blocked: bool) -> None:
    """An answer, or a part of it, was given up: the question counts as unanswered, and a person takes over.

    `is_blocked`: the customer blocked the bot, so there is nobody to tell.
    """
    source = row.payload.answer if isinstance(row.payload, TextMessage) else None
    customer = uow.session.get(Customer, row.customer_id) if row.customer_id else None
    if source is None or customer is None:
        return
    question = uow.session.get(Question, source.question_id) if source.question_id else None
    if question and question.entry_id:
        question.decision, question.entry_id = "hand_off", None
        note_answer_was_lost(uow, question)
    if is_blocked:
        return
    report_refused_answer(uow, source, said)
    if customer.banned_at is None and (question is None or question.ticket_id is None):
        call_human(uow, customer, question)


def _answer_without_file(uow: UnitOfWork, row: Outgoing, message: TextMessage, said: str) -> TextMessage | None:
    source, attachment = message.answer, message.attachment
    if source is None or attachment is None:
        return None
    report_refused_file(uow, source, attachment, said)
    if not source.has_words:
        return None
    language = _language_of_answer(uow, row, source)
    words = without_file(uow, language, Rich(message.text, message.entities), attachment["kind"] == "photo")
    return replace(message, text=words.text, entities=words.entities, attachment=None)


def _language_of_answer(uow: UnitOfWork, row: Outgoing, source: AnswerSource) -> str:
    question = uow.session.get(Question, source.question_id) if source.question_id else None
    if question:
        return question.language
    customer = uow.session.get(Customer, row.customer_id) if row.customer_id else None
    return uow.language_of(customer) if customer else source.language


def _relayed_without_file(uow: UnitOfWork, row: Outgoing, message: TextMessage, said: str) -> TextMessage | None:
    original = uow.session.get(Message, row.message_id) if row.message_id else None
    ticket = uow.session.get(Ticket, row.ticket_id) if row.ticket_id else None
    if original is None or ticket is None:
        return None
    if row.customer_id and not public_part(original.text).text:
        return None
    note = note_without_file(uow, ticket, original, said, for_customer=row.customer_id is not None)
    tell_sender(uow, ticket, original, said)
    text = Rich(message.text, message.entities)
    words = text + Rich("\n") + note if text.text else note
    kind = Notification.STAFF_MESSAGE_MORE if message.kind is Notification.STAFF_MESSAGE else message.kind
    return replace(message, kind=kind, text=words.text, entities=words.entities, attachment=None)


def note_without_file(uow: UnitOfWork, ticket: Ticket, message: Message, said: str, for_customer: bool) -> Rich:
    """The line in place of a file of the conversation that Telegram refuses, for the customer or for the staff."""
    customer = customer_of(uow.session, ticket)
    if for_customer:
        return uow.say(uow.language_of(customer), "customer.file_not_passed")
    return uow.say(uow.staff_language, "staff.file_not_passed", customer=customer, message=message, reason=said)


def tell_sender(uow: UnitOfWork, ticket: Ticket, message: Message, said: str) -> None:
    """Tell the colleague or the customer which of their messages went without its file."""
    customer = customer_of(uow.session, ticket)
    if message.author == Author.STAFF:
        rich = uow.say(uow.staff_language, "staff.file_not_delivered", ticket=ticket, message=message, reason=said)
        to_ticket(uow, ticket, Post(rich), Notification.FILE_NOT_DELIVERED, reply_to=message.source_id)
        return
    kind = Notification.FILE_NOT_PASSED
    rich = uow.say(uow.language_of(customer), kind.template, ticket=ticket, message=message)
    to_customer(uow, customer, Post(rich), kind, ticket, reply_to=message.source_id)
