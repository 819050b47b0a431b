"""The state of the sandbox as JSON, from which the page is rendered."""

import time
from collections.abc import Collection

from bot.sandbox.api_json import Json
from bot.sandbox.calls import Call
from bot.sandbox.chats import Chat, Person, StoredMessage
from bot.sandbox.command_menus import menus
from bot.sandbox.sandbox import Sandbox

_LAST_CALLS = 20


def snapshot(sandbox: Sandbox) -> Json:
    world = sandbox.world
    waiting = world.updates.waiting_messages
    return {
        "version": world.changes.version,
        "clock": clock_state(sandbox),
        "timezone": sandbox.timezone,
        "language": sandbox.language,
        "languages": list(sandbox.languages),
        "story": sandbox.story,
        "next_opening": _next_opening(sandbox),
        "tries": list(sandbox.tries),
        "learnt_at": sandbox.learnt_at.isoformat() if sandbox.learnt_at else None,
        "bot": world.bot,
        "commands": menus(world),
        "people": [person_state(person) for person in world.people.values()],
        "chats": [_chat(chat, waiting) for chat in world.chats.values() if chat.migrated_to is None],
        "faults": [fault.described for fault in sandbox.faults],
        "calls": _calls(sandbox.calls),
        "polling": world.polling.is_going_on or world.webhook is not None,
    }


def _next_opening(sandbox: Sandbox) -> str | None:
    opening = sandbox.next_opening(sandbox.clock.now()) if sandbox.next_opening else None
    return opening.isoformat() if opening else None


def clock_state(sandbox: Sandbox) -> Json:
    return {"now": sandbox.clock.now().isoformat(), "moved": sandbox.clock.moved}


def person_state(person: Person) -> Json:
    names = ("id", "first_name", "last_name", "username", "language_code", "role", "blocked")
    return {name: getattr(person, name) for name in names}


def message_state(message: StoredMessage, *, waiting: bool = False) -> Json:
    """A Message object, with what only users see in extra fields. `waiting`: the bot has not confirmed it yet."""
    reactions = [{"emoji": one, "by": by} for by, given in message.reactions.items() for one in given]
    file_url = f"/sandbox/file/{message.file.path}" if message.file else None
    seen = {"silent": message.silent, "deleted": message.deleted, "reactions": reactions, "file_url": file_url}
    seen["waiting"] = waiting
    return message.api | {"sandbox": seen | {"keyboard": message.keyboard}}


def _chat(chat: Chat, waiting: Collection[tuple[int, int]]) -> Json:
    topics = [
        {"message_thread_id": topic.thread_id, "name": topic.name, "closed": topic.closed}
        for topic in chat.topics.values()
    ]
    return {
        "id": chat.id,
        "type": chat.type,
        "title": chat.title,
        "is_forum": chat.is_forum,
        "person_id": chat.person_id,
        "typing": time.monotonic() < chat.typing_until,
        "topics": topics,
        "messages": [
            message_state(message, waiting=(chat.id, message.id) in waiting) for message in chat.messages.values()
        ],
    }


def _calls(calls: list[Call]) -> Json:
    """The recorded calls, without getUpdates."""
    told = [call for call in calls if call.method != "getUpdates"]
    return {"count": len(told), "last": [_call(call) for call in told[-_LAST_CALLS:]]}


def _call(call: Call) -> Json:
    description = call.response.get("description")
    return {"at": call.at.isoformat(), "method": call.method, "ok": call.ok, "description": description}
