"""Resolution of chats, topics and messages, with permission checks."""

from bot.sandbox.chats import Chat, StoredMessage
from bot.sandbox.errors import BotApiError, bad_request, forbidden
from bot.sandbox.params import Params
from bot.sandbox.world import World


def readable_chat(world: World, chat_id: int) -> Chat:
    """A chat that the bot is a member of. Raises BotApiError."""
    chat = world.chats.get(chat_id)
    if chat is None or (chat.is_private and not world.people[chat_id].started):
        raise _unknown(world, chat_id)
    if chat.migrated_to is not None:
        sentence = "Bad Request: group chat was upgraded to a supergroup chat"
        raise BotApiError(400, sentence, migrate_to_chat_id=chat.migrated_to)
    if not chat.is_private and not chat.bot_is_member:
        happened = "was kicked from" if chat.bot_status == "kicked" else "is not a member of"
        raise forbidden(f"bot {happened} the {chat.type} chat")
    return chat


def writable_chat(world: World, chat_id: int) -> Chat:
    """A chat that the bot can write to. Raises BotApiError."""
    chat = readable_chat(world, chat_id)
    if chat.is_private and world.people[chat_id].blocked:
        raise forbidden("bot was blocked by the user")
    return chat


def _unknown(world: World, chat_id: int) -> BotApiError:
    """A private chat can be written to only after its user has started the bot."""
    is_colleague = any(chat_id in chat.members for chat in world.chats.values())
    return forbidden("bot can't initiate conversation with a user") if is_colleague else bad_request("chat not found")


def thread_for(chat: Chat, params: Params, reply_to: StoredMessage | None) -> int | None:
    """The topic to write to."""
    if "message_thread_id" not in params:
        thread_id = reply_to.in_topic if reply_to else None
    else:
        thread_id = params.integer("message_thread_id")
        if thread_id not in chat.topics and not _is_reply_thread(chat, thread_id):
            raise bad_request("message thread not found")
    topic = chat.topics.get(thread_id) if thread_id is not None else None
    if topic is not None and topic.closed and (chat.closed_for_all or not chat.rights["can_manage_topics"]):
        raise bad_request("TOPIC_CLOSED")
    return thread_id


def _is_reply_thread(chat: Chat, thread_id: int) -> bool:
    """Supergroups without topics have a thread for each message that was replied to."""
    return chat.type == "supergroup" and not chat.is_forum and chat.found(thread_id) is not None


def replied_message(chat: Chat, params: Params) -> StoredMessage | None:
    """The message of reply_parameters, or None."""
    reply = params.object("reply_parameters")
    if not reply:
        return None
    if reply.get("chat_id", chat.id) not in (chat.id, str(chat.id)):
        raise bad_request("the sandbox knows no replies to another chat")
    wanted = reply.get("message_id", 0)
    if not isinstance(wanted, int):
        raise bad_request(f"can't parse reply_parameters: expected an Integer, got {wanted!r}")
    found = chat.found(wanted)
    if found is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return found


def own_message(world: World, params: Params) -> StoredMessage:
    """The bot's own message to edit. Raises BotApiError."""
    message = writable_chat(world, params.integer("chat_id")).message(params.integer("message_id"), "edit")
    if message.author_id != world.bot["id"] or message.is_service:
        raise bad_request("message can't be edited")
    return message
