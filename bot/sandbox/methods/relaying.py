"""copyMessage and forwardMessage."""

from bot.sandbox.api_json import Json
from bot.sandbox.chats import StoredMessage
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.access import readable_chat
from bot.sandbox.methods.sending import deliver
from bot.sandbox.methods.texts import caption
from bot.sandbox.params import Params
from bot.sandbox.world import World

_CONTENT_FIELDS = (
    "text entities photo video voice document sticker audio video_note animation location venue contact poll "
    "dice game caption caption_entities show_caption_above_media has_media_spoiler link_preview_options"
)
_CONTENT = _CONTENT_FIELDS.split()
_UNCOPYABLE = frozenset({"paid_media", "giveaway", "invoice", "story"})


def copy_message(world: World, params: Params) -> Json:
    """Copy the content as the bot's own message; a given caption replaces the original."""
    source = _source(world, params, "copy")
    content = _content(source)
    if "caption" in params and "text" not in content:
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content |= caption(world, params)
    return {"message_id": deliver(world, params, content, source.file).id}


def forward_message(world: World, params: Params) -> Json:
    source = _source(world, params, "forward")
    first = {"type": "user", "sender_user": source.api["from"], "date": source.api["date"]}
    origin = source.api.get("forward_origin", first)
    return deliver(world, params, _content(source) | {"forward_origin": origin}, source.file).api


def _source(world: World, params: Params, purpose: str) -> StoredMessage:
    chat = readable_chat(world, params.integer("from_chat_id"))
    message = chat.message(params.integer("message_id"), purpose)
    if (
        message.is_service
        or message.api.get("has_protected_content")
        or (purpose == "copy" and _is_uncopyable(message))
    ):
        participle = {"copy": "copied", "forward": "forwarded"}[purpose]
        raise bad_request(f"message can't be {participle}")
    return message


def _is_uncopyable(message: StoredMessage) -> bool:
    """https://core.telegram.org/bots/api#copymessage; nobody tells the bot a quiz's right answer."""
    return not _UNCOPYABLE.isdisjoint(message.api) or message.api.get("poll", {}).get("type") == "quiz"


def _content(message: StoredMessage) -> Json:
    return {name: message.api[name] for name in _CONTENT if name in message.api}
