"""A flower shop's owner, who has never seen markdown, makes the sample FAQ hers by chat alone."""

import shutil
from pathlib import Path

from bot.sandbox import photo
from tests.dialogs.authors import asks, hears, names, publishes, told
from tests.dialogs.night import House, Night, a_night, texts
from tests.pictures import jpeg

SAMPLE = Path(__file__).parents[2] / "faq" / "sample"
FLOWERS = {
    "Сколько стоит доставка букета?": "По городу 300 ₽, за город 500 ₽.",
    "Когда привезёте?": "За два часа, с 9 до 21.",
    "Можно оплатить картой?": "Да, картой или наличными курьеру.",
    "Сколько простоят розы?": "Неделю, если менять воду каждый день.",
    "Есть ли пионы?": "Да, с мая по июль.",
    "Соберёте букет по фото?": "Да, пришлите фотографию.",
    "Вложите открытку?": "Да, бесплатно. Текст напишите в заказе.",
    "Что если цветы завянут?": "Заменим букет в течение суток.",
    "Оформляете свадьбы?": "Да, от 20 000 ₽.",
}
BOUQUET = "Как выглядит букет «Нежность»?"


async def makes_it_hers(night: Night) -> None:
    """Three messages, a photo and six taps."""
    [files] = await asks(night, "файлы")
    await night.press(night.anna, "🧹 Начать с чистого листа", on=files)
    await told(night)
    await publishes(night)
    together = "\n\n".join(f"Вопрос: {question}\nОтвет: {answer}" for question, answer in FLOWERS.items())
    *_, question = await asks(night, f"+ {together}")
    assert question.text == "Опубликовать?"
    await publishes(night)
    [wish] = await asks(night, f"+ {BOUQUET}")
    night.anna.sends(photo("Розы и эвкалипт, 40 см.", data=jpeg()), reply_to=wish)
    await told(night)
    await publishes(night)


async def test_ten_entries_of_her_own(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "faq"))
    async with a_night(tmp_path, House(at="2026-11-23 12:00", faq=folder)) as night:
        await makes_it_hers(night)
        entries = night.parts.transactions.context.knowledge.library.entries("ru")
        hers = [entry.question for entry in entries if not entry.is_small_talk]
        assert sorted(hers) == sorted([*FLOWERS, BOUQUET])
        assert sorted(names(folder / "ru")) == ["11-smalltalk.md", "вопросы.md"]
        assert "300" in await hears(night, "сколько стоит доставка букета")
        night.maria.writes("как выглядит букет нежность")
        await night.pause()
        assert [one.kind for one in await night.replies(night.maria)] == ["text", "photo"]
        [history] = await asks(night, "история")
        assert len([line for line in texts([history])[0].split("\n") if ", Анна: " in line]) == 3
