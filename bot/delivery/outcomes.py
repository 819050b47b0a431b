"""The outcomes of an attempt to send an outbox row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.desk.notifications import Notification
from storage.uploaded_files import FileKey


@dataclass(frozen=True)
class PostedMessage:
    """A message that the bot posted. `message_id` is the row in `message` that it carries, if it relays one."""

    chat_id: int
    telegram_id: int
    message_id: int | None = None
    kind: Notification | None = None  # None: that of the row


@dataclass(frozen=True)
class Upload:
    """A file of an answer was uploaded. `path` is relative to the FAQ folder."""

    key: FileKey
    path: str
    file_id: str


@dataclass(frozen=True)
class NewThread:
    """A topic that was made for a ticket, or the main chat when `topic_id` is None; not recorded yet."""

    ticket_id: int
    chat_id: int
    topic_id: int | None
    name: str


@dataclass(frozen=True)
class Sent:
    """Telegram did it, or there was nothing left to do. `messages`: those posted to the chat; `thread`: made for them.

    `unexpected`: how many more messages than `messages_in` expected were posted; the rate limiter counts them.
    `without_file`: ids of rows in `message` whose file was refused, so that their words were sent alone, and why.
    `is_in_words`: Telegram refused to copy the attachment, and the words that stand for it were sent.
    """

    messages: Sequence[PostedMessage] = ()
    unexpected: int = 0
    upload: Upload | None = None
    without_file: Mapping[int, str] = field(default_factory=dict)
    thread: NewThread | None = None
    is_in_words: bool = False


@dataclass(frozen=True)
class NotEditable:
    """The customer's copy can't be edited, or is not there; the edited message has to be sent anew."""

    error: str


@dataclass(frozen=True)
class Retry:
    """Retry after `seconds`. `maybe_sent`: Telegram may have done it although no response arrived.

    `pauses_chat`: send nothing else to the chat meanwhile. `is_try`: it failed; False when it was only told to wait.
    """

    seconds: float
    error: str
    is_try: bool = True
    maybe_sent: bool = False
    pauses_chat: bool = False


@dataclass(frozen=True)
class GiveUp:
    """It will never be sent. `is_blocked`: the customer blocked the bot or deleted the account."""

    error: str
    is_blocked: bool = False


@dataclass(frozen=True)
class CardGone:
    """The ticket's card was deleted; the next message about the ticket posts a new one."""


@dataclass(frozen=True)
class TopicGone:
    """The ticket's topic was deleted; the next message about the ticket creates a new topic and card."""


@dataclass(frozen=True)
class TopicReopened:
    """The ticket's topic was closed and is open now."""


@dataclass(frozen=True)
class GroupMoved:
    """The staff's group has another id now."""

    chat_id: int


@dataclass(frozen=True)
class FileRefused:
    """Telegram does not take the message's file: its words are sent without it."""


Repairable: TypeAlias = CardGone | TopicGone | TopicReopened | GroupMoved | FileRefused


@dataclass(frozen=True)
class Repair:
    """Correct our records by `what` Telegram reported, then send the row again after `seconds`."""

    what: Repairable
    seconds: float
    error: str


Outcome: TypeAlias = Sent | NotEditable | Retry | GiveUp | Repair
