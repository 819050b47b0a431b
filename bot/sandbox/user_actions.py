"""Actions of users: write, edit, press, react, block. Each creates the updates that Telegram would."""

from dataclasses import dataclass, field

from bot.sandbox.api_json import Json, present, utf16_length
from bot.sandbox.chats import CONTENT, Chat, Person, StoredMessage
from bot.sandbox.entities import stored_text
from bot.sandbox.errors import BotApiError, Impossible
from bot.sandbox.files import StoredFile, Upload
from bot.sandbox.members import report_block
from bot.sandbox.sample_files import FILE_KINDS, sample
from bot.sandbox.world import Callback, World

MOST_TEXT = 4096
MOST_CAPTION = 1024
# `about` has all of these.
WITHOUT_FILE = frozenset({"poll", "dice", "paid_media", "game", "story", "invoice", "giveaway"})
_MOSCOW = {"latitude": 55.751244, "longitude": 37.618423}


@dataclass(frozen=True)
class Attachment:
    """An attachment to send. Without `data` a small sample file of that kind is used."""

    kind: str
    name: str | None = None
    caption: str = ""
    data: bytes | None = field(default=None, repr=False)
    about: Json = field(default_factory=dict)  # fields of the Location, Contact, Voice or Poll object
    is_protected: bool = False


@dataclass(frozen=True)
class Place:
    """The target of a message: chat, forum topic, and the message it replies to."""

    chat: Chat
    thread_id: int | None = None
    reply_to: StoredMessage | None = None


def write(world: World, person: Person, place: Place, text: str, entities: list[Json] | None = None) -> StoredMessage:
    """Send a text message. Raises Impossible when the person could not send it in Telegram."""
    return _send(world, person, place, _formatted("text", text, entities or [], MOST_TEXT))


def send(world: World, person: Person, place: Place, attachment: Attachment, album: str | None = None) -> StoredMessage:
    """Send an attachment; messages with the same `album` form an album. Raises Impossible."""
    content, file = _attached(world, person, attachment)
    caption = _formatted("caption", attachment.caption, [], MOST_CAPTION) if attachment.caption else {}
    more = present(media_group_id=album, has_protected_content=attachment.is_protected or None)
    return _send(world, person, place, content | caption | more, file)


def edit(
    world: World, person: Person, chat: Chat, message_id: int, text: str, entities: list[Json] | None = None
) -> StoredMessage:
    """Edit one's own text or caption. Raises Impossible."""
    message = own_message(chat, person, message_id)
    name = "text" if "text" in message.api else "caption"
    limit = MOST_TEXT if name == "text" else MOST_CAPTION
    world.edit(message, _formatted(name, text, entities or [], limit), *_entities_field(name))
    return _report_edit(world, message)


def replace(world: World, person: Person, chat: Chat, message_id: int, attachment: Attachment) -> StoredMessage:
    """Replace one's own text or file with a file, and its words with the file's caption. Raises Impossible."""
    message = own_message(chat, person, message_id)
    content, message.file = _attached(world, person, attachment)
    caption = _formatted("caption", attachment.caption, [], MOST_CAPTION) if attachment.caption else {}
    world.edit(message, content | caption, *CONTENT, "entities", "caption", "caption_entities")
    return _report_edit(world, message)


def move(world: World, person: Person, chat: Chat, message_id: int, latitude: float, longitude: float) -> StoredMessage:
    """One's own live location has moved. Raises Impossible."""
    message = own_message(chat, person, message_id)
    if "live_period" not in message.api.get("location", {}):
        raise Impossible(f"message {message_id} has no live location")
    moved = {"latitude": latitude, "longitude": longitude}
    world.edit(message, {"location": message.api["location"] | moved})
    return _report_edit(world, message)


def repeat_edit(world: World, person: Person, chat: Chat, message_id: int) -> StoredMessage:
    """The update of an edit that nobody sees: a link's preview was loaded, a reaction counted. Raises Impossible."""
    message = own_message(chat, person, message_id)
    world.edit(message, {})
    return _report_edit(world, message)


def _report_edit(world: World, message: StoredMessage) -> StoredMessage:
    world.updates.add("edited_message", message.api)
    world.changes.happened()
    return message


