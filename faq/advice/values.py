"""What advice is made of, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from faq.entry import Entry

Group = Sequence[str]
"""Questions that ask for the same, which no entry answers; in customers' words."""


@dataclass(frozen=True)
class Asked:
    """A question that a customer put.

    `entry_id` is the entry that was stated, chosen or confirmed, or that a colleague says it means; `helped` what the
    customer said of the answer. `decision` is one of answer, preview, suggest, hand_off, small_talk, menu, danger.
    `reply` is what a colleague answered by hand. `who` tells people apart and is used for nothing else. `at` is aware,
    of any time zone; raises ValueError for a naive one.
    """

    text: str
    language: str
    at: datetime
    entry_id: str | None
    decision: str
    helped: bool | None = None
    reply: str = ""
    who: str = ""

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError(f"The time of a question needs a time zone: {self.at.isoformat()}")


@dataclass(frozen=True)
class PhrasingAdvice:
    """A phrasing that an entry lacks: a customer's masked words.

    `met`: how many questions more would be met by it and by those before it in the advice, itself among them, and how
    many fewer harmed, by replay.
    """

    entry: Entry
    phrasing: str
    met: int


@dataclass(frozen=True)
class EntryAdvice:
    """An entry that the FAQ lacks: its heading, further phrasings and a colleague's reply, masked.

    `met`: about how many questions it would meet, by replay with cross-validation; `reply` is "" where nobody replied.
    """

    heading: str
    questions: tuple[str, ...]
    met: int
    reply: str = ""


@dataclass(frozen=True)
class DislikedEntry:
    """An entry whose answer did not help: 👎 and 👍 that it got, and how often it was answered."""

    entry: Entry
    dislikes: int
    likes: int
    answered: int


@dataclass(frozen=True)
class UnknownWord:
    """A word of customers that the FAQ has nowhere: in small letters, in the form that was typed most often.

    `count`: the questions that have it; `example`: one of them, masked.
    """

    word: str
    count: int
    example: str


@dataclass(frozen=True)
class Advice:
    """What would help most, the most helpful first. It is false when there is nothing to say.

    `questions`: how many were put in the week that was replayed.
    """

    questions: int = 0
    phrasings: tuple[PhrasingAdvice, ...] = ()
    entries: tuple[EntryAdvice, ...] = ()
    unasked: tuple[Entry, ...] = ()
    disliked: tuple[DislikedEntry, ...] = ()
    unknown_words: tuple[UnknownWord, ...] = ()

    def __bool__(self) -> bool:
        return self.is_news or bool(self.unasked)

    @property
    def is_news(self) -> bool:
        """Whether the week brought it: what nobody asks for stays the same for long."""
        return bool(self.phrasings or self.entries or self.disliked or self.unknown_words)
