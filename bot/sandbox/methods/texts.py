"""Texts and captions of the bot: parse mode or entities, and length limits."""

from bot.sandbox.api_json import Json, present, utf16_length
from bot.sandbox.entities import stored_text
from bot.sandbox.errors import bad_request
from bot.sandbox.html import FormattedText, parse_html
from bot.sandbox.params import Params
from bot.sandbox.user_actions import MOST_CAPTION, MOST_TEXT
from bot.sandbox.world import World


def message_text(world: World, params: Params) -> Json:
    """The fields text and entities of a Message."""
    formatted = _formatted(world, params.text("text"), params.text("parse_mode"), params.array("entities"))
    if not formatted.text:
        raise bad_request("message text is empty")
    if utf16_length(formatted.text) > MOST_TEXT:
        raise bad_request("message is too long")
    return {"text": formatted.text} | present(entities=list(formatted.entities) or None)


def caption(world: World, params: Params) -> Json:
    """The fields caption and caption_entities of a Message, or nothing."""
    return _caption(world, params.text("caption"), params.text("parse_mode"), params.array("caption_entities"))


def caption_of(world: World, media: Json) -> Json:
    """As `caption`, for one InputMedia of an album."""
    text, mode = str(media.get("caption", "")), str(media.get("parse_mode", ""))
    return _caption(world, text, mode, media.get("caption_entities", []))


def _caption(world: World, text: str, parse_mode: str, entities: list[Json]) -> Json:
    formatted = _formatted(world, text, parse_mode, entities)
    if utf16_length(formatted.text) > MOST_CAPTION:
        raise bad_request("message caption is too long")
    return present(caption=formatted.text or None, caption_entities=list(formatted.entities) or None)


def _formatted(world: World, text: str, parse_mode: str, entities: list[Json]) -> FormattedText:
    """Parse mode takes precedence over entities, as in Telegram."""
    if parse_mode.lower() == "html":
        parsed = parse_html(text)
        text, entities = parsed.text, list(parsed.entities)
    elif parse_mode:
        raise bad_request(f"unsupported parse_mode: the sandbox reads HTML and entities, not {parse_mode}")
    return stored_text(text, [_with_user(world, entity) for entity in entities if not _mentions_nobody(world, entity)])


def _with_user(world: World, entity: Json) -> Json:
    return entity | {"user": world.user(entity["user"]["id"])} if _is_mention(entity) else entity


def _mentions_nobody(world: World, entity: Json) -> bool:
    return _is_mention(entity) and world.user(entity["user"]["id"]) is None


def _is_mention(entity: Json) -> bool:
    return isinstance(entity, dict) and entity.get("type") == "text_mention" and "id" in entity.get("user", {})
