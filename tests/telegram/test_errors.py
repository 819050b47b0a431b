"""How each error of Telegram is classified, for rows to a customer and to the staff."""

from datetime import UTC, datetime, timedelta

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.desk.notifications import Notification
from bot.desk.payloads import ButtonsChange, DeliveryMark, MessageRemoval, Outgoing, Payload, TextMessage, TicketCard
from bot.telegram.errors import (
    Failure,
    failure_of,
    is_about_content,
    is_about_form,
    is_uneditable,
    may_have_arrived,
)

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
REMOVAL = row(MessageRemoval(-5, 7))
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
        (BadRequest("Message can't be deleted"), REMOVAL, Failure.NOTHING_LEFT_TO_DO),
        (BadRequest("Message to delete not found"), REMOVAL, Failure.NOTHING_LEFT_TO_DO),
        (ChatMigrated(-100), REMOVAL, Failure.NOTHING_LEFT_TO_DO),
        (BadRequest("Message is not modified: specified new message content …"), CARD, Failure.NOTHING_LEFT_TO_DO),
        (
            BadRequest("Query is too old and response timeout expired or query id is invalid"),
            TO_ALL_STAFF,
            Failure.NOTHING_LEFT_TO_DO,
        ),
        (BadRequest("Wrong file identifier/http url specified"), TO_CUSTOMER, Failure.REFUSED),
        (BadRequest("Wrong file identifier/http url specified"), ABOUT_TICKET, Failure.TEMPORARY),
        (BadRequest("Wrong file identifier/http url specified"), TRIED, Failure.REFUSED),
        (BadRequest("Photo_invalid_dimensions"), TO_CUSTOMER, Failure.REFUSED),
        (NetworkError("Request Entity Too Large (413)"), TO_CUSTOMER, Failure.REFUSED),
        (NetworkError("Request Entity Too Large (413)"), ABOUT_TICKET, Failure.REFUSED),
        (BadRequest("Not enough rights to send photos to the chat"), TRIED, Failure.REFUSED),
        (BadRequest("Not enough rights to send photos to the chat"), ABOUT_TICKET, Failure.TEMPORARY),
        (BadRequest("Chat_send_docs_forbidden"), TRIED, Failure.REFUSED),
        (TimedOut(), TO_CUSTOMER, Failure.TEMPORARY),
        (NetworkError("Bad Gateway"), ABOUT_TICKET, Failure.TEMPORARY),
    ],
)
def test_failure(error: TelegramError, row: Outgoing, expected: Failure) -> None:
    assert failure_of(error, row) is expected


@pytest.mark.parametrize(
    "said",
    [
        "Photo_invalid_dimensions",
        "Image_process_failed",
        "Wrong file identifier/http url specified",
        "Can't use file of type Document as Photo",
        "File must be non-empty",
        "Voice_messages_forbidden",
        "Message is too long",
        "Not enough rights to send documents to the chat",
        "Something that Telegram has never said before",
    ],
)
def test_what_is_wrong_with_the_message_itself(said: str) -> None:
    assert is_about_content(BadRequest(said))


@pytest.mark.parametrize(
    "error",
    [
        BadRequest("Chat not found"),
        BadRequest("Message thread not found"),
        BadRequest("Topic_closed"),
        BadRequest("Not enough rights to send text messages to the chat"),
        BadRequest("Message is not modified"),
        ChatMigrated(-100),
        Forbidden("Forbidden: bot was blocked by the user"),
        TimedOut(),
        NetworkError("Bad Gateway"),
    ],
)
def test_what_no_other_message_would_change(error: TelegramError) -> None:
    assert not is_about_content(error)


def test_a_request_that_is_too_large_was_not_executed() -> None:
    assert is_about_content(NetworkError("Request Entity Too Large (413)"))
    assert not may_have_arrived(NetworkError("Request Entity Too Large (413)"))


@pytest.mark.parametrize(
    "said", ["Button_url_invalid", "Inline keyboard button url is invalid", "Can't parse entities"]
)
def test_what_is_wrong_with_formatting_and_buttons(said: str) -> None:
    assert is_about_form(BadRequest(said))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Bad Request: message to edit not found", True),
        ("Bad Request: message can't be edited", True),
        ("Bad Request: there is no text in the message to edit", True),
        ("Bad Request: message is not modified: specified new message content is exactly the same", False),
        ("Bad Request: can't parse entities", False),
    ],
)
def test_a_message_that_can_be_edited_no_more_is_sent_anew(said: str, expected: bool) -> None:
    assert is_uneditable(BadRequest(said)) is expected
