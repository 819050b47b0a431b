"""Commands that the staff's table does not have: mistyped, in Russian letters, or in the wrong keyboard layout."""

import re

from bot.arrival import ChatMessage
from bot.desk.command_names import STAFF_COMMANDS
from bot.desk.nearest_command import nearest_command
from bot.desk.outbox import Post, reply_to_colleague
from bot.desk.ticket.internal_lines import INTERNAL
from bot.desk.unit_of_work import UnitOfWork

COMMAND = "/"
_NAME = re.compile(r"\s*/\s*([^\W\d_]+)", re.UNICODE)
_ALONE = re.compile(r"/[^\W\d_]{1,32}(?:_\w+)?(?:\s|$)")


def looks_like_command(text: str, is_about_ticket: bool = True) -> bool:
    """Only commands in Latin letters are marked as such, but «/открыть» is meant as one, too.

    About a ticket anything counts that begins so: it must not reach the customer. Elsewhere "/ 2" is talk.
    """
    said = text.lstrip()
    if said.startswith(INTERNAL) or not said.startswith(COMMAND):
        return False
    return is_about_ticket or _ALONE.match(said) is not None


def say_unknown_command(uow: UnitOfWork, message: ChatMessage, text: str, is_about_ticket: bool = True) -> None:
    """Answer where it was given, with the nearest command that there is."""
    name = _NAME.match(text)
    nearest = nearest_command(name[1], STAFF_COMMANDS) if name else None
    rich = uow.say(uow.staff_language, "actions.unknown_command", nearest=nearest, is_about_ticket=is_about_ticket)
    reply_to_colleague(uow, message.topic, message.ref.id, Post(rich))
