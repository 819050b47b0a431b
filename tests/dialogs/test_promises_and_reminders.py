"""A promise is a time on the calendar, and the staff hear of it before it runs out."""

from datetime import timedelta
from pathlib import Path

from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, texts
from tests.postgres import both_databases


async def test_the_one_who_took_it_is_reminded_first_then_all(day: Night) -> None:
    await day.ticket_is_open()
    await day.anna_takes()
    await day.later(minutes=10)
    assert await day.news() == []
    await day.at("2026-11-23 12:16")
    [reminder] = await day.news()
    assert reminder.topic == day.card().topic
    assert "до 12:30" in reminder.text
    [mention] = [one for one in reminder.entities if one["type"] == "text_mention"]
    assert mention["user"]["id"] == day.anna.id
    await day.at("2026-11-23 12:26")
    in_topic, to_all = sorted(await day.news(), key=lambda one: one.topic is None)
    assert in_topic.topic == day.card().topic
    assert to_all.topic is None
    assert "Анна" in to_all.text


async def test_what_nobody_took_is_told_to_all_at_once(day: Night) -> None:
    await day.ticket_is_open()
    await day.at("2026-11-23 12:16")
    assert {one.topic for one in await day.news()} == {day.card().topic, None}


async def test_a_reply_in_time_ends_it(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("Принесите его нам", topic="№1")
    await day.replies(day.maria)
    await day.news()
    await day.later(hours=3)
    assert await day.news() == []
    assert await day.replies(day.maria) == []


async def test_the_customer_hears_before_each_promise_is_missed_with_a_new_time(day: Night) -> None:
    await day.ticket_is_open()
    await day.at("2026-11-23 12:29:30")
    told = await day.reply(day.maria)
    assert "не успеваем ответить до 12:30, извините. Ответим до 14:30" in told.text
    assert any("не успеваем" in text for text in texts(await day.news()))
    assert "до 14:30" in day.card().text
    await day.at("2026-11-23 14:31")
    assert "не успели ответить до 14:30, извините. Ответим до 16:35." in (await day.reply(day.maria)).text
    assert any("не успели" in text for text in texts(await day.news()))
    await day.at("2026-11-23 16:34:30")
    told = await day.reply(day.maria)
    assert "не успеваем ответить до 16:35, извините. Ответим завтра до 09:35." in told.text
    assert any("назвали новое время: завтра до 09:35" in text for text in texts(await day.news()))


async def test_before_the_new_time_the_staff_are_reminded_again(day: Night) -> None:
    await day.ticket_is_open()
    await day.at("2026-11-23 12:29:30")
    await day.news()
    await day.at("2026-11-23 14:16")
    assert any("до 14:30" in text for text in texts(await day.news()))


async def test_a_new_promise_may_be_told_late_again(day: Night) -> None:
    """Once for each promise, not once for each ticket."""
    await day.ticket_is_open()
    await day.at("2026-11-23 12:29:30")
    await day.replies(day.maria)
    day.anna.writes("Какого он цвета?", topic="№1")
    await day.replies(day.maria)
    await day.at("2026-11-23 15:00")
    day.maria.writes("синий")
    assert "Ответим до 15:30" in (await day.reply(day.maria)).text
    await day.at("2026-11-23 15:29:30")
    assert "не успеваем ответить до 15:30" in (await day.reply(day.maria)).text


async def test_a_promise_for_early_tomorrow_is_reminded_of_today(day: Night) -> None:
    await day.at("2026-11-23 17:32")
    await day.ticket_is_open()
    assert "№1" in day.topic()
    await day.at("2026-11-23 17:50")
    assert len(await day.news()) == 2
    await day.at("2026-11-23 18:30")
    assert await day.news() == []
    assert await day.replies(day.maria) == []


async def test_at_night_nobody_is_reminded(night: Night) -> None:
    await night.ticket_is_open()
    for moment in ("2026-11-21 02:00", "2026-11-21 09:50", "2026-11-21 09:58"):
        await night.at(moment)
        assert await night.news() == []


async def test_the_end_of_a_shift_counts_as_missed_at_once(day: Night) -> None:
    """The clock jumps over the promise and the closing time."""
    await day.at("2026-11-23 17:20")
    await day.ticket_is_open()
    await day.at("2026-11-23 18:40")
    assert "не успели ответить до 17:50, извините. Ответим завтра до 11:00" in (await day.reply(day.maria)).text


async def test_a_jump_over_everything_floods_nobody(day: Night) -> None:
    await day.ticket_is_open()
    await day.at("2026-11-27 13:00")
    assert len(await day.replies(day.maria)) == 1
    late = [text for text in texts(await day.news()) if "№1" in text and "не успели" in text]
    assert len(late) == 2


async def test_a_quick_desk_reminds_within_its_few_minutes(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(at=MONDAY_NOON, reply_within=timedelta(minutes=8))) as quick:
        told = await quick.ticket_is_open()
        assert "Ответим до 12:10" in told.text
        await quick.at("2026-11-23 12:05")
        assert await quick.news() == []
        await quick.at("2026-11-23 12:06:30")
        assert len(await quick.news()) == 2
        await quick.at("2026-11-23 12:09:30")
        assert "не успеваем ответить до 12:10" in (await quick.reply(quick.maria)).text


async def test_a_slow_desk_promises_for_another_day(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(at="2026-11-20 15:00", reply_within=timedelta(hours=8))) as slow:
        told = await slow.ticket_is_open()
        assert "Ответим завтра до 15:00" in told.text


async def test_a_promise_skips_lunch(tmp_path: Path) -> None:
    with_lunch = House(at="2026-11-23 12:50", week="Mo-Fr 09:00-13:00,14:00-18:00")
    async with a_night(tmp_path, with_lunch) as lunch:
        assert "Ответим до 14:20" in (await lunch.ticket_is_open()).text


@both_databases
async def test_requests_of_a_night_are_promised_one_after_the_other(tmp_path: Path, database_url: str) -> None:
    """At the pace of this desk: a quarter of an hour each."""
    async with a_night(tmp_path, House(an_hour=4), database_url) as night:
        told = []
        for name in ("Олег", "Ирина", "James"):
            person = night.sandbox.customer(name, language_code="en" if name == "James" else "ru")
            person.writes("/operator")
            told.append((await night.reply(person)).text)
        assert "Ответим завтра до 10:30." in told[0]
        assert "Ответим завтра до 10:45." in told[1]
        assert "by 11:00 tomorrow." in told[2]


async def test_urgent_ones_do_not_wait_for_the_others(night: Night) -> None:
    for name in ("Олег", "Ирина"):
        night.sandbox.customer(name).writes("/operator Где мой заказ?")
        await night.settled()
    night.maria.writes("розетка искрит")
    await night.pause()
    if "Заявка" not in (await night.replies(night.maria))[-1].text:
        await night.later(minutes=11)
    assert "🔥" in night.topic(3)
    assert "до 10:30" in night.card(3).text


async def test_a_talk_is_no_queue(day: Night) -> None:
    """Who answers a colleague's question is replied to soon, however many others wait."""
    await day.ticket_is_open()
    for name in ("Олег", "Ирина", "Пётр"):
        person = day.sandbox.customer(name)
        person.writes("/operator")
        await day.settled()
    day.anna.writes("Какого он цвета?", topic="№1")
    await day.replies(day.maria)
    day.maria.writes("синий")
    await day.settled()
    assert "до 12:30" in day.card(1).text


async def test_a_desk_that_replied_slowly_for_weeks_promises_later(tmp_path: Path) -> None:
    """Five tickets each morning, half an hour each, is the pace that the next night hears."""
    async with a_night(tmp_path, House(at="2026-11-15 23:00", week="Mo-Fr 09:00-18:00")) as desk:
        for day in range(16, 21):
            people = [desk.sandbox.customer(f"Клиент {day}-{number}") for number in range(5)]
            for person in people:
                person.writes("/operator")
                await desk.settled()
            for place, _ in enumerate(people):
                at = 9 * 60 + 30 * (place + 1)
                await desk.at(f"2026-11-{day} {at // 60:02}:{at % 60:02}")
                number = (day - 16) * 5 + place + 1
                desk.anna.writes("Решили", topic=f"№{number} ")
                await desk.settled()
                await desk.press(desk.anna, "✅ Решено", on=desk.card(number))
            await desk.at(f"2026-11-{day} 23:00")
        first, second = desk.sandbox.customer("Олег"), desk.sandbox.customer("Ирина")
        first.writes("/operator")
        assert "в понедельник до 09:30" in (await desk.reply(first)).text
        second.writes("/operator")
        assert "в понедельник до 09:50" in (await desk.reply(second)).text
