"""The staff group that the operator names by its id, or finds by what was written there."""

import asyncio
from datetime import timedelta

from bot.commands.console import Console
from bot.commands.init.token import say_why_not
from bot.commands.setup.groups import seen_groups
from bot.setup import Access
from bot.telegram.setup_checks import NotAnsweredError, SeenGroup

LISTEN = timedelta(minutes=1)  # so long `init` waits for somebody to write in the group


def named_group(console: Console, access: Access, answer: str) -> int | None:
    """The id that is the answer, or for none that of a group which is found now; None, which is told, for no group."""
    chat_id = _whole_number(answer) if answer else _found_group(console, access)
    if chat_id is None or chat_id >= 0:
        console.say("no_group")
        return None
    return chat_id


def _found_group(console: Console, access: Access) -> int | None:
    """The group that the operator picks from those with recent messages."""
    console.say("looking", seconds=round(LISTEN.total_seconds()))
    try:
        seen = asyncio.run(seen_groups(access, LISTEN))
    except NotAnsweredError as error:
        say_why_not(console, error, access.api_url)
        return None
    return _picked(console, seen) if seen else None


def _picked(console: Console, seen: list[SeenGroup]) -> int | None:
    for number, group in enumerate(seen, 1):
        console.say("seen_group", place=number, title=group.title, chat_id=group.chat_id)
    place = _whole_number(console.ask("which_group", "1"))
    return seen[place - 1].chat_id if place and 0 < place <= len(seen) else None


def _whole_number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
