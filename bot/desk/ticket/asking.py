"""Whether the last word to a customer was a question, so that they know already that somebody waits for them."""

import re
from datetime import timedelta

from bot.desk.ticket.internal_lines import public_part
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Author, Ticket
from storage.tickets import last_said

JUST_NOW = timedelta(hours=1)
_REQUEST = re.compile(
    r"\?"
    r"|\b(?:пришл|вышл|отправ|напиш|опиш|скаж|подскаж|расскаж|уточн|сообщ|назов|укаж|провер|подтверд|выбер)(?:ите|ьте)\b"
    r"|\b(?:жду|жд[её]м)\b"
    r"|\bplease\b|\bwaiting for\b|\blet (?:us|me) know\b"
    r"|\b(?:send|tell|give|show) (?:us|me)\b"
    r"|\b(?:share|confirm|choose|check|describe) (?:the|your|which|what|whether)\b",
    re.IGNORECASE,
)


def has_just_asked(uow: UnitOfWork, ticket: Ticket) -> bool:
    """Whether a colleague asked the customer for something in the last word of the talk, within the last hour."""
    last = last_said(uow.session, ticket.id)
    if last is None or last.author != Author.STAFF or uow.now - last.at > JUST_NOW:
        return False
    return _REQUEST.search(public_part(last.text).text) is not None
