"""Talk among colleagues in a ticket: what is said to one of them is not for the customer."""

from collections.abc import Iterator

from bot.arrival import ChatMessage
from bot.desk.staff_names import member_named
from bot.desk.ticket.history import Colleague, Incoming
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import utf16_slice
from storage.models import StaffMember

MENTION, TEXT_MENTION = "mention", "text_mention"  # of somebody by their username; of somebody who has none


def is_meant_for_colleague(uow: UnitOfWork, message: ChatMessage, colleague: Colleague) -> bool:
    """Whether the colleague mentions another member of the staff, or replies to what another one wrote."""
    if message.reply_to_author not in (None, colleague.id):
        return True
    return message.content is not None and any(
        member != colleague.id and _is_member(uow, member) for member in _mentioned(uow, message.content)
    )


def _mentioned(uow: UnitOfWork, incoming: Incoming) -> Iterator[int]:
    """Ids of the people whom the message mentions, as far as they are known."""
    for entity in incoming.entities:
        if entity["type"] == TEXT_MENTION:
            yield entity["user"]["id"]
        elif entity["type"] == MENTION:
            username = utf16_slice(incoming.text, entity["offset"], entity["length"]).removeprefix("@")
            if (member := member_named(uow, username)) is not None:
                yield member


def _is_member(uow: UnitOfWork, telegram_id: int) -> bool:
    member = uow.session.get(StaffMember, telegram_id)
    return member is not None and member.is_member
