"""Somebody writes in danger: they hear what to do and who has been alerted, and colleagues are rung at any hour."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import OnCallSettings
from bot.sandbox import Customer, Seen
from tests.dialogs.night import MONDAY_NOON, NOBODY_ON_CALL, House, Night, a_night, texts
from tests.postgres import both_databases

ANNA, BORIS = 5200000002, 5200000003
TWO = OnCallSettings(people=(BORIS, ANNA), rota="weekly", escalate_after=timedelta(minutes=10))
"""That week it is Anna's turn."""

TOPICS, CARDS = House(on_call=TWO), House(on_call=TWO, forum=False)
each_room = pytest.mark.parametrize("house", [TOPICS, CARDS], ids=["topics", "cards"])


@asynccontextmanager
async def on_call(folder: Path, house: House = TOPICS, url: str | None = None) -> AsyncIterator[Night]:
    """A night with Anna and Boris on call, who have both started the bot."""
    async with a_night(folder, house, url) as night:
        for colleague in (night.anna, night.boris):
            colleague.in_private.writes("/start")
        await night.replies(night.anna.in_private)
        await night.replies(night.boris.in_private)
        yield night


async def calls(night: Night) -> tuple[list[str], list[str]]:
    """The first lines of what Anna and Boris got in private since this was last asked."""
    got = [await night.replies(one.in_private) for one in (night.anna, night.boris)]
    return (first_lines(got[0]), first_lines(got[1]))


def first_lines(messages: list[Seen]) -> list[str]:
    return [one.text.partition("\n")[0] for one in messages]


def faq_of(folder: Path, text: str) -> Path:
    """An FAQ of one file."""
    (folder / "faq").mkdir()
    (folder / "faq" / "talk.md").write_text(text, "utf-8")
    return folder / "faq"


def alarms(messages: list[Seen]) -> list[Seen]:
    return [one for one in messages if one.text.startswith("🚨 №")]


@both_databases
@each_room
async def test_water_at_night(tmp_path: Path, database_url: str, house: House) -> None:
    house = replace(house, emergency_phone="+7 495 000-00-01")
    async with on_call(tmp_path, house, database_url) as night:
        night.maria.writes("Помогите, соседи сверху топят, вода с потолка!")
        told = await night.reply(night.maria)
        assert not told.silent
        assert told.text == (
            "Перекройте воду. Если к щитку можно подойти по сухому, выключите электричество, и предупредите соседей. "
            "Если воду не остановить, звоните в аварийную службу дома или 112.\n"
            "Наш аварийный телефон: +7 495 000-00-01.\n\n"
            "Заявка №1 срочная. Дежурит Анна: пишу лично и в группу коллег. Как только кто-нибудь ответит, сообщу вам."
        )
        news = await night.news()
        [alarm] = alarms(news)
        assert alarm.text == (
            "🚨 №1 · Мария: заливает\nПомогите, соседи сверху топят, вода с потолка!\n"
            "Дежурит Анна: зову лично. Кто готов помочь, нажмите «Принял»."
        )
        assert (alarm.silent, alarm.topic, alarm.buttons) == (False, None, [["Принял"]])
        assert not night.card().silent
        assert "🔥 Срочный приоритет" in night.card().text
        assert "🚨 Заливает, 23:40: пока никто не принял" in night.card().text
        [call] = await night.replies(night.anna.in_private)
        assert not call.silent
        assert "Вы дежурите. Нажмите «Принял»" in call.text
        assert await night.replies(night.boris.in_private) == []
        await night.later(minutes=3)
        assert await night.press(night.anna.in_private, "Принял") == "Принято, клиенту сообщили"
        assert call.buttons == []
        answered = await night.reply(night.maria)
        assert answered.text == "Анна уже занимается вашей заявкой №1 и ответит здесь."
        assert not answered.silent
        assert texts(await night.news()) == ["✅ №1 · Мария: принято, на связи Анна (23:43)."]
        assert "🚨 Заливает, 23:40: на связи Анна, 23:43" in night.card().text
        assert "в работе · Анна" in night.card().text
        await night.later(hours=1)
        assert await calls(night) == ([], [])
        assert alarms(await night.news()) == []


