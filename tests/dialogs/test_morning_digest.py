"""09:00. The managers see what the night brought and what to do first."""

from pathlib import Path

from tests.dialogs.night import House, Night, a_night, moscow
from tests.postgres import both_databases

pytestmark = both_databases

SATURDAY_OPENING = "2026-11-21 10:00"


async def test_what_the_night_brought(night: Night) -> None:
    oleg, irina = night.sandbox.customer("Олег"), night.sandbox.customer("Ирина")
    night.maria.writes("почём доставка")
    irina.writes("цена доставки")
    oleg.writes("У меня сломался утюг")
    await night.pause()
    await night.news()
    await night.at(SATURDAY_OPENING)
    [digest] = await night.news()
    assert digest.topic is None
    assert "3 клиента" in digest.text
    assert "Бот ответил сам: 2" in digest.text
    assert "Ждут ответа: 1" in digest.text
    assert "№1 Олег, ждёт 10 ч 19 мин, обещали до 10:30" in digest.text
    assert "У меня сломался утюг" in digest.text
    assert "Сколько стоит доставка? — 2" in digest.text
    assert "В FAQ нет ответа" in digest.text
    assert digest.buttons == [["№1", "🙋 Взять", "✅ Решено"]]
    assert not digest.silent


async def test_the_buttons_of_the_digest_work(night: Night) -> None:
    await night.ticket_is_open()
    await night.at(SATURDAY_OPENING)
    [digest] = await night.news()
    assert await night.press(night.anna, "🙋 Взять", on=digest) == "Заявка ваша"
    assert "занимается Анна" in (await night.reply(night.maria)).text
    assert "Анна" in str(await night.press(night.boris, "🙋 Взять", on=digest))
    assert await night.press(night.boris, "№1", on=digest) is not None
    [card] = await night.news()
    assert card.text.startswith("№1 · 🙋 в работе · Анна")
    assert await night.press(night.anna, "✅ Решено", on=digest) is not None
    assert "решена" in (await night.reply(night.maria)).text
    assert await night.press(night.anna, "✅ Решено", on=digest) == "Эта кнопка уже не действует"


async def test_urgent_comes_first_then_the_nearest_promise(night: Night) -> None:
    for name in ("Олег", "Ирина", "Пётр"):
        night.sandbox.customer(name).writes(f"У меня сломался утюг, это {name}")
        await night.pause()
    for _ in range(2):
        await night.press(night.anna, night.card(3).buttons[1][1], on=night.card(3))
    await night.news()
    await night.at(SATURDAY_OPENING)
    [digest] = await night.news()
    order = [digest.text.index(f"№{number} ") for number in (3, 1, 2)]
    assert order == sorted(order)
    assert "🔥" in digest.text
    assert [row[0] for row in digest.buttons] == ["№3", "№1", "№2"]


async def test_each_opening_after_a_closed_period_has_one(night: Night) -> None:
    """And after a calm night it is one calm line."""
    await night.at(SATURDAY_OPENING)
    [digest] = await night.news()
    assert "никто не писал" in digest.text
    assert "\n" not in digest.text
    assert digest.buttons == []
    await night.later(minutes=1)
    await night.at("2026-11-21 15:00")
    assert await night.news() == []
    await night.at("2026-11-22 20:00")
    night.maria.writes("почём доставка")
    await night.settled()
    await night.at("2026-11-23 09:00")
    [digest] = await night.news()
    assert "1 клиент" in digest.text
    await night.at("2026-11-24 09:00")
    [digest] = await night.news()
    assert "никто не писал" in digest.text


async def test_after_downtime_the_digest_says_that_it_is_late_and_misses_nothing(night: Night) -> None:
    """Nobody was there on Saturday: Monday's digest tells of Friday night, too."""
    night.maria.writes("почём доставка")
    await night.settled()
    await night.at("2026-11-23 11:30")
    [digest] = await night.news()
    assert "опозданием" in digest.text
    assert "1 клиент" in digest.text


