"""/away: an unplanned closure, shown to customers until lifted; promises follow it."""

from tests.dialogs.night import Night, texts


async def test_a_closure_until_a_time_with_a_reason(day: Night) -> None:
    day.anna.writes("/away до 15:00 авария на складе")
    [told] = await day.news()
    assert "до 15:00" in told.text
    assert "авария на складе" in told.text
    day.maria.writes("/start")
    hello = (await day.reply(day.maria)).text
    assert "авария на складе" in hello
    assert "сегодня в 15:00" in hello
    day.maria.writes("У меня сломался чайник")
    await day.pause()
    told = await day.reply(day.maria)
    assert "авария на складе" in told.text
    assert "до 15:30" in told.text
    assert told.silent


async def test_ways_to_say_it(day: Night) -> None:
    ways = {
        "2ч": "до 14:00",
        "на 30 минут": "до 12:30",
        "1h 30m": "до 13:30",
        "until 14:00 fire drill": "до 14:00",
        "24.11 10:00": "до 10:00 завтра",
        "до завтра 10:00": "до 10:00 завтра",
        "11:00": "до 11:00 завтра",
    }
    for words, until in ways.items():
        day.anna.writes(f"/away {words}")
        assert until in (await day.news())[0].text, words


async def test_what_can_not_be_read_closes_nothing(day: Night) -> None:
    for words in ("", " до обеда", " до 25:00", " 31.02", " 2020-01-01", " 0 минут"):
        day.anna.writes(f"/away{words}")
        assert "/away до 18:00" in (await day.news())[0].text
    day.maria.writes("/start")
    assert "закрыты" not in (await day.reply(day.maria)).text


async def test_promises_move_and_are_told(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("/away до 15:00 авария")
    moved = await day.reply(day.maria)
    assert "до 12:30 (авария)" in moved.text
    assert "Ответим до 15:30" in moved.text
    assert "до 15:30" in day.card().text
    await day.at("2026-11-23 13:00")
    assert await day.replies(day.maria) == []


async def test_a_promise_behind_the_closure_stays(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("/away 10 минут обед")
    await day.settled()
    assert await day.replies(day.maria) == []
    assert "до 12:30" in day.card().text


async def test_a_moved_promise_that_is_missed_is_told_too(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("/away до 15:00 авария")
    await day.replies(day.maria)
    await day.at("2026-11-23 15:29:30")
    assert "не успеваем ответить до 15:30" in (await day.reply(day.maria)).text


async def test_an_open_end_invents_no_time_and_tells_it_later(day: Night) -> None:
    day.anna.writes("/away переезд")
    assert "до отмены" in (await day.news())[0].text
    day.maria.writes("У меня сломался чайник")
    await day.pause()
    told = (await day.reply(day.maria)).text
    assert "переезд" in told
    assert "Заявка №1 принята" in told
    assert "Ответим до" not in told
    assert "не обещано" in day.card().text
    await day.later(hours=2)
    assert await day.replies(day.maria) == []
    await day.news()
    day.boris.writes("/away off")
    assert "ответим до 14:30" in (await day.reply(day.maria)).text
    assert any("обычно" in text or "график" in text for text in texts(await day.news()))


async def test_who_waits_when_an_open_end_is_announced_hears_it(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("/away переезд")
    told = (await day.reply(day.maria)).text
    assert "12:30" in told
    assert "Ответим до" not in told
    day.anna.writes("/away до 16:00 переезд")
    assert "ответим до 16:30" in (await day.reply(day.maria)).text


async def test_who_was_made_to_wait_hears_of_an_earlier_opening(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("/away до 15:00 авария")
    await day.replies(day.maria)
    await day.later(minutes=4)
    day.anna.writes("/away off")
    assert "ответим до 12:35" in (await day.reply(day.maria)).text
    assert "до 12:35" in day.card().text


async def test_a_queue_that_a_closure_moves_keeps_its_order(day: Night) -> None:
    people = [day.sandbox.customer(name) for name in ("Олег", "Ирина", "Пётр")]
    for person in people:
        person.writes("/operator")
        await day.replies(person)
    day.anna.writes("/away до 15:00 авария")
    told = [(await day.reply(person)).text for person in people]
    assert [f"Ответим до 15:{minute}" in text for text, minute in zip(told, (30, 35, 40), strict=True)] == [True] * 3


async def test_lifting_what_is_not_there(day: Night) -> None:
    day.anna.writes("/away off")
    assert len(await day.news()) == 1
    assert await day.replies(day.maria) == []


async def test_it_lifts_by_itself(day: Night) -> None:
    day.anna.writes("/away до 15:00 авария")
    await day.at("2026-11-23 15:01")
    day.maria.writes("/start")
    assert "авария" not in (await day.reply(day.maria)).text


async def test_hours_in_answers_know_of_it(day: Night) -> None:
    day.anna.writes("/away до 15:00 авария")
    await day.settled()
    day.maria.writes("во сколько открываетесь")
    assert "15:00–18:00" in (await day.reply(day.maria)).text


async def test_after_a_long_closure_there_is_a_digest(day: Night) -> None:
    """Its end is an opening after a closed period."""
    day.anna.writes("/away до 16:00 авария")
    await day.news()
    await day.ticket_is_open()
    await day.at("2026-11-23 16:00")
    digest, _ = await day.news()
    assert "Ждут ответа: 1" in digest.text


async def test_the_last_announcement_counts(day: Night) -> None:
    day.anna.writes("/away до 15:00 авария")
    day.boris.writes("/away до 13:00 починили быстрее")
    await day.settled()
    day.maria.writes("/start")
    hello = (await day.reply(day.maria)).text
    assert "сегодня в 13:00" in hello
    assert "починили" in hello
