"""Who sent an update that can't be read, and where an answer to it belongs. No field is taken for granted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram.constants import ChatType

from bot.arrival import MessageRef, Sender
from bot.telegram.sanitizing import sanitized

_MESSAGES = ("message", "edited_message")


@dataclass(frozen=True)
class WrittenIn:
    """A message of a person in a group that can't be read; `topic` is where it stands, if that is known."""

    ref: MessageRef
    topic: int | None
    is_edit: bool


def private_sender(payload: str) -> Sender | None:
    """Who wrote or pressed in private; None for everything else, also for an edit.

    `payload` is an update, as JSON. Raises ValueError and RecursionError when it is no JSON.
    """
    raw = sanitized(payload)
    press = _part(raw, "callback_query")
    message = _part(press or raw, "message") or ({} if press else _unknown_kind(raw))
    chat = _part(message, "chat")
    number = _id_in(chat, "id")
    if chat.get("type") != ChatType.PRIVATE or number is None:
        return None
    user = _part(press or message, "from")
    names = (user.get("first_name"), user.get("last_name"))
    name = " ".join(name for name in names if isinstance(name, str))
    return Sender(number, name, language=language(str(user.get("language_code") or "")))


def edited_in_private(payload: str) -> MessageRef | None:
    """The message that was edited in private; None for everything else. Raises as `private_sender`."""
    message = _part(sanitized(payload), "edited_message")
    chat = _part(message, "chat")
    return _ref(message) if chat.get("type") == ChatType.PRIVATE else None


def written_in_group(payload: str) -> WrittenIn | None:
    """The message or edit of a person in a group; None for everything else. Raises as `private_sender`."""
    raw = sanitized(payload)
    name = next((name for name in _MESSAGES if _part(raw, name)), "")
    message = _part(raw, name)
    ref = _ref(message)
    if ref is None or _part(message, "chat").get("type") == ChatType.PRIVATE or _is_a_bot(message):
        return None
    topic = _id_in(message, "message_thread_id") if message.get("is_topic_message") is True else None
    return WrittenIn(ref, topic, is_edit=name == "edited_message")


def language(code: str | None) -> str | None:
    """ "en" of "en-GB"."""
    return (code or "")[:2] or None


def _unknown_kind(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The content of an update of an unknown kind: its only object, if there is one."""
    contents = [value for value in raw.values() if isinstance(value, dict)]
    is_known = any(name in raw for name in _MESSAGES)
    return contents[0] if len(contents) == 1 and not is_known else {}


def _ref(message: Mapping[str, Any]) -> MessageRef | None:
    chat, number = _id_in(_part(message, "chat"), "id"), _id_in(message, "message_id")
    return None if chat is None or number is None else MessageRef(chat, number)


def _is_a_bot(message: Mapping[str, Any]) -> bool:
    """Another bot hears nothing: it might answer. Anonymous administrators and channels come with a stand-in bot."""
    return _part(message, "from").get("is_bot") is True and not _part(message, "sender_chat")


def _id_in(whole: Mapping[str, Any], name: str) -> int | None:
    value = whole.get(name)
    return value if type(value) is int and abs(value) < 2**63 else None


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = whole.get(name)
    return part if isinstance(part, dict) else {}
