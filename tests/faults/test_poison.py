"""A message that fails by itself is given up and kept; it holds nobody else. While nothing gets through, all wait."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.delivery.giving_up import TRIES
from bot.runtime import backoff
from storage import undelivered
from tests.faults.desk import Desk, a_desk, told_by
from tests.faults.forgetful import ForgetfulSandbox
from tests.faults.poisoning import PoisonedSandbox
from tests.postgres import both_databases

POISON = "отравлено"
ASIDE = "SELECT count(*) FROM outbox WHERE set_aside_at IS NOT NULL"
KEPT = "SELECT content FROM outbox WHERE set_aside_at IS NOT NULL"
NO_PAUSE = "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'"


@pytest.fixture
def sandbox() -> PoisonedSandbox:
    return PoisonedSandbox()


@pytest.fixture
async def desk(tmp_path: Path, sandbox: PoisonedSandbox, database_url: str) -> AsyncIterator[Desk]:
    async with a_desk(tmp_path, sandbox, database_url=database_url) as desk:
        yield desk


async def others_write_until(desk: Desk, aside: int) -> None:
    """Another customer is answered again and again, until so many rows are dead letters."""
    oleg, asked = desk.sandbox.customer("Олег"), count()
    is_shared = desk.parts.transactions.database.is_shared
    group = desk.sandbox.staff_group
    oleg.writes("Позовите оператора")
    for number in asked:
        if desk.ask(ASIDE) == [(aside,)]:
            return
        assert number < 60, desk.ask("SELECT id, attempts, lone_failures, error, failing_since FROM outbox")
        if is_shared:
            await desk.change(NO_PAUSE)
        words = f"Вопрос {number}"
        oleg.writes(words)
        await desk.until(lambda: any(words in seen.text for seen in group.messages()), faster=0.5)  # noqa: B023
        desk.sandbox.clock.advance(6.0)


@both_databases
@pytest.mark.parametrize("status", [500, 413])
async def test_a_message_to_the_group_that_fails_by_itself(desk: Desk, sandbox: PoisonedSandbox, status: int) -> None:
    """Others pass it at once, the rest of its ticket when it is given up, and the staff read whose it is."""
    await desk.opens()
    sandbox.poison, sandbox.status = POISON, status
    desk.maria.writes(f"Стул {POISON}")
    desk.maria.writes("И стол тоже")
    await others_write_until(desk, aside=1)
    await desk.until(lambda: any("И стол тоже" in seen.text for seen in desk.staff_sees("№1")))
    await desk.until(
        lambda: any("Не отправлено в эту группу: сообщение клиента" in seen.text for seen in desk.staff_sees())
    )
    [notice] = [seen.text for seen in desk.staff_sees() if "Не отправлено" in seen.text]
    assert "№1 · Мария" in notice
    assert "nightdesk outbox show " in notice
    [(content,)] = desk.ask(KEPT)
    assert POISON in (json.loads(content) if isinstance(content, str) else content)["text"]
    assert sandbox.refused <= TRIES + 6  # with the notices that quote it


@both_databases
async def test_a_replayed_message_goes_out(desk: Desk, sandbox: PoisonedSandbox) -> None:
    await desk.opens()
    sandbox.poison = POISON
    desk.maria.writes(f"Стул {POISON}")
    await others_write_until(desk, aside=1)
    sandbox.poison = ""
    await desk.parts.transactions.run(lambda uow: undelivered.replay(uow.session, uow.now))
    await desk.until(lambda: any(POISON in seen.text for seen in desk.staff_sees("№1")))
    await desk.quiet()
    assert sum(POISON in seen.text for seen in desk.staff_sees("№1")) == 1
    assert desk.ask(ASIDE) == [(0,)]


async def test_a_card_that_fails_by_itself_is_told_in_the_main_chat(desk: Desk, sandbox: PoisonedSandbox) -> None:
    sandbox.poison, sandbox.methods = "Отрава", frozenset({"createForumTopic"})
    bad = sandbox.customer("Отрава")
    bad.writes("Позовите оператора")
    await others_write_until(desk, aside=1)
    await desk.until(
        lambda: any("Отрава. Не отправлено в эту группу: карточка" in seen.text for seen in desk.staff_sees())
    )
    assert desk.ask("SELECT action FROM outbox WHERE set_aside_at IS NOT NULL") == [("card",)]
    assert any("принята" in seen.text for seen in bad.sees)


async def test_an_answer_that_fails_by_itself(desk: Desk, sandbox: PoisonedSandbox) -> None:
    """There is no ticket: the staff hear of it in the main chat."""
    sandbox.faults.add("500", chat_id=desk.maria.id, method="sendMessage", times=None)
    desk.maria.writes("почём доставка")
    await others_write_until(desk, aside=1)
    await desk.until(
        lambda: any("Мария. Не отправлено клиенту: ответ из FAQ" in seen.text for seen in desk.staff_sees())
    )


async def test_while_nothing_gets_through_nothing_is_given_up(desk: Desk, sandbox: PoisonedSandbox) -> None:
    await desk.opens()
    oleg = sandbox.customer("Олег")
    down = sandbox.faults.add("500", times=None)
    desk.maria.writes("Он синий")
    oleg.writes("Позовите оператора")
    since = sandbox.clock.now()
    await desk.until(lambda: sandbox.clock.now() - since > timedelta(minutes=20), faster=5.0)
    assert desk.ask("SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL AND error != 'too late'") == [(0,)]
    sandbox.faults.remove(down.id)
    await desk.quiet()
    assert sum("Он синий" in seen.text for seen in desk.staff_sees("№1")) == 1
    assert sum("№2 принята" in seen.text for seen in oleg.sees) == 1


async def test_a_whole_group_that_fails_is_no_row_s_fault(desk: Desk, sandbox: PoisonedSandbox) -> None:
    """Customers get through, the group does not: its rows wait."""
    await desk.opens()
    down = sandbox.faults.add("500", chat_id=sandbox.staff_group.id, times=None)
    desk.maria.writes("Он синий")
    oleg = sandbox.customer("Олег")
    oleg.writes("Позовите оператора")
    for number in range(2, 40):
        oleg.writes("почём доставка")
        await desk.until(lambda: sandbox.pending == 0)
        sandbox.clock.advance(number)
    assert desk.ask(ASIDE) == [(0,)]
    sandbox.faults.remove(down.id)
    await desk.until(lambda: any("Он синий" in seen.text for seen in desk.staff_sees("№1")))


async def test_a_group_that_has_put_the_bot_out_is_waited_for_a_day(
    desk: Desk, sandbox: PoisonedSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backoff, "LONGEST_SECONDS", 0.1)  # real seconds of the pause that each refusal brings
    await desk.opens()
    sandbox.staff_group.makes_bot("kicked")
    desk.maria.writes("Он синий")
    refused = len([call for call in sandbox.calls if call.status == 403])
    await desk.until(lambda: len([call for call in sandbox.calls if call.status == 403]) > refused)
    sandbox.clock.advance(timedelta(hours=23))
    refused = len([call for call in sandbox.calls if call.status == 403])
    await desk.until(lambda: len([call for call in sandbox.calls if call.status == 403]) > refused)
    assert desk.ask(ASIDE) == [(0,)]
    sandbox.clock.advance(timedelta(hours=2))
    await desk.until(lambda: desk.ask(ASIDE) == [(1,)])


async def test_doubt_holds_the_group_for_one_more_try_only(
    tmp_path: Path, sandbox: PoisonedSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each try of Maria's message ends without an answer; Oleg's card does not wait until she is given up."""
    async with a_desk(tmp_path, sandbox) as desk:
        await desk.opens()
        sandbox.poison, sandbox.status = POISON, 502
        desk.maria.writes(f"Стул {POISON}")
        await desk.until(lambda: sandbox.refused >= 1)
        began = sandbox.clock.now()
        oleg = sandbox.customer("Олег")
        oleg.writes("Позовите оператора")
        await desk.until(lambda: len(desk.cards) == 2)
        assert sandbox.clock.now() - began < timedelta(minutes=1)
        assert desk.ask(ASIDE) == [(0,)]


