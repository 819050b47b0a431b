"""Buttons that ask a user to choose a chat: https://core.telegram.org/bots/api#keyboardbuttonrequestchat"""

from bot.sandbox.api_json import Json, present
from bot.sandbox.chats import ALL_RIGHTS, Chat, Person
from bot.sandbox.errors import Impossible, bad_request
from bot.sandbox.members import person_member, set_bot_status
from bot.sandbox.world import World

_REQUIRED = {"request_id": int, "chat_is_channel": bool}
_FLAGS = frozenset(
    {
        *("chat_is_forum", "chat_has_username", "chat_is_created", "bot_is_member"),
        *("request_title", "request_username", "request_photo"),
    }
)
_RIGHTS = ("user_administrator_rights", "bot_administrator_rights")


def check_chat_request(request: object) -> None:
    """Raises BotApiError for what is no KeyboardButtonRequestChat."""
    if not isinstance(request, dict):
        raise bad_request("can't parse keyboard button: request_chat must be an Object")
    for name, kind in _REQUIRED.items():
        if type(request.get(name)) is not kind:
            raise bad_request(
                f'can\'t parse keyboard button: field "{name}" of request_chat is missing or of a wrong type'
            )
    if unknown := request.keys() - {*_REQUIRED, *_FLAGS, *_RIGHTS}:
        raise bad_request(f'can\'t parse keyboard button: unknown field "{min(unknown)}"')
    user, bot = (_granted(request, name) for name in _RIGHTS)
    if not bot <= user:
        raise bad_request("the bot's rights in request_chat must be a subset of the user's")


def request_of(keyboard: Json | None, label: str) -> Json:
    """The request of the button with that label. Raises Impossible."""
    buttons = [button for row in (keyboard or {}).get("keyboard", []) for button in row]
    for button in buttons:
        if isinstance(button, dict) and button["text"] == label and "request_chat" in button:
            request: Json = button["request_chat"]
            return request
    raise Impossible(f"no button {label!r} asks for a chat")


def share(world: World, person: Person, request: Json, chat: Chat) -> None:
    """Choose the chat: the bot gets the rights that it asks for, and is told which chat it is. Raises Impossible."""
    if sentence := _why_not(world, person, request, chat):
        raise Impossible(sentence)
    if request.get("bot_administrator_rights"):
        _promote_bot(world, chat, _granted(request, "bot_administrator_rights"))
    title = chat.title if request.get("request_title") else None
    shared = present(request_id=request["request_id"], chat_id=chat.id, title=title)
    world.announce(world.private_chat(person.id), person.user, {"chat_shared": shared})


def _why_not(world: World, person: Person, request: Json, chat: Chat) -> str:
    """Why Telegram would not offer the chat; "" when it would."""
    if chat.is_private or request["chat_is_channel"]:
        return "only groups can be chosen here"
    if request.get("chat_is_forum", chat.is_forum) != chat.is_forum:
        return f"the group is {'a' if chat.is_forum else 'no'} forum"
    status = person_member(world, chat, person.id)["status"]
    if status == "left" or (_granted(request, "user_administrator_rights") and status != "creator"):
        return f"{person.first_name} lacks the rights in the group"
    if request.get("bot_is_member") and not chat.bot_is_member:
        return "the bot is not in the group"
    return ""


def _promote_bot(world: World, chat: Chat, needed: frozenset[str]) -> None:
    """An administrator keeps what it has, and gets the rest."""
    was_administrator = chat.bot_status == "administrator"
    kept = {name for name in ALL_RIGHTS if was_administrator and chat.rights[name]}
    if was_administrator and needed <= kept:
        return
    if not chat.bot_is_member:
        owner = next((world.people[one].user for one, status in chat.members.items() if status == "creator"), world.bot)
        chat.bot_status = "member"
        world.announce(chat, owner, {"new_chat_members": [world.bot]})
    set_bot_status(world, chat, "administrator", {name: name in needed | kept for name in ALL_RIGHTS})


def _granted(request: Json, name: str) -> frozenset[str]:
    """The rights that are asked for."""
    rights = request.get(name) or {}
    if not isinstance(rights, dict):
        raise bad_request(f"can't parse keyboard button: {name} must be an Object")
    return frozenset(right for right, is_granted in rights.items() if is_granted is True)
