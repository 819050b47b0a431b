"""Messages that could not be delivered, for operators and their scripts."""

import json
from datetime import UTC, datetime

import pytest

from bot.runtime.clock import SystemClock
from storage import Database
from storage.models import Json, OutboxRow
from tests.cli.premises import Command, Premises

WRITTEN = datetime(2026, 3, 2, 20, 41, tzinfo=UTC)
GIVEN_UP = datetime(2026, 3, 2, 20, 44, tzinfo=UTC)
SECRET_WORDS = "у меня секрет\x1b[2J"
ERROR = "Internal Server Error"


def say(text: str, kind: str) -> Json:
    return {"v": 2, "kind": kind, "text": text}


@pytest.fixture
def rows(nightdesk: Command, premises: Premises, database: Database) -> Command:
    """4 and 5 are dead letters, to a customer and to the group; 6 is being retried; 7 waits, 8 is sent."""
    about: Json = {"created_at": WRITTEN, "due_at": WRITTEN}
    aside: Json = {
        "attempts": 8,
        "error": ERROR,
        "failed_at": GIVEN_UP,
        "set_aside_at": GIVEN_UP,
        "failing_since": WRITTEN,
    }
    with database.transaction() as session:
        session.add(
            OutboxRow(
                id=4,
                lane="customer:2",
                action="say",
                customer_id=2,
                ticket_id=2,
                **about,
                **aside,
                content=say(SECRET_WORDS, "staff_message"),
            )
        )
        session.add(OutboxRow(id=5, lane="ticket:3", action="card", ticket_id=3, **about, **aside))
        session.add(
            OutboxRow(
                id=6,
                lane="customer:1",
                action="say",
                customer_id=1,
                attempts=2,
                error=ERROR,
                **about,
                failing_since=WRITTEN,
                content=say("Ответ", "answer"),
            )
        )
        session.add(OutboxRow(id=7, lane="staff", action="say", content=say("Сводка", "digest"), **about))
        session.add(OutboxRow(id=8, lane="a", action="say", content={"kind": "answer"}, sent_at=GIVEN_UP, **about))
    return lambda *given: nightdesk("outbox", *given, "--config", premises.config)


def listed(rows: Command) -> dict[int, str]:
    return {one["id"]: one["state"] for one in json.loads(rows("list", "--json").out)}


def test_what_was_given_up_and_what_is_retried(rows: Command) -> None:
    assert listed(rows) == {4: "set_aside", 5: "set_aside", 6: "waiting"}
    first, second, third = json.loads(rows("list", "--json").out)
    assert {name: first[name] for name in ("id", "number", "kind", "tries", "reason", "since")} == {
        "id": 4,
        "number": 2,
        "kind": "staff_message",
        "tries": 8,
        "reason": ERROR,
        "since": "2026-03-02T20:41:00+00:00",
    }
    assert first["customer"]["name"] == "Мария 2"
    assert (second["number"], second["customer"]["name"], second["kind"]) == (3, "Мария 3", "card")
    assert (third["number"], third["tries"]) == (None, 2)


def test_as_a_table(rows: Command) -> None:
    ended = rows("list")
    assert ended.status == 0
    assert ended.out == rows().out
    _, first, second, third = ended.out.splitlines()
    assert all(word in first for word in ("4", "отложено", "2", "Мария 2", "staff_message", "8", ERROR))
    assert "card" in second
    assert "ждёт" in third


def test_what_is_said_only_when_asked_for(rows: Command) -> None:
    assert "секрет" not in rows("list").out + rows("list", "--json").out
    assert "у меня секрет\ufffd[2J" in rows("list", "--texts").out


def test_one_whole(rows: Command) -> None:
    assert "\x1b" not in rows("show", 4).out
    assert ERROR in rows("show", 4).out
    assert json.loads(rows("show", 4, "--json").out)["payload"]["text"] == SECRET_WORDS


def test_one_is_sent_again_as_if_it_were_new(rows: Command, database: Database) -> None:
    assert rows("replay", 4).status == 0
    assert listed(rows) == {5: "set_aside", 6: "waiting"}
    with database.transaction() as session:
        row = session.get_one(OutboxRow, 4)
        assert (row.failed_at, row.attempts, row.lone_failures, row.failing_since) == (None, 0, 0, None)
        assert row.due_at > SystemClock().now().replace(year=2026, month=1)
        assert row.content == say(SECRET_WORDS, "staff_message")


def test_all_are_sent_again(rows: Command) -> None:
    assert "2" in rows("replay", "--all").out
    assert listed(rows) == {6: "waiting"}


def test_one_is_dropped_with_its_words(rows: Command, database: Database) -> None:
    assert rows("drop", 4, "--reason", "устарело").status == 0
    assert listed(rows) == {5: "set_aside", 6: "waiting"}
    with database.transaction() as session:
        row = session.get_one(OutboxRow, 4)
        assert (row.error, row.content) == ("dropped: устарело", {"v": 2, "kind": "staff_message"})


@pytest.mark.parametrize("action", [("show", 1), ("replay", 1), ("replay", 6), ("drop", 8, "--reason", "x")])
def test_what_does_not_lie_there(rows: Command, action: tuple[object, ...]) -> None:
    ended = rows(*action)
    assert ended.status == 1
    assert str(action[1]) in ended.err


@pytest.mark.parametrize("action", [("replay",), ("replay", 4, "--all"), ("drop", 4), ("show", "четыре")])
def test_wrong_arguments(rows: Command, action: tuple[object, ...]) -> None:
    ended = rows(*action)
    assert ended.status == 2
    assert ended.err.count("\n") == 1


def test_nothing_to_list(nightdesk: Command, premises: Premises, database: Database) -> None:
    assert nightdesk("outbox", "list", "--config", premises.config).out == "Ничего не отложено, всё уходит.\n"
