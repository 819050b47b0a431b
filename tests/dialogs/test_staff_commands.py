"""The managers' commands, and their talk that is nobody else's business."""

from bot.sandbox import photo
from bot.sandbox.chats import Topic
from bot.sandbox.topics import create_topic
from tests.dialogs.night import Night, texts


async def test_the_queue(day: Night) -> None:
    day.anna.writes("/open")
    assert texts(await day.news()) == ["Открытых заявок нет."]
    for name in ("Олег", "Ирина"):
        day.sandbox.customer(name).writes("У меня сломался утюг")
        await day.pause()
    await day.press(day.anna, "🙋 Взять", on=day.card(1))
    await day.news()
    day.anna.writes("/open")
    [queue] = await day.news()
    assert queue.topic is None
    assert queue.text.index("№1 Олег") < queue.text.index("№2 Ирина")
    assert "Анна" in queue.text
    assert queue.buttons == [["№1", "⏳ Ждём", "✅ Решено"], ["№2", "🙋 Взять", "✅ Решено"]]


async def test_one_ticket(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("/t 1")
    [shown] = await day.news()
    assert shown.text == day.staff_sees("№1")[0].text
    assert shown.buttons == day.staff_sees("№1")[0].buttons
    day.anna.writes("Принесите его нам", reply_to=shown)
    assert "Принесите" in (await day.reply(day.maria)).text
    await day.news()
    day.anna.writes("/t", topic="№1")
    [by_topic] = await day.news()
    assert by_topic.topic == day.staff_sees("№1")[0].topic
    day.anna.writes("/help")
    text = (await day.news())[0].text
    assert all(command in text for command in ("/open", "/t", "/digest", "/away", "/ban", "//"))


async def test_no_such_ticket(day: Night) -> None:
    for words in ("/t", "/t сто", "/ban", "/t 99999999999999999999"):
        day.anna.writes(words)
        assert "Какую заявку?" in (await day.news())[0].text
    for words in ("/t 99", "/ban 99"):
        day.anna.writes(words)
        assert "Заявки №99 нет" in (await day.news())[0].text


async def test_ban_and_unban(day: Night) -> None:
    await day.ticket_is_open("Купите у меня гараж, недорого")
    day.anna.writes("/ban", topic="№1")
    assert "Мария" in (await day.news())[-1].text
    day.maria.writes("Гараж!")
    day.maria.writes("/start")
    day.maria.writes("оператор")
    assert await day.forge(day.maria, "my_close:1", day.maria.sees[-1]) == "Эта кнопка уже не действует"
    await day.pause()
    assert await day.replies(day.maria) == []
    assert await day.news() == []
    day.anna.writes("/ban 1")
    await day.news()
    day.maria.writes("Извините")
    assert texts(await day.news()) == ["Мария:\nИзвините"]


async def test_who_is_banned_in_the_middle_of_a_burst_gets_no_ticket(day: Night) -> None:
    await day.ticket_is_solved()
    day.maria.writes("Гараж, гараж")
    await day.settled()
    day.anna.writes("/ban 1")
    await day.settled()
    await day.pause()
    assert await day.replies(day.maria) == []


async def test_a_mistyped_command_never_reaches_the_customer(day: Night) -> None:
    await day.ticket_is_open()
    for words in ("/slove", "/reply Здравствуйте", "/открыть", "/ solve", "  /t142"):
        hers = day.anna.writes(words, topic="№1")
        [told] = await day.news()
        assert "Клиенту ничего не отправлено" in told.text
        assert told.reply_to == hers.id
    day.anna.sends(photo("/slove"), topic="№1")
    assert "Клиенту ничего не отправлено" in (await day.news())[0].text
    assert await day.replies(day.maria) == []


async def test_talk_in_general_and_in_other_topics_goes_nowhere(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("Кто сегодня на складе?")
    group = day.sandbox.staff_group
    lounge = create_topic(day.sandbox.world, group.chat, day.anna.person.user, Topic(0, "Курилка", icon_color=7322096))
    first = day.anna.writes("Обед?", topic=lounge.thread_id)
    day.boris.writes("Да", topic=lounge.thread_id, reply_to=first)
    assert await day.replies(day.maria) == []
    assert [seen.text.split(":")[0] for seen in await day.news()] == ["Эта тема не относится к заявке"]


async def test_an_anonymous_admin_is_staff(day: Night) -> None:
    """Who writes as the group is one of its administrators."""
    await day.ticket_is_open()
    group = day.sandbox.world.chat_object(day.sandbox.staff_group.chat)
    card = day.card().api
    day.tell_bot(
        "message",
        {
            "message_id": 5000,
            "date": day.sandbox.world.clock.unix(),
            "chat": group,
            "from": {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"},
            "sender_chat": group,
            "message_thread_id": card["message_thread_id"],
            "is_topic_message": True,
            "text": "Принесите его нам",
        },
    )
    assert "Принесите его нам" in (await day.reply(day.maria)).text
