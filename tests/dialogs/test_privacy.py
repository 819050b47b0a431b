"""What the desk keeps of a customer, for how long, and how it forgets."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.config import PrivacySettings
from bot.sandbox import Customer, contact, document
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, texts

SECRET = "Заберите у меня зелёный самовар"
FORGET, KEEP = "Удалить мои данные", "Ничего не удалять"
YEAR_AND_THREE = PrivacySettings(
    keep_texts_days=365, keep_tickets_days=1095, contact="dpo@example.com", policy_url="https://example.com/privacy"
)


async def test_privacy_says_what_is_kept_and_how_it_goes(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(privacy=YEAR_AND_THREE)) as night:
        night.maria.writes("/privacy")
        told = (await night.reply(night.maria)).text
        assert "через 365 дней после закрытия заявки" in told
        assert "/forget_me" in told
        assert "dpo@example.com" in told
        assert "https://example.com/privacy" in told


async def test_privacy_where_everything_is_kept(night: Night) -> None:
    night.maria.writes("/privacy")
    assert "Пока вы не попросите их удалить" in (await night.reply(night.maria)).text


async def test_forgetting_is_asked_once_and_leaves_nothing(night: Night) -> None:
    maria = named(night)
    await ticket_of(night, maria)
    night.anna.writes("Ирина Обломова, приедем завтра", topic="№1")
    maria.sends(document("паспорт Обломовой"), contact())
    night.anna.writes("/t 1")
    await night.settled()
    await night.at("2026-11-21 10:00")  # the digest names her, too
    maria.writes("/forget_me")
    asked = (await night.replies(maria))[-1]
    assert "Заявка №1 закроется без ответа" in asked.text
    assert asked.buttons == [[FORGET], [KEEP]]
    await night.press(maria, FORGET, on=asked)
    assert "Готово" in asked.text
    assert asked.buttons == []
    assert traces_of(night, "самовар", "Обломов", "oblomova", str(maria.id), "паспорт") == []
    assert night.ask("SELECT state, count(*) FROM ticket") == [("closed", 1)]
    assert night.ask("SELECT count(*) FROM message WHERE author = 'customer'") == [(3,)]


async def test_the_staff_hear_of_it_and_the_name_goes_from_card_and_topic(night: Night) -> None:
    maria = named(night)
    await ticket_of(night, maria)
    assert "Обломова" in night.topic()
    await forgotten(night, maria)
    assert texts(await night.news())[-1].startswith("🗑 №1: клиент попросил удалить свои данные")
    assert night.topic() == "🔒 №1 клиент"
    assert "Обломова" not in night.card().text
    assert "самовар" not in night.card().text
    night.anna.writes("Вы здесь?", topic="№1")
    assert await night.replies(maria) == []
    assert "не доставлено" in texts(await night.news())[-1]


async def test_who_changes_their_mind_loses_nothing(night: Night) -> None:
    maria = named(night)
    await ticket_of(night, maria)
    maria.writes("/forget_me")
    asked = (await night.replies(maria))[-1]
    assert await night.press(maria, KEEP, on=asked) == "Ничего не удалено"
    assert asked.buttons == []
    assert "самовар" in night.card().text
    assert await night.news() == []


async def test_who_comes_back_is_somebody_new(night: Night) -> None:
    maria = named(night)
    await ticket_of(night, maria)
    await forgotten(night, maria)
    maria.writes("/my")
    assert "Заявок пока нет" in (await night.replies(maria))[-1].text
    maria.writes("оператор")
    assert "№2 принята" in (await night.replies(maria))[-1].text
    assert "Обломова" in night.topic(2)


async def test_what_was_on_its_way_is_not_said_any_more(night: Night) -> None:
    """Her words wait to be shown to the staff, whose group has shut the bot out."""
    maria = named(night)
    await ticket_of(night, maria)
    night.sandbox.staff_group.makes_bot("kicked")
    maria.writes("И медный таз")
    maria.writes("/forget_me")
    await night.sandbox.until(lambda: [FORGET] in maria.sees[-1].buttons)
    await maria.presses(FORGET).answered()
    await night.sandbox.until(lambda: "Готово" in maria.sees[-1].text)
    night.sandbox.staff_group.makes_bot("administrator")
    await night.later(minutes=1)
    assert not any("таз" in one.text for one in night.staff_sees())
    assert traces_of(night, "таз") == []


async def test_an_old_topic_that_was_deleted_is_not_made_anew(night: Night) -> None:
    await night.ticket_is_solved()
    night.sandbox.staff_group.deletes("№1")
    await forgotten(night, night.maria)
    for _ in range(5):  # as often as it would be tried again
        await night.later(minutes=1)
    assert night.sandbox.staff_group.topics == []


@pytest.mark.parametrize("days", [5, 40])
async def test_words_go_by_age_and_active_tickets_stay(tmp_path: Path, days: int) -> None:
    rules = PrivacySettings(keep_texts_days=30)
    async with a_night(tmp_path, House(at=MONDAY_NOON, privacy=rules)) as day:
        maria, oleg = named(day), day.sandbox.customer("Олег Ильинский")
        await ticket_of(day, maria)
        oleg.writes("оператор")
        oleg.writes("Продайте мне рояль")
        oleg.writes("почём доставка")
        await day.press(day.anna, "⋯ Ещё", on=day.card(1))
        await day.press(day.anna, "🚫 Спам", on=day.card(1))
        await day.later(days=days)
        await until_idle(day)
        gone = days > 30
        assert (traces_of(day, "самовар", "Обломов", "oblomova") == []) is gone
        assert traces_of(day, "рояль") != []
        assert day.ask("SELECT name FROM customer WHERE id = 2") == [("Олег Ильинский",)]
        assert day.ask("SELECT state, count(*) FROM ticket GROUP BY state ORDER BY state") == [
            ("closed", 1),
            ("new", 1),
        ]
        assert day.ask("SELECT address FROM customer ORDER BY id") == [(str(maria.id),), (str(oleg.id),)]


async def test_later_it_is_forgotten_who_it_was_but_a_ban_holds(tmp_path: Path) -> None:
    rules = PrivacySettings(keep_tickets_days=30)
    async with a_night(tmp_path, House(at=MONDAY_NOON, privacy=rules)) as day:
        maria, oleg = named(day), day.sandbox.customer("Олег Ильинский")
        for number, customer in enumerate((maria, oleg), 1):
            await ticket_of(day, customer)
            await day.press(day.anna, "⋯ Ещё", on=day.card(number))
            await day.press(day.anna, "🚫 Спам", on=day.card(number))
        day.anna.writes("/ban 2")
        await day.later(days=40)
        await until_idle(day)
        assert traces_of(day, "самовар", "Обломов", "oblomova", "Ильинск", str(maria.id)) == []
        oleg.writes("оператор")
        assert await day.replies(oleg) == []
        maria.writes("/my")
        assert "Заявок пока нет" in (await day.replies(maria))[-1].text


async def test_what_is_erased_is_gone_from_the_file_itself(night: Night) -> None:
    maria = named(night)
    await ticket_of(night, maria)
    await forgotten(night, maria)
    await night.parts.transactions.database.empty_log()
    assert in_files(night, SECRET, "Обломова") == []


async def test_what_waits_and_what_came_keeps_no_words_once_it_is_done(night: Night) -> None:
    await ticket_of(night, named(night))
    night.anna.writes("Приедем за самоваром", topic="№1")
    await night.later(seconds=61)  # out of hours a reply waits a minute
    await night.settled()
    assert traces_of(night, "самовар", tables=("inbox", "outbox")) == []


async def test_within_moments_the_words_are_gone_from_all_files_of_the_database(night: Night) -> None:
    """While the desk runs and others write; also as JSON writes them, and though somebody reads just then."""
    oleg, maria = night.sandbox.customer("Олег"), named(night)
    await ticket_of(night, maria)
    oleg.writes("Позовите оператора")
    await night.settled()
    with closing(sqlite3.connect(night.database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM message").fetchall()
        await forgotten(night, maria)
        assert in_files(night, SECRET, "Обломова", "oblomova") != []
        reader.execute("COMMIT")
    async with asyncio.timeout(60):
        while in_files(night, SECRET, "Обломова", "oblomova"):  # noqa: ASYNC110 - a file tells nobody
            await asyncio.sleep(0.1)


async def test_a_colleague_s_later_words_are_refused_with_the_truth(night: Night) -> None:
    maria = named(night)
    await ticket_of(night, maria)
    earlier = night.anna.writes("Приедем завтра", topic="№1")
    await night.settled()
    await forgotten(night, maria)
    heard = len(maria.sees)
    await night.news()
    night.anna.writes("Ирина Обломова, самовар у нас", topic="№1")
    [refusal] = await night.news()
    assert "не доставлено: клиент удалил свои данные" in refusal.text
    night.anna.edits(earlier, "Ирина Обломова, приедем сегодня")
    [refusal] = await night.news()
    assert "не доставлено: клиент удалил свои данные" in refusal.text
    await night.settled()
    assert len(maria.sees) == heard
    assert traces_of(night, "самовар", "Обломов") == []


async def test_without_topics_too(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(topics=False)) as night:
        maria = named(night)
        await ticket_of(night, maria)
        await forgotten(night, maria)
        await night.news()
        night.anna.writes("Ирина Обломова, самовар у нас", reply_to=night.card())
        [refusal] = await night.news()
        assert "не доставлено: клиент удалил свои данные" in refusal.text
        assert traces_of(night, "самовар", "Обломов") == []


async def test_a_digest_that_waits_for_the_group_is_made_anew_without_them(night: Night) -> None:
    maria, oleg = named(night), night.sandbox.customer("Олег")
    await ticket_of(night, maria)
    oleg.writes("/operator Продайте мне рояль")
    await night.settled()
    night.sandbox.staff_group.makes_bot("kicked")
    await night.at("2026-11-21 10:01")
    assert traces_of(night, "самовар", tables=("outbox",)) != []
    maria.writes("/forget_me")
    await night.sandbox.until(lambda: [FORGET] in maria.sees[-1].buttons)
    await maria.presses(FORGET).answered()
    await night.sandbox.until(lambda: "Готово" in maria.sees[-1].text)
    assert traces_of(night, "самовар", "Обломов") == []
    night.sandbox.staff_group.makes_bot("administrator")
    await night.later(minutes=1)
    [digest] = [seen.text for seen in night.staff_sees() if "рояль" in seen.text and "Олег" in seen.text][-1:]
    assert "Обломов" not in digest


async def test_an_update_of_a_colleague_that_was_set_aside_quotes_nothing_any_more(night: Night) -> None:
    """Its raw form repeats the card to which it replies."""
    maria = named(night)
    await ticket_of(night, maria)
    card = night.card()
    quoted = {"message_id": card.id, "chat": {"id": night.sandbox.staff_group.id}, "text": SECRET}
    update = {"update_id": 10**9, "message": {"message_id": 1, "reply_to_message": quoted, "text": "Обломова"}}
    other = {"update_id": 10**9 + 1, "message": {"message_id": 2, "text": "рояль"}}
    with closing(sqlite3.connect(night.database)) as database, database:
        for raw in (update, other):
            database.execute(
                "INSERT INTO inbox (update_id, lane, payload, received_at, due_at, attempts, set_aside_at) "
                "VALUES (?, '-5', ?, ?, ?, 5, ?)",
                (raw["update_id"], json.dumps(raw), *["2026-11-20 20:00:00.000000"] * 3),
            )
    await forgotten(night, maria)
    assert traces_of(night, "самовар", "Обломов") == []
    assert traces_of(night, "рояль") != []


def in_files(night: Night, *words: str) -> list[str]:
    """The files of the database that contain one of the words, as they are or as JSON writes them."""
    wanted = [form.encode() for word in words for form in (word, json.dumps(word).strip('"'))]
    files = night.database.parent.glob(f"{night.database.name}*")
    return [path.name for path in files if path.is_file() and any(form in path.read_bytes() for form in wanted)]


def named(night: Night) -> Customer:
    return night.sandbox.customer("Ирина", last_name="Обломова", username="oblomova")


async def ticket_of(night: Night, customer: Customer) -> None:
    """With a person's words in it, whatever the FAQ thinks of them."""
    customer.writes(f"/operator {SECRET}")
    assert "принята" in (await night.replies(customer))[-1].text
    await night.news()


