"""What the desk must know of the door through which messages go: no more than its limits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DoorLimits:
    """Lengths are in UTF-16 code units; kinds are those of an attachment."""

    text: int  # of a message without attachment
    caption: int  # of the words under an attachment
    captioned: frozenset[str]  # kinds that can have words under them
    replaceable: frozenset[str]  # kinds whose file an edit can replace
    thread_name: int
