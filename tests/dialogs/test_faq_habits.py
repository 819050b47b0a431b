"""A night with an FAQ that was written for a site: customers get answers, menus and pictures without its markup."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.dialogs.night import House, Night, a_night
from tests.pictures import png

PAGE = """\
---
title: Вопросы и ответы
layout: faq
---

# Вопросы и ответы

- [Доставка](#delivery)

## 🚚 Доставка

<a id="cost"></a>
### 1. Сколько стоит доставка по городу?

По городу **300 ₽**, подробнее [на сайте][rules].[^1] [↑ Наверх](#top)

### 2. Доставляете ли вы в область?

| Район | Цена |
|-------|-----:|
| Химки | 600 ₽ |

## Оплата

**В: Можно ли оплатить картой?**
О: Да, :credit_card: курьеру и на сайте.

## Как вас найти?

Вход со двора. **Звоните в домофон

![Схема проезда](photos/схема проезда.png)

[rules]: https://shop.example/rules
[^1]: От 5 000 ₽ бесплатно.
"""


@pytest.fixture(params=["utf-8", "utf-16", "cp1251"])
async def night(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Night]:
    folder = tmp_path / "faq"
    (folder / "photos").mkdir(parents=True)
    (folder / "photos" / "схема проезда.png").write_bytes(png(20, 10))
    text = PAGE if request.param != "cp1251" else PAGE.replace("₽", "руб.").replace("🚚 ", "").replace("↑ ", "")
    (folder / "faq.md").write_bytes(text.replace("\n", "\r\n").encode(request.param))
    async with a_night(tmp_path, House(faq=folder)) as night:
        yield night


async def said(night: Night, question: str) -> str:
    night.maria.writes(question)
    return (await night.reply(night.maria)).text.replace("руб.", "₽")


async def test_a_verbatim_question_gets_its_own_answer(night: Night) -> None:
    told = await said(night, "Сколько стоит доставка по городу?")
    assert told.startswith("По городу 300 ₽, подробнее на сайте.¹")
    assert "¹ От 5 000 ₽ бесплатно." in told
    assert "Наверх" not in told
    assert "Химки — 600 ₽" in await said(night, "Доставляете ли вы в область?")
    assert "Да, 💳 курьеру и на сайте." in await said(night, "Можно ли оплатить картой?")


async def test_menus_have_the_words_alone(night: Night) -> None:
    night.maria.writes("/menu")
    menu = await night.reply(night.maria)
    assert [button for row in menu.buttons for button in row][:3] == ["Доставка", "Оплата", "Вопросы и ответы"]
    await night.press(night.maria, "Доставка")
    shown = [button for row in menu.buttons for button in row]
    assert shown[:2] == ["Сколько стоит доставка по городу?", "Доставляете ли вы в область?"]


async def test_a_picture_with_a_space_in_its_name_is_sent(night: Night) -> None:
    night.maria.writes("Как вас найти?")
    said = await night.replies(night.maria)
    assert [(one.kind, one.text) for one in said] == [
        ("text", "Вход со двора. Звоните в домофон"),
        ("photo", "Схема проезда"),
    ]