@both_databases
async def test_in_english(tmp_path: Path, database_url: str) -> None:
    house = House(on_call=TWO, language="en", holidays=None, timezone="Europe/London")
    async with on_call(tmp_path, house, database_url) as night:
        night.maria.writes("help!! smoke coming out of the socket")
        told = await night.reply(night.maria)
        assert told.text.startswith("If it is safe, unplug the appliance or switch off the breaker.")
        assert "call 999." in told.text
        assert "Your request #1 is urgent. Анна is on call: I'm writing in private" in told.text
        [alarm] = [one for one in await night.news() if one.text.startswith("🚨 #1")]
        assert alarm.text.startswith("🚨 #1 · Мария: smoke\nhelp!! smoke coming out of the socket\n")
        assert await night.press(night.boris, "I'm on it", on=alarm) == "Thanks, the customer knows"
        assert (
            await night.reply(night.maria)
        ).text == "Борис is looking after your request #1 now and will answer here."
        assert (await night.replies(night.anna.in_private))[-1].text == "#1: Борис is on it already."
        assert await night.press(night.anna.in_private, "I'm on it") == "Уже принято"  # in the language of Anna's app
        assert await night.press(night.anna, "I'm on it", on=alarm) == "Already on it: Борис"


async def test_an_english_customer_of_a_russian_desk(tmp_path: Path) -> None:
    async with on_call(tmp_path) as night:
        night.maria.writes("I smell gas in the kitchen")
        notice, other_language, about, answer = texts(await night.replies(night.maria))
        assert notice.startswith("Don't switch anything on or off and light no flame.")
        assert "Call from there: 104 or 112." in notice
        assert other_language == "So far we have this answer only in another language:"
        assert about == "If this is about “Пахнет газом, что делать?”:"
        assert answer == "Выйдите на улицу и позвоните 104."
        assert alarms(await night.news())[0].text.startswith("🚨 №1 · Мария: газ")


@each_room
async def test_the_urgent_entry_is_shown_although_it_is_unsure(tmp_path: Path, house: House) -> None:
    async with on_call(tmp_path, house) as night:
        night.maria.writes("ой кажется газ идёт из плиты, сильно воняет")
        notice, about, answer = await night.replies(night.maria)
        assert "Звоните уже оттуда: 104 или 112." in notice.text
        assert about.text == "Если это про «Пахнет газом, что делать?»:"
        assert answer.text == "Выйдите на улицу и позвоните 104."
        assert [one.silent for one in (notice, about, answer)] == [False] * 3
        assert answer.buttons == []


async def test_nobody_waits_for_a_burst(tmp_path: Path) -> None:
    """The alarm goes off while messages are being gathered, also when only all of them tell of the danger."""
    async with on_call(tmp_path) as night:
        night.maria.writes("здравствуйте у меня тут в ванной трубу")
        assert await night.replies(night.maria) == []
        night.maria.writes("прорвало")
        assert "Заявка №1 срочная" in (await night.reply(night.maria)).text
        assert len(alarms(await night.news())) == 1
        await night.pause()
        assert await night.replies(night.maria) == []
        assert len(night.cards()) == 1
        assert "трубу" in night.card().text


@each_room
async def test_nobody_is_on_call(tmp_path: Path, house: House) -> None:
    async with a_night(tmp_path, replace(house, on_call=NOBODY_ON_CALL)) as night:
        night.maria.writes("розетка искрит")
        told = (await night.reply(night.maria)).text
        assert "101 или 112" in told
        assert told.endswith(
            "Заявка №1 срочная. Дежурного сейчас нет. В группу коллег написал со звуком, но вне рабочих часов его "
            "могут не услышать, а откроемся мы завтра в 10:00 (МСК). Поэтому не ждите нас, если помощь нужна сейчас."
        )
        [alarm] = alarms(await night.news())
        assert not alarm.silent
        assert "Дежурного нет. Кто готов помочь, нажмите «Принял»" in alarm.text
        assert await night.press(night.boris, "Принял", on=alarm) == "Принято, клиенту сообщили"
        assert (await night.reply(night.maria)).text == "Борис уже занимается вашей заявкой №1 и ответит здесь."
        await night.later(hours=1)
        assert alarms(await night.news()) == []


