"""Authors edit the FAQ while customers hold buttons of the old one."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

from faq import FaqError
from storage.models import Question
from tests.dialogs.night import FAQ, House, Night, a_night
from tests.pictures import png

GONE = "Эта кнопка уже не действует"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FAQ, tmp_path / "faq"))


@pytest.fixture
async def night(tmp_path: Path, folder: Path) -> AsyncIterator[Night]:
    async with a_night(tmp_path, House(faq=folder)) as night:
        yield night


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


async def test_an_edit_is_what_customers_hear(night: Night, folder: Path) -> None:
    edit(folder, "delivery.md", "300 ₽", "350 ₽")
    night.parts.transactions.context.knowledge.reload()
    night.maria.writes("почём доставка")
    assert "350 ₽" in (await night.reply(night.maria)).text


async def test_a_broken_edit_leaves_the_last_good_one_serving(night: Night, folder: Path) -> None:
    edit(folder, "delivery.md", "По городу — **300 ₽**", "По городу {{ компания }}")
    with pytest.raises(FaqError):
        night.parts.transactions.context.knowledge.reload()
    night.maria.writes("почём доставка")
    assert "300 ₽" in (await night.reply(night.maria)).text


async def test_a_category_that_is_gone(night: Night, folder: Path) -> None:
    night.maria.writes("/menu")
    menu = await night.reply(night.maria)
    (folder / "delivery.md").unlink()
    night.parts.transactions.context.knowledge.reload()
    assert await night.press(night.maria, "Доставка") == GONE
    assert await night.press(night.maria, "Магазин") is None
    await night.press(night.maria, "← Все темы")
    assert menu.text == "Выберите вопрос или напишите свой."  # the only category is no choice
    assert menu.buttons[0] == ["Когда вы открыты?"]
    await night.press(night.maria, "Когда вы открыты?")
    assert (await night.reply(night.maria)).buttons[0] == ["👍 Помогло", "👎 Не то"]


async def test_a_question_that_is_gone_from_the_menu(night: Night, folder: Path) -> None:
    night.maria.writes("/menu")
    await night.press(night.maria, "Доставка")
    edit(folder, "delivery.md", "{#delivery-price}", "{#delivery-cost}")
    night.parts.transactions.context.knowledge.reload()
    assert await night.press(night.maria, "Сколько стоит доставка?") == GONE


async def test_a_suggestion_that_is_gone_is_answered_by_a_person(night: Night, folder: Path) -> None:
    night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    edit(folder, "delivery.md", "{#delivery-price}", "{#delivery-cost}")
    night.parts.transactions.context.knowledge.reload()
    await night.press(night.maria, "Да, об этом")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert "доставка" in night.topic()


async def test_an_answer_that_is_not_valid_today_is_neither_stated_nor_offered(night: Night, folder: Path) -> None:
    edit(folder, "delivery.md", "- доставка платная?", "- доставка платная?\n\nДействует до: 2026-11-01")
    night.parts.transactions.context.knowledge.reload()
    night.maria.writes("почём доставка")
    await night.pause()
    told = await night.reply(night.maria)
    assert "300 ₽" not in told.text
    assert ["Сколько стоит доставка?"] not in told.buttons


async def test_a_long_answer_comes_in_several_messages_with_the_buttons_under_the_last(
    night: Night, folder: Path
) -> None:
    paragraphs = "\n\n".join(f"Абзац {number}. " + "слово " * 150 for number in range(8))
    edit(folder, "delivery.md", "По городу — **300 ₽**, от 5 000 ₽ бесплатно.", paragraphs)
    night.parts.transactions.context.knowledge.reload()
    night.maria.writes("почём доставка")
    answers = await night.replies(night.maria)
    assert len(answers) > 1
    assert [bool(one.buttons) for one in answers] == [False] * (len(answers) - 1) + [True]


async def test_without_small_talk_thanks_still_open_no_ticket(night: Night, folder: Path) -> None:
    (folder / "talk.md").unlink()
    night.parts.transactions.context.knowledge.reload()
    night.maria.writes("спасибо")
    assert (await night.reply(night.maria)).text.startswith("Пожалуйста")
    await night.pause()
    assert await night.replies(night.maria) == []


async def test_an_answer_whose_picture_is_gone_goes_without_it(night: Night, folder: Path) -> None:
    (folder / "map.png").write_bytes(png())
    edit(folder, "delivery.md", "По городу — **300 ₽**", "![Карта](map.png)\n\nПо городу — **300 ₽**")
    night.parts.transactions.context.knowledge.reload()
    (folder / "map.png").unlink()
    night.maria.writes("почём доставка")
    instead, words = await night.replies(night.maria)
    assert "Картинку к этому ответу сейчас отправить не получается" in instead.text
    assert words.text.startswith("По городу — 300 ₽")
    decided = await night.parts.transactions.run(lambda desk: desk.session.exec(select(Question.decision)).all())
    assert decided == ["answer"]
