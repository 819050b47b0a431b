"""What a use case costs: SQL statements in its transaction."""

from collections.abc import Callable

from sqlalchemy import Connection, event

from tests.desk.desk import Desk
from tests.desk.test_conversations import CHOICE, PERSON, SURE, UNSURE


def statements(desk: Desk, act: Callable[[], None]) -> list[str]:
    """The SQL statements of the call, without BEGIN, of the transactions that were committed."""
    asked: list[str] = []
    committed: list[str] = []

    def note(*given: object) -> None:
        if not str(given[2]).startswith("BEGIN"):
            asked.append(str(given[2]))

    def commit(_connection: Connection) -> None:
        committed.extend(asked)
        asked.clear()

    def rollback(_connection: Connection) -> None:
        """It was found out what the FAQ has to read."""
        asked.clear()

    listeners: dict[str, Callable[..., None]] = {
        "before_cursor_execute": note,
        "commit": commit,
        "rollback": rollback,
    }
    for name, listener in listeners.items():
        event.listen(desk.database.engine, name, listener)
    act()
    for name, listener in listeners.items():
        event.remove(desk.database.engine, name, listener)
    return committed


def test_an_answered_question(desk: Desk) -> None:
    """The customer, closures, what was said before (twice); message, question, the bot's message, outbox."""
    desk.writes("добрый вечер")
    assert len(statements(desk, lambda: desk.writes(SURE))) <= 8


def test_a_message_that_waits_for_its_burst(desk: Desk) -> None:
    desk.writes("добрый вечер")
    assert len(statements(desk, lambda: desk.writes(UNSURE))) <= 5


def test_a_burst_that_becomes_a_ticket(desk: Desk) -> None:
    """Includes transactions of their own: finding due jobs, eight statements; measuring the pace once a day, four."""
    desk.writes(UNSURE)
    assert len(statements(desk, lambda: desk.later(seconds=5))) <= 8 + 4 + 18


def test_a_message_for_an_open_ticket(desk: Desk) -> None:
    desk.writes(PERSON)
    assert len(statements(desk, lambda: desk.writes("и он синий"))) <= 8


def test_a_choice_in_words(desk: Desk) -> None:
    desk.writes(CHOICE)
    desk.later(seconds=5)
    assert len(statements(desk, lambda: desk.writes("1"))) <= 11
