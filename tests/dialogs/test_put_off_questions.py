"""Of several questions in a message the sure ones are answered, the others are asked back one after the other."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import pytest

from bot.sandbox import Seen
from tests.dialogs.night import House, Night, a_night, texts
from tests.dialogs.test_pilot import restarted

ONLY_PHRASINGS_ARE_SURE = {"max_wrong": 0.0001, "preview_from": 0.3, "offer_from": 0.3}


@dataclass(frozen=True)
class Shop:
    """An FAQ, and what a customer asks it in three parts: one is sure, two are probable."""

    language: Literal["ru", "en"]
    faq: str
    wrap: str
    price: str
    pay: str
    unknown: str
    answers: tuple[str, str, str]
    titles: tuple[str, str]
    yes: str
    person: str
    price_is_sure_alone: float  # as max_wrong

    def house(self, faq: Path) -> House:
        return House(language=self.language, faq=faq, faq_settings=ONLY_PHRASINGS_ARE_SURE)


RUSSIAN = Shop(
    language="ru",
    faq="""# Магазин

## Есть ли подарочная упаковка? {#wrap}

Да, коробка за 250 ₽.

## Сколько стоит доставка? {#price}

По городу 300 ₽.

## Можно ли заплатить при получении? {#pay}

Да, картой или наличными.

## Как вернуть покупку? {#return}

Принесите с чеком.
""",
    wrap="Есть ли подарочная упаковка?",
    price="Сколько будет стоить доставка в Тверь?",
    pay="Можно заплатить наличными курьеру при получении?",
    unknown="Какого цвета ваш попугай?",
    answers=("Да, коробка за 250 ₽.", "По городу 300 ₽.", "Да, картой или наличными."),
    titles=("Похоже, вы об этом: Сколько стоит доставка?", "Похоже, вы об этом: Можно ли заплатить при получении?"),
    yes="Да, об этом",
    person="🙋 Позвать человека",
    price_is_sure_alone=0.08,
)
ENGLISH = Shop(
    language="en",
    faq="""# Shop

## Do you gift wrap? {#wrap}

Yes, a box is £4.

## How much is delivery? {#price}

£5 in the city.

## Can I pay on delivery? {#pay}

Yes, by card or in cash.

## Can I return a purchase? {#return}

Bring it with the receipt.
""",
    wrap="Do you gift wrap?",
    price="How much would a delivery to Leeds be?",
    pay="Can I pay the courier in cash on delivery?",
    unknown="What colour is your parrot?",
    answers=("Yes, a box is £4.", "£5 in the city.", "Yes, by card or in cash."),
    titles=(
        "You seem to be asking about this: How much is delivery?",
        "You seem to be asking about this: Can I pay on delivery?",
    ),
    yes="Yes, that's it",
    person="🙋 Talk to a person",
    price_is_sure_alone=0.15,
)
SHOPS = pytest.mark.parametrize("shop", [RUSSIAN, ENGLISH], ids=["ru", "en"])


@pytest.fixture
def folder(tmp_path: Path, shop: Shop) -> Path:
    folder = tmp_path / "faq" / shop.language
    folder.mkdir(parents=True)
    (folder / "shop.md").write_text(shop.faq, encoding="utf-8")
    return folder.parent


@pytest.fixture
async def night(tmp_path: Path, folder: Path, shop: Shop) -> AsyncIterator[Night]:
    async with a_night(tmp_path, shop.house(folder)) as night:
        yield night


async def asked_back(night: Night, *words: str) -> Seen:
    """The preview that the message leads to."""
    night.maria.writes(" ".join(words))
    await night.pause()
    return (await night.replies(night.maria))[-1]


async def after_yes(night: Night, shop: Shop) -> list[str]:
    """What the customer reads then, beside the whole answer in place of the preview."""
    await night.press(night.maria, shop.yes)
    await night.later(seconds=1)
    return texts(await night.replies(night.maria))


@SHOPS
async def test_each_question_has_its_turn(night: Night, shop: Shop) -> None:
    night.maria.writes(f"{shop.wrap} {shop.price} {shop.pay}")
    await night.pause()
    wrap, price = texts(await night.replies(night.maria))
    assert (wrap, price) == (shop.answers[0], f"{shop.titles[0]}\n\n{shop.answers[1]}")
    [pay] = await after_yes(night, shop)
    assert pay == f"{shop.titles[1]}\n\n{shop.answers[2]}"
    assert await after_yes(night, shop) == []
    assert [text for text in texts(night.maria.sees) if text in shop.answers] == list(shop.answers)
    await night.later(minutes=11)
    assert await night.replies(night.maria) == []
    assert night.ask("SELECT entry_id, put_off FROM question ORDER BY id") == [
        ("wrap", None),
        ("price", None),
        ("pay", None),
    ]


@SHOPS
async def test_what_nobody_wrote_an_answer_to_is_a_ticket_at_the_end(night: Night, shop: Shop) -> None:
    assert (await asked_back(night, shop.price, shop.unknown)).text.startswith(shop.titles[0])
    [accepted] = await after_yes(night, shop)
    assert "№1" in accepted or "#1" in accepted
    assert night.ask("SELECT subject FROM ticket") == [(shop.unknown,)]
    assert night.ask("SELECT text FROM question WHERE ticket_id = 1") == [(shop.unknown,)]


@SHOPS
async def test_all_of_it_is_handed_over_where_nothing_is_chosen(night: Night, shop: Shop) -> None:
    """Nothing is pressed, a person is called, or something else is written."""
    oleg, ira = night.sandbox.customer("Олег"), night.sandbox.customer("Ира")
    asked = f"{shop.price}\n{shop.pay}"
    for customer in (night.maria, oleg, ira):
        customer.writes(f"{shop.price} {shop.pay}")
    await night.pause()
    await night.press(oleg, shop.person)
    ira.writes(shop.unknown)
    await night.later(minutes=11)
    subjects = [subject for (subject,) in night.ask("SELECT subject FROM ticket ORDER BY id")]
    assert subjects == [asked, f"{asked}\n{shop.unknown}", asked]
    assert night.ask("SELECT DISTINCT text, put_off FROM question") == [(asked, None)]


@SHOPS
async def test_what_is_sure_alone_is_answered_where_nothing_fits(tmp_path: Path, folder: Path, shop: Shop) -> None:
    """Of two questions each has to be surer than a single one."""
    house = replace(shop.house(folder), faq_settings={"max_wrong": shop.price_is_sure_alone})
    async with a_night(tmp_path, house) as night:
        preview = await asked_back(night, shop.pay, shop.price)
        await night.press(night.maria, shop.person, on=preview)
        price, _accepted = texts(await night.replies(night.maria))
        assert price == shop.answers[1]
        assert night.ask("SELECT subject FROM ticket") == [(shop.pay,)]


@SHOPS
async def test_a_restart_forgets_no_question(tmp_path: Path, folder: Path, shop: Shop) -> None:
    """They may have come as messages of their own, and the choice may be made in words."""
    async with a_night(tmp_path, shop.house(folder)) as night:
        night.maria.writes(shop.price)
        night.maria.writes(shop.pay)
        await night.pause()
        assert (await night.reply(night.maria)).text.startswith(shop.titles[0])
    async with restarted(tmp_path, shop.house(folder)) as night:
        night.maria.writes("да" if shop.language == "ru" else "yes")
        await night.later(seconds=1)
        price, pay = texts(await night.replies(night.maria))
        assert price == shop.answers[1]
        assert pay.startswith(shop.titles[1])
