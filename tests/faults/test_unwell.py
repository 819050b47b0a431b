"""Health issues: the staff are told once when one begins, and once when it is over."""

import re
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest

from bot.monitoring import checks, liveness
from bot.monitoring.debounce import TO_BE_OVER, TO_BELIEVE
from bot.sandbox import MovableClock, Sandbox
from bot.telegram import polling
from tests.faults.desk import Desk, a_desk

TOLD = re.compile("Сбой в работе бота|Всё снова работает")


async def look(desk: Desk, times: int) -> None:
    for _ in range(times):
        await desk.parts.monitor.round()


async def alarms(desk: Desk) -> list[str]:
    """What the staff were told of the desk, each by its first sentence and its body."""
    await desk.until(lambda: not desk.ask("SELECT 1 FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL LIMIT 1"))
    return [seen.text for seen in desk.staff_sees() if TOLD.search(seen.text)]


async def test_what_comes_and_goes_is_no_news(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.opens()
    for limit in (0.0, 1e9) * 3:
        monkeypatch.setattr(checks, "SILENT_SECONDS", limit)
        await look(desk, TO_BELIEVE - 1)
    assert await alarms(desk) == []


async def test_a_silent_telegram_is_told_once_and_once_that_it_is_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.opens()
    monkeypatch.setattr(checks, "SILENT_SECONDS", 0.0)
    await look(desk, 2 * TO_BELIEVE)
    [alarm] = await alarms(desk)
    assert "Сбой в работе бота" in alarm
    assert "Telegram не отвечает с " in alarm
    monkeypatch.setattr(checks, "SILENT_SECONDS", 1e9)
    await look(desk, TO_BE_OVER - 1)
    assert len(await alarms(desk)) == 1
    await look(desk, 2 * TO_BE_OVER)
    [_, relief] = await alarms(desk)
    assert "Всё снова работает" in relief
    assert "Telegram снова отвечает" in relief


async def test_what_comes_together_is_one_message(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.opens()
    monkeypatch.setattr(checks, "SILENT_SECONDS", 0.0)
    monkeypatch.setattr(checks, "LEAST_FREE", 10**18)
    await look(desk, TO_BELIEVE)
    [alarm] = await alarms(desk)
    assert "Telegram не отвечает" in alarm
    assert "На диске осталось" in alarm
    monkeypatch.setattr(checks, "SILENT_SECONDS", 1e9)
    await look(desk, TO_BE_OVER)
    assert [text for text in (seen.text for seen in desk.staff_sees()) if TOLD.search(text)] == [alarm]
    monkeypatch.setattr(checks, "LEAST_FREE", 0)
    await look(desk, TO_BE_OVER)
    assert "Всё снова работает" in (await alarms(desk))[-1]
    assert any("Часть неполадок устранена" in seen.text for seen in desk.staff_sees())


async def test_a_restart_repeats_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LEAST_FREE", 10**18)
    sandbox = Sandbox()
    for _ in range(2):
        async with a_desk(tmp_path, sandbox) as desk:
            await look(desk, TO_BELIEVE)
            assert len(await alarms(desk)) == 1


async def test_an_alarm_that_could_not_go_out_in_time_is_left_unsaid(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message that it is over says how long it lasted."""
    await desk.opens()
    group = desk.sandbox.staff_group.id
    busy = desk.sandbox.faults.add("429", chat_id=group, method="sendMessage", retry_after=1, times=None)
    desk.maria.writes("Он синий")
    await desk.until(lambda: [call for call in desk.sandbox.calls if call.status == 429])
    monkeypatch.setattr(checks, "SILENT_SECONDS", 0.0)
    await look(desk, TO_BELIEVE)
    monkeypatch.setattr(checks, "SILENT_SECONDS", 1e9)
    await look(desk, TO_BE_OVER)
    desk.sandbox.faults.remove(busy.id)
    [relief] = await alarms(desk)
    assert "Всё снова работает" in relief


async def test_messages_that_do_not_go_out(desk: Desk) -> None:
    await desk.opens()
    fault = desk.sandbox.faults.add("500", chat_id=desk.maria.id, method="sendMessage", times=None)
    desk.anna.writes("Здравствуйте", topic="№1")
    await desk.has_failed()
    desk.sandbox.clock.advance(timedelta(seconds=125))  # after three minutes it is given up
    await desk.checks_until_told("Не уходят сообщения: ")
    desk.sandbox.faults.remove(fault.id)
    await desk.until(lambda: any("Здравствуйте" in seen.text for seen in desk.maria.sees))


async def test_a_job_that_keeps_failing(desk: Desk) -> None:
    await desk.opens()
    desk.ask("UPDATE customer SET conversation_until = '2020-01-01 00:00:00', created_at = 'one fine day' WHERE id = 1")
    for _ in range(checks.JOB_FAILURES):
        await desk.parts.scheduler.look()
        desk.sandbox.clock.advance(90)
    await look(desk, TO_BELIEVE)
    [alarm] = await alarms(desk)
    assert "meet_deadline (ValueError)" in alarm


def _lie_aside(desk: Desk, count: int) -> bool:
    desk.parts.inbox.wakeup.call()
    return desk.ask("SELECT count(*) FROM inbox WHERE set_aside_at IS NOT NULL") == [(count,)]


async def test_updates_that_lie_aside_are_told_of_again_when_there_are_more(desk: Desk) -> None:
    for count in (1, 2):
        desk.tell_bot("message", {"message_id": 77, "chat": {"id": -5, "type": "group"}})
        await desk.until(partial(_lie_aside, desk, count))
    assert len(await alarms(desk)) == 1
    desk.sandbox.clock.advance(timedelta(minutes=11))
    await look(desk, TO_BELIEVE)
    first, second = await alarms(desk)
    assert "Не удалось обработать 1 сообщение" in first
    assert "Не удалось обработать 2 сообщения" in second
    desk.ask("UPDATE inbox SET handled_at = set_aside_at, set_aside_at = NULL WHERE set_aside_at IS NOT NULL")
    await look(desk, TO_BE_OVER)
    assert "Отложенных сообщений больше нет" in (await alarms(desk))[-1]


async def test_a_second_program_is_named_to_the_staff_too(desk: Desk) -> None:
    """And it is over when that one is gone."""
    await desk.opens()
    address = f"{desk.parts.bot.base_url}/getUpdates"
    await desk.until(lambda: desk.sandbox.world.polling.is_waiting)
    async with httpx.AsyncClient(trust_env=False) as http:
        await http.post(address, json={"timeout": 0})
    await desk.until(lambda: desk.parts.monitor.liveness.rival_since)
    await look(desk, TO_BELIEVE)
    [alarm] = await alarms(desk)
    assert "Токеном бота пользуется ещё одна программа" in alarm


def test_the_poll_of_the_last_leader_is_no_second_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram may hold it open for a while after another replica has taken over."""
    lively = liveness.Liveness(MovableClock(), stands_by=True)
    with lively.on_duty():
        assert not lively.met_rival()
        assert lively.rival_since is None
        monkeypatch.setattr(liveness, "TAKEOVER_SECONDS", 0.0)
        assert lively.met_rival()
        assert lively.rival_since is not None


async def test_a_poll_that_hangs_is_given_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a response that never times out, because a byte arrives now and then."""
    monkeypatch.setattr(polling, "HUNG_SECONDS", 0.2)
    desk.sandbox.faults.add("hang")
    await desk.opens()


@pytest.mark.parametrize(("hours", "told"), [(12, None), (21, "должно было дойти"), (30, "могло пропасть")])
async def test_a_long_downtime_is_told_with_what_it_means(tmp_path: Path, hours: int, told: str | None) -> None:
    sandbox = Sandbox()
    async with a_desk(tmp_path, sandbox) as desk:
        await desk.opens()
        await look(desk, 1)
    sandbox.clock.advance(timedelta(hours=hours))
    async with a_desk(tmp_path, sandbox) as desk:
        await desk.until(lambda: desk.parts.monitor.liveness.heard_at)
        await look(desk, 2)
        await desk.quiet()
        away = [seen.text for seen in desk.staff_sees() if "без связи" in seen.text]
        assert [told in text for text in away if told] == [True] * bool(told)
        assert len(away) == bool(told)


async def test_a_clock_that_is_turned_back_keeps_nobody_waiting(desk: Desk) -> None:
    await desk.opens()
    await look(desk, 1)
    fault = desk.sandbox.faults.add("500", method="sendMessage", chat_id=desk.maria.id, times=None)
    desk.anna.writes("Здравствуйте", topic="№1")
    put_off = "SELECT 1 FROM outbox WHERE attempts > 0 AND sent_at IS NULL AND claimed_at IS NULL"
    await desk.until(lambda: desk.ask(put_off))
    desk.sandbox.clock.advance(-timedelta(hours=8))
    desk.sandbox.faults.remove(fault.id)
    await look(desk, 1)
    await desk.until(desk.sees("№1 принята", "Здравствуйте"))


async def test_an_outage_is_as_bad_as_a_downtime(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine or the network was suspended while the process kept running."""
    await desk.opens()
    monkeypatch.setattr(liveness, "OUTAGE_SECONDS", 0.0)
    desk.sandbox.clock.advance(timedelta(hours=30))
    desk.maria.writes("Он синий")
    await desk.quiet()
    await look(desk, 2)
    await desk.quiet()
    assert len([seen for seen in desk.staff_sees() if "30 ч" in seen.text]) == 1
