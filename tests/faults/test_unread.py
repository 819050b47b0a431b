"""A customer's message that can't be handled: the customer is told that a person looks at it, and a person can."""

import asyncio

import pytest

from bot.cli import main
from bot.sandbox.api_json import Json
from tests.faults.desk import Desk, told_by
from tests.faults.life import write_config

POISON = "У вас есть лодки?"
BREAKS = (
    f"CREATE TRIGGER poison BEFORE INSERT ON message WHEN new.text = '{POISON}' BEGIN SELECT RAISE(ABORT, 'no'); END"
)
MENDED = "DROP TRIGGER poison"
ASIDE = "SELECT count(*) FROM inbox WHERE set_aside_at IS NOT NULL AND handled_at IS NULL"


@pytest.fixture
def broken(desk: Desk) -> Desk:
    """A desk whose handler fails for one certain message."""
    desk.ask(BREAKS)
    return desk


async def set_aside(desk: Desk, count: int = 1) -> None:
    """Wait until there are so many dead letters; the tries before that take a minute of the desk's time."""
    await desk.until(lambda: desk.ask(ASIDE) == [(count,)], faster=3)
    await desk.quiet()


async def test_the_customer_hears_that_a_person_will_look_and_the_staff_can_ask(broken: Desk) -> None:
    broken.maria.writes(POISON)
    await set_aside(broken)
    apology, accepted = (seen.text for seen in broken.maria.sees)
    assert apology == "Не смог прочитать ваше сообщение, извините. Его посмотрит коллега."
    assert "Заявка №1 принята. Ответим" in accepted
    assert any("бот не смог прочитать" in seen.text for seen in broken.staff_sees("№1"))
    broken.anna.writes("Здравствуйте! О чём речь?", topic="№1")
    await broken.until(lambda: "О чём речь?" in broken.maria.sees[-1].text)


async def test_once_and_the_staff_see_each(broken: Desk) -> None:
    await broken.opens()
    for _ in range(2):
        broken.maria.writes(POISON)
    await set_aside(broken, 2)
    assert broken.sees("№1 принята", "Его посмотрит коллега: заявка №1. Ответим")()
    assert len([seen for seen in broken.staff_sees("№1") if "бот не смог прочитать" in seen.text]) == 2
    told = [seen for seen in broken.staff_sees() if "nightdesk inbox." in seen.text]
    assert len(told) == 1
    assert "Не удалось обработать 1 сообщение из Telegram" in told[0].text


async def test_what_is_put_back_is_handled_as_if_it_had_just_come(broken: Desk) -> None:
    broken.maria.writes(POISON)
    await set_aside(broken)
    broken.ask(MENDED)
    config = write_config(broken.folder, broken.sandbox, "http://127.0.0.1")
    assert await asyncio.to_thread(main, ["inbox", "replay", "--all", "--config", str(config)]) == 0
    await broken.until(lambda: any(POISON in seen.text for seen in broken.staff_sees("№1")))


async def test_one_who_is_not_known_yet_and_writes_what_nobody_can_read(desk: Desk) -> None:
    """In the language of their app."""
    james = desk.sandbox.customer("James", language_code="en")
    james.writes("Hello")
    desk.sandbox.world.updates.drop()  # Telegram knows them, the desk doesn't
    sender: Json = {"id": james.id, "is_bot": False, "first_name": "James", "language_code": "en"}
    desk.tell_bot("message", {"message_id": 77, "chat": {"id": james.id, "type": "private"}, "from": sender})
    await set_aside(desk)
    assert told_by(james.sees, "A colleague will look at it", "request is #1")
    assert desk.cards[0].text.startswith("№1")
    assert "James" in desk.cards[0].text


async def test_an_edit_that_can_not_be_read_asks_for_no_answer(desk: Desk) -> None:
    desk.tell_bot("edited_message", {"message_id": 77, "chat": {"id": desk.maria.id, "type": "private"}})
    await set_aside(desk)
    assert desk.maria.sees == []


async def test_where_even_that_breaks_the_next_one_goes_on(broken: Desk) -> None:
    broken.ask("CREATE TRIGGER worse BEFORE INSERT ON ticket BEGIN SELECT RAISE(ABORT, 'no'); END")
    broken.maria.writes(POISON)
    await set_aside(broken)
    assert any("Не удалось обработать" in seen.text for seen in broken.staff_sees())
    broken.ask("DROP TRIGGER worse")
    broken.maria.writes("Позовите оператора")
    await broken.until(lambda: "№1 принята" in broken.maria.sees[-1].text if broken.maria.sees else False)


async def test_a_failed_try_that_can_t_be_recorded_does_not_mute_the_chat(
    broken: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    broken.ask(
        "CREATE TRIGGER unrecorded BEFORE UPDATE OF attempts ON inbox WHEN new.attempts > old.attempts"
        " BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    broken.maria.writes(POISON)
    await broken.until(lambda: "failed (try 1)" in caplog.text)
    broken.ask(MENDED)
    broken.ask("DROP TRIGGER unrecorded")
    broken.maria.writes("Позовите оператора")
    await broken.until(lambda: len(broken.cards) == 1, faster=3)
