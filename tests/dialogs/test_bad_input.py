"""Unusual input is handled without errors and relayed exactly as it was typed."""

from bot.sandbox import animation, location, sticker
from bot.sandbox.api_json import Json
from tests.dialogs.night import Night, texts

FOUR_THOUSAND = "ё" * 4096
EMOJI = "😀" * 2048  # two UTF-16 units each: the most that fits
ARABIC = "اين طلبي " * 400 + "."
ODD_NAMES = (
    "<b>Вася</b>",
    "{{7*7}}",
    "Вася & <script>alert(1)</script>",
    "مريم",
    "%s %(x)s",
    "№1 ·",
    "*_`[x](y)",
)


async def test_nothing_to_read_is_met_kindly(night: Night) -> None:
    for words in ("😀", "...", "!!!", "—", "\u200b\u200d."):
        night.maria.writes(words)
        assert (await night.reply(night.maria)).buttons == [["🙋 Позвать человека"]]
    await night.pause()
    assert await night.replies(night.maria) == []
    assert await night.news() == []


async def test_stickers_and_animations_are_met_with_a_way_to_a_person(night: Night) -> None:
    night.maria.sends(sticker())
    told = await night.reply(night.maria)
    assert told.buttons == [["🙋 Позвать человека"]]
    night.maria.sends(animation())
    await night.reply(night.maria)
    night.tell_bot("message", in_private(night, 901, {"dice": {"emoji": "🎲", "value": 4}}))
    await night.reply(night.maria)
    await night.pause()
    assert await night.news() == []


async def test_as_long_as_telegram_allows(night: Night) -> None:
    await night.ticket_is_open()
    for words in (FOUR_THOUSAND, EMOJI, ARABIC, "? " * 2047 + "?"):
        night.maria.writes(words)
        assert "".join(texts(await night.news())).endswith(words)
        night.anna.writes(words, topic="№1")
        await night.later(seconds=61)  # out of hours a reply waits a minute
        assert "".join(texts(await night.replies(night.maria))).endswith(words)


async def test_as_long_as_telegram_allows_at_first(night: Night) -> None:
    for number, words in enumerate((FOUR_THOUSAND, "чайник " * 580, ARABIC), start=1):
        customer = night.sandbox.customer(f"Клиент {number}")
        customer.writes(words)
        await night.pause()
        assert f"№{number} принята" in (await night.reply(customer)).text
        assert len(night.topic(number)) <= 128


async def test_names_stay_what_they_are(night: Night) -> None:
    for name in ODD_NAMES:
        vasya = night.sandbox.customer(name)
        vasya.writes("/start")
        assert name.split()[0] in (await night.reply(vasya)).text
        words = f"{name} сломался, {{{{ company.phone }}}} {{% raw %}} <i>чайник</i>"
        vasya.writes(words)
        await night.pause()
        await night.replies(vasya)
        [card] = await night.news()
        assert name in card.text
        assert words in card.text
        assert name in night.sandbox.staff_group.topics[-1].name


async def test_very_long_names(night: Night) -> None:
    person = night.sandbox.customer("Имя" * 21, last_name="Фамилия" * 9, username="u" * 32)
    person.writes("У меня сломался чайник")
    await night.pause()
    await night.replies(person)
    [topic] = night.sandbox.staff_group.topics
    assert len(topic.name) <= 128
    night.anna.writes("Здравствуйте", topic=topic.thread_id)
    await night.later(seconds=61)  # out of hours a reply waits a minute
    assert "Здравствуйте" in (await night.reply(person)).text


async def test_nul_and_other_controls(night: Night) -> None:
    night.tell_bot("message", in_private(night, 900, {"text": "чайник\x00 сломался\x07"}))
    await night.pause()
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert "\x00" not in night.card().text


async def test_what_looks_like_a_command_and_says_nothing(night: Night) -> None:
    mark = {"type": "bot_command", "offset": 0, "length": 5}
    night.tell_bot("message", in_private(night, 900, {"entities": [mark], "dice": {"emoji": "🎲", "value": 4}}))
    assert (await night.reply(night.maria)).buttons == [["🙋 Позвать человека"]]


async def test_what_nobody_wrote_to_the_desk_is_no_message(night: Night) -> None:
    night.maria.writes("/start")
    hello = await night.reply(night.maria)
    for said in (
        {"pinned_message": hello.api},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    ):
        night.tell_bot("message", in_private(night, 902, said))
    night.tell_bot("edited_message", in_private(night, 903, {"text": "не то", "edit_date": 1}))
    channel = {"id": -1008000000001, "type": "channel", "title": "Новости"}
    night.tell_bot("channel_post", {"message_id": 1, "date": 1, "chat": channel, "text": "оператор"})
    await night.pause()
    assert await night.replies(night.maria) == []
    assert await night.news() == []


async def test_a_moving_location_does_not_flood_the_staff(night: Night) -> None:
    await night.ticket_is_open()
    [here] = night.maria.sends(location())
    assert len(await night.news()) == 1
    for step in range(3):
        moved = here.api | {"location": {"latitude": 55.7 + step, "longitude": 37.6}, "edit_date": here.api["date"]}
        night.tell_bot("edited_message", moved)
    assert await night.news() == []


async def test_markup_in_messages_is_not_read(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("<b>не жирно</b> *и это* {{ company.phone }} &amp;", topic="№1")
    assert (await day.reply(day.maria)).text.endswith("<b>не жирно</b> *и это* {{ company.phone }} &amp;")


def in_private(night: Night, message_id: int, content: Json) -> Json:
    maria = night.maria
    night.sandbox.world.change_person(maria.person, blocked=False, started=True)
    chat = night.sandbox.world.chat_object(maria.chat)
    return {"message_id": message_id, "date": 1, "chat": chat, "from": maria.person.user, **content}
