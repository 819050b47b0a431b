"""A customer opens a link to the bot: it shows an entry, or tells colleagues what the customer writes about."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk.start_links import signed_parameter, signing_key
from bot.sandbox import Customer
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, texts
from tests.postgres import both_databases

PRICES = {
    "en": "# Delivery\n\n## How much is delivery? {#delivery-price}\n\n300 ₽ within the city.\n",
    "ru": "# Доставка\n\n## Сколько стоит доставка? {#delivery-price}\n\nПо городу — 300 ₽.\n",
}
KETTLE = "У меня сломался чайник"


@pytest.fixture
async def cards(tmp_path: Path, database_url: str) -> AsyncIterator[Night]:
    """A group without topics, on a Monday at noon."""
    async with a_night(tmp_path, House(at=MONDAY_NOON, forum=False), database_url) as cards:
        yield cards


@pytest.fixture
async def english(tmp_path: Path) -> AsyncIterator[Night]:
    """An English company on a Friday night."""
    for language, text in PRICES.items():
        (tmp_path / "faq" / language).mkdir(parents=True)
        (tmp_path / "faq" / language / "delivery.md").write_text(text, encoding="utf-8")
    async with a_night(tmp_path, House(faq=tmp_path / "faq", language="en")) as english:
        yield english


def signed(night: Night, value: str, kind: str = "order") -> str:
    """The parameter as `nightdesk link` makes it for this desk."""
    return signed_parameter(kind, value, signing_key(night.sandbox.token))


async def opens(night: Night, parameter: str, who: Customer | None = None) -> str:
    """Open the link, and read what the bot says to it."""
    customer = who or night.maria
    customer.writes(f"/start {parameter}")
    return (await night.reply(customer)).text


async def card_after(night: Night, words: str = KETTLE) -> str:
    """The card of the ticket that Maria's next words open."""
    await night.ticket_is_open(words)
    return night.card().text


# Entries


async def test_a_link_opens_an_entry(night: Night) -> None:
    night.maria.writes("/start faq_delivery-price")
    answer = await night.reply(night.maria)
    assert answer.text == "По городу — 300 ₽, от 5 000 ₽ бесплатно."
    assert answer.buttons == [["👍 Помогло", "👎 Не то"], ["🙋 Позвать человека"]]
    await night.press(night.maria, "🙋 Позвать человека")
    assert "Сколько стоит доставка?" in night.card().text


async def test_an_entry_in_the_customer_s_language(english: Night) -> None:
    james, ivan = english.sandbox.customer("James", language_code="en"), english.sandbox.customer("Иван")
    assert await opens(english, "faq_delivery-price", james) == "300 ₽ within the city."
    assert await opens(english, "faq_delivery-price", ivan) == "По городу — 300 ₽."


@pytest.mark.parametrize("entry_id", ["no-such-entry", "", "delivery-price--abcdefghijkl"])
async def test_an_entry_that_is_not_there(night: Night, entry_id: str) -> None:
    said = await opens(night, f"faq_{entry_id}")
    assert said.startswith("Здравствуйте, Мария!")
    assert said.endswith(
        "Ответа по этой ссылке нет: возможно, его уже убрали. Напишите вопрос своими словами или выберите тему в меню."
    )
    assert "по ссылке" not in await card_after(night)


async def test_an_entry_that_is_not_there_in_english(english: Night) -> None:
    james = english.sandbox.customer("James", language_code="en")
    said = await opens(english, "faq_no-such-entry", james)
    assert said.startswith("Hello, James!")
    assert "There's no answer under this link" in said


# What the customer writes about


@both_databases
async def test_an_order_goes_on_the_card_of_the_next_ticket(night: Night) -> None:
    said = await opens(night, signed(night, "4411"))
    assert said.startswith("Здравствуйте, Мария!")
    assert said.endswith("Вы пришли по ссылке: заказ 4411. Если передам вопрос коллегам, они это увидят.")
    assert await night.news() == []
    night.maria.writes("почём доставка")
    await night.replies(night.maria)
    assert "\n🔗 по ссылке: заказ 4411 ✓\n" in await card_after(night)