async def test_in_hours_too(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(at=MONDAY_NOON)) as day:
        day.maria.writes("у меня украли карту, снимают деньги")
        told = (await day.reply(day.maria)).text
        assert told.startswith("Сразу заблокируйте карту: в приложении банка или по телефону на её обороте.")
        assert told.endswith("Сообщил всем коллегам: сейчас рабочее время, кто увидит первым, тот и ответит.")
        assert len(alarms(await day.news())) == 1


@both_databases
async def test_calls_go_on_until_somebody_accepts(tmp_path: Path, database_url: str) -> None:
    """First whose turn it is, after ten minutes the next, then all, again and again."""
    async with on_call(tmp_path, TOPICS, database_url) as night:
        night.maria.writes("у нас пожар")
        await night.replies(night.maria)
        assert await calls(night) == (["🚨 №1 · Мария: пожар"], [])
        await night.news()
        await night.later(minutes=9)
        assert await calls(night) == ([], [])
        await night.later(minutes=1)
        assert await calls(night) == ([], ["🚨 №1 · Мария: пожар"])
        [again] = alarms(await night.news())
        assert again.text == (
            "🚨 №1 · Мария: пожар\nУже 10 мин никто не принял. Зову: Борис. Кто готов помочь, нажмите «Принял»."
        )
        assert not again.silent
        assert await night.replies(night.maria) == []
        await night.later(minutes=10)
        assert await calls(night) == (["🚨 №1 · Мария: пожар"], ["🚨 №1 · Мария: пожар"])
        assert (await night.reply(night.maria)).text == (
            "Заявка №1: пока никто из коллег не ответил, продолжаю звать. Если помощь нужна сейчас, не ждите нас: 112."
        )
        await night.later(minutes=10)
        assert await calls(night) == (["🚨 №1 · Мария: пожар"], ["🚨 №1 · Мария: пожар"])
        assert await night.replies(night.maria) == []
        await night.press(night.boris.in_private, "Принял")
        assert await calls(night) == (["№1: на связи уже Борис."], [])
        await night.later(minutes=30)
        assert await calls(night) == ([], [])


async def test_a_restart_forgets_no_call(tmp_path: Path) -> None:
    """The next round is a due moment in the database: whoever looks later makes it, once."""
    async with on_call(tmp_path) as night:
        night.maria.writes("у нас пожар")
        await night.replies(night.maria)
        await calls(night)
        assert night.ask("SELECT count(*) FROM alarm WHERE next_call_at IS NOT NULL") == [(1,)]
        await night.later(hours=2)
        assert await calls(night) == ([], ["🚨 №1 · Мария: пожар"])


@each_room
async def test_who_takes_the_ticket_or_replies_has_accepted(tmp_path: Path, house: House) -> None:
    async with on_call(tmp_path, house) as night:
        night.maria.writes("у нас пожар")
        await night.settled()
        night.boris.writes("Выходите, звоню пожарным", reply_to=night.card())
        reply = (await night.replies(night.maria))[-1]
        assert reply.text == "Борис · №1\nВыходите, звоню пожарным"
        assert not reply.silent
        assert "на связи Борис" in night.card().text
        assert (await calls(night))[0] == ["🚨 №1 · Мария: пожар", "№1: на связи уже Борис."]
        await night.later(minutes=30)
        assert await calls(night) == ([], [])


async def test_who_gives_themselves_the_ticket_of_another_has_accepted(tmp_path: Path) -> None:
    async with on_call(tmp_path) as night:
        await night.ticket_is_open()
        night.boris.writes("/take 1")
        await night.settled()
        night.maria.writes("чайник задымился")
        await night.settled()
        assert "на связи" not in night.card().text
        night.anna.writes("/give 1 Анна")
        await night.settled()
        assert "на связи Анна" in night.card().text


@both_databases
@each_room
async def test_a_ticket_that_is_open_already(tmp_path: Path, database_url: str, house: House) -> None:
    async with on_call(tmp_path, house, database_url) as night:
        await night.ticket_is_open()
        night.maria.writes("ой, чайник задымился!!")
        assert "Если дыма становится больше, выйдите и звоните: 101 или 112." in (await night.reply(night.maria)).text
        news = await night.news()
        assert len(alarms(news)) == 1
        assert not any(one.silent for one in news)
        assert "🔥 Срочный приоритет" in night.card().text
        assert (await calls(night))[0] == ["🚨 №1 · Мария: дым"]
        night.maria.writes("дым валит!!! где вы")
        assert await night.replies(night.maria) == []
        assert texts(await night.news()) == ["Мария:\nдым валит!!! где вы"]
        assert await calls(night) == ([], [])
        night.maria.writes("и пахнет газом")
        assert (await night.replies(night.maria))[0].text.startswith("Не включайте и не выключайте свет")
        assert [one.text.partition("\n")[0] for one in alarms(await night.news())] == ["🚨 №1 · Мария: газ"]


