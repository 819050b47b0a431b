"""A ticket waits: the bot goes on answering what it is sure of, and is quiet only while people talk."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import photo, sticker
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, texts
from tests.postgres import both_databases

PRICE = "По городу — 300 ₽, от 5 000 ₽ бесплатно."
REGION = "Да, до 50 км от города."
NOTED = "🤖 бот ответил: «Сколько стоит доставка?»"


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Night]:
    """A staff group without topics, at noon."""
    async with a_night(tmp_path, House(at=MONDAY_NOON, forum=False)) as room:
        yield room


@both_databases
async def test_a_waiting_ticket_does_not_silence_the_bot(night: Night) -> None:
    await night.ticket_is_open()
    promised = night.card().text
    hers = night.maria.writes("почём доставка")
    assert (await night.reply(night.maria)).text == PRICE
    relayed, noted = await night.news()
    assert (relayed.text, noted.text) == ("Мария:\nпочём доставка", NOTED)
    assert noted.topic == night.card().topic
    assert hers.reactions == []
    assert night.card().text == promised
    assert len(night.cards()) == 1


async def test_on_cards_the_note_stands_below_the_card(room: Night) -> None:
    await room.ticket_is_open()
    room.maria.writes("почём доставка")
    assert (await room.reply(room.maria)).text == PRICE
    assert NOTED in texts(await room.news())


@both_databases
async def test_what_joins_is_acknowledged_once_a_burst(night: Night) -> None:
    await night.ticket_is_open()
    await night.later(minutes=1)
    first, second = night.maria.writes("он синий"), night.maria.writes("и он новый")
    assert await night.replies(night.maria) == []
    assert (first.reactions, second.reactions) == (["👀"], [])
    await night.later(minutes=1)
    [third] = night.maria.sends(photo())
    assert await night.replies(night.maria) == []
    assert third.reactions == ["👀"]
    assert texts(await night.news())[:2] == ["Мария:\nон синий", "Мария:\nи он новый"]


async def test_of_several_questions_the_sure_one_is_answered_and_the_rest_joins(night: Night) -> None:
    await night.ticket_is_open()
    await night.later(minutes=1)
    hers = night.maria.writes("почём доставка?\nА почему чайник свистит по ночам?")
    assert (await night.reply(night.maria)).text == PRICE
    assert hers.reactions == ["👀"]
    assert NOTED in texts(await night.news())


async def test_words_that_ask_nothing_join(night: Night) -> None:
    await night.ticket_is_open()
    await night.later(minutes=1)
    night.maria.writes("спасибо")
    assert "Мария:\nспасибо" in texts(await night.news())
    assert await night.replies(night.maria) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("привет", "Здравствуйте. Ваша заявка №1 у нас. Ответим завтра до 10:30."),
        ("алло?", "Здравствуйте. Ваша заявка №1 у нас. Ответим завтра до 10:30."),
        ("есть новости?", "Ваша заявка №1 у нас. Ответим завтра до 10:30."),
        ("сколько ещё ждать", "Ваша заявка №1 у нас. Ответим завтра до 10:30."),
    ],
)
async def test_who_greets_or_asks_for_news_is_told_when_we_reply(night: Night, words: str, told: str) -> None:
    await night.ticket_is_open()
    await night.later(minutes=1)
    night.maria.writes(words)
    assert (await night.reply(night.maria)).text == told
    assert texts(await night.news()) == [f"Мария:\n{words}"]


async def test_the_status_is_told_once_in_a_while_and_names_who_has_the_request(night: Night) -> None:
    await night.ticket_is_open()
    await night.later(minutes=1)
    night.maria.writes("есть новости?")
    await night.reply(night.maria)
    await night.later(minutes=1)
    hers = night.maria.writes("ну что там?")
    assert await night.replies(night.maria) == []
    assert hers.reactions == ["👀"]
    await night.anna_takes()
    await night.later(minutes=10)
    night.maria.writes("когда ответите?")
    assert (await night.reply(night.maria)).text.startswith("Вашей заявкой №1 занимается Анна. Ответим")


async def test_a_greeting_that_the_faq_has_words_for_tells_the_status_too(tmp_path: Path) -> None:
    talk = "# Talk\n\n## Hello\n\nAlso asked:\n- hi\n- hello\n\nTags: smalltalk\n\nWhat can I help with: delivery?\n"
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "talk.md").write_text(talk, "utf-8")
    async with a_night(tmp_path, House(faq=tmp_path / "faq", language="en")) as night:
        james = night.sandbox.customer("James", language_code="en")
        james.writes("my kettle is broken")
        await night.pause()
        await night.replies(james)
        for words, told in (
            ("hello?", "Hello. Your request #1 is with us. We'll reply"),
            ("any news???", "Your request #1 is with us. We'll reply"),
            ("how long do i have to wait", "Your request #1 is with us. We'll reply"),
        ):
            await night.later(minutes=11)
            james.writes(words)
            assert (await night.reply(james)).text.startswith(told)


async def test_a_goodbye_joins_silently_and_what_people_should_read_is_acknowledged(night: Night) -> None:
    await night.ticket_is_open()
    await night.later(minutes=1)
    for said, reactions in (("до свидания", []), ("вы бот?", ["👀"]), ("безобразие, буду жаловаться", ["👀"])):
        hers = night.maria.writes(said)
        assert f"Мария:\n{said}" in texts(await night.news())
        assert hers.reactions == reactions
        await night.later(minutes=1)
    assert await night.replies(night.maria) == []
    assert len(night.cards()) == 1


async def test_a_goodbye_that_the_faq_has_words_for_joins_silently_too(tmp_path: Path) -> None:
    talk = "# Разговор\n\n## До свидания\n\nТакже спрашивают:\n- пока\n- спокойной ночи\n\nТеги: smalltalk\n\nПока.\n"
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "talk.md").write_text(talk, "utf-8")
    async with a_night(tmp_path, House(faq=tmp_path / "faq")) as night:
        await night.ticket_is_open()
        for said in ("пока", "спокойной ночи", "спасибо, пока"):
            await night.later(minutes=1)
            hers = night.maria.writes(said)
            assert texts(await night.news()) == [f"Мария:\n{said}"]
            assert hers.reactions == []
        assert await night.replies(night.maria) == []


async def test_while_a_person_is_talking_the_bot_is_silent(night: Night) -> None:
    await night.ticket_is_open()
    night.anna.writes("Какой у вас чайник?", topic="№1")
    await night.later(minutes=2)  # out of hours a reply waits a minute
    assert texts(await night.replies(night.maria)) == ["Анна · №1\nКакой у вас чайник?"]
    await night.later(minutes=8)
    hers = night.maria.writes("синий, а почём доставка?")
    again = night.maria.writes("почём доставка")
    assert await night.replies(night.maria) == []
    assert hers.reactions == again.reactions == []
    await night.later(minutes=14)  # she answered ten minutes after Anna
    night.maria.writes("возите в область")
    assert await night.replies(night.maria) == []
    await night.later(minutes=3)
    night.maria.writes("возите в область")
    assert (await night.reply(night.maria)).text == REGION


async def test_a_colleague_who_only_took_it_has_said_nothing(night: Night) -> None:
    await night.ticket_is_open()
    await night.anna_takes()
    night.maria.writes("почём доставка")
    assert (await night.reply(night.maria)).text == PRICE


async def test_in_hours_a_talk_pauses_for_half_an_hour(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("Какой у вас чайник?", topic="№1")
    await day.replies(day.maria)
    await day.later(minutes=29)
    day.maria.writes("почём доставка")
    assert await day.replies(day.maria) == []


async def test_after_the_talk_a_sure_question_is_answered_and_nobody_waits(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("Принесите его нам", topic="№1")
    await day.replies(day.maria)
    await day.later(minutes=31)
    day.maria.writes("почём доставка")
    assert (await day.reply(day.maria)).text == PRICE
    assert "Обещали" not in day.card().text
    day.maria.writes("а когда вы чините чайники")
    assert "Добавил к заявке №1. Ответим до" in (await day.reply(day.maria)).text


async def test_a_call_brings_along_what_the_bot_answered_meanwhile(night: Night) -> None:
    await night.ticket_is_open()
    night.maria.writes("почём доставка")
    await night.replies(night.maria)
    await night.news()
    night.maria.writes("позовите оператора")
    assert "Заявка №1 уже открыта" in (await night.reply(night.maria)).text
    called = " ".join(texts(await night.news()))
    assert "просит позвать оператора: «почём доставка». 🤖 бот ответил: «Сколько стоит доставка?»" in called


async def test_what_nobody_chose_says_why_it_became_a_ticket(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    await night.later(minutes=11)
    told = (await night.reply(night.maria)).text
    assert told.startswith("Вы не выбрали, поэтому передал вопрос коллегам. Сейчас мы закрыты")
    assert "Заявка №1 принята. Ответим завтра до 10:30." in told


async def test_in_english(tmp_path: Path) -> None:
    house = House(language="en", faq=Path(__file__).parent / "faq_in_two_languages" / "en")
    async with a_night(tmp_path, house) as night:
        james = night.sandbox.customer("James", language_code="en")
        james.writes("operator")
        assert "Your request is #1" in (await night.reply(james)).text
        await night.later(minutes=1)
        his = james.writes("it is blue")
        await night.settled()
        assert his.reactions == ["👀"]
        james.writes("How much is delivery?")
        assert (await night.reply(james)).text == "300 ₽ within the city."
        assert "🤖 the bot answered: “How much is delivery?”" in texts(await night.news())


async def test_a_sticker_joins(night: Night) -> None:
    await night.ticket_is_open()
    await night.later(minutes=1)
    [hers] = night.maria.sends(sticker())
    assert await night.replies(night.maria) == []
    assert hers.reactions == ["👀"]
