"""A desk without a phone: an answer that would have a hole goes to a person, and the staff are told what to write."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk.empty_answers import warn_of_empty_answers
from tests.dialogs.night import House, Night, a_night, texts
from tests.docs.log_lines import is_documented

FAQ = """# Магазин

## Как с вами связаться? {#contacts}
Также спрашивают:
- дайте телефон для связи
- номер горячей линии
- как до вас дозвониться

Пишите прямо сюда.
Звоните: **{{ company.phone }}**.

## Где у вас парковка? {#parking}
Также спрашивают:
- куда поставить машину
- есть ли парковка
- можно ли припарковаться

Во дворе. {% if company.phone %}Ворота откроют по звонку: {{ company.phone }}. {% endif %}Въезд с переулка.
"""
PLACE = "shop.md, строка 10"
REMEDY = "Задайте phone в разделе [company] или уберите из ответа: {% if company.phone %}…{% endif %}."


@pytest.fixture
async def night(tmp_path: Path) -> AsyncIterator[Night]:
    (faq := tmp_path / "faq").mkdir()
    (faq / "shop.md").write_text(FAQ, encoding="utf-8")
    async with a_night(tmp_path, House(faq=faq, phone="")) as night:
        yield night


async def test_a_person_takes_over_and_the_staff_are_told_once(night: Night) -> None:
    for customer in (night.maria, night.sandbox.customer("Олег")):
        customer.writes("Как до вас дозвониться?")
        await night.pause()
        assert "Заявка №" in (await night.reply(customer)).text
    [told] = [text for text in texts(await night.news()) if text.startswith("⚠️ Ответ «")]
    assert PLACE in told
    assert told.endswith(REMEDY)


async def test_an_answer_that_asks_first_is_given_without_a_gap(night: Night) -> None:
    night.maria.writes("Куда поставить машину?")
    assert (await night.reply(night.maria)).text == "Во дворе. Въезд с переулка."


async def test_the_log_says_it_beforehand(night: Night, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "bot.desk.empty_answers")
    context = night.parts.transactions.context
    warn_of_empty_answers(context.settings, context.knowledge.library)
    [line] = caplog.messages
    assert "shop.md:10: " in line
    assert REMEDY in line
    assert is_documented(line)
