"""The doctor, at desks where something is the matter."""

import asyncio
import json
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.commands import doctor
from bot.commands.doctor.finding import Finding, told
from bot.commands.doctor.group import messages_finding
from bot.commands.doctor.telegram import updates_finding
from bot.commands.words import words
from bot.config import StaffSettings, TelegramSettings, load_config
from bot.sandbox import MovableClock, Sandbox
from bot.telegram.setup_checks import BotIdentity, BotRights, WebhookState
from tests.cli.checkup import seen
from tests.cli.premises import Command, Ended, Premises


async def diagnosed(nightdesk: Command, premises: Premises, sandbox: Sandbox, *options: str) -> Ended:
    async with sandbox.serve() as address:
        backup = '[backup]\nfolder = "backups"'
        premises.configure(api_url=address, chat_id=sandbox.staff_group.id, more=backup)
        return await asyncio.to_thread(nightdesk, "doctor", "--config", premises.config, *options)


async def test_a_desk_in_good_health(nightdesk: Command, premises: Premises, sandbox: Sandbox) -> None:
    ended = await diagnosed(nightdesk, premises, sandbox)
    assert ended.status == 0
    assert ended.err == ""
    lines = ended.out.splitlines()
    assert all(line.startswith("хорошо ") for line in lines)
    titles = ["токен", "Telegram", "часы", "обновления", "группа", "права", "темы", "сообщения"]
    titles += ["пояс", "календарь", "праздники", "вопросы", "база", "копии"]
    assert [line.split()[1] for line in lines] == titles
    assert "@nightdesk_sandbox_bot" in lines[0]


async def test_objects_for_programs(nightdesk: Command, premises: Premises, sandbox: Sandbox) -> None:
    sandbox.staff_group.makes_bot("member")
    ended = await diagnosed(nightdesk, premises, sandbox, "--json")
    assert ended.status == 1
    by_check = {one["check"]: one for one in json.loads(ended.out)}
    assert by_check["group"]["status"] == "ok"
    assert by_check["rights"]["status"] == "failed"
    assert "администратором" in by_check["rights"]["remedy"]


async def test_the_token_is_never_shown(nightdesk: Command, premises: Premises, sandbox: Sandbox) -> None:
    async with sandbox.serve() as address:
        premises.configure(api_url=address, token="1:SECRET")
        ended = await asyncio.to_thread(nightdesk, "doctor", "--config", premises.config)
    assert ended.status == 1
    assert ended.out.split()[:2] == ["ошибка", "токен"]
    assert "SECRET" not in ended.out + ended.err


async def test_a_wrong_token(premises: Premises, sandbox: Sandbox) -> None:
    found = await seen(premises, sandbox, token="1:OTHER")
    assert found["token"] == "failed unknown"
    assert "group" not in found


async def test_a_token_with_a_slip(premises: Premises, sandbox: Sandbox) -> None:
    assert (await seen(premises, sandbox, token="1:TE ST"))["token"] == "failed unknown"


