"""How each error of Telegram is classified, for rows to a customer and to the staff."""

from datetime import UTC, datetime, timedelta

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.desk.notifications import Notification
from bot.desk.payloads import ButtonsChange, DeliveryMark, Outgoing, Payload, TextMessage, TicketCard
from bot.telegram.errors import Failure, failure_of

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
TEXT = TextMessage(Notification.ACCEPTED, "Заявка №1")


def row(
    payload: Payload, chat_id: int = -5, customer: int | None = None, ticket: int | None = 1, attempts: int = 0
) -> Outgoing:
    """A row that is about a ticket in the staff group, unless it is said otherwise."""
    return Outgoing(1, chat_id, payload, customer, ticket, None, False, attempts, NOW, NOW, None, {})


TO_CUSTOMER = row(TEXT, 5, customer=1)
ABOUT_TICKET = row(TEXT)
TO_ALL_STAFF = row(TEXT, ticket=None)
CARD = row(TicketCard())
MARK = row(DeliveryMark(-5, 7))
BUTTONS = row(ButtonsChange(5, 7), 5, ticket=None)
TRIED = row(TEXT, attempts=4)


@pytest.mark.parametrize(
    ("error", "row", "expected"),
    [
        (RetryAfter(timedelta(seconds=3)), TO_CUSTOMER, Failure.WAIT),
        (Forbidden("Forbidden: bot was blocked by the user"), TO_CUSTOMER, Failure.UNREACHABLE),
        (BadRequest("Chat not found"), TO_CUSTOMER, Failure.UNREACHABLE),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), ABOUT_TICKET, Failure.NO_WRITE_ACCESS),
        (Forbidden("Forbidden: bot was blocked by the user"), BUTTONS, Failure.NOTHING_LEFT_TO_DO),
        (BadRequest("Chat not found"), BUTTONS, Failure.NOTHING_LEFT_TO_DO),
        (BadRequest("Not enough rights to send text messages to the chat"), ABOUT_TICKET, Failure.NO_WRITE_ACCESS),
        (BadRequest("Chat not found"), TO_ALL_STAFF, Failure.NO_WRITE_ACCESS),
        (ChatMigrated(-100), ABOUT_TICKET, Failure.GROUP_MOVED),
        (ChatMigrated(-100), MARK, Failure.NOTHING_LEFT_TO_DO),
        (BadRequest("Message thread not found"), ABOUT_TICKET, Failure.TOPIC_GONE),
        (BadRequest("Message thread not found"), TO_ALL_STAFF, Failure.REFUSED),
        (BadRequest("Topic_closed"), ABOUT_TICKET, Failure.TOPIC_CLOSED),
        (BadRequest("Message to edit not found"), CARD, Failure.CARD_GONE),
        (BadRequest("Message to edit not found"), TO_ALL_STAFF, Failure.NOTHING_LEFT_TO_DO),
        (BadRequest("Message is not modified: specified new message content …"), CARD, Failure.NOTHING_LEFT_TO_DO),
        (
            BadRequest("Query is too old and response timeout expired or query id is invalid"),
            TO_ALL_STAFF,
            Failure.NOTHING_LEFT_TO_DO,
        ),
        (BadRequest("Wrong file identifier/http url specified"), TO_CUSTOMER, Failure.REFUSED),
        (BadRequest("Wrong file identifier/http url specified"), ABOUT_TICKET, Failure.TEMPORARY),
        (BadRequest("Wrong file identifier/http url specified"), TRIED, Failure.REFUSED),
        (TimedOut(), TO_CUSTOMER, Failure.TEMPORARY),
        (NetworkError("Bad Gateway"), ABOUT_TICKET, Failure.TEMPORARY),
    ],
)
def test_failure(error: TelegramError, row: Outgoing, expected: Failure) -> None:
    assert failure_of(error, row) is expected
