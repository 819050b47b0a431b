"""A request is closed and added to in words and by buttons, and closing it can be taken back."""

import pytest

from tests.dialogs.night import Night, texts


@pytest.mark.parametrize(
    "words", ["отмените заявку", "вопрос решён", "случайно нажал", "закройте", "never mind, solved"]
)
async def test_words_close_the_request_and_a_button_opens_it_again(night: Night, words: str) -> None:
    await night.ticket_is_open()
    night.maria.writes(words)
    told = await night.reply(night.maria)
    assert "№1" in told.text or "#1" in told.text
    assert len(told.buttons) == 1
    said = texts(await night.news())
    assert any(words in one for one in said)
    assert any("клиент закрыл заявку" in one for one in said)
    await night.press(night.maria, told.buttons[0][0], on=told)
    assert len(await night.replies(night.maria)) == 1
    assert "клиент снова открыл заявку" in "".join(texts(await night.news()))


@pytest.mark.parametrize("words", ["вопрос решён", "разобрался сам, спасибо", "спасибо, разобралась"])
async def test_words_after_an_answer_beside_the_request_close_it(night: Night, words: str) -> None:
    await night.ticket_is_open()
    night.maria.writes("почём доставка")
    await night.replies(night.maria)
    await night.later(minutes=1)
    hers = night.maria.writes(words)
    assert "Хорошо, закрыл заявку №1." in (await night.reply(night.maria)).text
    assert hers.reactions == []


async def test_that_an_answer_beside_the_request_helped_does_not_close_it(night: Night) -> None:
    await night.ticket_is_open()
    night.maria.writes("почём доставка")
    await night.replies(night.maria)
    await night.news()
    night.maria.writes("помогло")
    assert await night.replies(night.maria) == []
    assert texts(await night.news()) == ["Мария:\nпомогло"]
    assert night.ask("SELECT helped FROM question WHERE entry_id IS NOT NULL") == [(1,)]
    assert night.ask("SELECT state FROM ticket") == [("new",)]


@pytest.mark.parametrize("words", ["отмените визит мастера", "вопрос не решён", "отмените заказ 4512"])
async def test_a_request_to_cancel_something_else_is_one(night: Night, words: str) -> None:
    await night.ticket_is_open()
    night.maria.writes(words)
    assert await night.replies(night.maria) == []
    assert f"Мария:\n{words}" in texts(await night.news())


async def test_the_buttons_of_the_acceptance(night: Night) -> None:
    accepted = await night.ticket_is_open()
    assert accepted.buttons == [["Закрыть заявку", "Дополнить"]]
    await night.press(night.maria, "Дополнить", on=accepted)
    assert "всё попадёт в заявку №1" in (await night.reply(night.maria)).text
    await night.press(night.maria, "Закрыть заявку", on=accepted)
    assert "Хорошо, закрыл заявку №1." in (await night.reply(night.maria)).text
    assert accepted.buttons == []
    assert await night.forge(night.maria, "close:1", accepted) == "Эта кнопка уже не действует"
    assert await night.forge(night.maria, "add:1", accepted) == "Эта кнопка уже не действует"


async def test_nobody_closes_another_s_request(night: Night) -> None:
    accepted = await night.ticket_is_open()
    eve = night.sandbox.customer("Ева")
    eve.writes("/start")
    await night.replies(eve)
    assert await night.forge(eve, "close:1", accepted) == "Эта кнопка уже не действует"
    assert await night.forge(eve, "add:1", accepted) == "Эта кнопка уже не действует"


async def test_what_is_undecided_is_dropped(night: Night) -> None:
    night.maria.writes("У меня сломался чайник")
    night.maria.writes("ой, уже не надо")
    assert (await night.reply(night.maria)).text.startswith("Хорошо, тогда коллегам ничего не передаю.")
    night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    night.maria.writes("вопрос решён")
    assert (await night.reply(night.maria)).text.startswith("Хорошо")
    await night.later(minutes=11)
    assert await night.replies(night.maria) == []
    assert await night.news() == []


async def test_what_is_closed_already_says_so(night: Night) -> None:
    await night.ticket_is_open()
    night.maria.writes("закройте заявку")
    await night.replies(night.maria)
    night.maria.writes("отмените заявку")
    told = await night.reply(night.maria)
    assert "Заявка №1 уже закрыта." in told.text
    assert told.buttons == [["↩️ Открыть снова"]]