async def test_no_token(premises: Premises, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIGHTDESK_TOKEN", raising=False)
    assert (await seen(premises, sandbox, token=""))["token"] == "failed missing"


async def test_nobody_answers(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.faults.add("drop", times=None)
    found = await seen(premises, sandbox)
    assert found["api"] == "failed unreachable"
    assert found["faq"] == "ok ok"


async def test_telegram_breaks_off_midway(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.faults.add("500", method="getWebhookInfo", times=None)
    sandbox.faults.add("502", method="getChatMember", times=None)
    found = await seen(premises, sandbox)
    assert (found["updates"], found["rights"]) == ("warning unknown", "failed unknown")


async def test_the_group_is_missing(premises: Premises, sandbox: Sandbox) -> None:
    assert (await seen(premises, sandbox, chat_id=-100777))["group"] == "failed missing"


async def test_the_bot_was_put_out_of_the_group(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.staff_group.makes_bot("kicked")
    assert (await seen(premises, sandbox))["group"] == "failed missing"


async def test_a_person_is_no_group(premises: Premises, sandbox: Sandbox) -> None:
    maria = sandbox.customer("Мария")
    maria.writes("Здравствуйте")
    async with sandbox.serve() as address:
        settings = load_config(premises.configure(api_url=address))
        staff = settings.staff.model_copy(update={"chat_id": maria.id})  # config.toml would be refused
        findings = await doctor.examine(settings.model_copy(update={"staff": staff}), MovableClock())
    assert {one.check: f"{one.status} {one.outcome}" for one in findings}["group"] == "failed no_group"


async def test_the_group_has_moved(premises: Premises) -> None:
    sandbox = Sandbox(forum=False)
    sandbox.manager("Анна")
    old = sandbox.staff_group.id
    sandbox.staff_group.becomes_supergroup()
    found = await seen(premises, sandbox, chat_id=old, topics="false")
    assert (found["group"], found["rights"]) == ("warning moved", "ok ok")


async def test_the_bot_is_no_admin(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.staff_group.makes_bot("member")
    found = await seen(premises, sandbox)
    assert (found["rights"], found["topics"]) == ("failed no_admin", "failed not_allowed")


async def test_without_topics_the_bot_need_not_be_an_admin(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.staff_group.makes_bot("member")
    found = await seen(premises, sandbox, topics="false")
    assert (found["rights"], found["topics"]) == ("warning no_admin", "ok not_wanted")


async def test_the_bot_may_not_manage_topics(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.staff_group.allows_bot(can_manage_topics=False)
    found = await seen(premises, sandbox)
    assert (found["rights"], found["topics"]) == ("ok ok", "failed not_allowed")


@pytest.mark.parametrize(
    ("topics", "reads_all", "outcome"),
    [(True, True, "ok ok"), (True, False, "failed only_replies"), (False, False, "warning only_replies")],
)
def test_privacy_mode(topics: bool, reads_all: bool, outcome: str) -> None:
    me = BotIdentity(1, "nightdesk_bot", "Nightdesk", reads_all)
    member = BotRights(is_admin=False, may_manage_topics=False)
    found = messages_finding(StaffSettings(chat_id=-5, topics=topics), me, member)
    assert f"{found.status} {found.outcome}" == outcome


async def test_topics_are_off(premises: Premises, sandbox: Sandbox) -> None:
    sandbox.staff_group.becomes_forum(is_forum=False)
    assert (await seen(premises, sandbox))["topics"] == "failed off"


@pytest.mark.parametrize(("seconds", "outcome"), [(25, "ok ok"), (45, "failed off"), (-45, "failed off")])
async def test_the_clock(premises: Premises, sandbox: Sandbox, seconds: int, outcome: str) -> None:
    clock = MovableClock()
    clock.advance(timedelta(seconds=seconds))
    assert (await seen(premises, sandbox, clock))["clock"] == outcome


POLLING = TelegramSettings()
SECRET = SecretStr("sixteen_letters_")
WEBHOOK = TelegramSettings(mode="webhook", webhook_url="https://desk.example", webhook_secret=SECRET)
OURS = "https://desk.example/telegram"


@pytest.mark.parametrize(
    ("settings", "url", "error", "waiting", "outcome"),
    [
        (POLLING, "", None, 0, "ok polling"),
        (POLLING, "https://other.example/hook", None, 0, "warning foreign_webhook"),
        (WEBHOOK, "https://other.example/hook", None, 0, "warning foreign_webhook"),
        (WEBHOOK, "", None, 0, "warning no_webhook"),
        (WEBHOOK, OURS, None, 3, "ok webhook"),
        (WEBHOOK, OURS, "Connection refused", 3, "failed webhook_fails"),
        (WEBHOOK, OURS, "Connection refused", 0, "ok webhook"),  # an old error: everything came through since
    ],
)
def test_where_updates_go(settings: TelegramSettings, url: str, error: str | None, waiting: int, outcome: str) -> None:
    found = updates_finding(settings, WebhookState(url, waiting, error))
    assert f"{found.status} {found.outcome}" == outcome


SOURCES = Path(doctor.__file__).parent.glob("*.py")
OUTCOMES = {
    f"{check}.{outcome or 'ok'}"
    for source in SOURCES
    for check, outcome in re.findall(
        r'(?:ok|warning|failed\)?)\("(\w+)"(?:, "(\w+)")?', source.read_text(encoding="utf-8")
    )
}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_outcome_has_its_words(language: str) -> None:
    texts = words(language, "doctor")
    computed = {"messages.only_replies", "rights.no_admin", "pilot.share", "pilot.shadow", "pilot.everybody"}
    assert {name for name in texts if "." in name} == OUTCOMES - {"pilot.ok"} | computed
    assert {name.split(".")[0] for name in OUTCOMES} == set(texts["title"])


def test_both_languages_say_the_same_things() -> None:
    russian, english = words("ru", "doctor"), words("en", "doctor")
    for name in russian:
        assert names_in(russian[name]) == names_in(english[name]), name
        assert ("do" in russian[name]) == ("do" in english[name])


def names_in(texts: Mapping[str, str]) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", " ".join(texts.values())))


def test_what_others_wrote_can_do_nothing_to_the_terminal() -> None:
    finding = Finding("group", "ok", "ok", {"title": "Смена\x1b[2J\u202egnp"})
    assert told(finding, "ru").message == "«Смена\ufffd[2J\ufffdgnp»"


async def test_those_on_call(premises: Premises, sandbox: Sandbox) -> None:
    """Anna has started the bot and is in the group; Boris has not; Maria is a customer."""
    anna, boris, maria = sandbox.manager("Анна"), sandbox.manager("Борис"), sandbox.customer("Мария")
    anna.in_private.writes("/start")
    maria.writes("/start")

    async def found(*people: int) -> str | None:
        return (await seen(premises, sandbox, more=f"[on_call]\npeople = {list(people)}")).get("on_call")

    assert await found() is None
    assert await found(anna.id) == "ok ok"
    assert await found(anna.id, boris.id) == "failed not_started"
    assert await found(maria.id) == "failed no_members"
    assert await found(5) == "failed no_members"
