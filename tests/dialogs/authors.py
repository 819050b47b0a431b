"""What tests of authors share: asking for a change of the FAQ, and looking at what came of it."""

import subprocess
from pathlib import Path

from bot.sandbox import Seen
from tests.dialogs.night import Night

RELOADED = ("FAQ обновлён: ", "FAQ updated: ")  # whenever the desk looks at its files


async def told(night: Night) -> list[Seen]:
    """What the group is told when what was asked for is done."""
    await night.settled()
    await night.parts.authoring.look()
    return [one for one in await night.news() if not one.text.startswith(RELOADED)]


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


async def repairs(night: Night) -> None:
    """Several customers ask in vain whether lamps are repaired; Anna answers each by hand."""
    for number, words in enumerate(
        ("вы чините старые лампы?", "чините ли вы лампы", "можно у вас починить лампу", "почините лампу?")
    ):
        customer = night.sandbox.customer(f"Клиент {number}")
        customer.writes(words)
        await night.pause()
        await night.replies(customer)
        card = [one for one in night.staff_sees() if one.text.startswith("№")][-1]
        if words in card.text:
            night.anna.writes("Да, чиним любые лампы. Ремонт занимает три дня, цена от 500 рублей.", reply_to=card)
            await night.settled()
            await night.press(night.anna, "✅ Решено", on=card)
    await night.news()
