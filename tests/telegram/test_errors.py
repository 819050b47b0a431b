"""What is made of each refusal, for a row to a customer and for one to the staff."""

from datetime import timedelta

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram.errors import Failure, failure_of
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
        (RetryAfter(timedelta(seconds=3)), TO_CUSTOMER, Failure.WAIT),
        (Forbidden("Forbidden: bot was blocked by the user"), TO_CUSTOMER, Failure.UNREACHABLE),
        (BadRequest("Chat not found"), TO_CUSTOMER, Failure.UNREACHABLE),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), ABOUT_TICKET, Failure.SHUT_OUT),
        (Forbidden("Forbidden: bot was blocked by the user"), BUTTONS, Failure.AS_IF_DONE),
        (BadRequest("Chat not found"), BUTTONS, Failure.AS_IF_DONE),
        (BadRequest("Not enough rights to send text messages to the chat"), ABOUT_TICKET, Failure.SHUT_OUT),
        (BadRequest("Chat not found"), TO_ALL_STAFF, Failure.SHUT_OUT),
        (ChatMigrated(-100), ABOUT_TICKET, Failure.MOVED),
        (ChatMigrated(-100), MARK, Failure.GONE_WITH_ITS_CHAT),
        (BadRequest("Message thread not found"), ABOUT_TICKET, Failure.TOPIC_GONE),
        (BadRequest("Message thread not found"), TO_ALL_STAFF, Failure.REFUSED),
        (BadRequest("Topic_closed"), ABOUT_TICKET, Failure.TOPIC_CLOSED),
        (BadRequest("Message to edit not found"), CARD, Failure.CARD_GONE),
        (BadRequest("Message to edit not found"), TO_ALL_STAFF, Failure.AS_IF_DONE),
        (BadRequest("Message is not modified: specified new message content …"), CARD, Failure.AS_IF_DONE),
        (
            BadRequest("Query is too old and response timeout expired or query id is invalid"),
            TO_ALL_STAFF,
            Failure.AS_IF_DONE,
        ),
        (BadRequest("Wrong file identifier/http url specified"), TO_CUSTOMER, Failure.REFUSED),
        (BadRequest("Wrong file identifier/http url specified"), ABOUT_TICKET, Failure.LATER),
        (BadRequest("Wrong file identifier/http url specified"), TRIED, Failure.REFUSED),
        (TimedOut(), TO_CUSTOMER, Failure.LATER),
        (NetworkError("Bad Gateway"), ABOUT_TICKET, Failure.LATER),
    ],
)
def test_meaning(error: TelegramError, row: OutboxRow, expected: Failure) -> None:
    assert failure_of(error, row) is expected
