"""What tests of authors share: asking for a change of the FAQ, and looking at what came of it."""

import subprocess
from pathlib import Path

from bot.sandbox import Seen
from tests.dialogs.night import Night


async def told(night: Night) -> list[Seen]:
    """What the group is told when what was asked for is done."""
    await night.settled()
    await night.parts.authoring.look()
    return await night.news()


async def asks(night: Night, words: str = "") -> list[Seen]:
    night.anna.writes(f"/faq {words}".strip())
    return await told(night)


async def publishes(night: Night) -> str:
    """Anna publishes the newest draft; what she is told."""
    await night.press(night.anna, "✅ Опубликовать")
    return (await told(night))[-1].text


def read(folder: Path, name: str = "delivery.md") -> str:
    return (folder / name).read_text(encoding="utf-8")


def write(folder: Path, text: str, name: str = "delivery.md") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=op", "-c", "user.email=op@example.com", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def hears(night: Night, words: str) -> str:
    customer = night.sandbox.customer("Новенький")
    customer.writes(words)
    await night.pause()
    return (await night.replies(customer))[-1].text
