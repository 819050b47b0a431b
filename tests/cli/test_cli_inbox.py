"""What waits or could not be handled, for operators and their scripts."""

import json
from datetime import timedelta

import pytest

from bot.runtime.clock import SystemClock
from storage import Database, inbox
from storage.models import InboxUpdate
from tests.cli.premises import Command, Premises

SECRET_WORDS = "у меня секрет\x1b[2J"
ERROR = "ValueError('у меня секрет')"


def update(number: int, **content: object) -> str:
    return json.dumps({"update_id": number, **content}, ensure_ascii=False)


@pytest.fixture
def updates(nightdesk: Command, premises: Premises, database: Database) -> Command:
    """7 and 8 are dead letters, 9 is pending, 6 is handled."""
    now = SystemClock().now() - timedelta(hours=2)
    with database.transaction() as session:
        contents = (
            inbox.Update(6, "5", update(6, message={"text": "готово"}), now, now),
            inbox.Update(7, "5", update(7, message={"text": SECRET_WORDS}), now, now),
            inbox.Update(8, "6", update(8, callback_query={"data": "take:1"}), now, now),
            inbox.Update(9, "5", update(9, message={"caption": "подпись"}), now, now),
        )
        inbox.put(session, contents)
        session.flush()
        session.get_one(InboxUpdate, 6).handled_at = now
        for number in (7, 8):
            row = session.get_one(InboxUpdate, number)
            row.set_aside_at, row.attempts, row.error = now, 5, ERROR
    return lambda *given: nightdesk("inbox", *given, "--config", premises.config)


def listed(updates: Command) -> dict[int, str]:
    return {one["update_id"]: one["state"] for one in json.loads(updates("--json").out)}


def test_what_lies_aside_and_what_waits(updates: Command) -> None:
    ended = updates()
    assert ended.status == 0
    _, first, second, third = ended.out.splitlines()
    assert [line.split()[0] for line in (first, second, third)] == ["7", "8", "9"]
    assert "отложено" in first
    assert "2 часа" in first
    assert "ValueError" in first
    assert "callback_query" in second
    assert "ждёт" in third


def test_what_people_wrote_only_when_asked_for(updates: Command) -> None:
    assert "секрет" not in updates().out + updates("--json").out
    told = updates("--texts").out
    assert "у меня секрет\ufffd[2J" in told  # it can do nothing to the terminal
    assert "подпись" in told
    assert json.loads(updates("--texts", "--json").out)[0]["text"] == SECRET_WORDS


def test_one_as_it_came(updates: Command) -> None:
    ended = updates("show", 7)
    assert ended.status == 0
    assert "ValueError('у меня секрет')" in ended.out
    assert '"update_id": 7' in ended.out
    assert "\x1b" not in ended.out
    assert json.loads(updates("show", 7, "--json").out)["payload"] == {
        "update_id": 7,
        "message": {"text": SECRET_WORDS},
    }


def test_one_is_put_back(updates: Command, database: Database) -> None:
    assert updates("replay", 7).status == 0
    assert listed(updates) == {7: "waiting", 8: "set_aside", 9: "waiting"}
    with database.transaction() as session:
        row = session.get_one(InboxUpdate, 7)
        assert (row.attempts, row.due_at > row.received_at) == (0, True)


def test_all_are_put_back(updates: Command) -> None:
    assert "2" in updates("replay", "--all").out
    assert set(listed(updates).values()) == {"waiting"}


def test_one_is_given_up(updates: Command, database: Database) -> None:
    assert updates("drop", 7, "--reason", "проба").status == 0
    assert listed(updates) == {8: "set_aside", 9: "waiting"}
    with database.transaction() as session:
        assert session.get_one(InboxUpdate, 7).error == "dropped: проба"


@pytest.mark.parametrize("action", [("show", 1), ("replay", 1), ("replay", 9), ("drop", 9, "--reason", "x")])
def test_what_does_not_lie_there(updates: Command, action: tuple[object, ...]) -> None:
    ended = updates(*action)
    assert ended.status == 1
    assert str(action[1]) in ended.err


@pytest.mark.parametrize("action", [("replay",), ("replay", 7, "--all"), ("drop", 7), ("show", "семь")])
def test_wrong_arguments(updates: Command, action: tuple[object, ...]) -> None:
    ended = updates(*action)
    assert ended.status == 2
    assert ended.err.count("\n") == 1


def test_an_empty_inbox(nightdesk: Command, premises: Premises, database: Database) -> None:
    assert nightdesk("inbox", "--config", premises.config).out == "Ничего не отложено и не ждёт.\n"


def test_the_config_may_stand_before_the_action(nightdesk: Command, premises: Premises, updates: Command) -> None:
    assert nightdesk("inbox", "--config", premises.config, "show", 7).status == 0
