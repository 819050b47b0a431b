"""What people did, what Telegram shows and what the database holds, at the end of a trial."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeAlias

Place: TypeAlias = tuple[int, int | None]  # a chat, and a topic of it


@dataclass(frozen=True)
class Said:
    """A message of a customer. The reply contains one of `answers`; without any, only a person can reply.

    `words` are its own, as it reads in the end. It may have been edited: `at_first` it had others.
    """

    chat: int
    id: int
    words: str
    answers: tuple[str, ...] = ()
    at_first: str | None = None

    @property
    def first_words(self) -> str:
        return self.at_first or self.words


@dataclass(frozen=True)
class Replied:
    """A colleague's message in a ticket's topic, for the customer in `chat` unless it is internal."""

    chat: int
    id: int
    words: str
    is_internal: bool = False
    is_marked: bool = True  # as delivered
    at_first: str | None = None

    @property
    def first_words(self) -> str:
        return self.at_first or self.words


@dataclass(frozen=True)
class Shown:
    """A message of the bot in Telegram: `text` as it was sent, `now` as it is at the end."""

    chat: int
    topic: int | None
    id: int
    text: str
    now: str
    at: datetime


@dataclass(frozen=True)
class Stored:
    """A customer's message in the database, by its place in Telegram."""

    chat: int
    id: int
    ticket: int | None


@dataclass(frozen=True)
class Ticket:
    """A ticket in the database; a card that shows its state begins as it `looks`."""

    number: int
    chat: int
    topic: int | None
    looks: str


@dataclass(frozen=True)
class Intended:
    """A message that the outbox has noted as sent."""

    chat: int
    topic: int | None
    text: str


@dataclass(frozen=True)
class Evidence:
    staff_chat: int
    said: Sequence[Said] = ()
    replied: Sequence[Replied] = ()
    shown: Sequence[Shown] = ()  # oldest first
    stored: Sequence[Stored] = ()
    tickets: Sequence[Ticket] = ()
    intended: Sequence[Intended] = ()  # in the order of the outbox
    topics: Sequence[str] = ()  # their names
    undone: Sequence[str] = ()  # what was not handled, not sent, given up, not answered
    kills: Sequence[datetime] = ()

    @cached_property
    def in_group(self) -> Sequence[Shown]:
        """What stands in the staff's group, whatever the topic."""
        return [one for one in self.shown if one.chat == self.staff_chat]

    @cached_property
    def shown_by_place(self) -> Mapping[Place, Sequence[Shown]]:
        places: dict[Place, list[Shown]] = {}
        for one in self.shown:
            places.setdefault((one.chat, one.topic), []).append(one)
        return places

    @cached_property
    def intended_by_place(self) -> Mapping[Place, Sequence[str]]:
        places: dict[Place, list[str]] = {}
        for one in self.intended:
            places.setdefault((one.chat, one.topic), []).append(one.text)
        return places

    def in_chat(self, chat: int) -> Sequence[Shown]:
        """What stands in a private chat."""
        return self.shown_by_place.get((chat, None), ())
