"""A pilot: at first the bot only suggests to colleagues, then it answers a share of the customers."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from bot.desk.pilot.share import place_of
from bot.desk.unit_of_work import UnitOfWork
from bot.sandbox import Customer, Manager, Seen
from storage.learning_models import QuestionLabel
from storage.models import Customer as StoredCustomer
from storage.models import Question
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, texts
from tests.postgres import both_databases

SHADOW = House(at=MONDAY_NOON, pilot=0.0)
PRICE = "По городу — 300 ₽, от 5 000 ₽ бесплатно."
SURE, UNSURE = "почём доставка", "за сколько привезете"
LABELS = "SELECT entry_id, holds, by FROM questionlabel ORDER BY id"
RAISE, BACK = "✅ Отвечать 20 % клиентов", "↩️ Вернуть к подсказкам"


@pytest.fixture
async def shadow(tmp_path: Path, database_url: str) -> AsyncIterator[Night]:
    """Monday 12:00, open; the bot only suggests."""
    async with a_night(tmp_path, SHADOW, database_url) as night:
        yield night


@asynccontextmanager
async def restarted(folder: Path, house: House, database_url: str | None = None) -> AsyncIterator[Night]:
    """The same desk at a later time, with its database."""
    async with a_night(folder, house, database_url) as night:
        night.sandbox.world.updates.continue_at(700_000_000 + int(night.sandbox.clock.now().timestamp()) % 100_000_000)
        yield night


async def asks(night: Night, customer: Customer, words: str) -> str:
    """What the customer reads then."""
    customer.writes(words)
    await night.pause()
    return "\n".join(texts(await night.replies(customer)))


async def sends(night: Night, manager: Manager, title: str, number: int = 1) -> None:
    """The manager sends an answer that stands on the card."""
    await night.press(manager, f"💬 {title}", on=night.card(number))
    await night.press(manager, "📨 Отправить клиенту")


async def at_night(night: Night, at: str = "2026-11-24 05:05") -> list[Seen]:
    """What the group reads after the night was learnt from."""
    await night.at(at)
    await night.news()
    await night.parts.learning.look()
    return await night.news()


async def pilot(night: Night) -> Seen:
    """What /pilot says."""
    await night.later(seconds=1)
    await night.news()
    night.anna.writes("/pilot")
    [said] = await night.news()
    return said


def history(right: int, wrong: int = 0) -> Callable[[UnitOfWork], None]:
    """Suggestions of earlier days that colleagues judged."""

    def write(uow: UnitOfWork) -> None:
        asker = StoredCustomer(address="77", name="Олег", created_at=uow.now)
        uow.session.add(asker)
        uow.session.flush()
        for place in range(right + wrong):
            asked = {"customer_id": asker.id, "text": f"{SURE} {place}", "language": "ru", "asked_at": uow.now}
            suggested = {"decision": "hand_off", "withheld": "answer", "suggested": ["delivery-price"]}
            question = Question.model_validate(asked | suggested | {"in_hours": True, "probability": 0.97})
            uow.session.add(question)
            uow.session.flush()
            label = QuestionLabel(
                question_id=question.id,
                question=SURE,
                language="ru",
                entry_id="delivery-price",
                holds=place < right,
                by="colleague",
                who="colleague:1",
                at=uow.now,
            )
            uow.session.add(label)

    return write


async def has_history(night: Night, right: int, wrong: int = 0) -> None:
    await night.parts.transactions.run(history(right, wrong))
    await night.later(minutes=1)


def someone(night: Night, inside: float) -> Customer:
    """A new customer whom a pilot with that share answers."""
    desk, number = night.sandbox.token.partition(":")[0], 0
    while True:
        customer = night.sandbox.customer(f"Клиент {number}")
        if place_of(desk, str(customer.id)) < inside:
            return customer
        number += 1


# What customers get, and what colleagues are shown


async def test_a_sure_answer_is_suggested_and_sent_by_a_colleague(shadow: Night) -> None:
    told = await asks(shadow, shadow.maria, SURE)
    assert "Заявка №1" in told
    assert "300" not in told
    assert "💡 Я бы ответил: «Сколько стоит доставка?» (100 %). Подходит? Кнопка 💬 ниже" in shadow.card().text
    await sends(shadow, shadow.anna, "Сколько стоит доставка?")
    assert PRICE in (await shadow.reply(shadow.maria)).text
    assert [(entry, bool(holds), by) for entry, holds, by in shadow.ask(LABELS)] == [
        ("delivery-price", True, "colleague")
    ]
    assert "💡 Я бы ответил: «Сколько стоит доставка?» (100 %)\n" in f"{shadow.card().text}\n"  # nobody waits any more


async def test_the_card_says_what_the_bot_would_have_done(shadow: Night) -> None:
    for number, (words, suggested) in enumerate(
        (
            (UNSURE, "💡 Я бы уточнил, об этом ли вопрос: «Сколько стоит доставка?» ("),
            (
                "почём доставка? где моя посылка?",
                "💡 Я бы ответил: «Сколько стоит доставка?», «Как отследить заказ?» (",
            ),
            ("почём доставка? а чайники чините?", "💡 Я бы ответил на часть вопроса: «Сколько стоит доставка?» ("),
        ),
        start=1,
    ):
        assert f"Заявка №{number}" in await asks(shadow, shadow.sandbox.customer(f"Клиент {number}"), words)
        assert suggested in shadow.card(number).text
    assert "Заявка №4" in await asks(shadow, shadow.maria, "У меня сломался чайник")
    assert "💡" not in shadow.card(4).text


async def test_what_is_no_answer_of_the_faq_stays_as_it_is(shadow: Night) -> None:
    assert "Заявка" not in await asks(shadow, shadow.maria, "здравствуйте")
    assert "Тихий переулок" in await asks(shadow, shadow.maria, "какой у вас адрес?")
    shadow.maria.writes("/menu")
    menu = await shadow.reply(shadow.maria)
    await shadow.press(shadow.maria, "Доставка", on=menu)
    await shadow.press(shadow.maria, "Сколько стоит доставка?")
    assert PRICE in texts(await shadow.replies(shadow.maria))
    assert shadow.ask("SELECT count(*) FROM ticket") == [(0,)]
    assert "Выйдите на улицу и позвоните 104." in await asks(shadow, shadow.maria, "пахнет газом!")


async def test_the_next_question_joins_the_request_with_its_suggestion(shadow: Night) -> None:
    await asks(shadow, shadow.maria, SURE)
    await shadow.news()
    await asks(shadow, shadow.maria, "где моя посылка")
    asked, suggested = [one.text for one in await shadow.news() if not one.text.startswith("№")]
    assert "где моя посылка" in asked
    assert suggested == "💡 Я бы ответил: «Как отследить заказ?». Кнопка — на карточке."
    assert [row[0] for row in shadow.card().buttons[2:]] == ["💬 Сколько стоит доставка?", "💬 Как отследить заказ?"]
    card = shadow.card().text
    assert "💡 Я бы ответил: «Сколько стоит доставка?» (100 %)\n" in card
    assert "💡 Я бы ответил: «Как отследить заказ?» (100 %). Подходят? Кнопки 💬 ниже" in card
    await sends(shadow, shadow.anna, "Как отследить заказ?")
    assert "Трек-номер приходит в смс." in (await shadow.replies(shadow.maria))[-1].text


async def test_each_question_of_a_request_counts_by_its_own_button(shadow: Night) -> None:
    await asks(shadow, shadow.maria, SURE)
    await asks(shadow, shadow.maria, "где моя посылка")
    await asks(shadow, shadow.maria, "какой у вас адрес?")  # a fact
    counted = "Подсказал уверенный ответ: 2 раза. Коллеги отправили его — {}, "
    assert counted.format(0) in (await pilot(shadow)).text
    shown = []
    for title in ("Сколько стоит доставка?", "Как отследить заказ?"):
        await shadow.press(shadow.anna, f"💬 {title}", on=shadow.card())
        shown.append(shadow.staff_sees()[-1])
    for number, preview in enumerate(reversed(shown), start=1):
        await shadow.press(shadow.anna, "📨 Отправить клиенту", on=preview)
        assert counted.format(number) in (await pilot(shadow)).text
    assert shadow.ask("SELECT question, entry_id FROM questionlabel ORDER BY id") == [
        ("где моя посылка", "order-track"),
        (SURE, "delivery-price"),
    ]


async def test_facts_are_told_beside_a_waiting_request(shadow: Night) -> None:
    await asks(shadow, shadow.maria, SURE)
    await shadow.news()
    assert "Тихий переулок" in await asks(shadow, shadow.maria, "какой у вас адрес?")
    told = [one.text for one in await shadow.news() if not one.text.startswith("№")]
    assert any("какой у вас адрес?" in text for text in told)
    assert shadow.ask("SELECT count(*) FROM ticket") == [(1,)]


async def test_a_question_after_a_solved_one_has_its_own_suggestion(shadow: Night) -> None:
    await asks(shadow, shadow.maria, SURE)
    await sends(shadow, shadow.anna, "Сколько стоит доставка?")
    await shadow.press(shadow.anna, "✅ Решено", on=shadow.card())
    await shadow.replies(shadow.maria)
    await shadow.later(hours=2)
    assert "№1" in await asks(shadow, shadow.maria, "где моя посылка")
    assert "💡 Я бы ответил: «Как отследить заказ?» (100 %). Подходит?" in shadow.card().text
    await sends(shadow, shadow.anna, "Как отследить заказ?")
    assert [entry for entry, *_ in shadow.ask(LABELS)] == ["delivery-price", "order-track"]


async def test_the_share_is_answered_and_the_others_are_not(tmp_path: Path) -> None:
    async with a_night(tmp_path, replace(SHADOW, pilot=0.5)) as night:
        desk = night.sandbox.token.partition(":")[0]
        for number in range(6):
            customer = night.sandbox.customer(f"Клиент {number}")
            is_inside = place_of(desk, str(customer.id)) < 0.5
            assert (PRICE in await asks(night, customer, SURE)) == is_inside


async def test_without_a_pilot_nothing_is_written_of_it(night: Night) -> None:
    assert PRICE in await asks(night, night.maria, SURE)
    assert night.ask("SELECT key FROM memo WHERE key LIKE 'pilot%'") == []
    night.anna.writes("/pilot")
    assert "Пилота нет: бот отвечает всем клиентам." in (await night.news())[-1].text


# Figures


async def test_the_figures_say_what_became_of_suggestions(shadow: Night) -> None:
    names = ("Олег", "Ира", "Юля", "Пётр")
    for name in names:
        await asks(shadow, shadow.sandbox.customer(name), SURE)
    await asks(shadow, shadow.maria, UNSURE)
    await sends(shadow, shadow.anna, "Сколько стоит доставка?", 1)
    for number, reply in ((2, "Здравствуйте! По городу 300 рублей"), (3, "Чайники чинит мастерская напротив")):
        shadow.anna.writes(reply, topic=shadow.topic(number))
        await shadow.settled()
    for number in (1, 2, 3):
        await shadow.press(shadow.anna, "✅ Решено", on=shadow.card(number))
    [note] = [one for one in await at_night(shadow) if one.text.startswith("📊")]
    assert note.text == (
        "📊 Пилот: пока только подсказываю, с 23 ноября\n\n"
        "Подсказал уверенный ответ: 4 раза. Коллеги отправили его — 1, ответили то же своими словами — 1, "
        "ответили другое — 1, пока не знаю — 1.\n"
        "Не был уверен: 1 раз. Спросил бы, об этом ли вопрос.\n"
        "Верных ответов: 67 % из 3 (скорее всего, от 21 до 94 %). Разрешено ошибаться в 5 %.\n"
        "Не подошли: «Сколько стоит доставка?».\n"
        "Оценок пока мало. Когда их станет хотя бы 20, а при ошибках больше, предложу отвечать чаще."
    )
    assert note.buttons == []
    assert await at_night(shadow, "2026-11-25 05:05") == []  # nothing new


async def test_answers_that_were_given_count_too(tmp_path: Path) -> None:
    async with a_night(tmp_path, replace(SHADOW, pilot=0.999)) as night:
        for name, press in (("Олег", "👍 Помогло"), ("Ира", "🙋 Позвать человека"), ("Юля", "")):
            customer = night.sandbox.customer(name)
            assert PRICE in await asks(night, customer, SURE)
            if press:
                await night.press(customer, press)
        said = (await pilot(night)).text
        assert "Ответил сам: 3 раза. Помогло — 1, не помогло — 1, без отзыва — 1." in said


async def test_replies_are_compared_also_where_nothing_is_learnt(tmp_path: Path) -> None:
    async with a_night(tmp_path, replace(SHADOW, faq_settings={"learn": "off"})) as night:
        await asks(night, night.maria, SURE)
        night.anna.writes("Здравствуйте! По городу 300 рублей", topic=night.topic())
        await night.settled()
        await night.press(night.anna, "✅ Решено", on=night.card())
        [note] = await at_night(night)
        assert "ответили то же своими словами — 1" in note.text
        assert night.ask("SELECT count(*) FROM learntphrasing") == [(0,)]


async def test_what_the_faq_knows_is_not_told_to_authors_as_lacking(shadow: Night) -> None:
    for number in range(3):
        await asks(shadow, shadow.sandbox.customer(f"Клиент {number}"), SURE)
    await shadow.news()
    shadow.anna.writes("/faq")
    await shadow.settled()
    await shadow.parts.authoring.look()
    assert not [one for one in await shadow.news() if SURE in one.text]


# Raising the share


@both_databases
async def test_a_button_raises_the_share_when_the_figures_are_good(tmp_path: Path, database_url: str) -> None:
    async with a_night(tmp_path, SHADOW, database_url) as night:
        lucky = someone(night, inside=0.2)
        assert "Заявка №1" in await asks(night, lucky, SURE)
        await night.press(night.anna, "✅ Решено", on=night.card())
        await night.replies(lucky)
        await has_history(night, 20)
        [note] = [one for one in await at_night(night) if one.text.startswith("📊")]
        assert "Цифры хорошие." in note.text
        assert note.buttons == [[RAISE]]
        assert await night.press(night.anna, RAISE, on=note) == "Готово: бот отвечает 20 % клиентов"
        [told] = await night.news()
        assert told.text.startswith("📊 Анна: теперь бот отвечает 20 % клиентов. Остальным отвечаете вы")
        assert told.buttons == [[BACK]]
        assert PRICE in await asks(night, lucky, "цена доставки")
        again = await night.forge(night.anna, "pilot_raise:0:200", note)
        assert again == "Уже так: бот отвечает 20 % клиентов. Кто нажал: Анна"
        assert "Вопросов, на которые я знаю ответ" not in (await pilot(night)).text  # hers, since then
    async with restarted(tmp_path, replace(SHADOW, at="2026-11-24 12:00"), database_url) as night:
        assert "Пилот: отвечаю 20 % клиентов, с 24 ноября (Анна)" in (await pilot(night)).text
        assert await night.press(night.anna, BACK) == "Готово: бот только подсказывает"
        assert (await night.news())[-1].text.startswith("📊 Анна: бот снова только подсказывает")
        assert await night.forge(night.anna, "pilot_back", night.staff_sees()[-1]) == (
            "Уже так: бот только подсказывает. Кто нажал: Анна"
        )


async def test_the_steps_lead_to_everybody(shadow: Night) -> None:
    for label in (RAISE, "✅ Отвечать половине", "✅ Отвечать всем"):
        await has_history(shadow, 20) if label == RAISE else await shadow.parts.transactions.run(more_of_the_same)
        said = await pilot(shadow)
        assert "Готово" in str(await shadow.press(shadow.anna, label, on=said))
    assert PRICE in await asks(shadow, shadow.maria, SURE)
    said = await pilot(shadow)
    assert "Пилот: отвечаю всем" in said.text
    assert said.buttons == [[BACK]]
    assert await at_night(shadow) == []  # nothing is left to be raised


def more_of_the_same(uow: UnitOfWork) -> None:
    """The judged suggestions, as if they were of today."""
    for question in uow.session.exec(select(Question)).all():
        question.asked_at = uow.now
    for label in uow.session.exec(select(QuestionLabel)).all():
        label.at = uow.now


async def test_figures_that_are_not_good_raise_nothing(shadow: Night) -> None:
    await has_history(shadow, 30, wrong=5)
    said = await pilot(shadow)
    assert "Ошибок больше, чем разрешено" in said.text
    assert said.buttons == []
    assert "ошибок прибавилось" in str(await shadow.forge(shadow.anna, "pilot_raise:0:200", said))
    assert await shadow.forge(shadow.anna, "pilot_raise:0:1000", said) == "Эта кнопка уже не действует"
    assert "Заявка №1" in await asks(shadow, shadow.maria, SURE)


async def test_only_authors_change_the_share(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot")
    async with a_night(tmp_path, SHADOW) as night:
        boris = night.boris.id
    async with a_night(tmp_path, replace(SHADOW, authors=(boris,))) as night:
        await has_history(night, 20)
        said = await pilot(night)
        assert "кто назван в [staff] authors" in str(await night.press(night.anna, RAISE, on=said))
        stranger = night.sandbox.customer("Чужой")
        assert await night.forge(stranger, "pilot_raise:0:200", night.staff_sees()[-1]) == "Эта кнопка для сотрудников"
        assert "The pilot's share" not in caplog.text
        assert await night.press(night.boris, RAISE, on=said) == "Готово: бот отвечает 20 % клиентов"
        assert "The pilot's share is 20 percent now" in caplog.text


async def test_another_share_in_the_configuration_counts_again(tmp_path: Path) -> None:
    async with a_night(tmp_path, SHADOW) as night:
        await has_history(night, 20)
        await night.press(night.anna, RAISE, on=await pilot(night))
    async with restarted(tmp_path, replace(SHADOW, at="2026-11-24 12:00", pilot=0.1)) as night:
        assert "Пилот: отвечаю 10 % клиентов, с 24 ноября\n" in (await pilot(night)).text
    async with restarted(tmp_path, replace(SHADOW, at="2026-11-25 12:00")) as night:
        assert "Пилот: пока только подсказываю, с 25 ноября\n" in (await pilot(night)).text
    async with restarted(tmp_path, replace(SHADOW, pilot=1.0)) as night:
        assert night.ask("SELECT key FROM memo WHERE key = 'pilot'") == []


async def test_in_english(tmp_path: Path) -> None:
    faq = tmp_path / "faq"
    faq.mkdir()
    (faq / "a.md").write_text(
        "# Delivery\n\n## How much is delivery? {#price}\n\nAlso asked:\n- delivery cost\n- delivery price\n\n300 ₽.\n"
    )
    async with a_night(tmp_path, replace(SHADOW, language="en", faq=faq)) as night:
        assert "300" not in await asks(night, night.maria, "how much is delivery")
        [card] = [one for one in night.staff_sees() if one.text.startswith("#1 ·")]
        assert "💡 I would have answered: “How much is delivery?” (100%). Does it fit? The 💬 button below" in card.text
        await has_history(night, 25)
        said = await pilot(night)
        assert said.text.startswith("📊 Pilot: I only suggest so far, since November 23")
        assert "The figures are good. Press the button and I answer more customers." in said.text
        assert await night.press(night.anna, "✅ Answer 20% of customers", on=said) == (
            "Done: the bot answers 20% of customers"
        )
