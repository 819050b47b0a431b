"""The world of the sandbox: one bot, its people, chats and messages. No HTTP here."""

from collections import Counter
from dataclasses import dataclass, field, replace

from bot.sandbox.changes import Changes
from bot.sandbox.chats import Chat, Person, StoredMessage
from bot.sandbox.clock import MovableClock
from bot.sandbox.files import Files, StoredFile
from bot.sandbox.polling import Polling
from bot.sandbox.updates import Updates
from bot.sandbox.webhook import Webhook
from bot.sandbox.wire import Json, present

_FIRST_PERSON = 5_200_000_001  # beyond 32 bits, as the ids of new accounts are
_SUPERGROUP = -1_002_000_000_001
_GROUP = -4_100_001
_ACCOUNT = 0  # the counter that private chats and basic groups share


@dataclass
class Callback:
    """A pressed button that waits for answerCallbackQuery. `asked_at` is unix time."""

    id: str
    asked_at: int
    answer: Json | None = None


@dataclass
class Profile:
    """What the bot told Telegram about itself, by (scope, language) or by language."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)  # chat's id, 0 for the default


class World:
    """Everything there is, and the few ways in which it changes."""

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
        """A forum is a supergroup; a group without topics is a basic one, as when people make it."""
        chat_id, kind = (_SUPERGROUP, "supergroup") if forum else (_GROUP, "group")
        chat = Chat(chat_id, kind, title=title, is_forum=forum)
        self.chats[chat.id] = chat
        return chat

    def add_supergroup_for(self, old: Chat) -> Chat:
        """The supergroup that a basic group becomes: the same people and rights, another id."""
        new = replace(old, id=_SUPERGROUP, type="supergroup", messages={}, topics={}, pinned=[])
        self.chats[new.id] = self.group = new
        old.migrated_to = new.id
        return new

    def add_person(self, role: str, name: tuple[str, str | None, str | None], language_code: str) -> Person:
        """`name` is first name, last name and username. A customer is unknown to the bot until they write."""
        first, last, username = name
        person = Person(_FIRST_PERSON + len(self.people), first, last, username, language_code, role)
        self.people[person.id] = person
        self.changes.happened()
        return person

    def change_person(self, person: Person, *, blocked: bool, started: bool) -> None:
        self.people[person.id] = replace(person, blocked=blocked, started=started)
        self.changes.happened()

    def private_chat(self, person_id: int) -> Chat:
        """The person's chat with the bot, made when it is not there yet."""
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
        """Put a message into a chat; `content` is the rest of its Message object."""
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
        """A service message. Bots get those as updates, even the ones that they caused themselves."""
        message = self.post(chat, author, content, thread_id=thread_id)
        self.updates.add("message", message.api)
        self.changes.happened()
        return message

    def edit(self, message: StoredMessage, content: Json, *without: str) -> None:
        """Replace fields of a message and take some away; the time of the edit is noted."""
        kept = {name: value for name, value in message.api.items() if name not in without}
        message.api = kept | content | {"edit_date": self.clock.unix()}
        self.changes.happened()


def _counter(chat: Chat) -> int:
    """Supergroups count their messages, the account counts those of all other chats together."""
    return chat.id if chat.type == "supergroup" else _ACCOUNT


def _place(chat: Chat, message_id: int, thread_id: int | None, reply_to: StoredMessage | None) -> Json:
    """The fields that say where in a chat a message stands.

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
