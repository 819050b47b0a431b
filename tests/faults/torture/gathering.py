"""Collects the evidence from the sandbox's records and the database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.sandbox import Call, Sandbox
from bot.sandbox.api_json import Json
from tests.faults.torture.evidence import Evidence, Intended, Place, Replied, Shown, Stored, Ticket
from tests.faults.torture.ledger import Entry
from tests.faults.torture.town import Record
from tests.peephole import Peephole

LOOKS = {"new": "🆕 новая", "open": "🙋 в работе", "pending": "⏳ ждём клиента", "solved": "✅ решена"}
DONE_ANYHOW = ("typing", "answer_press")  # it is worth something only for a moment
UNDONE = {
    "not handled": "SELECT update_id, error FROM inbox WHERE handled_at IS NULL AND set_aside_at IS NULL",
    "set aside": "SELECT update_id, error FROM inbox WHERE set_aside_at IS NOT NULL",
    "not sent": "SELECT id, action, error FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL",
    "given up": "SELECT id, action, error FROM outbox WHERE failed_at IS NOT NULL AND error != 'too late'",
    "too late": f"SELECT id, action FROM outbox WHERE error = 'too late' AND action NOT IN {DONE_ANYHOW}",
    "still gathered": "SELECT id FROM customer WHERE conversation_state = 'gathering'",
}


def gather(
    sandbox: Sandbox, database: Peephole, said: Iterable[Entry], record: Record, kills: Sequence[datetime]
) -> Evidence:
    group = sandbox.staff_group
    topics = dict(database.ask("SELECT ticket_id, topic_id FROM staffthread"))
    return Evidence(
        staff_chat=group.id,
        said=list(record.said.values()),
        replied=[_with_mark(sandbox, reply) for reply in record.replied.values()],
        shown=[shown for call in sandbox.calls for shown in _shown(sandbox, call)],
        stored=list(_stored(database)),
        tickets=list(_tickets(database, topics)),
        intended=list(_intended(said, group.id, topics)),
        topics=[topic.name for topic in group.topics],
        undone=[*undone(database), *_unanswered(record)],
        kills=kills,
    )


def undone(database: Peephole) -> Iterator[str]:
    """What was not handled, not sent, or given up, in words."""
    for what, question in UNDONE.items():
        yield from (f"{what}: {row}" for row in database.ask(question))


def _shown(sandbox: Sandbox, call: Call) -> Iterator[Shown]:
    """The messages that a call has posted to a chat."""
    if not call.ok or not call.method.startswith("send") or call.method == "sendChatAction":
        return
    result: Any = call.result
    sent: list[Json] = result if isinstance(result, list) else [result]
    for message in sent:
        chat, number = message["chat"]["id"], message["message_id"]
        now = sandbox.world.chats[chat].messages[number].api
        topic = message.get("message_thread_id") if message.get("is_topic_message") else None
        yield Shown(chat, topic, number, _text(message), _text(now), call.at)


def _text(message: Json) -> str:
    return str(message.get("text", message.get("caption", "")))


def _with_mark(sandbox: Sandbox, reply: Replied) -> Replied:
    marked = sandbox.staff_group.chat.messages[reply.id].reactions
    return replace(reply, is_marked=bool(marked))


def _stored(database: Peephole) -> Iterator[Stored]:
    told = database.ask("SELECT source_chat, source_id, ticket_id FROM message WHERE author = 'customer'")
    yield from (Stored(chat, number, ticket) for chat, number, ticket in told)


def _tickets(database: Peephole, topics: Mapping[int, int]) -> Iterator[Ticket]:
    opened = database.ask(
        "SELECT ticket.id, address, state FROM ticket JOIN customer ON customer.id = customer_id ORDER BY ticket.id"
    )
    for number, address, state in opened:
        yield Ticket(number, int(address), topics.get(number), f"№{number} · {LOOKS[state]}")


def _intended(said: Iterable[Entry], staff_chat: int, topics: Mapping[int, int]) -> Iterator[Intended]:
    newest: dict[Place, str] = {}
    for entry in said:
        place = _place(entry, staff_chat, topics)
        if entry.is_posted or f"\n\n{entry.texts[0]}" not in newest.get(place, ""):
            yield from (Intended(*place, text) for text in entry.texts)
        if entry.is_posted:
            newest[place] = entry.texts[0]


def _place(entry: Entry, staff_chat: int, topics: Mapping[int, int]) -> Place:
    if entry.address is not None:
        return int(entry.address), None
    return staff_chat, topics.get(entry.ticket) if entry.ticket else None


def _unanswered(record: Record) -> Iterator[str]:
    for press in record.pressed:
        if press.callback.answer is None:
            yield f"a press that was never answered: {press.callback}"
