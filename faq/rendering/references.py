"""The links and pictures of an answer."""

from dataclasses import dataclass

from faq.rendering.events import events
from faq.rendering.places import Lines
from faq.rendering.styled import OPENED_BY_TELEGRAM

CONTACT_SCHEMES = ("tel:", "mailto:")
"""Schemes of addresses that Telegram opens as plain text but not behind a link."""


@dataclass(frozen=True)
class Reference:
    """`line` counts from 0 at the answer's first line."""

    target: str
    is_image: bool
    line: int

    @property
    def is_remote(self) -> bool:
        return is_remote(self.target)

    @property
    def is_sendable(self) -> bool:
        """Whether Telegram can open the link; an e-mail address in angle brackets is sent as plain text."""
        return self.target.startswith((*OPENED_BY_TELEGRAM, *CONTACT_SCHEMES)) or "@" in self.target


def links_and_images(answer: str) -> list[Reference]:
    data = answer.encode("utf-8", "replace")
    lines = Lines(data)
    return [
        Reference(event.target, event.name == "Image", lines.at(event.start))
        for event in events(data.decode())
        if event.kind == "Start" and event.name in ("Image", "Link")
    ]


def is_remote(target: str) -> bool:
    """Whether the target is no file in the FAQ folder; custom emoji are images with a tg:// address."""
    return "://" in target
