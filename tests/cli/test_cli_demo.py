"""`nightdesk demo`: the example shop in two languages; with `--config` the author's own desk, and nothing real."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from bot.commands.demo import STARTING
from bot.commands.demo_settings import KEPT, Place, own_settings
from bot.config import ConfigError, Settings, load_config, load_for_authors
from bot.desk.knowledge import Knowledge
from bot.sandbox import MovableClock, Sandbox
from bot.sandbox.snapshot import snapshot
from tests.cli.premises import FAQ, Command, Premises

SHOP = (sys.executable, "-m", "bot.cli", "demo", "--port", "0", "--no-browser")
DEMO = (*SHOP, "--config")
SECONDS = 60.0  # on a busy machine
ENGLISH = """\
## How much is a filling? {#filling}

Also asked:
- price of a filling
- filling cost

A filling is £120. We open {{ hours.next_opening }}.{% if company.phone %} Call {{ company.phone }}.{% endif %}
"""
STOPPED_AT_THE_DESK = """
import sys
from bot.cli import make_parser
sys.modules["bot.commands.demo_desk"] = None  # it can't be imported
given = make_parser(["demo"]).parse_args(["demo"])
try:
    given.act(given)
except ImportError:
    print(*sys.modules)
"""
PLACE = Place("http://127.0.0.1:1", "1:SANDBOX", -42, Path("gone"))


@dataclass
class Demo:
    """A demo that runs in a process of its own, as its page sees it."""

    page: httpx.AsyncClient

    async def state(self) -> dict[str, Any]:
        told: dict[str, Any] = (await self.page.get("/sandbox/state")).json()
        return told

    async def people(self, role: str) -> list[dict[str, Any]]:
        return [one for one in (await self.state())["people"] if one["role"] == role]

    async def writes(self, person: dict[str, Any], text: str) -> None:
        told = {"person_id": person["id"], "chat_id": person["id"], "text": text}
        assert (await self.page.post("/sandbox/send", json=told)).status_code == 200

    async def heard(self, person: dict[str, Any], holds: Callable[[str], bool]) -> str:
        """The bot's message to them that is meant; waits for it."""
        async with asyncio.timeout(SECONDS):
            while True:
                for chat in (await self.state())["chats"]:
                    for message in chat["messages"]:
                        if chat["id"] == person["id"] and message["from"]["is_bot"] and holds(message["text"]):
                            return str(message["text"])
                await asyncio.sleep(0.1)

    async def set_clock(self, moment: str) -> None:
        assert (await self.page.post("/sandbox/clock", json={"now": moment})).status_code == 200


@asynccontextmanager
async def a_demo(
    config: Path | None, printed: list[str], environment: Mapping[str, str] | None = None
) -> AsyncIterator[Demo]:
    """That of the example shop without a configuration. Collects in `printed` what it said."""
    command = (*DEMO, str(config)) if config else SHOP
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    demo = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, env={**inherited, **(environment or {})}
    )
    assert demo.stdout is not None
    try:
        first = (await asyncio.wait_for(demo.stdout.readline(), SECONDS)).decode()
        async with httpx.AsyncClient(base_url=first.split()[2]) as page:
            yield Demo(page)
    finally:
        demo.terminate()
        out, _ = await demo.communicate()
        printed += out.decode().splitlines()
    assert demo.returncode == 0


async def story_in(demo: Demo, number: int) -> dict[str, Any]:
    """The story of that number, once the bot is connected to it."""
    async with asyncio.timeout(SECONDS):
        while True:
            state = await demo.state()
            if state["story"] == number and state["polling"]:
                return state
            await asyncio.sleep(0.1)


def test_it_says_that_it_starts_before_it_loads_the_desk() -> None:
    child = subprocess.run([sys.executable, "-c", STOPPED_AT_THE_DESK], capture_output=True, text=True, check=True)
    assert child.stderr.splitlines() == [STARTING]
    assert "bot.commands.demo" in child.stdout.split()
    assert not {"pydantic", "sqlalchemy", "telegram", "numpy", "bot.sandbox"} & set(child.stdout.split())


