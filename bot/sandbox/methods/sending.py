"""The send… methods."""

from bot.sandbox.api_json import Json, present
from bot.sandbox.chats import Chat, StoredMessage
from bot.sandbox.errors import bad_request
from bot.sandbox.files import StoredFile, Upload
from bot.sandbox.markup import checked_markup, requested_chats
from bot.sandbox.methods.access import replied_message, thread_for, writable_chat
from bot.sandbox.methods.texts import caption, caption_of, message_text
from bot.sandbox.params import Params
from bot.sandbox.world import World

_ABOUT = ("duration", "width", "height", "length", "performer", "title", "emoji")
_MIXABLE = ({"photo", "video"}, {"document"}, {"audio"})


def send_message(world: World, params: Params) -> Json:
    preview = params.object("link_preview_options")
    return deliver(world, params, message_text(world, params) | present(link_preview_options=preview or None)).api


def send_photo(world: World, params: Params) -> Json:
    return _send_file(world, params, "photo")


def send_video(world: World, params: Params) -> Json:
    return _send_file(world, params, "video")


def send_audio(world: World, params: Params) -> Json:
    return _send_file(world, params, "audio")


def send_voice(world: World, params: Params) -> Json:
    return _send_file(world, params, "voice")


def send_video_note(world: World, params: Params) -> Json:
    return _send_file(world, params, "video_note")


def send_animation(world: World, params: Params) -> Json:
    return _send_file(world, params, "animation")


def send_document(world: World, params: Params) -> Json:
    return _send_file(world, params, "document")


def send_sticker(world: World, params: Params) -> Json:
    return _send_file(world, params, "sticker")


def send_location(world: World, params: Params) -> Json:
    return deliver(world, params, {"location": _location(params)}).api


def send_venue(world: World, params: Params) -> Json:
    venue = {"location": _location(params)} | params.given("title", "address")
    return deliver(world, params, {"venue": venue, "location": venue["location"]}).api


def send_contact(world: World, params: Params) -> Json:
    return deliver(world, params, {"contact": params.given("phone_number", "first_name", "last_name", "vcard")}).api


def send_media_group(world: World, params: Params) -> list[Json]:
    media = params.array("media")
    _check_album(media)
    chat = writable_chat(world, params.integer("chat_id"))
    reply_to = replied_message(chat, params)
    thread_for(chat, params, reply_to)
    album = str(13_000_000_000_000_000 + world.last_message_id(chat) + 1)
    contents = [(_album_file(world, params, one), caption_of(world, one)) for one in media]
    return [
        deliver(world, params, file.content | words | {"media_group_id": album}, file).api for file, words in contents
    ]


def deliver(world: World, params: Params, content: Json, file: StoredFile | None = None) -> StoredMessage:
    """Post a message of the bot to the chat and topic of the call."""
    markup = checked_markup(params.object("reply_markup"))
    chat = writable_chat(world, params.integer("chat_id"))
    if requested_chats(markup) and not chat.is_private:
        raise bad_request("chats can be requested in private chats only")
    reply_to = replied_message(chat, params)
    thread_id = thread_for(chat, params, reply_to)
    _stop_typing(chat)
    return world.post(
        chat,
        world.bot,
        content | present(reply_markup=markup.inline, has_protected_content=params.flag("protect_content") or None),
        thread_id=thread_id,
        reply_to=reply_to,
        silent=params.flag("disable_notification"),
        keyboard=markup.keyboard,
        file=file,
    )


def _stop_typing(chat: Chat) -> None:
    chat.typing_until = 0.0


def _send_file(world: World, params: Params, kind: str) -> Json:
    words = caption(world, params)
    writable_chat(world, params.integer("chat_id"))
    file = stored_file(world, kind, params.file(kind), params.given(*_ABOUT))
    shown = present(
        show_caption_above_media=params.flag("show_caption_above_media") or None,
        has_media_spoiler=params.flag("has_spoiler") or None,
    )
    return deliver(world, params, file.content | words | shown, file).api


def stored_file(world: World, kind: str, given: Upload | str, about: Json) -> StoredFile:
    if isinstance(given, Upload):
        return world.files.store(kind, given, about)
    return world.files.again(kind, given)


def _location(params: Params) -> Json:
    latitude, longitude = params.number("latitude"), params.number("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("LOCATION_INVALID")
    return {"latitude": latitude, "longitude": longitude} | params.given("horizontal_accuracy", "live_period")


def _check_album(media: list[Json]) -> None:
    if not media:
        raise bad_request("there are no messages to send")
    if not 2 <= len(media) <= 10:
        raise bad_request(f"an album has 2 to 10 messages, not {len(media)}")
    kinds = {str(one.get("type")) for one in media}
    if not any(kinds <= mixable for mixable in _MIXABLE):
        raise bad_request("Can't use the media of the specified type in the album")


def _album_file(world: World, params: Params, media: Json) -> StoredFile:
    about = {name: media[name] for name in _ABOUT if name in media}
    return stored_file(world, media["type"], params.attachment(str(media.get("media", ""))), about)
