"""Edits are relayed in both directions: kind, file and words together."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import (
    Attachment,
    Seen,
    animation,
    audio,
    document,
    live_location,
    photo,
    sticker,
    video,
    video_note,
    voice,
)
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, texts
from tests.postgres import both_databases

BILL, RIGHT_BILL = document("Ваш счёт", name="docA.pdf"), document("Ваш счёт, верный", name="docB.pdf")


@pytest.fixture
async def room(tmp_path: Path, database_url: str) -> AsyncIterator[Night]:
    """A group without topics."""
    async with a_night(tmp_path, House(at=MONDAY_NOON, forum=False), database_url) as room:
        yield room


def file_of(seen: Seen) -> object:
    """The file that everybody who sees the message sees."""
    media = seen.api.get(seen.kind, {})
    return (media[-1] if isinstance(media, list) else media).get("file_unique_id")


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


async def test_an_edit_that_is_still_unsure_is_previewed_again(night: Night) -> None:
    first = night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    night.maria.edits(first, "доставка?")
    await night.pause()
    assert (await night.reply(night.maria)).text.startswith("Похоже, вы об этом: ")


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


@both_databases
async def test_a_customers_document_is_replaced_with_its_caption(night: Night) -> None:
    await night.ticket_is_open()
    [bill] = night.maria.sends(BILL)
    [shown] = await night.news()
    night.maria.edits(bill, RIGHT_BILL)
    [corrected] = await night.news()
    assert corrected.text == "✏️ Мария · исправлено:\nВаш счёт, верный"
    assert (corrected.kind, file_of(corrected)) == ("document", file_of(bill))
    assert file_of(shown) != file_of(bill)
    assert corrected.reply_to == shown.id


@both_databases
async def test_a_colleagues_document_is_replaced_with_its_caption(day: Night) -> None:
    await day.ticket_is_open()
    [bill] = day.anna.sends(BILL, topic="№1")
    got = await day.reply(day.maria)
    day.anna.edits(bill, RIGHT_BILL)
    await day.settled()
    assert got.text == "Анна · №1\nВаш счёт, верный"
    assert (got.kind, file_of(got)) == ("document", file_of(bill))
    assert await day.replies(day.maria) == []


async def test_the_same_below_a_card(room: Night) -> None:
    await room.ticket_is_open()
    [bill] = room.maria.sends(BILL)
    [shown] = await room.news()
    room.maria.edits(bill, RIGHT_BILL)
    [corrected] = await room.news()
    assert (corrected.text, file_of(corrected)) == ("✏️ Мария · исправлено:\nВаш счёт, верный", file_of(bill))
    assert corrected.reply_to == shown.id
    [hers] = room.anna.sends(BILL, reply_to=corrected)
    got = await room.reply(room.maria)
    room.anna.edits(hers, RIGHT_BILL)
    await room.settled()
    assert (got.text, file_of(got)) == ("Анна · №1\nВаш счёт, верный", file_of(hers))


async def test_a_file_alone_and_a_caption_alone(day: Night) -> None:
    await day.ticket_is_open()
    [scheme] = day.anna.sends(photo("Вот схема"), topic="№1")
    got = await day.reply(day.maria)
    old = file_of(got)
    day.anna.edits(scheme, photo("Вот схема"))
    await day.settled()
    assert (got.text, file_of(got)) == ("Анна · №1\nВот схема", file_of(scheme))
    assert file_of(got) != old
    day.anna.edits(scheme, "Вот схема, верная")
    await day.settled()
    assert (got.text, file_of(got)) == ("Анна · №1\nВот схема, верная", file_of(scheme))
    day.anna.edits(scheme, photo())
    await day.settled()
    assert (got.text, file_of(got)) == ("Анна · №1", file_of(scheme))
    assert await day.replies(day.maria) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, photo("Вот он")),
        (None, document("Вот он")),
        (photo("Вот"), video("Вот он")),
        (video("Вот"), animation("Вот он")),
        (document("Вот"), audio("Вот он")),
        (photo(), document("Вот он")),
    ],
    ids=lambda one: one.kind if one else "text",
)
async def test_what_telegram_can_edit_is_edited(day: Night, before: Attachment | None, after: Attachment) -> None:
    await day.ticket_is_open()
    hers = day.anna.sends(before, topic="№1")[0] if before else day.anna.writes("Вот", topic="№1")
    got = await day.reply(day.maria)
    day.anna.edits(hers, after)
    await day.settled()
    assert (got.kind, got.text, file_of(got)) == (after.kind, "Анна · №1\nВот он", file_of(hers))
    assert await day.replies(day.maria) == []


@both_databases
async def test_a_customers_text_becomes_a_photo(night: Night) -> None:
    await night.ticket_is_open()
    hers = night.maria.writes("он синий")
    await night.news()
    night.maria.edits(hers, photo("вот он"))
    [shown] = await night.news()
    assert (shown.kind, shown.text) == ("photo", "✏️ Мария · исправлено:\nвот он")
    night.maria.edits(hers, photo("вот он"))
    [shown] = await night.news()
    assert file_of(shown) == file_of(hers)


@pytest.mark.parametrize("after", [sticker(), video_note(), voice()], ids=lambda one: one.kind)
async def test_a_customers_edit_into_what_has_no_caption_is_named(night: Night, after: Attachment) -> None:
    await night.ticket_is_open()
    hers = night.maria.writes("он синий")
    await night.news()
    night.maria.edits(hers, after)
    shown = await night.news()
    assert shown[0].text == "✏️ Мария · исправлено:"
    assert file_of(shown[-1]) == file_of(hers)


@both_databases
@pytest.mark.parametrize("after", [voice("вот"), video_note(), sticker()], ids=lambda one: one.kind)
async def test_where_telegram_can_not_edit_the_new_one_is_sent_and_says_so(day: Night, after: Attachment) -> None:
    await day.ticket_is_open()
    hers = day.anna.writes("Приходите в 10", topic="№1")
    got = await day.reply(day.maria)
    day.anna.edits(hers, after)
    line, *rest = await day.replies(day.maria)
    assert line.text.startswith("✏️ Анна · №1. Вместо прежнего сообщения:")
    assert line.reply_to == got.id
    assert file_of([line, *rest][-1]) == file_of(hers)
    assert got.text == "Анна · №1\nПриходите в 10"
    assert await day.news() == []


async def test_a_voice_messages_caption_is_edited_where_it_stands(day: Night) -> None:
    await day.ticket_is_open()
    [hers] = day.anna.sends(voice("вот"), topic="№1")
    got = await day.reply(day.maria)
    day.anna.edits(hers, "вот так")
    await day.settled()
    assert got.text == "Анна · №1\nвот так"
    assert await day.replies(day.maria) == []


async def test_a_copy_that_telegram_refuses_to_edit_is_sent_anew(day: Night) -> None:
    """The customer deleted it, or Telegram has reasons of its own."""
    await day.ticket_is_open()
    hers = day.anna.writes("Приходите в 10", topic="№1")
    got = await day.reply(day.maria)
    got.stored.deleted = True
    day.anna.edits(hers, "Приходите в 11")
    sent = await day.reply(day.maria)
    assert sent.text == "✏️ Анна · №1. Вместо прежнего сообщения:\nПриходите в 11"
    day.anna.edits(hers, "Приходите в 12")
    await day.settled()
    assert sent.text == "Анна · №1\nПриходите в 12"


async def test_a_part_of_an_album_is_edited_where_it_stands_or_sent_anew(day: Night) -> None:
    await day.ticket_is_open()
    first, second = day.anna.sends(photo("Слева"), photo("Справа"), topic="№1")
    await day.later(seconds=2)
    left, right = await day.replies(day.maria)
    day.anna.edits(second, photo("Справа, крупно"))
    await day.settled()
    assert (right.text, file_of(right)) == ("Справа, крупно", file_of(second))
    day.anna.edits(first, document("Слева, в полном размере"))
    sent = await day.reply(day.maria)
    assert sent.text == "✏️ Анна · №1. Вместо прежнего сообщения:\nСлева, в полном размере"
    assert (sent.kind, sent.reply_to) == ("document", left.id)


async def test_a_customers_edit_in_an_album_shows_that_part(night: Night) -> None:
    await night.ticket_is_open()
    _, second = night.maria.sends(photo("слева"), photo("справа"))
    await night.later(seconds=2)
    shown = await night.news()
    night.maria.edits(second, photo("справа, крупно"))
    [edited] = await night.news()
    assert edited.text == "✏️ Мария · исправлено:\nсправа, крупно"
    assert (file_of(edited), edited.reply_to) == (file_of(second), shown[-1].id)


@both_databases
async def test_an_album_that_still_waits_is_sent_as_it_is_after_the_edit(night: Night) -> None:
    """The parts of an album are gathered for a second before they are sent."""
    await night.ticket_is_open()
    night.sandbox.clock.advance(60)
    first, second = night.maria.sends(photo("слева"), photo("справа"))
    night.maria.edits(second, photo("справа, крупно"))
    night.maria.edits(first, "слева, ближе")
    await night.later(seconds=2)
    left, right = await night.news()
    assert texts([left, right]) == ["Мария:\nслева, ближе", "справа, крупно"]
    assert file_of(right) == file_of(second)


async def test_an_edit_that_changes_nothing_people_see_is_no_edit(day: Night) -> None:
    await day.ticket_is_open()
    words, (bill, *_) = day.maria.writes("см. example.com"), day.maria.sends(BILL)
    hers, (scheme, *_) = day.anna.writes("см. example.com", topic="№1"), day.anna.sends(photo("Вот"), topic="№1")
    got = await day.replies(day.maria)
    await day.news()
    calls = len(day.sandbox.calls)
    for who, message in ((day.maria, words), (day.maria, bill), (day.anna, hers), (day.anna, scheme)):
        who.edits_nothing(message)
    bill.api["document"]["file_id"] = f"{bill.api['document']['file_id']}-again"
    day.maria.edits_nothing(bill)
    assert await day.news() == await day.replies(day.maria) == []
    made = {call.method for call in day.sandbox.calls[calls:]} - {"getUpdates", "getChatMember"}
    assert made == set()
    assert not any(one.edited for one in got)
    assert day.ask("SELECT count(*) FROM message WHERE edited_at IS NOT NULL") == [(0,)]


async def test_formatting_alone_is_an_edit(day: Night) -> None:
    await day.ticket_is_open()
    bold = [{"type": "bold", "offset": 0, "length": 9}]
    hers = day.anna.writes("Приходите в 10", topic="№1")
    got = await day.reply(day.maria)
    day.anna.edits(hers, "Приходите в 10", bold)
    await day.settled()
    assert {"type": "bold", "offset": 10, "length": 9} in got.entities
    his = day.maria.writes("Приду в 10")
    await day.news()
    day.maria.edits(his, "Приду в 10", [{"type": "strikethrough", "offset": 0, "length": 10}])
    [shown] = await day.news()
    assert shown.entities[-1]["type"] == "strikethrough"


async def test_a_live_location_moves_without_a_word(day: Night) -> None:
    await day.ticket_is_open()
    [here] = day.maria.sends(live_location())
    [courier] = day.anna.sends(live_location(), topic="№1")
    await day.replies(day.maria)
    await day.news()
    for step in range(5):
        day.maria.moves(here, 55.7 + step / 100, 37.6)
        day.anna.moves(courier, 55.8 + step / 100, 37.6)
    assert await day.news() == await day.replies(day.maria) == []
    assert "55.74" in str(day.ask("SELECT attachment FROM message WHERE kind = 'location' ORDER BY id")[0])


@both_databases
async def test_an_edit_in_a_solved_ticket_is_shown_with_a_button_to_reopen_it(day: Night) -> None:
    hers = day.maria.writes("У меня сломался чайник")
    await day.pause()
    await day.replies(day.maria)
    await day.anna_takes()
    await day.press(day.anna, "✅ Решено", on=day.card())
    await day.replies(day.maria)
    await day.news()
    day.maria.edits(hers, "У меня сломался чайник, а где чек?")
    [shown] = await day.news()
    assert shown.text == ("✏️ Мария · исправлено, заявка №1 уже решена:\nУ меня сломался чайник, а где чек?")
    assert await day.replies(day.maria) == []
    assert await day.press(day.anna, "↩️ Открыть снова", on=shown) == "Заявка снова открыта"


async def test_a_very_late_edit_is_shown_and_the_topic_is_closed_again(day: Night) -> None:
    hers = day.maria.writes("У меня сломался чайник")
    await day.pause()
    await day.anna_takes()
    await day.press(day.anna, "✅ Решено", on=day.card())
    await day.replies(day.maria)
    await day.later(days=60)
    [topic] = day.sandbox.staff_group.topics
    assert topic.closed
    await day.news()
    day.maria.edits(hers, "У меня сломался утюг")
    await day.later(seconds=30)
    assert "✏️ Мария · исправлено, заявка №1 уже закрыта:\nУ меня сломался утюг" in texts(await day.news())
    assert topic.closed
    assert await day.replies(day.maria) == []


async def test_nobody_is_shown_edits_of_spam(day: Night) -> None:
    hers = day.maria.writes("У меня сломался чайник")
    await day.pause()
    await day.replies(day.maria)
    await day.press(day.anna, "⋯ Ещё", on=day.card())
    await day.press(day.anna, "🚫 Спам", on=day.card())
    await day.news()
    day.maria.edits(hers, "Купите чайник")
    assert await day.news() == await day.replies(day.maria) == []


async def test_a_longer_text_than_one_message_holds_is_sent_anew(day: Night) -> None:
    await day.ticket_is_open()
    hers = day.anna.writes("Приходите", topic="№1")
    got = await day.reply(day.maria)
    day.anna.edits(hers, "ё" * 4096)
    head, words = await day.replies(day.maria)
    assert (head.text, head.reply_to) == ("✏️ Анна · №1. Вместо прежнего сообщения:", got.id)
    assert words.text == "ё" * 4096
    day.anna.edits(hers, "Приходите в 12")
    sent = await day.reply(day.maria)
    assert sent.text == "✏️ Анна · №1. Вместо прежнего сообщения:\nПриходите в 12"


async def test_an_edit_into_a_mistyped_command_stays_among_colleagues(day: Night) -> None:
    await day.ticket_is_open()
    hers = day.anna.writes("Приходите в 10", topic="№1")
    got = await day.reply(day.maria)
    day.anna.edits(hers, "/слово")
    assert "Клиенту ничего не отправлено" in (await day.news())[-1].text
    assert got.text == "Анна · №1\nПриходите в 10"


async def test_a_colleague_hears_when_an_edit_changes_nothing_for_the_customer(day: Night) -> None:
    await day.ticket_is_open()
    note = day.anna.writes("// странная", topic="№1")
    day.anna.edits(note, "Приходите в 10")
    [told] = await day.news()
    assert "заметка и после правки остаётся внутренней" in told.text
    assert told.reply_to == note.id
    hers = day.anna.writes("Приходите в 11", topic="№1")
    got = await day.reply(day.maria)
    day.anna.edits(hers, "// передумала")
    [told] = await day.news()
    assert "Клиент уже получил прежний текст" in told.text
    assert got.text == "Анна · №1\nПриходите в 11"
    day.anna.edits(hers, "Приходите в 11\n// у неё чек")
    assert await day.news() == await day.replies(day.maria) == []


async def test_a_former_colleagues_edit_changes_nothing(day: Night) -> None:
    await day.ticket_is_open()
    his = day.boris.writes("Приходите в 10", topic="№1")
    got = await day.reply(day.maria)
    day.boris.leaves()
    day.boris.edits(his, "Ваш заказ отменён")
    await day.settled()
    assert got.text == "Борис · №1\nПриходите в 10"
    assert await day.replies(day.maria) == []
