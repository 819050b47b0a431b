"""The bot's profile: commands, descriptions, menu button."""

import json
import re

from bot.sandbox.api_json import Json
from bot.sandbox.errors import bad_request
from bot.sandbox.params import Params
from bot.sandbox.world import World

_SCOPE_NAMES = "default all_private_chats all_group_chats all_chat_administrators chat chat_administrators chat_member"
_SCOPES = frozenset(_SCOPE_NAMES.split())
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MOST_COMMANDS = 100
_MOST_COMMAND_TEXT = 256
_MOST_DESCRIPTION = 512
_MOST_SHORT_DESCRIPTION = 120


def get_me(world: World, _params: Params) -> Json:
    abilities = {"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": False}
    also = {"supports_guest_queries": False, "can_connect_to_business": False, "has_main_web_app": False}
    return world.bot | abilities | also | {"has_topics_enabled": False, "allows_users_to_create_topics": False}


def set_my_commands(world: World, params: Params) -> bool:
    commands = [_command(command) for command in params.array("commands")]
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[_audience(params)] = commands
    world.changes.happened()
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    return world.profile.commands.get(_audience(params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    world.profile.commands.pop(_audience(params), None)
    world.changes.happened()
    return True


def set_my_description(world: World, params: Params) -> bool:
    return _describe(world, params, "description", _MOST_DESCRIPTION)


def set_my_short_description(world: World, params: Params) -> bool:
    return _describe(world, params, "short_description", _MOST_SHORT_DESCRIPTION)


def set_chat_menu_button(world: World, params: Params) -> bool:
    button = params.object("menu_button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: unsupported type specified")
    world.profile.menu_buttons[params.integer("chat_id")] = button
    return True


def _command(command: Json) -> Json:
    name, description = str(command.get("command", "")).removeprefix("/"), str(command.get("description", ""))
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= _MOST_COMMAND_TEXT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _audience(params: Params) -> tuple[str, str]:
    """The scope and language of a command list."""
    scope = params.object("scope") or {"type": "default"}
    if scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return json.dumps(scope, sort_keys=True), _language(params)


def _describe(world: World, params: Params, name: str, limit: int) -> bool:
    if len(params.text(name)) > limit:
        raise bad_request(f"{name} is too long: {len(params.text(name))} characters, {limit} are allowed")
    world.profile.descriptions[name, _language(params)] = params.text(name)
    return True


def _language(params: Params) -> str:
    language = params.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language
