"""Permissions: every button with every kind of forgery, and former colleagues."""

from collections.abc import Iterator

import pytest

from bot.customer.buttons import BUTTONS as CUSTOMER_BUTTONS
from bot.staff.buttons import BUTTONS as STAFF_BUTTONS
from bot.telegram.membership import FRESH
from tests.dialogs.night import Night, texts

ARGUMENTS = ("", ":", ":1", ":1:0", ":1:normal", ":1:in_list", ":-1", ":0", ":١", ":1 OR 1=1", ":99999999999999999999")
OF_ONESELF = {"menu", "my", "operator", "language", "forget_me", "keep_me"}
"""Buttons that do something for whoever presses them, and take nothing from their data that belongs to somebody."""


def forgeries(names: Iterator[str] | list[str]) -> list[str]:
    return [f"{name}{arguments}" for name in names for arguments in ARGUMENTS]


@pytest.mark.parametrize("name", sorted({*CUSTOMER_BUTTONS, *STAFF_BUTTONS} - OF_ONESELF))
async def test_no_press_of_a_stranger_does_anything_to_somebody_else(day: Night, name: str) -> None:
    oleg = day.sandbox.customer("Олег")
    await maria_has_everything(day)
    oleg.writes("/start")
    own = (await day.replies(oleg))[-1]
    before = state_of(day)
    for data in forgeries([name]):
        assert await day.forge(oleg, data, own) == "Эта кнопка уже не действует", data
        await day.forge(oleg, data, day.card())
    assert state_of(day) == before
    assert await day.replies(day.maria) == await day.news() == await day.replies(oleg) == []


async def test_what_a_press_does_to_oneself_touches_nobody_else(day: Night) -> None:
    oleg = day.sandbox.customer("Олег")
    await maria_has_everything(day)
    oleg.writes("/start")
    own = (await day.replies(oleg))[-1]
    before = state_of(day)
    for data in forgeries(["menu", "my", "language", "keep_me", "forget_me"]):
        await day.forge(oleg, data, own)
    assert state_of(day) == before
    assert await day.replies(day.maria) == await day.news() == []


@pytest.mark.parametrize("name", sorted(STAFF_BUTTONS))
async def test_staff_buttons_with_made_up_data(day: Night, name: str) -> None:
    await maria_has_everything(day)
    before = state_of(day)
    for arguments in ("", ":", ":2", ":-1", ":١", ":1 OR 1=1", ":99999999999999999999", ":1.0"):
        assert await day.forge(day.anna, name + arguments, day.card()) == "Эта кнопка уже не действует", arguments
    assert state_of(day) == before


@pytest.mark.parametrize("way", ["told", "said_in_the_chat", "not_heard_of"])
async def test_who_left_the_group_can_do_nothing(day: Night, way: str) -> None:
    """Telegram tells an administrator; another bot reads it in the chat, or finds out when it asks again."""
    await day.ticket_is_open()
    card = day.card()
    hers = day.boris.writes("Здравствуйте", topic="№1")
    await day.replies(day.maria)
    await day.news()
    if way == "told":
        day.boris.leaves()
    else:
        del day.sandbox.staff_group.chat.members[day.boris.id]
    if way == "said_in_the_chat":
        boris = day.boris.person.user
        day.sandbox.world.announce(day.sandbox.staff_group.chat, boris, {"left_chat_member": boris})
    if way == "not_heard_of":
        await day.later(seconds=FRESH.total_seconds())
    await day.settled()
    before = state_of(day)
    for words in ("Отдайте мне чайник", "/open", "/t 1", "/ban 1", "/away 2ч", "/digest", "/help"):
        day.tell_bot("message", as_if_written(day, words))
    for name in STAFF_BUTTONS:
        assert await day.forge(day.boris, f"{name}:1", card) == "Эта кнопка для сотрудников"
    day.tell_bot("edited_message", hers.api | {"text": "Отдайте чайник", "edit_date": 1})
    assert await day.replies(day.maria) == await day.news() == []
    assert state_of(day) == before