async def test_an_order_in_a_group_without_topics(cards: Night) -> None:
    await opens(cards, signed(cards, "4411"))
    assert "\n🔗 по ссылке: заказ 4411 ✓\n" in await card_after(cards)


async def test_an_order_in_english(english: Night) -> None:
    james = english.sandbox.customer("James", language_code="en")
    said = await opens(english, signed(english, "4411"), james)
    assert said.endswith("You opened a link: order 4411. If I pass your question on, my colleagues will see it.")
    james.writes("/operator My kettle is broken")
    await english.reply(james)
    [card] = [one.text for one in await english.news() if one.text.startswith("#1")]
    assert "\n🔗 by link: order 4411 ✓\n" in card
    assert await opens(english, "order_5000", james) == "Added the order number from the link to request #1."
    assert await opens(english, signed(english, "4412"), james) == "Added to request #1: order 4412."
    lines = texts(await english.news())
    assert "🔗 #1 · James, by link: order 4412 ✓" in lines


async def test_an_order_that_anybody_may_have_named_is_not_confirmed(night: Night) -> None:
    said = await opens(night, "order_4411")
    assert said.endswith("Вы пришли по ссылке с номером заказа. Если передам вопрос коллегам, они это увидят.")
    assert "\n🔗 по ссылке: заказ 4411, не подтверждено\n" in await card_after(night)


async def test_what_a_stranger_put_into_a_link_is_not_repeated_to_the_customer(night: Night) -> None:
    assert "SCAM" not in await opens(night, "order_CALL_8_900_SCAM")
    assert "SCAM" not in await opens(night, "SCAM_8_900")


@pytest.mark.parametrize("forged", ["order_4412--aaaaaaaaaaaa", "order_4412--{signature}"])
async def test_a_forged_signature_confirms_nothing(night: Night, forged: str) -> None:
    signature = signed(night, "4411").rpartition("--")[2]
    await opens(night, forged.format(signature=signature))
    assert "по ссылке: заказ 4412, не подтверждено" in await card_after(night)


async def test_a_signature_of_an_earlier_token_confirms_nothing(night: Night) -> None:
    await opens(night, signed_parameter("order", "4411", signing_key("1:EARLIER")))
    assert "по ссылке: заказ 4411, не подтверждено" in await card_after(night)


async def test_an_order_number_in_russian_letters_with_markup(night: Night) -> None:
    assert "заказ <b>А</b> & №1." in await opens(night, signed(night, "<b>А</b> & №1"))
    assert "по ссылке: заказ <b>А</b> & №1 ✓" in await card_after(night)


async def test_something_else_than_an_order(night: Night) -> None:
    assert "Вы пришли по ссылке: warranty AB-12." in await opens(night, signed(night, "AB-12", "warranty"))
    assert "по ссылке: warranty AB-12 ✓" in await card_after(night)


async def test_a_mark_of_an_advertisement_is_a_plain_greeting(night: Night) -> None:
    greeting = await opens(night, "")
    assert await opens(night, "vk_ads_2") == greeting
    assert "по ссылке: vk_ads_2, не подтверждено" in await card_after(night)


@pytest.mark.parametrize(
    "typed", ["order_" + "1" * 59, "order_<b>1</b>", "order_1\u202e", "где мой заказ?", "x" * 4000]
)
async def test_what_no_link_brings_is_a_plain_greeting(night: Night, typed: str) -> None:
    greeting = await opens(night, "")
    assert await opens(night, typed) == greeting
    assert "по ссылке" not in await card_after(night)


# The ticket it belongs to


