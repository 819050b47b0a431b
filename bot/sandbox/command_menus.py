"""Which of the bot's lists of commands a chat shows, chosen as Telegram does.

See https://core.telegram.org/bots/api#determining-list-of-commands; lists for one private chat or for administrators
alone are not looked at.
"""

import json
from collections.abc import Sequence

from bot.sandbox.api_json import Json
from bot.sandbox.world import World

Menus = dict[str, list[Json]]
"""By the reader's language; "" for all others."""


def menus(world: World) -> dict[str, Menus]:
    """The commands of private chats and those of the staff group."""
    group = {"type": "chat", "chat_id": world.group.id}
    return {
        "private": _menus(world, ({"type": "all_private_chats"}, {"type": "default"})),
        "group": _menus(world, (group, {"type": "all_group_chats"}, {"type": "default"})),
    }


def _menus(world: World, scopes: Sequence[Json]) -> Menus:
    """`scopes`: the narrowest first."""
    known = world.profile.commands
    names = [json.dumps(scope, sort_keys=True) for scope in scopes]
    languages = {"", *(language for name, language in known if name in names)}
    return {
        language: next((known[key] for name in names for key in ((name, language), (name, "")) if known.get(key)), [])
        for language in sorted(languages)
    }