async def forgotten(night: Night, customer: Customer) -> None:
    customer.writes("/forget_me")
    asked = (await night.replies(customer))[-1]
    await night.press(customer, FORGET, on=asked)


async def until_idle(night: Night) -> None:
    """One day of data is erased each time due jobs are run."""
    for _ in range(100):
        await night.parts.scheduler.look()
    await night.parts.scheduler.prune()
    await night.settled()


def traces_of(night: Night, *words: str, tables: tuple[str, ...] = ()) -> list[str]:
    """The tables and columns that contain any of these words."""
    with closing(sqlite3.connect(night.database)) as database:
        lines = [line for line in database.iterdump() if line.startswith("INSERT")]
    readable = [line.encode().decode("unicode_escape", "ignore") if "\\u" in line else line for line in lines]
    wanted = [f'INSERT INTO "{table}"' for table in tables] or [""]
    return [
        line for line in (*lines, *readable) if line.startswith(tuple(wanted)) and any(word in line for word in words)
    ]


@pytest.mark.parametrize(("learn", "is_said"), [("auto", True), ("ask", True), ("off", False)])
async def test_who_asks_hears_whether_their_questions_are_learnt_from(
    tmp_path: Path, learn: str, is_said: bool
) -> None:
    async with a_night(tmp_path, House(faq_settings={"learn": learn})) as night:
        night.maria.writes("/privacy")
        told = await night.reply(night.maria)
        assert ("бот запоминает вопросы" in told.text) is is_said