async def test_what_may_have_been_sent_is_not_doubled_by_a_replay(tmp_path: Path) -> None:
    sandbox = ForgetfulSandbox()
    async with a_desk(tmp_path, sandbox) as desk:
        await desk.opens()
        sandbox.forgets = ["sendMessage"]
        desk.maria.writes("Он синий")
        await desk.until(
            lambda: not sandbox.forgets and desk.ask("SELECT 1 FROM outbox WHERE doubted_since IS NOT NULL")
        )
        desk.ask("UPDATE outbox SET failed_at = created_at, set_aside_at = created_at WHERE sent_at IS NULL")
        await desk.parts.transactions.run(lambda uow: undelivered.replay(uow.session, uow.now))
        await desk.quiet()
        assert told_by(desk.staff_sees("№1"), "№1 ·", "Он синий")


async def test_forget_me_erases_dead_letters(desk: Desk, sandbox: PoisonedSandbox) -> None:
    await desk.opens()
    sandbox.poison = POISON
    desk.maria.writes(f"Стул {POISON}")
    await others_write_until(desk, aside=1)
    desk.maria.writes("/forget_me")
    await desk.until(lambda: ["Удалить мои данные"] in desk.maria.sees[-1].buttons)
    desk.maria.presses("Удалить мои данные")
    await desk.until(lambda: desk.ask(ASIDE) == [(0,)])
    assert not [content for (content,) in desk.ask("SELECT content FROM outbox") if POISON in str(content)]


async def test_the_staff_are_told_of_what_does_not_go_out_while_it_still_fails(
    desk: Desk, sandbox: PoisonedSandbox
) -> None:
    await desk.opens()
    sandbox.poison = POISON
    desk.maria.writes(f"Стул {POISON}")
    await desk.has_failed()
    sandbox.clock.advance(130)
    await desk.checks_until_told("Не уходят сообщения")