async def test_of_several_links_the_latest_counts(night: Night) -> None:
    await opens(night, signed(night, "4411"))
    await opens(night, signed(night, "4412"))
    card = await card_after(night)
    assert "заказ 4412 ✓" in card
    assert "4411" not in card


async def test_the_same_link_without_its_signature_takes_nothing_away(night: Night) -> None:
    await opens(night, signed(night, "4411"))
    await opens(night, "order_4411")
    assert "заказ 4411 ✓" in await card_after(night)


async def test_a_link_is_kept_for_a_day(day: Night) -> None:
    await opens(day, signed(day, "4411"))
    await day.at("2026-11-24 11:59")
    assert "заказ 4411 ✓" in await card_after(day)


async def test_a_link_of_yesterday_is_over(day: Night) -> None:
    await opens(day, signed(day, "4411"))
    await day.at("2026-11-24 12:01")
    assert "по ссылке" not in await card_after(day)


async def test_a_link_belongs_to_one_ticket(day: Night) -> None:
    await opens(day, signed(day, "4411"))
    await day.ticket_is_solved()
    assert "заказ 4411 ✓" in day.card().text
    await day.at("2026-11-27 12:30")
    day.maria.writes("У меня сломался утюг")
    await day.pause()
    assert "по ссылке" not in day.card(2).text


async def test_an_open_ticket_gets_a_line_at_once(day: Night) -> None:
    await day.ticket_is_open()
    assert await opens(day, signed(day, "4411")) == "Добавил к заявке №1: заказ 4411."
    [line] = await day.news()
    assert line.text == "🔗 №1 · Мария, по ссылке: заказ 4411 ✓"
    assert line.topic == day.card().topic
    assert "\n🔗 по ссылке: заказ 4411 ✓\n" in day.card().text


@both_databases
async def test_an_open_ticket_in_a_group_without_topics_gets_a_reply_to_its_card(cards: Night) -> None:
    await cards.ticket_is_open()
    assert await opens(cards, "order_4411") == "Добавил к заявке №1 номер заказа из ссылки."
    [line] = await cards.news()
    assert line.text == "🔗 №1 · Мария, по ссылке: заказ 4411, не подтверждено"
    assert line.reply_to == cards.card().id
    assert "по ссылке: заказ 4411, не подтверждено" in cards.card().text


async def test_the_same_link_again_is_no_news(day: Night) -> None:
    await day.ticket_is_open()
    await opens(day, signed(day, "4411"))
    await day.news()
    await opens(day, signed(day, "4411"))
    await opens(day, "order_4411")
    assert await day.news() == []


@both_databases
async def test_a_ticket_that_opens_again_gets_the_link(day: Night) -> None:
    await day.ticket_is_solved()
    await opens(day, signed(day, "4411"))
    day.maria.writes("Чайник сломался снова, а утюг искрит")
    await day.pause()
    assert "🔗 №1 · Мария, по ссылке: заказ 4411 ✓" in texts(await day.news())
    assert "заказ 4411 ✓" in day.card().text


async def test_a_banned_customer_s_link_does_nothing(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("/ban", topic="№1")
    await day.news()
    await day.replies(day.maria)
    day.maria.writes(f"/start {signed(day, '4411')}")
    day.maria.writes("/start faq_delivery-price")
    assert await day.replies(day.maria) == []
    assert await day.news() == []


@both_databases
async def test_the_link_is_forgotten_with_the_customer(day: Night) -> None:
    await opens(day, signed(day, "4411"))
    await day.ticket_is_open()
    await opens(day, signed(day, "4412"))
    day.maria.writes("/forget_me")
    await day.reply(day.maria)
    await day.press(day.maria, "Удалить мои данные")
    assert day.ask("SELECT count(*) FROM ticket WHERE start_link IS NOT NULL") == [(0,)]
    assert day.ask("SELECT count(*) FROM customer WHERE start_link IS NOT NULL") == [(0,)]
    assert "по ссылке" not in day.card().text