async def test_the_example_shop_speaks_the_environment_s_language_and_begins_anew_in_another() -> None:
    async with a_demo(None, [], {"LANG": "en_GB.UTF-8"}) as demo:
        state = await story_in(demo, 0)
        assert (state["language"], state["languages"], state["timezone"]) == ("en", ["ru", "en"], "Europe/London")
        assert [one["first_name"] for one in await demo.people("manager")] == ["Anna", "Ben"]
        emily = (await demo.people("customer"))[0]
        await demo.writes(emily, "how can i pay?")
        await demo.heard(emily, lambda text: "card" in text.lower())
        await demo.writes(emily, "how much is delivery?")
        await demo.heard(emily, lambda text: "£5" in text)

        assert (await demo.page.post("/sandbox/restart", json={"language": "ru"})).status_code == 200
        state = await story_in(demo, 1)
        assert [(chat["title"], chat["is_forum"]) for chat in state["chats"]] == [("Ночная смена", True)]
        assert state["timezone"] == "Europe/Moscow"
        maria = (await demo.people("customer"))[0]
        await demo.writes(maria, "где вы находитесь?")
        await demo.heard(maria, lambda text: "Москва, Тихий переулок, 1" in text)


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_an_author_without_a_token_tries_their_own_faq(premises: Premises) -> None:
    page = premises.folder / "faq" / "delivery.md"
    page.write_text(FAQ + "\nЗвоните: {{ company.phone }}.\n", encoding="utf-8")
    premises.configure(token="123456:PUT-THE-TOKEN-HERE", timezone="Asia/Omsk", more="[on_call]\npeople = [77]")
    text = premises.config.read_text(encoding="utf-8").replace("[telegram]", 'phone = "8 800 555"\n[telegram]')
    premises.config.write_text(text, encoding="utf-8")
    before, printed = everything_in(premises.folder), list[str]()
    async with a_demo(premises.config, printed) as demo:
        state = await demo.state()
        assert {one["language_code"] for one in state["people"]} == {"ru"}
        [group] = [one for one in state["chats"] if one["type"] != "private"]
        assert (group["title"], group["is_forum"]) == ("Ночная смена", True)
        assert (state["timezone"], state["language"]) == ("Asia/Omsk", "ru")
        assert state["tries"] == ["Сколько стоит доставка?"]
        maria, oleg = await demo.people("customer")
        await demo.writes(maria, "почём доставка")
        assert "Звоните: 8 800 555." in await demo.heard(maria, lambda text: "300 ₽" in text)
        assert everything_in(premises.folder) == before
        page.write_text(FAQ.replace("300 ₽", "350 ₽"), encoding="utf-8")
        await demo.heard(group, lambda text: "FAQ" in text)
        await demo.writes(oleg, "почём доставка")
        assert await demo.heard(oleg, lambda text: "₽" in text) == "По городу — 350 ₽."
        await demo.writes(oleg, "у нас пожар")
        assert "Дежурит Анна" in await demo.heard(oleg, lambda text: "Заявка" in text)
    assert printed[0].startswith(f"Из {premises.config} взяты компания, часы")
    said = "\n".join(printed)
    for word in ("токен не нужен", "База — временная", "Webhook", "за них: Анна"):
        assert word in said
    assert everything_in(premises.folder).keys() == before.keys()


