"""Who and where: the chats and people that updates are about, so that they reach what handles them."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bot.sandbox import Sandbox
from bot.sandbox.api_json import Json

STRANGERS = 400
_FIRST_STRANGER = 50_000_000
ELSEWHERE: tuple[Json, ...] = (
    {"id": -1_002_222_222_222, "type": "supergroup", "title": "Чужая группа"},
    {"id": -333, "type": "group", "title": "Ещё одна"},
    {"id": -1_003_333_333_333, "type": "channel", "title": "Канал"},
    {"id": 7, "type": "sender", "first_name": "Никто"},
)


@dataclass(frozen=True)
class Scene:
    """Where something happens, and who does it; `ids` are of messages and topics that are there."""

    chat: Json
    user: Json
    ids: Sequence[int]


@dataclass(frozen=True)
class People:
    """Customers, strangers, and the staff in their group."""

    private: Sequence[Json]  # users
    staff: Sequence[Json]
    staff_chat: Json
    ids: Sequence[int]

    def scene(self, rng: Random) -> Scene:
        chance = rng.random()
        if chance < 0.55:
            user = rng.choice(self.private)
            return Scene(_private_chat(user), dict(user), self.ids)
        chat = self.staff_chat if chance < 0.85 else rng.choice(ELSEWHERE)
        return Scene(dict(chat), dict(rng.choice([*self.staff, rng.choice(self.private)])), self.ids)


def people_of(sandbox: Sandbox) -> People:
    """Those of the sandbox, and many whom it does not know."""
    world = sandbox.world
    users = {role: [one.user for one in world.people.values() if one.role == role] for role in ("customer", "manager")}
    strangers = [_stranger(_FIRST_STRANGER + place) for place in range(STRANGERS)]
    ids = sorted(world.group.messages)[-50:] + [topic.thread_id for topic in sandbox.staff_group.topics]
    return People([*users["customer"], *strangers], users["manager"], world.chat_object(world.group), ids)


def _stranger(user_id: int) -> Json:
    return {"id": user_id, "is_bot": False, "first_name": f"Покупатель {user_id}"}


def _private_chat(user: Json) -> Json:
    return {"id": user["id"], "type": "private", "first_name": user["first_name"]}
