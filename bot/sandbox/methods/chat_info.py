"""Methods about chats, members and files; chat actions, callback answers, leaving."""

import asyncio
import time

from bot.sandbox.api_json import Json, present
from bot.sandbox.chats import Chat
from bot.sandbox.errors import bad_request
from bot.sandbox.members import bot_member, member_object, person_member, set_bot_status
from bot.sandbox.methods.access import readable_chat, writable_chat
from bot.sandbox.params import Params
from bot.sandbox.world import World

TYPING_LASTS = 5.0  # seconds, https://core.telegram.org/bots/api#sendchataction
CALLBACK_LASTS = 15 * 60  # seconds; Telegram documents no number
_MOST_ANSWER = 200
_ACTION_NAMES = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note"
)
_ACTIONS = frozenset(_ACTION_NAMES.split())
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_PERMISSIONS = ("can_send_messages", "can_send_photos", "can_send_videos", "can_send_documents", "can_send_voice_notes")


def get_chat(world: World, params: Params) -> Json:
    chat = readable_chat(world, params.integer("chat_id"))
    pinned = chat.found(chat.pinned[-1]) if chat.pinned else None
    about: Json = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(_GIFTS, False)}
    permissions = None if chat.is_private else dict.fromkeys(_PERMISSIONS, True)
    return (
        world.chat_object(chat)
        | about
        | present(pinned_message=pinned and pinned.api, permissions=permissions, linked_chat_id=chat.linked_chat_id)
    )


def get_chat_member(world: World, params: Params) -> Json:
    chat = readable_chat(world, params.integer("chat_id"))
    user_id = params.integer("user_id")
    if user_id == world.bot["id"]:
        return bot_member(world, chat)
    if user_id not in world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return person_member(world, chat, user_id)


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """The administrators; bots only on request, as documented."""
    chat = _group(world, params)
    owners = [person_id for person_id, status in chat.members.items() if status in ("creator", "administrator")]
    people = [person_member(world, chat, person_id) for person_id in owners]
    wants_bots = params.flag("return_bots") and chat.bot_status == "administrator"
    return [*people, *([member_object(chat, world.bot, "administrator")] if wants_bots else [])]


def get_chat_member_count(world: World, params: Params) -> int:
    chat = readable_chat(world, params.integer("chat_id"))
    return 2 if chat.is_private else len(chat.members) + 1


def leave_chat(world: World, params: Params) -> bool:
    chat = _group(world, params)
    world.announce(chat, world.bot, {"left_chat_member": world.bot})
    set_bot_status(world, chat, "left", {})
    return True


def send_chat_action(world: World, params: Params) -> bool:
    chat = writable_chat(world, params.integer("chat_id"))
    if params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = time.monotonic() + TYPING_LASTS
    world.changes.happened()
    asyncio.get_running_loop().call_later(TYPING_LASTS, world.changes.happened)
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    callback = world.callbacks.get(params.text("callback_query_id"))
    if callback is None or world.clock.unix() - callback.asked_at > CALLBACK_LASTS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(params.text("text")) > _MOST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if callback.answer is None:
        callback.answer = {"text": params.text("text") or None, "show_alert": params.flag("show_alert")}
    world.changes.happened()
    return True


def get_file(world: World, params: Params) -> Json:
    return world.files.described(params.text("file_id"))


def _group(world: World, params: Params) -> Chat:
    chat = readable_chat(world, params.integer("chat_id"))
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return chat