async def test_what_only_a_server_has_is_not_needed(premises: Premises) -> None:
    (premises.folder / "faq" / "delivery.md").write_text(ENGLISH, encoding="utf-8")
    premises.configure(
        language="en", topics="false", timezone="Europe/London", week="Mo-Fr 10:30-13:00,14:00-19:00", more="[web]"
    )
    text = premises.config.read_text(encoding="utf-8").replace("chat_id = -5\n", "")
    webhook = 'token_file = "nowhere.txt"\nmode = "webhook"\nwebhook_url = "https://desk.example"'
    text = text.replace('token = "1:TEST"', webhook)
    text += 'allowed_hosts = ["localhost"]\n[storage]\nurl = "postgresql://nightdesk:secret@db.invalid/nightdesk"\n'
    premises.config.write_text(f"{text}[backup]\nfolder = 'backups'\n", encoding="utf-8")
    printed = list[str]()
    async with a_demo(premises.config, printed) as demo:
        await demo.set_clock("2026-11-24T12:30:00+00:00")  # the break is next
        state = await demo.state()
        assert state["next_opening"] == "2026-11-25T10:30:00+00:00"
        assert {one["language_code"] for one in state["people"]} == {"en"} == {state["language"]}
        assert [one["is_forum"] for one in state["chats"]] == [False]
        maria = (await demo.people("customer"))[0]
        await demo.set_clock("2026-11-24T23:40:00+00:00")
        await demo.writes(maria, "filling cost")
        answer = await demo.heard(maria, lambda text: "£120" in text)
        assert "We open tomorrow at 10:30." in answer
        await demo.writes(maria, "please let me talk to a human")
        assert "by 11:00 tomorrow" in await demo.heard(maria, lambda text: "#1" in text)
        assert not (premises.folder / "backups").exists()
    assert printed[1] == "Nothing else is real:"
    assert "secret" not in "\n".join(printed)


def broken(premises: Premises) -> None:
    (premises.folder / "faq" / "broken.md").write_text("## Пусто? {#empty}\n", encoding="utf-8")


def test_a_broken_faq_of_which_no_good_version_is_known(premises: Premises) -> None:
    broken(premises)
    ended = subprocess.run(
        [*DEMO, str(premises.config)], capture_output=True, encoding="utf-8", timeout=SECONDS, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    first, second, *_ = ended.stderr.splitlines()
    assert first == STARTING
    assert second.startswith("nightdesk: Показать пока нечего: в FAQ есть ошибки")
    assert "broken.md:1: У вопроса «Пусто?» нет ответа." in ended.stderr


async def test_a_broken_faq_of_which_the_real_desk_has_a_good_version(premises: Premises) -> None:
    cache = Path(f"{premises.database}.cache")
    Knowledge(premises.folder / "faq", "ru", 0.05, cache).answerer.result()
    broken(premises)
    before, printed = everything_in(premises.folder), list[str]()
    async with a_demo(premises.config, printed) as demo:
        maria = (await demo.people("customer"))[0]
        await demo.writes(maria, "почём доставка")
        await demo.heard(maria, lambda text: "300 ₽" in text)
    assert any("работает последняя версия без ошибок" in line for line in printed)
    assert any(line.startswith("broken.md:1: ") for line in printed)
    assert everything_in(premises.folder) == before


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (('week = "Mo-Su 09:00-18:00"', 'week = "Mo-Fr before noon"'), "hours.week"),
        (("[company]", "[company]\nnme = 1"), "company.nme"),
        (("[company]", "[company"), "config.toml:1: название раздела пишут в скобках"),
        (('mode = "polling"', 'mode = "webhok"'), "telegram.mode"),
        (("[hours]", '[storage]\nurl = "desk.db"\n[hours]'), "storage.url"),
    ],
)
def test_an_invalid_configuration(nightdesk: Command, premises: Premises, damage: tuple[str, str], told: str) -> None:
    text = premises.config.read_text(encoding="utf-8").replace("[telegram]", '[telegram]\nmode = "polling"')
    premises.config.write_text(text.replace(*damage), encoding="utf-8")
    with pytest.raises(ConfigError):  # with a valid configuration the demo would go on for ever
        load_for_authors(premises.config)
    ended = nightdesk("demo", "--no-browser", "--port", "0", "--config", premises.config)
    assert (ended.status, ended.out) == (2, "")
    [starting, reason] = ended.err.splitlines()
    assert starting == STARTING
    assert told in reason


