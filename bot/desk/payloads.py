"""Payloads of outbox rows as frozen values: written by the desk, sent by a door. Only this module knows their JSON.

Rows of earlier versions can be read: version 1 had no `v` and called the kind `role`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from bot.desk.notifications import Notification, SendPriority
from bot.wording import Entity
from storage.models import Json

VERSION = 2


class PayloadError(ValueError):
    """The row's payload is invalid; the row can never be sent."""


@dataclass(frozen=True)
class Button:
    label: str
    action: str  # returned when the button is pressed; at most 64 bytes


Buttons: TypeAlias = Sequence[Sequence[Button]]


@dataclass(frozen=True)
class AnswerSource:
    """Which entry a message answers with, so that its author can be told what Telegram refuses of it.

    `question_id` is None for small talk. `has_words`: whether the answer says anything without its files.
    """

    entry_id: str
    language: str
    file: str
    line: int
    title: str
    question_id: int | None = None
    has_words: bool = True


@dataclass(frozen=True)
class TextMessage:
    """A new message: text with entities, rows of buttons, perhaps an attachment.

    `shows`: the number of the ticket whose card it is, so that a reply to it goes to that customer. `reply_to` and
    `topic_id` are ids in the target chat. `count`: how many events the message stands for (see `outbox.tally`).
    `instead`: what is said when Telegram refuses to copy the attachment; "" when nothing can be. `replaces`: the id of
    our own message, without an attachment, that it takes the place of; where that is gone, a new one is sent.
    `reacts_to`: the id of a message of the customer that is reacted to instead, where that is allowed. `answered_in`:
    the id of the question whose answer it is a reply to, wherever that stands.
    """

    kind: Notification
    text: str = ""
    entities: tuple[Entity, ...] = ()
    buttons: Buttons = ()
    attachment: Json | None = None
    shows: int | None = None
    reply_to: int | None = None
    topic_id: int | None = None
    count: int = 1
    answer: AnswerSource | None = None
    instead: str = ""
    instead_entities: tuple[Entity, ...] = ()
    replaces: int | None = None
    reacts_to: int | None = None
    answered_in: int | None = None

    def in_words(self) -> "TextMessage":
        """The message without its attachment."""
        return replace(self, text=self.instead, entities=self.instead_entities, attachment=None)


@dataclass(frozen=True)
class AlbumPart:
    message_id: int  # id of a row in `message`
    text: str = ""
    entities: tuple[Entity, ...] = ()
    attachment: Json | None = None


@dataclass(frozen=True)
class Album:
    """Several messages with files that are sent as one album."""

    kind: Notification
    parts: tuple[AlbumPart, ...]
    reply_to: int | None = None


@dataclass(frozen=True)
class TicketCard:
    """Create or update the card and the topic of the row's ticket, by the ticket's state at the time of sending.

    `is_new`: there was no card when the row was written, so a new message is expected to be posted. `is_urgent`: the
    ticket was urgent then.
    """

    is_new: bool = True
    is_urgent: bool = False


@dataclass(frozen=True)
class CopyEdit:
    """Edit the customer's copy of a colleague's message: text, or file and caption.

    `attachment`: what the message has now; `has_new_file`: the copy has another file so far, or none.
    """

    text: str
    entities: tuple[Entity, ...] = ()
    attachment: Json | None = None
    has_new_file: bool = False


@dataclass(frozen=True)
class MessageRewrite:
    """Replace the text and the buttons of a message that was sent."""

    chat_id: int
    telegram_id: int
    text: str
    entities: tuple[Entity, ...] = ()
    buttons: Buttons = ()


@dataclass(frozen=True)
class ButtonsChange:
    """Replace the buttons of a message that was sent; no buttons removes them."""

    chat_id: int
    telegram_id: int
    buttons: Buttons = ()


@dataclass(frozen=True)
class PressAnswer:
    """The response to a button press, shown to the person who pressed."""

    press_id: str
    text: str = ""
    is_alert: bool = False


@dataclass(frozen=True)
class TypingSign:
    """Show "typing" to the customer."""


@dataclass(frozen=True)
class DeliveryMark:
    """Mark a colleague's message as delivered to the customer; or, with `is_internal`, as one that stays inside."""

    chat_id: int
    telegram_id: int
    is_internal: bool = False


@dataclass(frozen=True)
class MessageRemoval:
    """Delete a message of the bot itself, where the bot may."""

    chat_id: int
    telegram_id: int


Payload: TypeAlias = (
    TextMessage
    | Album
    | TicketCard
    | CopyEdit
    | MessageRewrite
    | ButtonsChange
    | PressAnswer
    | TypingSign
    | DeliveryMark
    | MessageRemoval
)
AboutMessage: TypeAlias = MessageRewrite | ButtonsChange | DeliveryMark | MessageRemoval
"""What changes a message that stands in a chat already, whose id is in the payload."""
ACTIONS: Mapping[str, type[Payload]] = {
    "say": TextMessage,
    "album": Album,
    "card": TicketCard,
    "edit": CopyEdit,
    "rewrite": MessageRewrite,
    "set_buttons": ButtonsChange,
    "answer_press": PressAnswer,
    "typing": TypingSign,
    "mark_delivered": DeliveryMark,
    "remove": MessageRemoval,
}
"""Payload types by the values of `OutboxRow.action`."""

