"""The people around a desk that is killed again and again, and a record of what they did."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count

from bot.sandbox import Manager, Sandbox, Seen
from bot.sandbox.people import Press
from tests.faults.torture.evidence import Replied, Said

TIMEOUT_SECONDS = 300.0  # real seconds for anything to come about, with many kills on a busy machine


@dataclass
class Record:
    """What people did, by the message's place."""

    said: dict[tuple[int, int], Said] = field(default_factory=dict)
    replied: dict[int, Replied] = field(default_factory=dict)
    pressed: list[Press] = field(default_factory=list)

    def edited(self, chat: int, message_id: int, words: str) -> None:
        said = self.said[chat, message_id]
        self.said[chat, message_id] = replace(said, words=words, at_first=said.first_words)

    def edited_reply(self, message_id: int, words: str) -> None:
        replied = self.replied[message_id]
        self.replied[message_id] = replace(replied, words=words, at_first=replied.first_words)


class Town:
    """A sandbox, two colleagues who look after the tickets, and words that nobody else says."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.record = Record()
        self.room = Room(sandbox)
        self.colleagues: tuple[Manager, Manager] = (sandbox.manager("Анна"), sandbox.manager("Борис"))
        self._marks = count(100_001)

    def mark(self) -> str:
        return str(next(self._marks))

    @property
    def updates(self) -> int:
        """How many there were up to now."""
        return self.sandbox.world.updates.added

    async def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait for the condition. Raises AssertionError, which names `what`, on a timeout."""
        try:
            await self.sandbox.until(holds, TIMEOUT_SECONDS)
        except TimeoutError:
            raise AssertionError(what) from None


class Room:
    """The staff's group as it grows."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._world = sandbox.world
        self._looked_at = 0
        self._topics: dict[str, int] = {}
        self._first: dict[int, Seen] = {}

    def card(self, number: str) -> Seen | None:
        """The first message of the bot in the ticket's topic, when it is there."""
        self._look()
        return self._first.get(self._topics.get(number, 0))

    def topic(self, number: str) -> int:
        return self._topics[number]

    def _look(self) -> None:
        group = self._world.group
        newest = self._world.last_message_id(group)
        for message_id in range(self._looked_at + 1, newest + 1):
            message = group.messages[message_id]
            if message.in_topic and message.author_id == self._world.bot["id"]:
                self._note(message.in_topic, Seen(message))
        self._looked_at = newest

    def _note(self, topic: int, seen: Seen) -> None:
        if created := seen.api.get("forum_topic_created"):
            number = created["name"].partition("№")[2].partition(" ")[0]
            self._topics[number] = topic
        elif not seen.stored.is_service:
            self._first.setdefault(topic, seen)
