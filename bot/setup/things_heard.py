"""What the machine of a set-up is told: by the owner, or by whoever carried out a wish."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.setup.validation import Group

Outcome: TypeAlias = Literal["answered", "unsure", "handed_over", "small_talk"]


@dataclass(frozen=True)
class Wrote:
    """A message; `markdown` is the same with its formatting. Both are "" for a message without words."""

    text: str
    markdown: str = ""


@dataclass(frozen=True)
class Pressed:
    """A button of the keyboard, by its name."""

    button: str


@dataclass(frozen=True)
class GroupNamed:
    """The owner has chosen a staff group."""

    chat_id: int


@dataclass(frozen=True)
class GroupChecked:
    """The group that was asked about, None when the desk can't work there; `problems` are sentences for the owner."""

    group: Group | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tried:
    """The owner's question was put to the desk, which has said what it would say to a customer."""

    outcome: Outcome


Heard: TypeAlias = Wrote | Pressed | GroupNamed | GroupChecked | Tried
