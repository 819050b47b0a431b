"""Edits are relayed in both directions."""

from bot.sandbox import photo
from tests.dialogs.night import Night, texts


async def test_a_customers_edit_is_shown_as_an_edit(night: Night) -> None:
    await night.ticket_is_open()
    first = night.maria.writes("он синий")
    await night.news()
    night.maria.edits(first, "он красный")
    [shown] = await night.news()
    assert "исправ" in shown.text
    assert shown.text.endswith("он красный")
    assert "Мария:\nон синий" in texts(night.staff_sees())
    night.maria.edits(first, "он красный")
    assert await night.news() == []
    [picture] = night.maria.sends(photo("вид сбоку"))
    await night.news()
    night.maria.edits(picture, "вид сзади")
    [shown] = await night.news()
    assert shown.text.endswith("вид сзади")
    assert shown.kind == "photo"


async def test_a_question_put_better_is_answered(night: Night) -> None:
    first = night.maria.writes("почем")
    await night.settled()
    night.maria.edits(first, "почём доставка")
    await night.pause()
    assert "300 ₽" in (await night.reply(night.maria)).text


async def test_an_edit_after_suggestions_is_read_anew(night: Night) -> None:
    first = night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    night.maria.edits(first, "почём доставка")
    assert "300 ₽" in (await night.reply(night.maria)).text
    await night.later(minutes=11)
    assert await night.replies(night.maria) == []


async def test_an_edit_that_is_still_unsure_is_met_with_a_choice_again(night: Night) -> None:
    first = night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    night.maria.edits(first, "доставка?")
    await night.pause()
    assert "Что из этого ближе?" in (await night.reply(night.maria)).text


async def test_an_edit_of_an_old_message_is_not(night: Night) -> None:
    first = night.maria.writes("почём доставка")
    await night.reply(night.maria)
    await night.later(minutes=30)
    night.maria.edits(first, "когда вы открыты")
    assert await night.replies(night.maria) == []


async def test_an_edit_of_what_the_bot_never_saw_is_taken_calmly(night: Night) -> None:
    await night.ticket_is_open()
    message = night.maria.writes("/start")
    await night.replies(night.maria)
    night.maria.edits(message, "не то хотела написать")
    assert await night.replies(night.maria) == []
    assert await night.news() == []


async def test_a_colleagues_edit_changes_the_customers_copy(day: Night) -> None:
    await day.ticket_is_open()
    hers = day.anna.writes("Приходите в 10", topic="№1")
    got = await day.reply(day.maria)
    day.anna.edits(hers, "Приходите в 11")
    await day.settled()
    assert got.text == "Анна · №1\nПриходите в 11"
    [picture] = day.anna.sends(photo("Вот схема"), topic="№1")
    got = await day.reply(day.maria)
    day.anna.edits(picture, "Вот новая схема")
    await day.settled()
    assert got.text == "Анна · №1\nВот новая схема"
    assert await day.replies(day.maria) == []


async def test_what_is_inside_stays_inside_when_it_is_edited(day: Night) -> None:
    await day.ticket_is_open()
    note = day.anna.writes("// странная", topic="№1")
    hers = day.anna.writes("Приходите", topic="№1")
    got = await day.reply(day.maria)
    day.anna.edits(note, "// очень странная")
    day.anna.edits(hers, "Приходите\n// если дойдёт")
    await day.settled()
    assert got.text == "Анна · №1\nПриходите"
    day.anna.edits(hers, "// передумала")
    await day.settled()
    assert got.text == "Анна · №1\nПриходите"
    assert await day.replies(day.maria) == []
