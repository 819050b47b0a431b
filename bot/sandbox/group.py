"""The staff group: its content, and changes by its owner."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox import members, topics
from bot.sandbox.api_json import Json
from bot.sandbox.chats import ALL_RIGHTS, Chat, Topic
from bot.sandbox.errors import BotApiError, Impossible
from bot.sandbox.seen import Seen
from bot.sandbox.world import World

TopicName = int | str  # its id, or a part of its name
_BLUE = 7322096  # the colour of an icon


@dataclass(frozen=True)
class StaffGroup:
    """The current staff group; after a migration the new supergroup."""

    world: World

    @property
    def chat(self) -> Chat:
        return self.world.group

    @property
    def id(self) -> int:
        return self.chat.id

    @property
    def topics(self) -> list[Topic]:
        """The topics that exist, oldest first, without the general one."""
        return list(self.chat.topics.values())

    def thread_id(self, topic: TopicName) -> int | None:
        """The id of the newest topic whose name contains this; None for the general topic (its id is 1)."""
        if isinstance(topic, int):
            return None if topic == topics.GENERAL else topic
        for known in reversed(self.topics):
            if topic in known.name:
                return known.thread_id
        raise Impossible(f"no topic has {topic!r} in its name, there are: {[known.name for known in self.topics]}")

    def messages(self, topic: TopicName | None = None) -> list[Seen]:
        """Messages of bot and people, newest last, in one topic or all; without service messages."""
        everything = [Seen(one) for one in self.chat.messages.values() if not one.deleted and not one.is_service]
        if topic is None:
            return everything
        thread_id = self.thread_id(topic)
        return [message for message in everything if message.topic == thread_id]

    def makes(self, name: str) -> int:
        """Make a topic as the owner. Returns its id."""
        return topics.create_topic(self.world, self.chat, self._owner, Topic(0, name, _BLUE)).thread_id

    def renames(self, topic: TopicName, name: str) -> None:
        """Give a topic another name as the owner."""
        topics.rename_topic(self.world, self.chat, self._owner, self._topic(topic), {"name": name})

    def closes(self, topic: TopicName) -> None:
        """Close a topic as the owner."""
        self._toggle(topic, closed=True)

    def reopens(self, topic: TopicName) -> None:
        self._toggle(topic, closed=False)

    def deletes(self, topic: TopicName) -> None:
        """Delete a topic with its messages as the owner."""
        topics.delete_topic(self.world, self.chat, self._topic(topic))

    def becomes_supergroup(self) -> int:
        """Upgrade the basic group to a supergroup. Returns the new id."""
        old = self.chat
        if old.type != "group":
            raise Impossible("the group is a supergroup already")
        new = self.world.add_supergroup_for(old)
        self.world.announce(old, self._owner, {"migrate_to_chat_id": new.id})
        self.world.announce(new, self._owner, {"migrate_from_chat_id": old.id})
        return new.id

    def becomes_forum(self, *, is_forum: bool) -> None:
        """Enable or disable topics; a basic group becomes a supergroup first."""
        if is_forum and self.chat.type == "group":
            self.becomes_supergroup()
        self.chat.is_forum = is_forum
        self.world.changes.happened()

    def allows_bot(self, **rights: bool) -> None:
        """Grant or revoke administrator rights of the bot: `can_manage_topics=False`."""
        unknown = rights.keys() - set(ALL_RIGHTS)
        if unknown:
            raise Impossible(f"there is no right {min(unknown)!r}; there are: {', '.join(ALL_RIGHTS)}")
        members.set_bot_status(self.world, self.chat, "administrator", rights)

    def makes_bot(self, status: str) -> None:
        """Make the bot "administrator", "member", "kicked" or "left"."""
        if status not in ("administrator", "member", "kicked", "left"):
            raise Impossible(f"the bot can't be made {status!r}")
        members.set_bot_status(self.world, self.chat, status, {})

    def _toggle(self, topic: TopicName, *, closed: bool) -> None:
        try:
            topics.close_topic(self.world, self.chat, self._owner, self._topic(topic), closed=closed)
        except BotApiError as error:
            raise Impossible(error.description) from None

    def _topic(self, topic: TopicName) -> Topic:
        thread_id = self.thread_id(topic)
        if thread_id not in self.chat.topics:
            raise Impossible(f"there is no topic {topic!r}")
        return self.chat.topics[thread_id]

    @property
    def _owner(self) -> Json:
        return next(self._owners(), self.world.bot)

    def _owners(self) -> Iterator[Json]:
        for person_id, status in self.chat.members.items():
            if status == "creator":
                yield self.world.people[person_id].user
