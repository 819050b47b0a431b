"""Messages of a rehearsal, printed like a chat or as JSON."""

from collections.abc import Iterable, Iterator, Sequence

from bot.commands.readable_text import PLAIN, STYLED, readable
from bot.commands.terminal import shows_styles
from bot.commands.words import words
from bot.desk.payloads import TextMessage

Json = dict[str, object]

_INDENT = "  "


def chat_lines(messages: Sequence[TextMessage], language: str) -> list[str]:
    """Each message below the name of the bot: its file, its text with readable formatting, its rows of buttons."""
    return [line for message in messages for line in message_lines(message, language)]


def message_lines(message: TextMessage, language: str) -> Iterator[str]:
    yield words(language, "faq")["chat"]["bot"]
    yield from _indented(_content_of(message, language))


def message_object(message: TextMessage) -> Json:
    """`entities` are the Bot API's; `file` is relative to the FAQ folder; `entry` is the one that it answers with."""
    attachment = message.attachment
    return {
        "kind": str(message.kind),
        "entry": message.answer.entry_id if message.answer else None,
        "text": message.text,
        "entities": list(message.entities),
        "file": {"kind": attachment["kind"], "name": attachment["file"]} if attachment else None,
        "buttons": [[button.label for button in row] for row in message.buttons],
    }


def said_by(name: str, text: str) -> list[str]:
    """What somebody else writes in the chat."""
    return [name, *_indented(text.splitlines())]


def _content_of(message: TextMessage, language: str) -> Iterator[str]:
    if attachment := message.attachment:
        yield words(language, "faq")["chat"][attachment["kind"]].format(name=attachment["file"])
    yield from readable(message.text, message.entities, STYLED if shows_styles() else PLAIN).splitlines()
    for row in message.buttons:
        yield " ".join(f"[{button.label}]" for button in row)


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"{_INDENT}{line}".rstrip() for line in lines]