def press(world: World, person: Person, chat: Chat, message_id: int, data: str) -> Callback:
    """Press the button with this callback data. Raises Impossible when there is none."""
    message = chat.found(message_id)
    if message is None or data not in _callback_data(message):
        raise Impossible(f"message {message_id} has no button with the data {data!r}")
    callback = Callback(str(4_000_000_000_000_000 + len(world.callbacks)), world.clock.unix())
    world.callbacks[callback.id] = callback
    query = {
        "id": callback.id,
        "from": person.user,
        "message": message.api,
        "chat_instance": str(-chat.id),
        "data": data,
    }
    world.updates.add("callback_query", query)
    world.changes.happened()
    return callback


def react(world: World, person: Person, chat: Chat, message_id: int, emoji: str | None) -> None:
    """Set one reaction on a message, or remove it with None."""
    message = chat.found(message_id)
    if message is None:
        raise Impossible(f"there is no message {message_id}")
    before, after = message.reactions.get(person.id, []), [emoji] if emoji else []
    message.reactions = {**message.reactions, person.id: after}
    reaction = {"chat": world.chat_object(chat), "message_id": message_id, "user": person.user}
    change = {"old_reaction": _reactions(before), "new_reaction": _reactions(after)}
    world.updates.add("message_reaction", reaction | {"date": world.clock.unix()} | change)
    world.changes.happened()


def block(world: World, person: Person, *, blocked: bool) -> None:
    """Block or unblock the bot."""
    if person.blocked != blocked:
        report_block(world, person, blocked=blocked)
        world.change_person(person, blocked=blocked, started=person.started)


def own_message(chat: Chat, person: Person, message_id: int) -> StoredMessage:
    message = chat.found(message_id)
    if message is None or message.author_id != person.user["id"]:
        raise Impossible(f"{person.first_name} has no message {message_id} in this chat")
    return message


def _send(world: World, person: Person, place: Place, content: Json, file: StoredFile | None = None) -> StoredMessage:
    chat = place.chat
    _require_can_write(person, place)
    if chat.is_private and not person.started:
        world.change_person(person, blocked=False, started=True)
    thread_id = place.thread_id or (place.reply_to.in_topic if place.reply_to else None)
    content = content | person.signs
    message = world.post(chat, person.user, content, thread_id=thread_id, reply_to=place.reply_to, file=file)
    if chat.bot_is_member:
        world.updates.add("message", message.api)
        world.changes.happened()
    return message


def _require_can_write(person: Person, place: Place) -> None:
    chat = place.chat
    if chat.is_private and person.blocked:
        raise Impossible(f"{person.first_name} has blocked the bot and must unblock it to write")
    if person.signs:
        return
    if not chat.is_private and person.id not in chat.members:
        raise Impossible(f"{person.first_name} is not in the group")
    topic = chat.topics.get(place.thread_id) if place.thread_id else None
    if place.thread_id and chat.is_forum and topic is None:
        raise Impossible(f"there is no topic {place.thread_id}")
    if topic is not None and topic.closed and chat.members[person.id] != "creator":
        raise Impossible(f"the topic {topic.name!r} is closed: only the group's owner can write there")


def _formatted(name: str, text: str, entities: list[Json], limit: int) -> Json:
    try:
        formatted = stored_text(text.encode("utf-8", "replace").decode(), entities)
    except BotApiError as error:
        raise Impossible(error.description) from None
    if not formatted.text or utf16_length(formatted.text) > limit:
        raise Impossible(f"a {name} has 1 to {limit} characters (UTF-16), not {utf16_length(formatted.text)}")
    return {name: formatted.text} | present(**{_entities_field(name)[0]: list(formatted.entities) or None})


def _entities_field(name: str) -> tuple[str]:
    return ("entities" if name == "text" else "caption_entities",)


def _attached(world: World, person: Person, attachment: Attachment) -> tuple[Json, StoredFile | None]:
    about = attachment.about
    if attachment.kind == "location":
        return {"location": _MOSCOW | about}, None
    if attachment.kind == "contact":
        own = {"phone_number": "+79990000000", "first_name": person.first_name, "user_id": person.id}
        return {"contact": own | about}, None
    if attachment.kind in WITHOUT_FILE:
        return {attachment.kind: about}, None
    if attachment.kind not in FILE_KINDS:
        raise Impossible(f"there is no attachment {attachment.kind!r}")
    name, data = sample(attachment.kind)
    upload = Upload(attachment.name or name, data if attachment.data is None else attachment.data)
    try:
        stored = world.files.store(attachment.kind, upload, about)
    except BotApiError as error:
        raise Impossible(error.description) from None
    return stored.content, stored


def _callback_data(message: StoredMessage) -> list[str]:
    rows = message.api.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def _reactions(emoji: list[str]) -> list[Json]:
    return [{"type": "emoji", "emoji": one} for one in emoji]