async def test_who_asks_what_to_do_is_told_again_and_hears_no_small_talk(tmp_path: Path) -> None:
    talk = "# Разговор\n\n## Как дела?\n\nТакже спрашивают:\n- что делаешь\n- вы робот?\n\nТеги: smalltalk\n\nДежурю.\n"
    folder = faq_of(tmp_path, talk)
    async with on_call(tmp_path, replace(TOPICS, faq=folder, emergency_phone="+7 495 000-00-01")) as night:
        night.maria.writes("пахнет газом")
        await night.reply(night.maria)
        night.maria.writes("что делать???")
        told = await night.reply(night.maria)
        assert not told.silent
        assert told.text == (
            "Не включайте и не выключайте свет и приборы, не зажигайте огонь. Откройте окна, перекройте газ, если кран "
            "рядом, и выйдите на улицу вместе со всеми. Звоните уже оттуда: 104 или 112.\n"
            "Наш аварийный телефон: +7 495 000-00-01."
        )
        assert "Мария:\nчто делать???" in texts(await night.news())
        night.maria.writes("ЧТО ДЕЛАТЬ")
        assert await night.replies(night.maria) == []
        await night.later(minutes=1)
        night.maria.writes("газом пахнет, что делать")
        assert (await night.reply(night.maria)).text == told.text
        for small_talk in ("как дела?", "что делаешь?", "вы робот?"):
            await night.later(minutes=1)
            hers = night.maria.writes(small_talk)
            assert await night.replies(night.maria) == []
            assert hers.reactions == ["👀"]
        assert alarms(await night.news()) == []
        night.anna.writes("Вы вышли?", topic="№1")
        await night.later(minutes=2)
        await night.replies(night.maria)
        night.maria.writes("что делать дальше")
        assert await night.replies(night.maria) == []


async def test_what_to_do_is_no_small_talk_where_nobody_is_in_danger(tmp_path: Path) -> None:
    talk = "# Talk\n\n## How are you?\n\nAlso asked:\n- what are you doing\n\nTags: smalltalk\n\nQuiet shift.\n"
    async with on_call(tmp_path, House(faq=faq_of(tmp_path, talk), on_call=TWO, language="en")) as night:
        night.maria.writes("what are you doin?")
        assert (await night.reply(night.maria)).text == "Quiet shift."
        night.maria.writes("what should I do?")
        await night.pause()
        assert "Your request is #1" in (await night.reply(night.maria)).text
        await night.later(minutes=1)
        hers = night.maria.writes("what now?")
        assert await night.replies(night.maria) == []
        assert hers.reactions == ["👀"]
        night.maria.writes("smoke coming out of the socket")
        assert "is urgent" in (await night.reply(night.maria)).text
        night.maria.writes("what do I do??")
        assert (await night.reply(night.maria)).text.startswith("If it is safe, unplug the appliance")


async def test_while_a_colleague_talks(tmp_path: Path) -> None:
    async with on_call(tmp_path, replace(TOPICS, at=MONDAY_NOON)) as day:
        await day.ticket_is_open()
        day.anna.writes("Что с ним?", topic="№1")
        await day.replies(day.maria)
        await day.news()
        day.maria.writes("он бьёт током, ребёнка ударило")
        assert "сначала выключите автомат" in (await day.reply(day.maria)).text
        assert len(alarms(await day.news())) == 1
        day.maria.writes("бьёт током сильно")
        assert await day.replies(day.maria) == []
        assert alarms(await day.news()) == []


async def test_a_solved_ticket_is_opened_again(tmp_path: Path) -> None:
    async with on_call(tmp_path, replace(TOPICS, at=MONDAY_NOON)) as day:
        await day.ticket_is_solved()
        day.maria.writes("теперь розетка искрит!")
        [told] = await day.replies(day.maria)
        assert "Заявка №1 срочная" in told.text
        assert day.topic().startswith("🙋🔥 ")


