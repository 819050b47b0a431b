"""What comes of a try to send a row of the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.desk.notifications import Notification


@dataclass(frozen=True)
class Standing:
    """A message of ours that stands in Telegram; `message_id` is the conversation's message that it carries."""

    chat_id: int
    telegram_id: int
    message_id: int | None = None
    kind: Notification | None = None  # None: that of the row


@dataclass(frozen=True)
class Sent:
    """Telegram did it, or there was nothing left to do. `messages`: what stands in the chat now.

    `unexpected`: how many messages more than expected were put into the chat, for the rate limiter.
    """

    messages: Sequence[Standing] = ()
    unexpected: int = 0


@dataclass(frozen=True)
class Retry:
    """Not now: again after so many seconds. `maybe_sent`: Telegram may have done it although it did not say so.

    `pauses_chat`: nothing at all is to be sent to the chat meanwhile. `is_try`: it counts as one of the tries.
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
    """The ticket's card was deleted: the next message makes it anew."""


@dataclass(frozen=True)
class TopicGone:
    """The ticket's topic was deleted: the next message makes it anew, with a new card."""


@dataclass(frozen=True)
class TopicReopened:
    """The ticket's topic was closed and is open now."""


@dataclass(frozen=True)
class GroupMoved:
    """The staff's group has another id now."""

    chat_id: int


@dataclass(frozen=True)
class Repair:
    """What Telegram complained of is put right in our records; then the row is sent again, after `seconds`."""

    what: CardGone | TopicGone | TopicReopened | GroupMoved
    seconds: float
    error: str


Outcome: TypeAlias = Sent | Retry | GiveUp | Repair
