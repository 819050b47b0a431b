"""Only members of the staff group are staff."""

from bot.sandbox import Seen
from bot.sandbox.api_json import Json
from tests.dialogs.night import Night


async def test_a_staff_command_in_private_gets_a_customer_s_help(night: Night) -> None:
    for command in ("/open", "/t 1", "/digest", "/ban 1", "/away 2h"):
        night.maria.writes(command)
        assert "/operator" in (await night.reply(night.maria)).text
    await night.pause()
    assert await night.news() == []
    night.maria.writes("/start")
    assert "откроемся завтра в 10:00" in (await night.reply(night.maria)).text


async def test_a_manager_in_private_is_a_customer(night: Night) -> None:
    anna = night.anna.in_private
    anna.writes("У меня сломался чайник")
    await night.pause()
    assert "Заявка №1 принята" in (await night.reply(anna)).text
    assert await night.press(night.boris, "🙋 Взять") == "Заявка ваша"
    assert "занимается Борис" in (await night.reply(anna)).text


async def test_a_button_of_the_staff_pressed_by_a_stranger(night: Night) -> None:
    """A forwarded card, or a client that makes presses up."""
    await night.ticket_is_open()
    stranger = night.sandbox.customer("Чужой")
    card = night.card()
    for action in ("take:1", "solve:1", "spam:1", "priority:1:normal", "show:1"):
        assert await night.forge(stranger, action, card) == "Эта кнопка для сотрудников"
    assert card.text.startswith("№1 · 🆕 новая")
    assert await night.news() == []


async def test_staff_buttons_do_nothing_in_private(night: Night) -> None:
    await night.ticket_is_open()
    own = night.maria.sees[-1]
    for action in ("take:1", "solve:1", "spam:1", "reopen:1"):
        assert await night.forge(night.maria, action, own) == "Эта кнопка уже не действует"
    assert night.card().text.startswith("№1 · 🆕 новая")


async def test_a_manager_who_left_is_a_stranger(day: Night) -> None:
    await day.ticket_is_open()
    card = day.card()
    day.boris.writes("Возьму", topic="№1")
    await day.replies(day.maria)
    await day.news()
    day.boris.leaves()
    await day.settled()
    assert await day.forge(day.boris, "solve:1", card) == "Эта кнопка для сотрудников"
    assert await day.replies(day.maria) == []
    day.boris.joins()
    await day.settled()
    assert await day.forge(day.boris, "solve:1", card) == "Решено. Клиенту сообщаем"


async def test_other_groups_get_nothing(night: Night) -> None:
    await night.ticket_is_open()
    for text in ("/open", "оператор", "почём доставка"):
        night.tell_bot("message", in_a_foreign_group(night, {"text": text}))
    night.tell_bot("message", in_a_foreign_group(night, {"new_chat_title": "Наша группа"}))
    await night.pause()
    assert await night.news() == []
    assert await night.replies(night.maria) == []
    assert not any(call.params.get("chat_id") == FOREIGN for call in night.sandbox.calls)


async def test_a_button_in_a_foreign_group_is_answered_with_nothing(night: Night) -> None:
    await night.ticket_is_open()
    card = night.card()
    elsewhere = Seen(type(card.stored)(in_a_foreign_group(night, {"text": card.text}), night.sandbox.world.bot["id"]))
    assert await night.forge(night.maria, "solve:1", elsewhere) is None
    assert night.card().text.startswith("№1 · 🆕 новая")


async def test_buttons_of_other_customers_and_made_up_ones(night: Night) -> None:
    """What comes back with a press is checked: it may be made up."""
    oleg = night.sandbox.customer("Олег")
    night.maria.writes("почём доставка")
    await night.reply(night.maria)
    oleg.writes("У меня сломался утюг")
    await night.pause()
    [told] = await night.replies(oleg)
    await night.news()
    forged = (
        "helped:1 not_helped:1 choose:1:0 none_fits:1 my_close:99 my_reopen:1 helped: helped:abc helped:-1 "
        "helped:99999999999999999999999 helped:١ choose:2:7 choose:2 category:0 entry:../../etc language:xx "
        "unknown : my_close:2:in_list"
    )
    for data in forged.split():
        assert await night.forge(oleg, data, told) == "Эта кнопка уже не действует", data
    assert await night.forge(night.maria, "my_close:1", night.maria.sees[-1]) == "Эта кнопка уже не действует"
    assert await night.replies(oleg) == []
    assert await night.replies(night.maria) == []
    assert await night.news() == []


async def test_made_up_presses_of_a_colleague(day: Night) -> None:
    await day.ticket_is_open()
    card = day.card()
    for data in (
        "take",
        "take:",
        "take:abc",
        "take:99",
        "solve:-1",
        f"take:{10**30}",
        "nothing:1",
        "helped:1",
        "take:١٢",
    ):
        assert await day.forge(day.anna, data, card) == "Эта кнопка уже не действует", data
    assert card.text.startswith("№1 · 🆕 новая")


FOREIGN = -1009000000001


def in_a_foreign_group(night: Night, content: Json) -> Json:
    return {
        "message_id": 77,
        "date": night.sandbox.world.clock.unix(),
        "chat": {"id": FOREIGN, "type": "supergroup", "title": "Чужая группа"},
        "from": night.maria.person.user,
        **content,
    }
