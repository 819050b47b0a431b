"""Classifies Telegram's errors by what they mean for an outbox row.

Telegram's errors can only be told apart by their English descriptions; all known ones are listed here.
"""

import re
from datetime import timedelta
from enum import Enum, auto

from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.desk.payloads import AboutMessage, Outgoing, TicketCard
from bot.telegram.http_client import UnsentError

TRIES = 5  # of a row that Telegram rejects in the staff group: somebody may correct the group's settings


class Failure(Enum):
    NOTHING_LEFT_TO_DO = auto()
    WAIT = auto()  # a 429: no calls to this chat for a while
    GROUP_MOVED = auto()  # the group was migrated to another id
    TOPIC_GONE = auto()
    TOPIC_CLOSED = auto()
    CARD_GONE = auto()
    NO_WRITE_ACCESS = auto()  # the bot may not write in the staff group: all its rows wait
    UNREACHABLE = auto()  # the customer blocked the bot, or deleted the account
    REFUSED = auto()  # Telegram will never accept this message
    TEMPORARY = auto()  # a network or server error


_TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid", "thread not found")
_NOTHING_LEFT_TO_DO = (
    "message is not modified",
    "topic_not_modified",
    "query is too old",
    "query id is invalid",
    "message can't be edited",
    "message can't be deleted",
    "message to delete not found",
    "message to react not found",
    "reaction_invalid",
    "reaction is not allowed",
)
_EDIT_GONE = ("message to edit not found", "message_id_invalid")
_UNEDITABLE = (*_EDIT_GONE, "message can't be edited", "there is no text in the message to edit")
_NO_RIGHTS = ("not enough rights to send", "no rights to send", "chat_write_forbidden", "chat_restricted")
_NOBODY = ("chat not found", "user is deactivated", "peer_id_invalid")
_NO_TOPICS = ("not a forum", "not enough rights", "chat_not_forum")
_MARKUP_REFUSED = ("can't parse", "entit", "markup_")
_BUTTONS_REFUSED = ("button", "keyboard", "reply markup")
_CHAT_REFUSED = (*_TOPIC_GONE, "topic_closed", *_NOBODY, *_NO_RIGHTS, *_NOTHING_LEFT_TO_DO, *_EDIT_GONE)
_TOO_LARGE = ("(413)", "request entity too large")
_MEDIA_FORBIDDEN = re.compile(r"not enough rights to send (?!text|message)|chat_send_(?!plain)\w+_forbidden")


def failure_of(error: TelegramError, row: Outgoing) -> Failure:
    """What the error means for the row that was being sent."""
    match error:
        case RetryAfter():
            return Failure.WAIT
        case ChatMigrated():
            names_message = isinstance(row.payload, AboutMessage)
            return Failure.NOTHING_LEFT_TO_DO if names_message else Failure.GROUP_MOVED
        case Forbidden():
            return _failure_of_chat(row)
        case BadRequest():
            return _failure_of_bad_request(error.message.lower(), row)
        case NetworkError() if is_too_large(error):
            return Failure.REFUSED
    return Failure.TEMPORARY


def retry_after_seconds(error: BaseException) -> float | None:
    """The seconds of a 429 (RetryAfter); None for other errors."""
    if not isinstance(error, RetryAfter):
        return None
    span: int | timedelta = error.retry_after
    return span.total_seconds() if isinstance(span, timedelta) else float(span)


def may_have_arrived(error: TelegramError) -> bool:
    """Whether Telegram may have executed the call although no valid response arrived."""
    is_no_answer = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    is_garbled = type(error) is TelegramError  # a response that is not JSON
    return (is_no_answer or is_garbled) and not isinstance(error, UnsentError) and not is_too_large(error)


def is_not_modified(refusal: BadRequest) -> bool:
    """Whether the message or topic already has the requested content or name."""
    return _has(refusal.message.lower(), ("message is not modified", "topic_not_modified"))


def is_uneditable(refusal: BadRequest) -> bool:
    """Whether the message that should be edited is gone, or can't be edited (any more)."""
    return _has(refusal.message.lower(), _UNEDITABLE)


def has_no_topics(refusal: BadRequest) -> bool:
    """Whether the group has no topics, or the bot may not create or change them."""
    return _has(refusal.message.lower(), _NO_TOPICS)


def is_about_markup(refusal: BadRequest) -> bool:
    """Whether Telegram rejects the formatting."""
    return _has(refusal.message.lower(), _MARKUP_REFUSED)


def is_about_form(refusal: BadRequest) -> bool:
    """Whether Telegram rejects the formatting or the buttons."""
    return is_about_markup(refusal) or _has(refusal.message.lower(), _BUTTONS_REFUSED)


def is_about_content(error: TelegramError) -> bool:
    """Whether Telegram rejects what the message consists of: its file, words or buttons, not the chat or the topic."""
    said = error.message.lower()
    if isinstance(error, ChatMigrated):
        return False
    if isinstance(error, BadRequest):
        return _MEDIA_FORBIDDEN.search(said) is not None or not _has(said, _CHAT_REFUSED)
    return is_too_large(error)


def is_too_large(error: TelegramError) -> bool:
    """Whether a server refuses the request for its size (413)."""
    return isinstance(error, NetworkError) and _has(error.message.lower(), _TOO_LARGE)


def is_about_message(refusal: BadRequest) -> bool:
    """Whether Telegram rejects what is sent, copied or edited itself, not the place, the rights or the formatting."""
    about_place = (*_TOPIC_GONE, "topic_closed", *_NOBODY, *_NO_RIGHTS, *_NO_TOPICS, *_MARKUP_REFUSED)
    return not _has(refusal.message.lower(), about_place)


def _failure_of_bad_request(said: str, row: Outgoing) -> Failure:
    if _has(said, _TOPIC_GONE):
        return Failure.TOPIC_GONE if row.ticket_id else Failure.REFUSED
    if "topic_closed" in said:
        return Failure.TOPIC_CLOSED if row.ticket_id else Failure.REFUSED
    if _has(said, _EDIT_GONE):
        return Failure.CARD_GONE if isinstance(row.payload, TicketCard) else Failure.NOTHING_LEFT_TO_DO
    if _has(said, _NOTHING_LEFT_TO_DO):
        return Failure.NOTHING_LEFT_TO_DO
    if _has(said, _NOBODY):
        return _failure_of_chat(row)
    if _has(said, _NO_RIGHTS) and not row.customer_id and not _MEDIA_FORBIDDEN.search(said):
        return Failure.NO_WRITE_ACCESS
    return Failure.REFUSED if row.customer_id or row.attempts >= TRIES - 1 else Failure.TEMPORARY


def _failure_of_chat(row: Outgoing) -> Failure:
    """The bot has no access to the chat. Edits in a private chat are dropped; the staff group may let it in again."""
    if row.customer_id:
        return Failure.UNREACHABLE
    names_message = isinstance(row.payload, AboutMessage)
    is_private = names_message and row.chat_id > 0
    return Failure.NOTHING_LEFT_TO_DO if is_private else Failure.NO_WRITE_ACCESS


def _has(said: str, sentences: tuple[str, ...]) -> bool:
    return any(sentence in said for sentence in sentences)
