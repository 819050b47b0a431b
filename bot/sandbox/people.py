"""Simulated users, for tests that read like chats: `maria.writes("…")`, `anna.presses("Взять")`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.sandbox import chat_requests, members, user_actions
from bot.sandbox.api_json import Json, present
from bot.sandbox.chats import Chat, Person
from bot.sandbox.errors import Impossible
from bot.sandbox.group import StaffGroup, TopicName
from bot.sandbox.seen import Seen
from bot.sandbox.user_actions import Attachment, Place
from bot.sandbox.world import Callback, World

ANSWER_WITHIN = 10.0  # seconds of real time


@dataclass(frozen=True)
class Answer:
    """The bot's answer to a callback query; `text` is None for an empty answer."""

    text: str | None
    show_alert: bool


@dataclass(frozen=True)
class Press:
    """A pressed button. `await press.answered()` waits for the bot's answer."""

    world: World
    callback: Callback

    async def answered(self, timeout: float = ANSWER_WITHIN) -> Answer:  # noqa: ASYNC109
        """Wait for the answer. Raises TimeoutError after `timeout` seconds of real time."""
        await self.world.changes.until(lambda: self.callback.answer is not None, timeout)
        answer = self.callback.answer or {}
        return Answer(answer["text"], answer["show_alert"])


@dataclass(frozen=True)
class Somebody:
    """Common actions of customers and managers. Messages are given as Seen or by id."""

    world: World
    id: int

    @property
    def person(self) -> Person:
        return self.world.people[self.id]

    @property
    def name(self) -> str:
        return self.person.first_name

    def reacts(self, message: Seen, emoji: str | None) -> None:
        """Set a reaction on a message, or remove it with None."""
        user_actions.react(self.world, self.person, self.chat_of(message), message.id, emoji)

    def edits(self, message: Seen, now: str | Attachment, entities: list[Json] | None = None) -> Seen:
        """Edit one's own text or caption; with an attachment, replace the text or the file, and the caption."""
        chat = self.chat_of(message)
        if isinstance(now, Attachment):
            return Seen(user_actions.replace(self.world, self.person, chat, message.id, now))
        return Seen(user_actions.edit(self.world, self.person, chat, message.id, now, entities))

    def moves(self, message: Seen, latitude: float, longitude: float) -> None:
        """One's own live location has moved."""
        user_actions.move(self.world, self.person, self.chat_of(message), message.id, latitude, longitude)

    def edits_nothing(self, message: Seen) -> None:
        """What Telegram reports as an edit although nobody sees a difference, such as a link's loaded preview."""
        user_actions.repeat_edit(self.world, self.person, self.chat_of(message), message.id)

    def chat_of(self, message: Seen) -> Chat:
        return self.world.chats[message.api["chat"]["id"]]

    def writes_in(self, place: Place, text: str, entities: list[Json] | None = None) -> Seen:
        return Seen(user_actions.write(self.world, self.person, place, text, entities))

    def sends_in(self, place: Place, attachments: Iterable[Attachment]) -> list[Seen]:
        """Send attachments; several form an album."""
        several = tuple(attachments)
        album = str(12_000_000_000_000_000 + self.world.last_message_id(place.chat) + 1) if len(several) > 1 else None
        return [Seen(user_actions.send(self.world, self.person, place, one, album)) for one in several]

    def presses_on(self, messages: list[Seen], label: str) -> Press:
        for message in reversed(messages):
            data = message.data_of(label)
            if data is not None:
                chat = self.chat_of(message)
                return Press(self.world, user_actions.press(self.world, self.person, chat, message.id, data))
        shown = [button for message in messages for row in message.buttons for button in row]
        raise Impossible(f"{self.name} sees no button {label!r}, only {shown}")