async def test_the_first_digest_begins_when_the_desk_did(day: Night) -> None:
    """No digest in the middle of the shift in which the desk was started."""
    assert await day.news() == []
    day.maria.writes("почём доставка")
    await day.settled()
    await day.at("2026-11-24 09:00")
    [digest] = await day.news()
    assert "никто не писал" in digest.text


async def test_after_lunch_only_when_something_came(tmp_path: Path, database_url: str) -> None:
    with_lunch = House(at="2026-11-23 13:05", week="Mo-Fr 09:00-13:00,14:00-18:00")
    async with a_night(tmp_path, with_lunch, database_url) as lunch:
        await lunch.at("2026-11-23 14:00")
        assert await lunch.news() == []
        await lunch.at("2026-11-24 09:00")
        assert len(await lunch.news()) == 1
        await lunch.at("2026-11-24 13:10")
        await lunch.ticket_is_open()
        await lunch.at("2026-11-24 14:00")
        [digest] = await lunch.news()
        assert "№1 Мария" in digest.text


async def test_ten_tickets_come_in_two_messages(night: Night) -> None:
    for number in range(10):
        night.sandbox.customer(f"Клиент {number}").writes(f"У меня сломался утюг, который {number}")
    await night.pause()
    await night.news()
    await night.at(SATURDAY_OPENING)
    first, second = await night.news()
    assert "Ждут ответа: 10" in first.text
    assert [len(first.buttons), len(second.buttons)] == [8, 2]
    assert {row[0] for row in (*first.buttons, *second.buttons)} == {f"№{number}" for number in range(1, 11)}


async def test_a_ticket_that_was_answered_in_the_night_is_not_waiting(night: Night) -> None:
    await night.ticket_is_open()
    night.anna.writes("Не сплю. Что с ним?", topic="№1")
    await night.settled()
    await night.at(SATURDAY_OPENING)
    [digest] = await night.news()
    assert "Ответа никто не ждёт" in digest.text
    assert digest.buttons == []


async def test_a_wrong_answer_counts_as_what_the_faq_could_not_answer(night: Night) -> None:
    night.maria.writes("почём доставка")
    await night.settled()
    await night.press(night.maria, "👎 Не то")
    await night.press(night.maria, "🙋 Позвать человека")
    await night.news()
    await night.at(SATURDAY_OPENING)
    [digest] = await night.news()
    assert "ответил сам: 0" in digest.text
    assert "почём доставка" in digest.text.partition("В FAQ нет ответа")[2]


async def test_a_chosen_suggestion_is_an_answer_without_a_person(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    await night.press(night.maria, "Сколько стоит доставка?")
    await night.at(SATURDAY_OPENING)
    [digest] = await night.news()
    assert "ответил сам: 1" in digest.text
    assert "В FAQ нет" not in digest.text


async def test_a_banned_customer_is_not_counted(night: Night) -> None:
    await night.ticket_is_open("Купите у меня гараж, недорого")
    await night.press(night.anna, "🚫 Спам", on=night.card())
    night.anna.writes("/ban 1")
    await night.news()
    night.maria.writes("Гараж! Гараж!")
    await night.at(SATURDAY_OPENING)
    [digest] = await night.news()
    assert "никто не писал" in digest.text


async def test_the_digest_on_demand(night: Night) -> None:
    await night.ticket_is_open()
    night.anna.writes("/digest")
    [digest] = await night.news()
    assert "Ждут ответа: 1" in digest.text
    assert digest.buttons


async def test_what_is_decided_at_the_same_moment_is_in_the_digest(night: Night) -> None:
    """Reading the FAQ for it takes a while; the digest, which is due after it, waits."""
    await night.ticket_is_open()
    night.sandbox.customer("Олег").writes("У меня сломался утюг")
    await night.settled()
    night.sandbox.clock.set(moscow("2026-11-21 10:00:01"))
    await night.parts.scheduler.look()
    await night.settled()
    [digest] = [seen for seen in await night.news() if "Доброе утро" in seen.text]
    assert "Ждут ответа: 2" in digest.text
    assert "утюг" in digest.text
