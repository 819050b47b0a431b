"""What a card tells at a glance, and the answers of the FAQ on it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import contact, photo, voice
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, texts
from tests.postgres import both_databases

pytestmark = both_databases


@pytest.fixture(params=["topics", "cards"])
async def day(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> AsyncIterator[Night]:
    """Monday 12:00, open; in a forum, or in a group without topics."""
    async with a_night(tmp_path, House(at=MONDAY_NOON, forum=request.param == "topics"), database_url) as day:
        yield day


async def choice_is_refused(day: Night) -> None:
    """Maria asks, is offered entries, and takes none: the ticket has them."""
    day.maria.writes("доставка")
    await day.pause()
    await day.press(day.maria, "🙋 Позвать человека")
    await day.replies(day.maria)
    await day.news()


async def test_an_answer_of_the_faq_is_shown_and_then_sent_in_the_colleagues_name(day: Night) -> None:
    await choice_is_refused(day)
    assert (
        await day.press(day.anna, "💬 Сколько стоит доставка?", on=day.card()) == "Ответ ниже, клиенту ещё не отправлен"
    )
    [shown] = await day.news()
    assert shown.text.startswith("💬 Так FAQ ответит на «Сколько стоит доставка?»")
    assert await day.replies(day.maria) == []
    assert await day.press(day.anna, "📨 Отправить клиенту", on=shown) == "Ответ отправлен от вашего имени"
    got = await day.reply(day.maria)
    assert got.text == "Анна · №1\n" + shown.text.partition("\n\n")[2]
    assert "в работе · Анна" in day.card().text
    assert not any("💬" in label for row in day.card().buttons for label in row)
    assert await day.forge(day.boris, "send_faq:1:0", shown) == "Этот ответ уже отправлен"
    assert await day.replies(day.maria) == []


async def test_forged_answers_do_nothing(day: Night) -> None:
    await choice_is_refused(day)
    for data in ("faq:1:9", "faq:1", "faq:1:-1", "send_faq:1:77", "faq:5:0"):
        assert await day.forge(day.anna, data, day.card()) == "Эта кнопка уже не действует", data
    assert await day.replies(day.maria) == []


async def test_earlier_tickets(day: Night) -> None:
    await day.ticket_is_solved()
    await day.at("2026-12-03 12:00")
    await day.ticket_is_open("А теперь сломался утюг")
    assert "🗂 2-я заявка, была 23 ноября: У меня сломался чайник /t_1" in day.card(2).text
    assert "заявка, была" not in day.card(1).text


async def test_attachments_tell_what_is_in_them(day: Night) -> None:
    await day.ticket_is_open()
    for attachment in (voice(), photo("вот так"), contact()):
        day.maria.sends(attachment)
        await day.settled()
    day.anna.writes("/t 1")
    shown = (await day.news())[-1].text
    assert "голосовое 0:" in shown
    assert "фото" in shown
    assert "контакт +" in shown
    assert texts(await day.replies(day.maria)) == []


async def test_what_was_typed_in_the_wrong_layout_is_read_to_the_staff(night: Night) -> None:
    night.maria.writes("Gjpjdbnt xtkjdtrf? [jkjlbkmybr itkmatn")
    await night.pause()
    await night.replies(night.maria)
    assert "Читается как: «позовите человека? холодильник шельфет»" in night.card().text
    assert night.topic() == "🆕 позовите человека? холодильник шельфет · №1 Мария"
