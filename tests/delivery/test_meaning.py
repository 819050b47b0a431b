"""What is made of each refusal, for a row to a customer and for one to the staff."""

from datetime import timedelta

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram.errors import Meaning, meaning
from storage.models import OutboxRow

TO_CUSTOMER = OutboxRow(id=1, lane="customer:1", action="say", customer_id=1, ticket_id=1)
ABOUT_TICKET = OutboxRow(id=2, lane="ticket:1", action="say", ticket_id=1)
TO_ALL_STAFF = OutboxRow(id=3, lane="staff", action="say")
CARD = OutboxRow(id=4, lane="ticket:1", action="card", ticket_id=1)
MARK = OutboxRow(id=5, lane="ticket:1", action="mark_delivered", ticket_id=1, content={"chat_id": -5})
BUTTONS = OutboxRow(id=7, lane="rewrite:5", action="set_buttons", content={"chat_id": 5})
TRIED = OutboxRow(id=6, lane="ticket:1", action="say", ticket_id=1, attempts=4)


@pytest.mark.parametrize(
    ("error", "row", "expected"),
    [
        (RetryAfter(timedelta(seconds=3)), TO_CUSTOMER, Meaning.WAIT),
        (Forbidden("Forbidden: bot was blocked by the user"), TO_CUSTOMER, Meaning.UNREACHABLE),
        (BadRequest("Chat not found"), TO_CUSTOMER, Meaning.UNREACHABLE),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), ABOUT_TICKET, Meaning.SHUT_OUT),
        (Forbidden("Forbidden: bot was blocked by the user"), BUTTONS, Meaning.AS_IF_DONE),
        (BadRequest("Chat not found"), BUTTONS, Meaning.AS_IF_DONE),
        (BadRequest("Not enough rights to send text messages to the chat"), ABOUT_TICKET, Meaning.SHUT_OUT),
        (BadRequest("Chat not found"), TO_ALL_STAFF, Meaning.SHUT_OUT),
        (ChatMigrated(-100), ABOUT_TICKET, Meaning.MOVED),
        (ChatMigrated(-100), MARK, Meaning.GONE_WITH_ITS_CHAT),
        (BadRequest("Message thread not found"), ABOUT_TICKET, Meaning.TOPIC_GONE),
        (BadRequest("Message thread not found"), TO_ALL_STAFF, Meaning.REFUSED),
        (BadRequest("Topic_closed"), ABOUT_TICKET, Meaning.TOPIC_CLOSED),
        (BadRequest("Message to edit not found"), CARD, Meaning.CARD_GONE),
        (BadRequest("Message to edit not found"), TO_ALL_STAFF, Meaning.AS_IF_DONE),
        (BadRequest("Message is not modified: specified new message content …"), CARD, Meaning.AS_IF_DONE),
        (
            BadRequest("Query is too old and response timeout expired or query id is invalid"),
            TO_ALL_STAFF,
            Meaning.AS_IF_DONE,
        ),
        (BadRequest("Wrong file identifier/http url specified"), TO_CUSTOMER, Meaning.REFUSED),
        (BadRequest("Wrong file identifier/http url specified"), ABOUT_TICKET, Meaning.LATER),
        (BadRequest("Wrong file identifier/http url specified"), TRIED, Meaning.REFUSED),
        (TimedOut(), TO_CUSTOMER, Meaning.LATER),
        (NetworkError("Bad Gateway"), ABOUT_TICKET, Meaning.LATER),
    ],
)
def test_meaning(error: TelegramError, row: OutboxRow, expected: Meaning) -> None:
    assert meaning(error, row) is expected
