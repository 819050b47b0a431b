"""Updates made from the Bot API's specification: of every kind, with whatever fields they may have."""

import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from bot.sandbox.api_json import Json
from tests.fuzz import values
from tests.fuzz.people import People, Scene

Types = Mapping[str, Any]

DENSITIES = (0.0, 0.02, 0.1, 0.4, 1.0)  # of optional fields that are there
THINNER = 0.2  # with each level down
DEEPEST = 4  # beyond it there are required fields only
ODD = 0.08  # of values
NEW = 0.05  # of updates: a field, or a kind, that nobody knows yet
_ARRAY = "Array of "
_CONSTANT = re.compile(r'(?:always|must be|can be|currently|one of)[^"“]*((?:["“][^"”]*["”][, or]*)+)')
_QUOTED = re.compile(r'["“]([^"”]*)["”]')


class SpecifiedUpdates:
    """Made up with `rng`; `types` are those of the specification."""

    def __init__(self, types: Types, people: People, rng: Random) -> None:
        self._types = types
        self._people = people
        self._rng = rng
        self._kinds = {one["name"]: one["types"][0] for one in types["Update"]["fields"] if not one["required"]}

    def each_field_alone(self) -> Iterator[Json]:
        """For every kind and every optional field of it an update that has no other one."""
        for kind, type_name in self._kinds.items():
            for field in self._types[type_name].get("fields", ()):
                scene = self._people.scene(self._rng)
                content = self._object(type_name, scene, 0.0, 0)
                yield {kind: content | {field["name"]: self._field(field, scene, 0.0, 1)}}

    def made_up(self) -> Iterator[Json]:
        """Without end."""
        while True:
            kind = self._rng.choice(["message", "callback_query", *self._kinds])
            scene, density = self._people.scene(self._rng), self._rng.choice(DENSITIES)
            content = self._object(self._kinds[kind], scene, density, 0)
            yield self._renewed({kind: content}) if self._rng.random() < NEW else {kind: content}

    def _renewed(self, update: Json) -> Json:
        [(kind, content)] = update.items()
        news: Json = {"telepathy": {"id": 1, "thought": values.text(self._rng)}}
        return self._rng.choice([{"telepathic_message": content}, {kind: content | news}, update | news])

    def _object(self, type_name: str, scene: Scene, density: float, depth: int) -> Any:
        if kinds := self._types[type_name].get("subtypes"):
            return self._value(self._rng.choice(kinds) if depth < DEEPEST else kinds[0], scene, density, depth)
        if (known := self._known(type_name, scene)) is not None:
            return known
        return {
            field["name"]: self._field(field, scene, density * THINNER, depth + 1)
            for field in self._types[type_name].get("fields", ())
            if field["required"] or (depth < DEEPEST and self._rng.random() < density)
        }

    def _known(self, type_name: str, scene: Scene) -> Json | None:
        """Mostly it is the chat where it happens, and the one who does it."""
        if self._rng.random() < ODD:
            return None
        return {"Chat": scene.chat, "User": scene.user}.get(type_name)

    def _field(self, field: Json, scene: Scene, density: float, depth: int) -> Any:
        name, type_name = field["name"], self._rng.choice(field["types"])
        if type_name == "String":
            return self._text(name, field["description"])
        if type_name == "Integer":
            return self._number(name, scene)
        return self._value(type_name, scene, density, depth)

    def _value(self, type_name: str, scene: Scene, density: float, depth: int) -> Any:
        if type_name.startswith(_ARRAY):
            length = self._rng.choice([0, 1, 2]) if depth < DEEPEST else 0
            return [self._value(type_name.removeprefix(_ARRAY), scene, density, depth) for _ in range(length)]
        match type_name:
            case "String":
                return values.text(self._rng)
            case "Integer":
                return values.number(self._rng)
            case "Float":
                return self._rng.choice([0.0, 55.75, -1e300, 181.0])
            case "Boolean" | "True":
                return self._rng.random() < 0.5
        return self._object(type_name, scene, density, depth)

    def _text(self, name: str, description: str) -> str:
        """What the specification says can be there, or whatever."""
        named = _CONSTANT.search(description)
        if named and self._rng.random() > ODD:
            return str(self._rng.choice(_QUOTED.findall(named[1])))
        return values.press(self._rng) if name == "data" else values.text(self._rng)

    def _number(self, name: str, scene: Scene) -> int:
        if self._rng.random() > ODD and name.endswith(("message_id", "thread_id")) and scene.ids:
            return self._rng.choice(scene.ids)
        is_date = name.endswith("date") and self._rng.random() > ODD
        return self._rng.choice([1_764_000_000, 1, 0]) if is_date else values.number(self._rng)
