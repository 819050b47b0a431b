"""`nightdesk demo`: the sandbox, the real bot connected to it, and a web page to act as every user."""

import asyncio
import tempfile
import webbrowser
from argparse import ArgumentParser, Namespace, _SubParsersAction
from importlib.resources import as_file, files
from pathlib import Path

from pydantic import SecretStr

from bot.app import running
from bot.commands.ports import port, require_free
from bot.commands.stopping import run_until_stopped
from bot.config import (
    CompanySettings,
    FaqSettings,
    HoursSettings,
    LogSettings,
    Settings,
    StaffSettings,
    StorageSettings,
    TelegramSettings,
)
from bot.delivery.rate_limiter import Rate, RateLimits
from bot.runtime.logs import start_logging
from bot.sandbox import Sandbox

UNLIMITED = RateLimits(person=Rate(1000, 0.0), group=Rate(1000, 0.0))  # no waiting while trying things out


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("demo", help="try everything in the browser, without a token")
    parser.add_argument("--port", type=port, default=8080, help="default: 8080; 0 takes any free one")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    require_free("127.0.0.1", arguments.port, "choose another with --port, or any free one with --port 0")
    start_logging(LogSettings(level="warning"))
    with tempfile.TemporaryDirectory(prefix="nightdesk-") as folder, as_file(files("faq") / "sample") as sample:
        asyncio.run(run_until_stopped(_show(arguments.port, not arguments.no_browser, Path(folder), sample)))
    return 0


def demo_settings(address: str, sandbox: Sandbox, folder: Path, sample: Path) -> Settings:
    """Settings of an example shop whose staff group is the sandbox's."""
    return Settings(
        company=CompanySettings(
            name="Северный дом", phone="+7 495 000-00-00", address="Москва, Тихий переулок, 1", language="ru"
        ),
        telegram=TelegramSettings(token=SecretStr(sandbox.token), api_url=address),
        staff=StaffSettings(chat_id=sandbox.staff_group.id, topics=True),
        hours=HoursSettings(week="Mo-Fr 09:00-18:00; Sa 10:00-16:00", holidays="RU"),
        faq=FaqSettings(path=sample),
        storage=StorageSettings(url=f"sqlite:///{folder / 'demo.db'}"),
    )


async def _show(port: int, open_browser: bool, folder: Path, sample: Path) -> None:
    sandbox = Sandbox()
    for name in ("Анна", "Борис"):
        sandbox.manager(name)
    for name in ("Мария", "Олег"):
        sandbox.customer(name)
    sandbox.customer("James", language_code="en")
    async with sandbox.serve(port) as address:
        settings = demo_settings(address, sandbox, folder, sample)
        async with running(settings, sandbox.clock, UNLIMITED):
            print(f"Nightdesk demo: {address}   (Ctrl+C ends it)", flush=True)
            if open_browser:
                webbrowser.open(address)
            await asyncio.Event().wait()
