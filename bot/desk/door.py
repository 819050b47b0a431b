"""The limits of a door (the channel that messages go through), which shape the desk's messages."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class DoorLimits:
    """Lengths are in UTF-16 code units; kinds are values of `Message.kind`."""

    text: int  # of a message without attachment
    caption: int  # of the caption of an attachment
    captioned: frozenset[str]  # kinds that can have a caption
    replaceable: frozenset[str]  # kinds whose file an edit can replace
    thread_name: int
    entities: int  # of a message; more are ignored
    link: Callable[[int, int], str | None]  # to the message or topic of that id in the chat; None where there is none
