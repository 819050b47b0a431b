"""Network and server errors: every message arrives once and in order."""

from pathlib import Path

import httpx
import pytest

from bot.sandbox import Sandbox, document, photo
from bot.sandbox.user_actions import Place, send
from tests.faults.desk import Desk, a_desk, told_by
from tests.faults.forgetful import ForgetfulSandbox


@pytest.mark.parametrize("fault", ["500", "502", "drop"])
async def test_a_chat_gets_everything_once_and_in_order(desk: Desk, fault: str) -> None:
    desk.sandbox.faults.add(fault, method="sendMessage", chat_id=desk.maria.id, times=2)
    desk.maria.writes("Позовите оператора")
    desk.maria.writes("оператор")
    await desk.until(desk.sees("№1 принята", "№1 уже открыта"))
    await desk.quiet()
    assert told_by(desk.maria.sees, "№1 принята", "№1 уже открыта")


@pytest.mark.parametrize("methods", [["sendMessage", "sendMessage"], ["createForumTopic"]])
async def test_what_was_done_although_the_answer_got_lost_is_not_done_again(tmp_path: Path, methods: list[str]) -> None:
    sandbox = ForgetfulSandbox()
    async with a_desk(tmp_path, sandbox) as desk:
        sandbox.forgets = [*methods]
        await desk.opens()
        await desk.until(lambda: not sandbox.forgets)
        await desk.quiet()
        assert told_by(desk.maria.sees, "№1 принята")
        assert len(sandbox.staff_group.topics) == len(desk.cards) == 1


@pytest.mark.parametrize("method", ["sendPhoto", "sendDocument", "sendMediaGroup"])
async def test_nor_are_files_sent_twice(tmp_path: Path, method: str) -> None:
    sandbox = ForgetfulSandbox()
    async with a_desk(tmp_path, sandbox) as desk:
        await desk.opens()
        sandbox.forgets = [method]
        sent = {"sendPhoto": [photo()], "sendDocument": [document()], "sendMediaGroup": [photo(), photo()]}[method]
        desk.anna.sends(*sent, topic="№1")
        await desk.has_read()
        await desk.until(lambda: not sandbox.forgets)
        await desk.quiet()
        assert len(desk.maria.sees) == 1 + len(sent)
        assert desk.ask("SELECT count(*) FROM posting WHERE role = 'staff_message'") == [(len(sent),)]


async def test_a_picture_that_comes_late_to_an_album_in_doubt_is_not_lost(tmp_path: Path) -> None:
    sandbox = ForgetfulSandbox()
    async with a_desk(tmp_path, sandbox) as desk:
        await desk.opens()
        sandbox.forgets = ["sendMediaGroup"]
        [first, _] = desk.maria.sends(photo(), photo())
        await desk.has_read()
        await desk.until(lambda: not sandbox.forgets)
        send(sandbox.world, desk.maria.person, Place(desk.maria.chat), photo("и ещё"), first.api["media_group_id"])
        await desk.quiet()
        pictures = [seen for seen in desk.staff_sees() if seen.kind == "photo"]
        assert len(pictures) == 3
        assert "и ещё" in pictures[-1].text


async def test_what_was_not_done_is_looked_for_and_then_sent(desk: Desk) -> None:
    desk.sandbox.faults.add("502", method="sendMessage", chat_id=desk.maria.id)
    await desk.opens()
    looked_for = [call for call in desk.sandbox.calls if call.method == "editMessageReplyMarkup"]
    assert looked_for
    assert not any(call.ok for call in looked_for)


async def test_an_update_that_comes_again_is_handled_once(desk: Desk) -> None:
    await desk.opens()
    desk.maria.writes("Он синий")
    await desk.quiet()
    desk.sandbox.faults.add("redeliver")
    desk.maria.writes("И круглый")
    await desk.until(lambda: len(desk.sandbox.delivered) > len({one["update_id"] for one in desk.sandbox.delivered}))
    await desk.quiet()
    assert told_by(desk.staff_sees(), "№1 ·", "Он синий", "И круглый")


async def test_a_second_poller_is_named_in_the_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    address = f"{desk.parts.bot.base_url}/getUpdates"
    await desk.until(lambda: desk.sandbox.world.polling.is_waiting)
    async with httpx.AsyncClient(trust_env=False) as http:
        await http.post(address, json={"timeout": 0})
    await desk.until(lambda: "Another program polls with this token" in caplog.text)
    await desk.opens()


async def test_polling_goes_on_after_errors(desk: Desk) -> None:
    for fault in ("500", "drop"):
        desk.sandbox.faults.add(fault, method="getUpdates")
    await desk.opens()


async def test_hours_without_telegram_lose_nothing_and_mix_nothing_up(desk: Desk) -> None:
    await desk.opens()
    faults = [
        desk.sandbox.faults.add("502", method=method, times=None) for method in ("sendMessage", "editMessageText")
    ]
    for text in ("раз", "два", "три"):
        desk.anna.writes(text, topic="№1")
        for _ in range(60):
            desk.sandbox.clock.advance(60)
            desk.parts.outbox.wakeup.call()
            await desk.parts.transactions.run(lambda _desk: None)
    for fault in faults:
        desk.sandbox.faults.remove(fault.id)
    await desk.until(desk.sees("№1 принята", "раз", "два", "три"))
    await desk.quiet()
    assert desk.sees("№1 принята", "раз", "два", "три")()
    assert desk.ask("SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL") == [(0,)]


async def test_a_desk_that_starts_without_a_network_waits_for_it(tmp_path: Path) -> None:
    sandbox = Sandbox()
    sandbox.faults.add("drop", method="getMe")
    sandbox.faults.add("drop", method="deleteWebhook")
    async with a_desk(tmp_path, sandbox) as desk:
        await desk.opens()