async def test_a_channel_that_writes_in_the_group_is_no_colleague(day: Night) -> None:
    """It is told so, but not without end."""
    await day.ticket_is_open()
    before = state_of(day)
    channel = {"id": -1008000000001, "type": "channel", "title": "Новости"}
    sender = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
    for words in ("Отдайте мне чайник", "/open", "/ban 1", "/slove", "/t 1", "Ау", "Эй"):
        day.tell_bot("message", as_if_written(day, words) | {"from": sender, "sender_chat": channel})
    told = texts(await day.news())
    assert len(told) == 5
    assert all("от имени этого канала отвечать нельзя" in text for text in told)
    assert await day.replies(day.maria) == []
    assert state_of(day) == before


async def test_another_bot_in_the_group_is_no_colleague(day: Night) -> None:
    """Neither its words nor its commands, edits or presses count, whatever the group's list of members says."""
    await day.ticket_is_open()
    robot = day.sandbox.other_bot("Робот")
    before = state_of(day)
    hers = robot.writes("Ваш чайник готов", topic="№1")
    robot.edits(hers, "Ваш чайник сгорел")
    for words in ("/open", "/ban 1", "/away 2ч", "/slove"):
        day.tell_bot("message", as_if_written(day, words) | {"from": robot.person.user})
    for name in STAFF_BUTTONS:
        assert await day.forge(robot, f"{name}:1", day.card()) == "Эта кнопка для сотрудников"
    assert await day.replies(day.maria) == await day.news() == []
    assert state_of(day) == before


async def test_who_was_removed_a_minute_ago_is_refused_by_a_bot_that_is_no_administrator(day: Night) -> None:
    """Such a bot is not told who is removed: it asks at the moment of acting."""
    await day.ticket_is_open()
    card = day.card()
    day.boris.writes("Здравствуйте", topic="№1")
    await day.replies(day.maria)
    await day.news()
    del day.sandbox.staff_group.chat.members[day.boris.id]
    await day.later(seconds=60)
    day.tell_bot("message", as_if_written(day, "Отдайте мне чайник"))
    assert await day.forge(day.boris, "solve:1", card) == "Эта кнопка для сотрудников"
    assert await day.replies(day.maria) == await day.news() == []


async def test_an_answer_from_before_the_removal_lets_nobody_in(day: Night) -> None:
    """The clock may step back: then a member who was seen "in an hour" is asked about, too."""
    await day.ticket_is_open()
    day.boris.writes("Здравствуйте", topic="№1")
    await day.replies(day.maria)
    day.sandbox.clock.advance(-3600)
    del day.sandbox.staff_group.chat.members[day.boris.id]
    day.tell_bot("message", as_if_written(day, "Отдайте мне чайник"))
    await day.settled()
    assert await day.replies(day.maria) == []


async def test_another_bots_command_is_not_ours(day: Night) -> None:
    await day.ticket_is_open()
    for words in ("/open@other_bot", "/ban@other_bot 1", "/slove@other_bot"):
        day.anna.writes(words, topic="№1")
    assert await day.news() == await day.replies(day.maria) == []
    name = day.sandbox.world.bot["username"]
    day.anna.writes(f"/open@{name.upper()}")
    assert "№1" in texts(await day.news())[0]


async def maria_has_everything(day: Night) -> None:
    """A question that was answered, one with choices, and a ticket."""
    day.maria.writes("почём доставка")
    day.maria.writes("доставка")
    await day.pause()
    day.maria.writes("/operator Чайник сломался")
    await day.replies(day.maria)
    await day.news()
    assert day.ask("SELECT count(*) FROM ticket") == [(1,)]


def as_if_written(day: Night, text: str) -> dict[str, object]:
    """A message of Boris in the ticket's topic, whether or not he may write there."""
    command = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
    return {
        "message_id": 5000 + len(text),
        "date": day.sandbox.world.clock.unix(),
        "chat": day.sandbox.world.chat_object(day.sandbox.staff_group.chat),
        "from": day.boris.person.user,
        "message_thread_id": day.card().topic,
        "is_topic_message": True,
        "text": text,
        "entities": [command] if text.startswith("/") else [],
    }


def state_of(day: Night) -> list[tuple[object, ...]]:
    """What a stranger could want to change."""
    return [
        *day.ask("SELECT id, state, priority, taken_by, promised_at, solved_at, is_spam FROM ticket"),
        *day.ask("SELECT id, helped, entry_id, ticket_id FROM question WHERE customer_id = 1"),
        *day.ask("SELECT name, language, banned_at FROM customer WHERE id = 1"),
        *day.ask("SELECT count(*) FROM message"),
        *day.ask("SELECT count(*) FROM closure"),
    ]