def test_a_configuration_that_is_not_there(nightdesk: Command, premises: Premises) -> None:
    ended = nightdesk("demo", "--no-browser", "--config", premises.folder / "no.toml")
    assert (ended.status, ended.err.count("\n")) == (2, 2)
    assert "такого файла нет" in ended.err


REPLACED = {
    *("telegram", "storage", "backup", "web", "log"),
    *("staff.chat_id", "staff.authors", "on_call.people"),
    *(f"faq.{engine}{key}" for engine in ("encoder", "picker") for key in ("", "_model", "_key")),
    *("faq.encoder_query_prefix", "faq.encoder_passage_prefix"),
}


def test_each_key_of_a_configuration_is_kept_or_replaced() -> None:
    """A new key is replaced by its default until somebody says in `KEPT` that it reaches nothing real."""
    keys = set()
    for name, field in Settings.model_fields.items():
        section = field.annotation
        assert isinstance(section, type)
        assert issubclass(section, BaseModel)
        keys |= {name} if name in REPLACED else {f"{name}.{key}" for key in section.model_fields}
    assert keys == {f"{name}.{key}" for name, kept in KEPT.items() for key in kept} | REPLACED


def test_nothing_real_is_in_the_settings(premises: Premises, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGHTDESK_TOKEN", "99999:REAL-FROM-ENVIRONMENT")
    premises.configure(token="99999:REAL", api_url="https://real.example", chat_id=-1009999, more=REAL)
    settings = own_settings(load_for_authors(premises.config), PLACE, [5])
    assert settings.telegram == PLACE.telegram
    assert settings.storage == PLACE.storage
    assert (settings.staff.chat_id, settings.on_call.people) == (-42, (5,))
    assert settings.on_call.escalate_after.total_seconds() == 180
    assert (settings.backup, settings.web) == (type(settings.backup)(), type(settings.web)())
    assert Settings.model_validate(settings.model_dump()) == settings
    assert "real" not in str(settings.model_dump(exclude={"faq": {"path"}})).lower()


REAL = """
[on_call]
people = [9999]
escalate_after = "3m"
[storage]
url = "sqlite:///real.db"
[backup]
folder = "real"
[web]
port = 8099
public_url = "https://real.example"
"""


def test_an_author_needs_no_secrets(premises: Premises) -> None:
    for loaded in (load_config(premises.config, {}), load_for_authors(premises.config)):
        assert loaded.faq.path == premises.folder / "faq"
        assert loaded.storage.url == f"sqlite:///{premises.database}"
    assert load_config(premises.config, {}).telegram.token.get_secret_value() == "1:TEST"
    assert load_for_authors(premises.config).telegram.token.get_secret_value() == ""


def test_an_author_needs_no_driver_of_the_server_s_database(
    premises: Premises, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "procrastinate", None)
    premises.configure(more='[storage]\nurl = "postgresql://nightdesk@db.example/nightdesk"')
    with pytest.raises(ConfigError, match="для PostgreSQL нужно дополнение"):
        load_config(premises.config, {})
    assert load_for_authors(premises.config).storage.url == f"sqlite:///{premises.database}"


async def test_the_page_knows_what_the_sandbox_is_told() -> None:
    sandbox = Sandbox(clock=MovableClock(datetime(2026, 11, 20, 20, 40, tzinfo=UTC)))
    assert (snapshot(sandbox)["next_opening"], snapshot(sandbox)["tries"]) == (None, [])
    sandbox.next_opening, sandbox.tries = (lambda now: now.replace(hour=23)), ["почём"]
    assert snapshot(sandbox)["next_opening"].startswith("2026-11-20T23:40")
    assert snapshot(sandbox)["tries"] == ["почём"]
