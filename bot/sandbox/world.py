"""The state of the sandbox: one bot, its users, chats and messages. No HTTP."""

from collections import Counter
from dataclasses import dataclass, field, replace

from bot.sandbox.api_json import Json, present
from bot.sandbox.changes import Changes
from bot.sandbox.chats import Chat, Person, StoredMessage
from bot.sandbox.clock import MovableClock
from bot.sandbox.files import Files, StoredFile
from bot.sandbox.polling import Polling
from bot.sandbox.updates import Updates
from bot.sandbox.webhook import Webhook

_FIRST_PERSON = 5_200_000_001  # more than 32 bits, like ids of new accounts
_SUPERGROUP = -1_002_000_000_001
_GROUP = -4_100_001
_ACCOUNT = 0  # the counter that private chats and basic groups share


@dataclass
class Callback:
    """A callback query that awaits answerCallbackQuery. `asked_at` is Unix time."""

    id: str
    asked_at: int
    answer: Json | None = None


@dataclass
class Profile:
    """The bot's profile, by (scope, language) or by language."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)  # chat's id, 0 for the default


class World:
    """The state of the sandbox and its basic mutations."""

    def __init__(self, clock: MovableClock, token: str, forum: bool, title: str) -> None:
        self.clock = clock
        self.changes = Changes()
        self.updates = Updates()
        self.polling = Polling()
        self.webhook: Webhook | None = None
        self.files = Files()
        self.profile = Profile()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.callbacks: dict[str, Callback] = {}
        self.bot: Json = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": "Nightdesk",
            "username": "nightdesk_sandbox_bot",
        }
        self._last_message: Counter[int] = Counter()
        self.group = self.add_group(title, forum)

    def add_group(self, title: str, forum: bool) -> Chat:
        """Create the staff group: a supergroup with topics, or a basic group without."""
        chat_id, kind = (_SUPERGROUP, "supergroup") if forum else (_GROUP, "group")
        chat = Chat(chat_id, kind, title=title, is_forum=forum)
        self.chats[chat.id] = chat
        return chat

    def add_supergroup_for(self, old: Chat) -> Chat:
        """Upgrade a basic group: a supergroup with the same members and rights and a new id."""
        new = replace(old, id=_SUPERGROUP, type="supergroup", messages={}, topics={}, pinned=[])
        self.chats[new.id] = self.group = new
        old.migrated_to = new.id
        return new

    def add_person(self, role: str, name: tuple[str, str | None, str | None], language_code: str) -> Person:
        """Add a person; `name` is first name, last name and username. The bot can't write to a customer first."""
        first, last, username = name
        person = Person(_FIRST_PERSON + len(self.people), first, last, username, language_code, role)
        self.people[person.id] = person
        self.changes.happened()
        return person

    def change_person(self, person: Person, *, blocked: bool, started: bool) -> None:
        self.people[person.id] = replace(person, blocked=blocked, started=started)
        self.changes.happened()

    def private_chat(self, person_id: int) -> Chat:
        """The person's private chat with the bot, created on demand."""
        if person_id not in self.chats:
            self.chats[person_id] = Chat(person_id, "private", person_id=person_id)
        return self.chats[person_id]

    def user(self, user_id: int) -> Json | None:
        """The User object of a person or of the bot itself."""
        if user_id == self.bot["id"]:
            return self.bot
        person = self.people.get(user_id)
        return person.user if person else None

    def chat_object(self, chat: Chat) -> Json:
        """A Chat object."""
        if chat.person_id is None:
            return present(id=chat.id, type=chat.type, title=chat.title, is_forum=chat.is_forum or None)
        person = self.people[chat.person_id]
        name = present(first_name=person.first_name, last_name=person.last_name, username=person.username)
        return {"id": chat.id, "type": chat.type} | name

    def last_message_id(self, chat: Chat) -> int:
        return self._last_message[_counter(chat)]

    def post(
        self,
        chat: Chat,
        author: Json,
        content: Json,
        *,
        thread_id: int | None = None,
        reply_to: StoredMessage | None = None,
        silent: bool = False,
        keyboard: Json | None = None,
        file: StoredFile | None = None,
    ) -> StoredMessage:
        """Add a message to a chat; `content` has the remaining fields of its Message object."""
        message_id = self.last_message_id(chat) + 1
        self._last_message[_counter(chat)] = message_id
        api: Json = {
            "message_id": message_id,
            "from": author,
            "chat": self.chat_object(chat),
            "date": self.clock.unix(),
        }
        api |= _place(chat, message_id, thread_id, reply_to) | content
        message = StoredMessage(api, author["id"], silent=silent, keyboard=keyboard, file=file)
        chat.messages[message_id] = message
        self.changes.happened()
        return message

    def announce(self, chat: Chat, author: Json, content: Json, thread_id: int | None = None) -> StoredMessage:
        """Add a service message. Bots receive these as updates, also those they caused."""
        message = self.post(chat, author, content, thread_id=thread_id)
        self.updates.add("message", message.api)
        self.changes.happened()
        return message

    def edit(self, message: StoredMessage, content: Json, *without: str) -> None:
        """Replace and remove fields of a message and set its edit date."""
        kept = {name: value for name, value in message.api.items() if name not in without}
        message.api = kept | content | {"edit_date": self.clock.unix()}
        self.changes.happened()


def _counter(chat: Chat) -> int:
    """Message ids are unique in each supergroup, and over all other chats together."""
    return chat.id if chat.type == "supergroup" else _ACCOUNT


def _place(chat: Chat, message_id: int, thread_id: int | None, reply_to: StoredMessage | None) -> Json:
    """The fields for a message's topic and reply.

    In a forum every message of a topic replies to the topic's first one, unless it replies to another. In other
    supergroups a reply belongs to the thread of what it replies to, and is no topic message.
    """
    place: Json = {}
    if thread_id is not None:
        place = {"message_thread_id": thread_id, "is_topic_message": True} if chat.is_forum else {}
        reply_to = reply_to or (chat.found(thread_id) if thread_id != message_id else None)
    if reply_to is None:
        return place
    if chat.type == "supergroup" and not chat.is_forum:
        place = {"message_thread_id": reply_to.thread_id or reply_to.id}
    return place | {"reply_to_message": _unnested(reply_to.api)}


def _unnested(api: Json) -> Json:
    return {name: value for name, value in api.items() if name != "reply_to_message"}
