"""What Telegram's refusals mean for a row of the outbox."""

from datetime import timedelta
from enum import Enum, auto

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from storage.models import OutboxRow

TRIES = 5  # of what Telegram refuses, in the staff's group: somebody may put the group right meanwhile


class Failure(Enum):
    AS_IF_DONE = auto()  # there is nothing left to do
    WAIT = auto()  # not now: the chat asked to be left alone for a while
    MOVED = auto()  # the group has another id now
    GONE_WITH_ITS_CHAT = auto()  # the message that it is about stands in the group's old self
    TOPIC_GONE = auto()
    TOPIC_CLOSED = auto()
    CARD_GONE = auto()
    SHUT_OUT = auto()  # the bot may not write in the staff's group: everything for it waits
    UNREACHABLE = auto()  # the customer blocked the bot, or is no more
    REFUSED = auto()  # Telegram will never take this one
    LATER = auto()  # the network, or Telegram itself


_TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid", "thread not found")
_AS_IF_DONE = (
    "message is not modified",
    "topic_not_modified",
    "query is too old",
    "query id is invalid",
    "message can't be edited",
    "message to react not found",
    "reaction_invalid",
    "reaction is not allowed",
)
_EDIT_GONE = ("message to edit not found", "message_id_invalid")
_NO_VOICE = ("not enough rights to send", "no rights to send", "chat_write_forbidden", "chat_restricted")
_NOBODY = ("chat not found", "user is deactivated", "peer_id_invalid")


def failure_of(error: TelegramError, row: OutboxRow) -> Failure:
    match error:
        case RetryAfter():
            return Failure.WAIT
        case ChatMigrated():
            return Failure.GONE_WITH_ITS_CHAT if "chat_id" in row.content else Failure.MOVED
        case Forbidden():
            return _of_being_shut_out(row)
        case BadRequest():
            return _of_bad_request(error.message.lower(), row)
    return Failure.LATER


def retry_after_seconds(error: BaseException) -> float | None:
    """The seconds after which Telegram wants to be asked again; None when the error does not say."""
    if not isinstance(error, RetryAfter):
        return None
    span: int | timedelta = error.retry_after
    return span.total_seconds() if isinstance(span, timedelta) else float(span)


def _of_bad_request(said: str, row: OutboxRow) -> Failure:
    if _has(said, _TOPIC_GONE):
        return Failure.TOPIC_GONE if row.ticket_id else Failure.REFUSED
    if "topic_closed" in said:
        return Failure.TOPIC_CLOSED if row.ticket_id else Failure.REFUSED
    if _has(said, _EDIT_GONE):
        return Failure.CARD_GONE if row.action == "card" else Failure.AS_IF_DONE
    if _has(said, _AS_IF_DONE):
        return Failure.AS_IF_DONE
    if _has(said, _NOBODY):
        return _of_being_shut_out(row)
    if _has(said, _NO_VOICE) and not row.customer_id:
        return Failure.SHUT_OUT
    return Failure.REFUSED if row.customer_id or row.attempts >= TRIES - 1 else Failure.LATER


def _of_being_shut_out(row: OutboxRow) -> Failure:
    """Who pressed a button and has left since needs no new buttons; only the staff's group lets the bot in again."""
    if row.customer_id:
        return Failure.UNREACHABLE
    is_private = row.content.get("chat_id", 0) > 0
    return Failure.AS_IF_DONE if is_private else Failure.SHUT_OUT


def _has(said: str, sentences: tuple[str, ...]) -> bool:
    return any(sentence in said for sentence in sentences)
