"""An evening at the desk with everything people do in Telegram, for real updates to mutate."""

from bot.sandbox import (
    Customer,
    Manager,
    Sandbox,
    animation,
    audio,
    contact,
    document,
    location,
    photo,
    sticker,
    video,
    video_note,
    voice,
)
from bot.sandbox.api_json import Json
from tests.fuzz.desk_process import FuzzedDesk

EVERYTHING = (photo("вот"), video("вот"), document("вот"), audio("вот"), animation("вот"), voice(), video_note())


async def an_evening(desk: FuzzedDesk) -> list[Json]:
    """What the sandbox told the desk of it."""
    maria, anna = desk.sandbox.customer("Мария"), desk.sandbox.manager("Анна")
    await _ask(desk, maria)
    await _talk(desk, maria, anna)
    await _come_and_go(desk, maria, anna)
    return _told(desk.sandbox)


async def _ask(desk: FuzzedDesk, maria: Customer) -> None:
    for text in ("/start", "/menu", "/language", "/my", "Сколько стоит доставка?", "Где моя посылка"):
        maria.writes(text)
    await desk.until(lambda: any("300" in seen.text for seen in maria.sees))
    maria.edits(maria.writes("А в область?"), "Сколько стоит доставка в область?")
    for label in ("🙋 Позвать человека", "English"):
        maria.presses(label)
    await desk.until(lambda: any("№1" in seen.text for seen in maria.sees))


async def _talk(desk: FuzzedDesk, maria: Customer, anna: Manager) -> None:
    await desk.until(lambda: any(seen.buttons for seen in anna.group.messages()))
    maria.sends(photo("первое"), photo(), photo())
    for one in (*EVERYTHING, sticker(), location(), contact()):
        maria.sends(one)
    anna.presses("🙋 Взять")
    said = anna.writes("Уже едет", topic="№1")
    anna.edits(said, "Уже почти приехал")
    anna.writes("//между нами", topic="№1")
    anna.sends(*EVERYTHING[:2], topic="№1")
    for command in ("/open", "/t 1", "/digest", "/help", "/нет"):
        anna.writes(command)
    await desk.until(lambda: any("почти" in seen.text or "едет" in seen.text for seen in maria.sees))


async def _come_and_go(desk: FuzzedDesk, maria: Customer, anna: Manager) -> None:
    maria.reacts(maria.sees[-1], "👍")
    maria.blocks()
    maria.unblocks()
    boris = desk.sandbox.manager("Борис")
    boris.leaves()
    anna.presses("✅ Решено")
    await desk.quiet()


def _told(sandbox: Sandbox) -> list[Json]:
    """Each update once."""
    return list({update["update_id"]: update for update in sandbox.delivered}.values())
