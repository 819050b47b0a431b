"""Query plans: frequent queries, and those that hold up the writer, scan no big table."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, event
from sqlmodel import Session

from bot.desk.next_due import MOMENTS
from storage import Database, dead_letters, erasure, inbox, migrate, outbox, tickets, undelivered
from storage.customers import (
    banned_customers,
    conversations_due,
    last_question,
    latest_questions,
    questions_between,
    writers_between,
)
from storage.known_messages import candidate_ids
from storage.stuck_rows import stuck_since

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
FROM_END_TO_END = re.compile(r"SCAN (customer|event|message|outbox|posting|question|staffthread|ticket)$")
ASKED: tuple[Callable[[Session], object], ...] = (
    lambda session: tickets.promises_until(session, NOW),
    lambda session: tickets.solved_before(session, NOW),
    lambda session: tickets.queue(session),
    lambda session: tickets.active_ticket(session, 1),
    lambda session: tickets.tickets_of(session, 1, 5),
    lambda session: tickets.opened_between(session, NOW, NOW),
    lambda session: tickets.count_waiting(session, NOW),
    lambda session: conversations_due(session, NOW),
    lambda session: last_question(session, 1),
    lambda session: banned_customers(session),
    lambda session: questions_between(session, NOW, NOW),
    lambda session: latest_questions(session, NOW, ("answer",), 200),
    lambda session: writers_between(session, NOW, NOW),
    lambda session: inbox.waiting_after(session, 0, 8),
    lambda session: inbox.depth(session),
    lambda session: dead_letters.count(session),
    lambda session: outbox.waiting(session, 0, 100),
    lambda session: outbox.count_waiting(session),
    lambda session: outbox.claim(session, 1, NOW),
    lambda session: outbox.unclaimed(session, "card:1"),
    lambda session: outbox.cards_waiting(session, 20),
    lambda session: outbox.prune(session, NOW),
    lambda session: outbox.has_sent_others(session, "staff", True, NOW),
    lambda session: outbox.has_other_failures(session, "staff", True),
    lambda session: outbox.waits_for_group(session, 1),
    lambda session: outbox.first_of_lane(session, 1),
    lambda session: undelivered.count(session),
    lambda session: undelivered.listed(session),
    lambda session: undelivered.replay(session, NOW),
    lambda session: stuck_since(session, NOW, timedelta(seconds=120)),
    lambda session: outbox.note_maybe_sent(session),
    lambda session: candidate_ids(session, 5, NOW, 1),
    lambda session: candidate_ids(session, -1_002_000_000_001, NOW, 1),
    lambda session: erasure.first_contact(session),
    lambda session: session.connection().execute(MOMENTS, {"opening": NOW}),
)


@pytest.mark.parametrize("ask", ASKED)
def test_no_big_table_is_read_from_end_to_end(in_a_file: Database, ask: Callable[[Session], object]) -> None:
    plans: list[str] = []

    def explain(
        connection: Connection, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            beside = connection.connection.cursor()
            plans.extend(row[3] for row in beside.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))

    event.listen(in_a_file.engine, "before_cursor_execute", explain)
    with in_a_file.transaction() as session:
        ask(session)
    assert plans
    assert [plan for plan in plans if FROM_END_TO_END.fullmatch(plan)] == []


def test_a_start_with_nothing_to_migrate_looks_through_no_references(in_a_file: Database) -> None:
    asked: list[str] = []
    event.listen(in_a_file.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    migrate(in_a_file)
    assert asked
    assert not [statement for statement in asked if "foreign_key_check" in statement]
