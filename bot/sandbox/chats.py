"""State of chats, topics, members and messages."""

from dataclasses import dataclass, field

from bot.sandbox.api_json import Json, present
from bot.sandbox.errors import bad_request
from bot.sandbox.files import StoredFile

ALL_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_restrict_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass(frozen=True)
class Person:
    """A user; `blocked` and `started` refer to the bot.

    `account` is the User object where it is not the person's own: of a bot, or the stand-in that Telegram names when
    somebody writes as a chat. `signs`: what their messages carry then, `sender_chat` and `author_signature`.
    """

    id: int
    first_name: str
    last_name: str | None
    username: str | None
    language_code: str
    role: str  # "customer" or "manager"
    blocked: bool = False
    started: bool = False
    account: Json | None = None
    signs: Json = field(default_factory=dict)

    @property
    def user(self) -> Json:
        """A User object."""
        if self.account is not None:
            return self.account
        name = present(last_name=self.last_name, username=self.username, language_code=self.language_code or None)
        return {"id": self.id, "is_bot": False, "first_name": self.first_name} | name


@dataclass
class Topic:
    thread_id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None
    closed: bool = False


@dataclass
class StoredMessage:
    """A stored message. `api` is its Message object, which an edit replaces."""

    api: Json
    author_id: int
    silent: bool = False
    deleted: bool = False
    keyboard: Json | None = None  # reply keyboard, removal or forced reply; not part of a Message object
    file: StoredFile | None = None
    reactions: dict[int, list[str]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return int(self.api["message_id"])

    @property
    def thread_id(self) -> int | None:
        thread = self.api.get("message_thread_id")
        return int(thread) if thread is not None else None

    @property
    def in_topic(self) -> int | None:
        """The id of the forum topic; None in the general topic and outside forums."""
        return self.thread_id if self.api.get("is_topic_message") else None

    @property
    def is_service(self) -> bool:
        return CONTENT.isdisjoint(self.api)


_CONTENT_FIELDS = (
    "text photo video voice document sticker audio video_note animation location venue contact poll dice game story "
    "paid_media invoice giveaway checklist"
)
CONTENT = frozenset(_CONTENT_FIELDS.split())


@dataclass
class Chat:
    id: int
    type: str  # "private", "group" or "supergroup"
    title: str | None = None
    person_id: int | None = None
    is_forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)  # person's id → ChatMember.status
    rights: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(ALL_RIGHTS, True))
    bot_status: str = "administrator"
    migrated_to: int | None = None
    messages: dict[int, StoredMessage] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    typing_until: float = 0.0  # on the monotonic clock
    closed_for_all: bool = True  # closed topics; in Telegram administrators can write there
    linked_chat_id: int | None = None  # the channel whose discussions the group has

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    @property
    def bot_is_member(self) -> bool:
        return self.bot_status in ("administrator", "member")

    def found(self, message_id: int) -> StoredMessage | None:
        """The message, or None when it never existed or was deleted."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def message(self, message_id: int, purpose: str) -> StoredMessage:
        """The message. Raises BotApiError "message to <purpose> not found"."""
        message = self.found(message_id)
        if message is None:
            raise bad_request(f"message to {purpose} not found")
        return message

    def require(self, right: str, sentence: str) -> None:
        """Raise BotApiError(sentence) when the bot lacks the administrator's right."""
        if not self.is_private and not (self.bot_status == "administrator" and self.rights.get(right)):
            raise bad_request(sentence)