@dataclass(frozen=True)
class Customer(Somebody):
    """A user in a private chat with the bot."""

    @property
    def chat(self) -> Chat:
        return self.world.private_chat(self.id)

    @property
    def sees(self) -> list[Seen]:
        """Messages of the bot that are not deleted, newest last."""
        bot = self.world.bot["id"]
        return [Seen(one) for one in self.chat.messages.values() if one.author_id == bot and not one.deleted]

    def writes(self, text: str, *, reply_to: Seen | None = None, entities: list[Json] | None = None) -> Seen:
        return self.writes_in(self._place(reply_to), text, entities)

    def sends(self, *attachments: Attachment, reply_to: Seen | None = None) -> list[Seen]:
        """Send photo(), voice() and so on; several form an album."""
        return self.sends_in(self._place(reply_to), attachments)

    def presses(self, label: str, *, on: Seen | None = None) -> Press:
        """Press the button in this message, or in the newest one that has it."""
        return self.presses_on([on] if on else self.sees, label)

    def shares_chat(self, label: str, chat_id: int) -> None:
        """Press a button that asks for a chat, and choose that one. Raises Impossible where Telegram wouldn't offer it.

        It is offered in the reply keyboard that came last.
        """
        with_keyboards = (seen.stored.keyboard for seen in reversed(self.sees) if seen.stored.keyboard)
        request = chat_requests.request_of(next(with_keyboards, None), label)
        chat_requests.share(self.world, self.person, request, self.world.chats[chat_id])

    def blocks(self) -> None:
        """Block the bot."""
        user_actions.block(self.world, self.person, blocked=True)

    def unblocks(self) -> None:
        user_actions.block(self.world, self.person, blocked=False)

    def _place(self, reply_to: Seen | None) -> Place:
        return Place(self.chat, reply_to=reply_to.stored if reply_to else None)


@dataclass(frozen=True)
class Manager(Somebody):
    """A member of the staff group."""

    @property
    def in_private(self) -> Customer:
        """The same person in their private chat with the bot."""
        return Customer(self.world, self.id)

    @property
    def group(self) -> StaffGroup:
        return StaffGroup(self.world)

    def writes(
        self,
        text: str,
        *,
        topic: TopicName | None = None,
        reply_to: Seen | None = None,
        entities: list[Json] | None = None,
    ) -> Seen:
        """Write to the group or to a topic, given by id or a part of its name."""
        return self.writes_in(self._place(topic, reply_to), text, entities)

    def sends(
        self, *attachments: Attachment, topic: TopicName | None = None, reply_to: Seen | None = None
    ) -> list[Seen]:
        return self.sends_in(self._place(topic, reply_to), attachments)

    def presses(self, label: str, *, on: Seen | None = None, topic: TopicName | None = None) -> Press:
        """Press the button in this message, or in the newest one of the topic or group that has it."""
        return self.presses_on([on] if on else self.group.messages(topic), label)

    def behind_the_group(self, signature: str = "") -> "Masked":
        """The same person as an anonymous administrator, with a custom title or without."""
        chat = self.world.chat_object(self.world.group)
        return Masked(self.world, self.id, masked(GROUP_ANONYMOUS_BOT, chat, signature))

    def joins(self) -> None:
        """Join the staff group."""
        members.join(self.world, self.world.group, self.person)

    def leaves(self) -> None:
        members.leave(self.world, self.world.group, self.person)

    def _place(self, topic: TopicName | None, reply_to: Seen | None) -> Place:
        thread_id = self.group.thread_id(topic) if topic is not None else None
        return Place(self.world.group, thread_id, reply_to.stored if reply_to else None)


@dataclass(frozen=True)
class Masked(Manager):
    """Somebody who writes in the group in the name of a chat."""

    mask: Person

    @property
    def person(self) -> Person:
        return self.mask


@dataclass(frozen=True)
class Channel:
    """A channel in whose name people write in the group."""

    world: World
    id: int
    title: str

    def voice(self, signature: str = "") -> Masked:
        """Whoever writes as the channel, with a signature or without."""
        return Masked(self.world, CHANNEL_BOT["id"], masked(CHANNEL_BOT, self._chat, signature))

    def posts(self, text: str) -> Seen:
        """A post of the linked channel, as Telegram copies it into the group."""
        copied = masked(TELEGRAM, self._chat, "")
        copied = replace(copied, signs=copied.signs | {"is_automatic_forward": True})
        return Seen(user_actions.write(self.world, copied, Place(self.world.group), text))

    def publishes(self, text: str) -> None:
        """A post in the channel itself, of which the bot is an administrator."""
        number, date = self.world.updates.added + 1, self.world.clock.unix()
        post = {"message_id": number, "date": date, "chat": self._chat, "sender_chat": self._chat, "text": text}
        self.world.updates.add("channel_post", post)
        self.world.changes.happened()

    @property
    def _chat(self) -> Json:
        return {"id": self.id, "type": "channel", "title": self.title}


# The stand-ins of User objects for those who write as a chat.
GROUP_ANONYMOUS_BOT: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_BOT: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TELEGRAM: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


def masked(account: Json, chat: Json, signature: str) -> Person:
    """Whoever writes as that chat."""
    signs = present(sender_chat=chat, author_signature=signature or None)
    return Person(account["id"], account["first_name"], None, None, "", "manager", account=account, signs=signs)
