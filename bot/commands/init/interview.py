"""The questions in order; each answer is validated at once."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from bot.commands.console import Console
from bot.commands.doctor.finding import lines
from bot.commands.errors import CommandError
from bot.commands.init.week import asked_week
from bot.commands.setup.groups import examined, seen_groups
from bot.config import spoken
from bot.runtime.clock import SystemClock
from bot.setup.answers import Access, Answers, Company, Group, Hours, config_error
from bot.telegram.setup_checks import NotAnsweredError, Obstacle, SeenGroup, looks_like_token, setup_checks

LISTEN = timedelta(minutes=1)  # so long `init` waits for somebody to write in the group

_TIMEZONES = {"ru": "Europe/Moscow", "en": "Europe/London"}
_HOLIDAYS = {"ru": "RU", "en": "GB"}
_SENTENCES = {Obstacle.UNKNOWN_TOKEN: "unknown_token", Obstacle.CONFLICT: "conflict"}
_NONE = frozenset({"-", "—", "no", "none", "нет"})


def language_of_choice(environ: Mapping[str, str]) -> str:
    """Ask for the language of all other questions; the default is that of the environment."""
    default = spoken(environ)
    return Console(default).ask_until(
        "language", lambda answer: config_error(default, "company", language=answer), default
    )


def interview(console: Console, api_url: str, environ: Mapping[str, str]) -> Answers:
    company = _company(console)
    access = _access(console, api_url, environ)
    return Answers(console.language, company, access, _group(console, access), _hours(console))


def _company(console: Console) -> Company:
    name = console.ask_until("name", lambda answer: config_error(console.language, "company", name=answer))
    return Company(name, console.ask("phone"), console.ask("address"))


def _access(console: Console, api_url: str, environ: Mapping[str, str]) -> Access:
    given = environ.get("NIGHTDESK_TOKEN", "").strip()
    if given:
        console.say("token_in_environment")
        if not _is_good_token(console, api_url, given):
            raise CommandError(console.text("bad_environment"))
        return Access(api_url, given, is_in_environment=True)
    while not _is_good_token(console, api_url, token := console.ask("token")):
        pass
    return Access(api_url, token, is_in_environment=False)


def _is_good_token(console: Console, api_url: str, token: str) -> bool:
    if not looks_like_token(token):
        console.say("no_token")
        return False
    try:
        console.say("token_works", bot=f"@{asyncio.run(_user_name(api_url, token))}")
    except NotAnsweredError as error:
        _say_why_not(console, error, api_url)
        return False
    return True


async def _user_name(api_url: str, token: str) -> str:
    async with setup_checks(api_url, token, SystemClock()) as checks:
        return (await checks.identity()).username


def _say_why_not(console: Console, error: NotAnsweredError, api_url: str) -> None:
    console.say(_SENTENCES.get(error.obstacle, "no_telegram"), why=error.reason, api_url=api_url)


def _group(console: Console, access: Access) -> Group:
    while True:
        answer = console.ask("group")
        chat_id = _whole_number(answer) if answer else _found_group(console, access)
        if chat_id is None or chat_id > 0:
            console.say("no_group")
            continue
        try:
            group, findings = asyncio.run(examined(access, chat_id))
        except NotAnsweredError as error:
            _say_why_not(console, error, access.api_url)
            continue
        for line in lines([one for one in findings if one.status != "ok"], console.language):
            console.show_error(line)
        if group:
            console.say("group_with_topics" if group.topics else "group_without_topics", title=group.title)
            return group


def _found_group(console: Console, access: Access) -> int | None:
    """The group that the operator picks from those with recent messages."""
    console.say("looking", seconds=round(LISTEN.total_seconds()))
    try:
        seen = asyncio.run(seen_groups(access, LISTEN))
    except NotAnsweredError as error:
        _say_why_not(console, error, access.api_url)
        return None
    return _picked(console, seen) if seen else None


def _picked(console: Console, seen: list[SeenGroup]) -> int | None:
    for line, group in enumerate(seen, 1):
        console.say("seen_group", place=line, title=group.title, chat_id=group.chat_id)
    place = _whole_number(console.ask("which_group", "1"))
    return seen[place - 1].chat_id if place and 0 < place <= len(seen) else None


def _hours(console: Console) -> Hours:
    language = console.language

    def error_in_zone(answer: str) -> str | None:
        return config_error(language, "hours", timezone=answer)

    timezone = console.ask_until("timezone", error_in_zone, _TIMEZONES[language])
    week = asked_week(console, timezone)

    def error_in_country(answer: str) -> str | None:
        return config_error(language, "hours", week=week, holidays=_country(answer))

    return Hours(timezone, week, _country(console.ask_until("holidays", error_in_country, _HOLIDAYS[language])))


def _country(answer: str) -> str | None:
    return None if answer.lower() in _NONE else answer


def _whole_number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
