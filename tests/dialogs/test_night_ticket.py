"""A ticket is open: everything that is sent joins it, and the staff hear of it again."""

from tests.dialogs.night import EVERY_KIND, Night
from tests.postgres import both_databases

pytestmark = both_databases


async def test_the_card_says_all_that_a_manager_needs(night: Night) -> None:
    maria = night.sandbox.customer("Мария", last_name="Иванова", username="masha_i")
    maria.writes("доставка")
    await night.pause()
    await night.press(maria, "🙋 Позвать человека")
    card = night.card()
    assert card.text.startswith("№1 · 🆕 новая")
    assert "Мария Иванова · @masha_i" in card.text
    assert "Обещали ответить 21 ноября до 10:30" in card.text
    assert "доставка" in card.text
    assert card.buttons[:2] == [["🙋 Взять", "⏳ Ждём клиента", "✅ Решено"], ["⋯ Ещё"]]
    assert ["💬 Сколько стоит доставка?"] in card.buttons


async def test_everything_joins_the_open_ticket(night: Night) -> None:
    await night.ticket_is_open()
    for attachment in EVERY_KIND:
        night.maria.sends(attachment)
        [shown] = await night.news()
        assert shown.kind == attachment.kind
        assert shown.topic == night.card().topic
        assert attachment.caption in shown.text
    night.maria.writes("очень красивый чайник", entities=[{"type": "bold", "offset": 0, "length": 5}])
    night.maria.writes("привет")
    words, hello = await night.news()
    assert (words.text, hello.text) == ("Мария:\nочень красивый чайник", "Мария:\nпривет")
    assert {"type": "bold", "offset": 7, "length": 5} in words.entities
    assert await night.replies(night.maria) == []


async def test_one_customer_has_one_open_ticket(night: Night) -> None:
    await night.ticket_is_open()
    night.maria.writes("И ещё утюг")
    await night.pause()
    night.maria.writes("оператор")
    await night.pause()
    assert len(night.cards()) == 1
    assert len(night.sandbox.staff_group.topics) == 1


async def test_two_customers_have_two(night: Night) -> None:
    oleg = night.sandbox.customer("Олег")
    await night.ticket_is_open()
    oleg.writes("У меня сломался утюг")
    await night.pause()
    assert "Заявка №2 принята" in (await night.reply(oleg)).text
    assert "У меня сломался утюг" in night.topic(2)
    assert "чайник" not in night.card(2).text


async def test_what_was_said_before_is_on_the_card(night: Night) -> None:
    night.maria.writes("почём доставка")
    await night.reply(night.maria)
    await night.later(minutes=5)
    night.maria.writes("У меня сломался чайник")
    await night.pause()
    card = night.card().text
    assert "почём доставка" in card
    assert "ответил: «Сколько стоит доставка?»" in card
    assert night.topic() == "🆕 У меня сломался чайник · №1 Мария"


async def test_an_old_exchange_is_on_the_card_of_a_new_call_but_not_its_subject(night: Night) -> None:
    night.maria.writes("почём доставка")
    await night.reply(night.maria)
    await night.later(hours=26)
    night.maria.writes("позовите человека")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert night.topic() == "🆕 позовите человека · №1 Мария"
    assert "ответил: «Сколько стоит доставка?»" in night.card().text


async def test_a_long_text_reaches_the_staff_whole(night: Night) -> None:
    long = "чайник сломался " * 250
    night.maria.writes(long.strip())
    await night.pause()
    card, *rest = await night.news()
    assert len(card.text) < 2500
    assert rest[-1].text.endswith(long.strip()[-200:])
    assert sum(len(one.text) for one in rest) >= len(long.strip())