_ACTION_OF = {payload: action for action, payload in ACTIONS.items()}


def action_of(payload: Payload) -> str:
    return _ACTION_OF[type(payload)]


def kind_of(payload: Payload) -> Notification | None:
    """The kind of the message that it posts; None when it posts none."""
    return payload.kind if isinstance(payload, TextMessage | Album) else None


def question_of(payload: Payload) -> int | None:
    """The id of the question that it answers; None when it answers none."""
    return payload.answer.question_id if isinstance(payload, TextMessage) and payload.answer else None


def priority_of(payload: Payload, is_for_customer: bool) -> SendPriority:
    if isinstance(payload, PressAnswer | TypingSign):
        return SendPriority.IMMEDIATE
    if isinstance(payload, TicketCard) and payload.is_new:
        return SendPriority.ALARM if payload.is_urgent else SendPriority.CARD
    kind = kind_of(payload)
    if kind is not None:
        return kind.priority
    return SendPriority.CUSTOMER if is_for_customer else SendPriority.STAFF


def loss_is_told(payload: Payload) -> bool:
    """Whether the staff are told when it can't be delivered. Not for cards: the report would post the next card."""
    kind = kind_of(payload)
    return not isinstance(payload, TicketCard | DeliveryMark | MessageRemoval) and (kind is None or kind.loss_is_told)


def messages_in(payload: Payload) -> int:
    """How many new messages it is expected to post to its chat."""
    match payload:
        case TextMessage():
            return 1
        case Album(parts=parts):
            return len(parts)
        case TicketCard(is_new=is_new):
            return int(is_new)
    return 0


def to_json(payload: Payload) -> Json:
    """The JSON for `OutboxRow.content`."""
    content: Json = {"v": VERSION}
    for name, value in vars(payload).items():
        content[name] = _WRITTEN[name](value) if name in _WRITTEN else value
    return content


def from_json(action: str, content: Json) -> Payload:
    """The payload in a stored row, of any version. Raises PayloadError when it is invalid."""
    if action not in ACTIONS or not isinstance(content, dict):
        raise PayloadError(f"there is no such action: {action}")
    kind = ACTIONS[action]
    fields: Mapping[str, Any] = {name: value for name, value in content.items() if name in kind.__annotations__}
    if "kind" in kind.__annotations__ and "role" in content:
        fields = {"kind": content["role"], **fields}
    try:
        read: Mapping[str, Any] = {
            name: _READ[name](value) if name in _READ else value for name, value in fields.items()
        }
        return kind(**read)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PayloadError(f"{action}: {error!r}") from error


def _read_buttons(rows: Sequence[Sequence[Json]]) -> Buttons:
    return tuple(tuple(Button(one["label"], one["action"]) for one in row) for row in rows)


def _read_part(part: Json) -> AlbumPart:
    return AlbumPart(
        _number(part["message_id"]), part.get("text", ""), tuple(part.get("entities", ())), part.get("attachment")
    )


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is not an integer")
    return value


def _write_buttons(rows: Buttons) -> list[list[Json]]:
    return [[{"label": button.label, "action": button.action} for button in row] for row in rows]


def _write_part(part: AlbumPart) -> Json:
    return {**vars(part), "entities": list(part.entities)}


_READ: Mapping[str, Callable[[Any], object]] = {
    "kind": lambda name: Notification._value2member_map_[name],
    "entities": tuple,
    "instead_entities": tuple,
    "buttons": _read_buttons,
    "parts": lambda parts: tuple(map(_read_part, parts)),
    "chat_id": _number,
    "telegram_id": _number,
    "press_id": str,
    "answer": lambda source: AnswerSource(**source) if source else None,
}
_WRITTEN: Mapping[str, Callable[[Any], object]] = {
    "kind": str,
    "entities": list,
    "instead_entities": list,
    "buttons": _write_buttons,
    "parts": lambda parts: [_write_part(part) for part in parts],
    "answer": lambda source: vars(source) if source else None,
}


@dataclass(frozen=True)
class Outgoing:
    """An outbox row that is claimed for sending. Datetimes are aware, in UTC.

    `maybe_sent_since`: the message may have been sent since then, although no response arrived; None: it was not. The
    column is called `doubted_since`.
    """

    id: int
    chat_id: int
    payload: Payload
    customer_id: int | None
    ticket_id: int | None
    message_id: int | None
    silent: bool
    attempts: int
    created_at: datetime
    claimed_at: datetime
    maybe_sent_since: datetime | None
    content: Json
    prepared: object = None  # what the door read in the transaction that claimed the row

    @property
    def ticket(self) -> int:
        """The number of the row's ticket. Raises PayloadError when it has none."""
        if self.ticket_id is None:
            raise PayloadError(f"outbox row {self.id} has no ticket")
        return self.ticket_id
