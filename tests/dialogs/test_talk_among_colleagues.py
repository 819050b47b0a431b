"""What colleagues say to each other stays inside and looks so; what is written for the customer goes out."""

from pathlib import Path

import pytest

from bot.sandbox import Manager, Seen
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night

NOTED, DELIVERED = ["✍"], ["👌"]
INSIDE = "Клиенту не отправлено: это сообщение коллеге."
ROOMS = pytest.mark.parametrize("topics", [True, False], ids=["topics", "cards"])


def about_ticket(day: Night, who: Manager, text: str, reply_to: Seen | None = None) -> Seen:
    """A message in the ticket's topic; without topics a reply, to its card if to nothing else."""
    topic = day.card().topic
    return who.writes(text, topic=topic, reply_to=reply_to or (None if topic else day.card()))


async def test_a_note_looks_unlike_a_reply(day: Night) -> None:
    await day.ticket_is_open()
    note = day.anna.writes("// странная история", topic="№1")
    reply = day.anna.writes("Приезжайте", topic="№1")
    assert (await day.reply(day.maria)).text == "Анна · №1\nПриезжайте"
    assert (note.reactions, reply.reactions) == (NOTED, DELIVERED)
    assert await day.news() == []


async def test_a_new_card_shows_notes_as_notes(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("// странная история", topic="№1")
    day.anna.writes("Приезжайте", topic="№1")
    await day.replies(day.maria)
    await day.later(minutes=1)
    day.sandbox.staff_group.deletes("№1")
    day.maria.writes("еду")
    await day.settled()
    card = next(text for text in (one.text for one in day.staff_sees("№1")) if text.startswith("№1"))
    assert "📝 Анна: // странная история" in card
    assert "→ Анна: Приезжайте" in card


@ROOMS
async def test_a_mention_of_a_colleague_stays_inside(tmp_path: Path, topics: bool) -> None:
    async with a_night(tmp_path, House(at=MONDAY_NOON, topics=topics)) as day:
        boris = day.sandbox.manager("Борис", username="Boris_K")
        boris.writes("всем привет")
        await day.ticket_is_open()
        asked = about_ticket(day, day.anna, "🦊 @boris_k, глянь, что с чайником")
        [told] = await day.news()
        assert (told.text, told.reply_to) == (INSIDE, asked.id)
        assert asked.reactions == NOTED
        assert await day.replies(day.maria) == []
        about_ticket(day, boris, "Пишите мне: @boris_k")
        assert (await day.reply(day.maria)).text == "Борис · №1\nПишите мне: @boris_k"


async def test_a_colleague_without_a_username_is_mentioned_by_name(day: Night) -> None:
    day.boris.writes("всем привет")
    await day.ticket_is_open()
    mention = {"type": "text_mention", "offset": 0, "length": 5, "user": day.boris.person.user}
    day.anna.writes("Борис, глянь", topic="№1", entities=[mention])
    assert [one.text for one in await day.news()] == [INSIDE]
    assert await day.replies(day.maria) == []


async def test_who_is_no_colleague_may_be_mentioned_to_a_customer(day: Night) -> None:
    oleg = day.sandbox.customer("Олег", username="oleg_dostavka")
    oleg.writes("/my")
    await day.ticket_is_open()
    day.anna.writes("Курьер: @oleg_dostavka, наш канал: @north_home", topic="№1")
    assert "@oleg_dostavka" in (await day.reply(day.maria)).text
    assert await day.news() == []


async def test_who_has_left_is_no_colleague(day: Night) -> None:
    vera = day.sandbox.manager("Вера", username="vera_k")
    vera.writes("всем пока")
    await day.ticket_is_open()
    day.sandbox.staff_group.makes_bot("administrator")
    vera.leaves()
    await day.settled()
    day.anna.writes("Вам напишет @vera_k", topic="№1")
    assert "@vera_k" in (await day.reply(day.maria)).text


@ROOMS
async def test_a_reply_to_another_colleague_stays_inside_and_to_ones_own_goes_out(tmp_path: Path, topics: bool) -> None:
    async with a_night(tmp_path, House(at=MONDAY_NOON, topics=topics)) as day:
        await day.ticket_is_open()
        hers = about_ticket(day, day.anna, "Приезжайте в 10")
        await day.replies(day.maria)
        objection = about_ticket(day, day.boris, "В 10 мы ещё закрыты", reply_to=hers)
        [told] = await day.news()
        assert (told.text, told.reply_to) == (INSIDE, objection.id)
        assert await day.replies(day.maria) == []
        about_ticket(day, day.anna, "Точнее, в 11", reply_to=hers)
        assert (await day.reply(day.maria)).text == "Анна · №1\nТочнее, в 11"
        relayed = about_ticket(day, day.boris, "Ждём вас")
        assert (await day.reply(day.maria)).text == "Борис · №1\nЖдём вас"
        assert relayed.reactions == DELIVERED


async def test_in_english(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(at=MONDAY_NOON, language="en")) as day:
        await day.ticket_is_open()
        hers = day.anna.writes("Come at 10", topic="#1")
        day.boris.writes("We are closed then", topic="#1", reply_to=hers)
        assert [one.text for one in await day.news()] == ["Not sent to the customer: this message is for a colleague."]


@pytest.mark.parametrize("question", ["Какого он цвета?", "Пришлите, пожалуйста, номер заказа.", "Жду фото чека"])
async def test_after_a_question_nobody_is_told_that_we_wait(day: Night, question: str) -> None:
    await day.ticket_is_open()
    day.anna.writes(f"{question}\n// похоже, брак", topic="№1")
    await day.reply(day.maria)
    assert await day.press(day.anna, "⏳ Ждём клиента") == "Ждём клиента"
    assert await day.replies(day.maria) == []
    assert day.topic().startswith("⏳ ")


@pytest.mark.parametrize("note", ["Уточню на складе", "// а какого он цвета?"])
async def test_after_anything_else_the_customer_hears_that_we_wait(day: Night, note: str) -> None:
    await day.ticket_is_open()
    day.anna.writes(note, topic="№1")
    await day.replies(day.maria)
    await day.press(day.anna, "⏳ Ждём клиента")
    assert "ждём вашего ответа" in (await day.reply(day.maria)).text


async def test_a_question_that_was_answered_or_is_old_counts_no_more(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("Какого он цвета?", topic="№1")
    await day.settled()
    day.maria.writes("синий")
    await day.replies(day.maria)
    await day.press(day.anna, "⏳ Ждём клиента")
    assert "ждём вашего ответа" in (await day.reply(day.maria)).text
    day.maria.writes("и ручка отвалилась")
    await day.settled()
    day.anna.writes("А крышка?", topic="№1")
    await day.replies(day.maria)
    await day.later(hours=2)
    await day.replies(day.maria)
    await day.press(day.anna, "⏳ Ждём клиента")
    assert "ждём вашего ответа" in (await day.reply(day.maria)).text


def renamings(day: Night) -> list[bool]:
    """The lines in the group that say that a topic was renamed: whether each was removed."""
    stored = day.sandbox.staff_group.chat.messages.values()
    return [one.deleted for one in stored if "forum_topic_edited" in one.api]


async def test_the_desks_renaming_of_a_topic_leaves_no_line(day: Night) -> None:
    await day.ticket_is_open()
    await day.anna_takes()
    await day.press(day.anna, "✅ Решено", on=day.card())
    await day.settled()
    assert renamings(day) == [True, True]


async def test_a_renaming_by_hand_keeps_its_line(day: Night) -> None:
    await day.ticket_is_open()
    day.sandbox.staff_group.renames("№1", "Ждём поставщика №1")
    await day.settled()
    assert renamings(day) == [False]