async def test_after_suggestions_and_an_edit(tmp_path: Path) -> None:
    async with on_call(tmp_path) as night:
        night.maria.writes("доставка")
        await night.pause()
        await night.replies(night.maria)
        asked = night.maria.writes("а у меня")
        night.maria.edits(asked, "а у меня горит проводка")
        assert any("Заявка №1 срочная" in text for text in texts(await night.replies(night.maria)))


async def test_a_flood_hides_no_danger(tmp_path: Path) -> None:
    async with on_call(tmp_path) as night:
        for number in range(31):
            night.maria.writes(f"ау {number}")
        await night.pause()
        await night.replies(night.maria)
        await night.news()
        night.maria.writes("пожар!!!")
        assert any("срочная" in text for text in texts(await night.replies(night.maria)))
        assert len(alarms(await night.news())) == 1


async def test_who_can_not_be_reached_is_passed_over(tmp_path: Path) -> None:
    """Anna never started the bot: the group hears so, and Boris is called at once."""
    async with a_night(tmp_path, TOPICS) as night:
        night.boris.in_private.writes("/start")
        await night.replies(night.boris.in_private)
        night.maria.writes("у нас пожар")
        await night.settled()
        await night.later(seconds=1)
        news = texts(await night.news())
        assert any(f"до дежурного не дозваться, {ANNA} не получает" in text for text in news)
        assert first_lines(await night.replies(night.boris.in_private)) == ["🚨 №1 · Мария: пожар"]


async def test_a_solved_ticket_ends_the_calls(tmp_path: Path) -> None:
    async with on_call(tmp_path) as night:
        night.maria.writes("у нас пожар")
        await night.settled()
        await night.press(night.boris, "⋯ Ещё", on=night.card())
        await night.press(night.boris, "🚫 Спам", on=night.card())
        await calls(night)
        await night.later(minutes=30)
        assert await calls(night) == ([], [])


async def test_a_stranger_can_not_accept(tmp_path: Path) -> None:
    async with on_call(tmp_path) as night:
        night.maria.writes("у нас пожар")
        [told] = await night.replies(night.maria)
        assert await night.forge(night.maria, "answer_call:1", told) == "Эта кнопка уже не действует"
        assert "пока никто не принял" in night.card().text


@both_databases
async def test_questions_are_no_alarms(tmp_path: Path, database_url: str) -> None:
    async with on_call(tmp_path, TOPICS, database_url) as night:
        for question in (
            "а если лампа заискрит, это по гарантии?",
            "газовая плита есть в продаже?",
            "огнетушитель сколько стоит",
            "fire pit price?",
            "пожара нет",
            "полгода назад затопило, вы ремонтируете?",
        ):
            customer: Customer = night.sandbox.customer("Олег")
            customer.writes(question)
            await night.pause()
            assert not any("срочная" in text for text in texts(await night.replies(customer))), question
        await night.later(minutes=11)
        assert alarms(await night.news()) == []
        assert await calls(night) == ([], [])


def pressing_tickets(night: Night) -> Iterator[str]:
    return (str(row[0]) for row in night.ask("SELECT priority FROM ticket ORDER BY id"))


@both_databases
async def test_what_presses_is_first_in_the_morning(night: Night) -> None:
    await night.ticket_is_open()
    oleg = night.sandbox.customer("Олег")
    oleg.writes("срочно! у меня сломался стол, курьер уже едет")
    await night.pause()
    await night.replies(oleg)
    assert list(pressing_tickets(night)) == ["normal", "high"]
    assert all(one.silent for one in await night.news())
    await night.at("2026-11-21 10:00")
    digest = next(one.text for one in await night.news() if one.text.startswith("☀️"))
    assert digest.index("🔼 №2") < digest.index("№1 ")


async def test_what_presses_later_raises_the_ticket(day: Night) -> None:
    await day.ticket_is_open()
    day.maria.writes("это срочно!")
    [said] = await day.news()
    assert not said.silent
    assert "🔼 Высокий приоритет" in day.card().text
    day.maria.writes("не срочно, подожду")
    await day.settled()
    assert list(pressing_tickets(day)) == ["high"]
