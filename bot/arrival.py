"""What comes through a door, in our own words: handlers read these values and know no Bot API.

Ids (`chat`, `topic`, `Sender.id`, `MessageRef.id`) are the door's own numbers; they are only compared, kept, and given
back to the door.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.desk.ticket.history import Incoming


class Speaker(StrEnum):
    """In whose name something was written or pressed."""

    PERSON = "person"
    BOT = "bot"  # another bot
    GROUP = "group"  # an administrator who stays anonymous behind the group
    CHANNEL = "channel"
    CHANNEL_POST = "channel_post"  # a post that the door itself copied from the group's channel


@dataclass(frozen=True)
class Sender:
    """Who wrote or pressed. `language` is that of their app, two letters.

    `chat`: the group or channel in whose name they wrote; then `name` may be "".
    """

    id: int
    name: str
    username: str | None = None
    language: str | None = None
    chat: int | None = None


@dataclass(frozen=True)
class MessageRef:
    """The place of a message in a chat."""

    chat: int
    id: int


@dataclass(frozen=True)
class Command:
    """`/name arguments`, the name in lower case and without the bot's."""

    name: str
    arguments: str
    is_for_another_bot: bool = False  # /name@bot, and that bot is not this one


@dataclass(frozen=True)
class ChatMessage:
    """A message, or its new text after an edit.

    `content` is None when nobody said anything: somebody joined, a message was pinned, a topic was made.
    `reply_to_author` is the id of the person who wrote the message replied to, as in `Sender.id`; None for a bot.
    """

    ref: MessageRef
    content: Incoming | None
    command: Command | None = None
    topic: int | None = None
    reply_to: MessageRef | None = None
    reply_to_author: int | None = None


@dataclass(frozen=True)
class Press:
    """A press of a button. `data`, "name:argument:argument", may be forged.

    `message` has the button; None when the door does not tell.
    """

    id: str
    data: str
    message: MessageRef | None

    @property
    def name(self) -> str:
        return self.data.partition(":")[0]

    def argument(self, place: int) -> str:
        """The argument at that place, counted from 0; "" when there is none."""
        return next(iter(self.data.split(":")[place + 1 :]), "")

    def number(self, place: int) -> int:
        """The argument as a number; -1, which is no id, when it is not a number."""
        text = self.argument(place)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1


@dataclass(frozen=True)
class Reaction:
    """Emoji that somebody has just put under `message`; "" when they only took some away."""

    message: MessageRef
    emoji: str


@dataclass(frozen=True)
class MemberChange:
    """Somebody joined or left a group."""

    member: Sender
    is_member: bool
    is_admin: bool = False


@dataclass(frozen=True)
class TopicChange:
    """Somebody renamed, closed or reopened a topic by hand; what they left as it was is None.

    `is_own`: the desk itself renamed it.
    """

    topic: int
    name: str | None = None
    is_closed: bool | None = None
    is_own: bool = False


@dataclass(frozen=True)
class BlockChange:
    """A person blocked the bot, or lets it in again."""

    is_blocked: bool


@dataclass(frozen=True)
class Arrival:
    """One update: who, where, and what happened.

    What a chat says itself (somebody left, the group moved) stands in `message` too, without content.
    """

    update_id: int
    chat: int | None
    sender: Sender | None
    is_private: bool
    message: ChatMessage | None = None
    edited: ChatMessage | None = None
    press: Press | None = None
    member_change: MemberChange | None = None
    block_change: BlockChange | None = None
    reaction: Reaction | None = None
    group_moved_to: int | None = None  # the id that the group has from now on
    topic_change: TopicChange | None = None
    speaker: Speaker = Speaker.PERSON
    is_from_staff_group: bool = False
    is_flooding: bool = False  # more comes from this chat than a person can do
    may_wait_for: datetime | None = None  # what was sent until then may not be recorded yet; None: don't wait for it

    @property
    def is_act(self) -> bool:
        """Whether somebody does something; else the chat itself says that something happened in it."""
        written = self.message or self.edited
        return self.press is not None or (written is not None and written.content is not None)

    @property
    def command(self) -> Command | None:
        """The command that was written; an edit commands nothing."""
        return self.message.command if self.message else None
