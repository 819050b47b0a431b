"""The people in the sandbox of `nightdesk demo`."""

from collections.abc import Sequence

from bot.commands.words import LANGUAGES, words
from bot.config import Settings
from bot.sandbox import Manager, Sandbox


def group_title(language: str) -> str:
    return words(language, "demo")["people"]["group"]


def add_shop_people(sandbox: Sandbox) -> None:
    """Managers and customers who speak the sandbox's language, and a guest who speaks another one."""
    shop = words(sandbox.language, "demo")["shop"]
    for name in shop["managers"].split(", "):
        sandbox.manager(name, language_code=sandbox.language)
    for name in shop["customers"].split(", "):
        sandbox.customer(name, language_code=sandbox.language)
    [foreign] = (language for language in LANGUAGES if language != sandbox.language)
    sandbox.customer(shop["guest"], language_code=foreign)


def add_own_people(sandbox: Sandbox, own: Settings) -> Sequence[Manager]:
    """Everybody speaks the company's language; returns the colleagues who stand for those who are rung."""
    people = words(sandbox.language, "demo")["people"]
    managers = [sandbox.manager(name, language_code=sandbox.language) for name in people["managers"].split(", ")]
    for name in people["customers"].split(", "):
        sandbox.customer(name, language_code=sandbox.language)
    on_call = managers[: len(own.on_call.people)]
    for manager in on_call:
        manager.in_private.writes("/start")  # the bot can't write to them first
    return on_call
