"""The limits of a door (the channel that messages go through), which shape the desk's messages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DoorLimits:
    """Lengths are in UTF-16 code units; kinds are values of `Message.kind`."""

    text: int  # of a message without attachment
    caption: int  # of the caption of an attachment
    captioned: frozenset[str]  # kinds that can have a caption
    replaceable: frozenset[str]  # kinds whose file an edit can replace
    thread_name: int
