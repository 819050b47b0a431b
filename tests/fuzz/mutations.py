"""Real updates, mutated."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from bot.sandbox.api_json import Json
from tests.fuzz import values
from tests.fuzz.people import People

MOST_CHANGES = 4
Spot = tuple[Any, Any]  # a dict or a list, and the key in it


class Mutations:
    """Mutates `real` updates with `rng`."""

    def __init__(self, real: Sequence[Json], people: People, rng: Random) -> None:
        self._real = real
        self._people = people
        self._rng = rng
        self._changes: tuple[Callable[[Json], None], ...] = (
            *(self._drop_something, self._change_a_type, self._put_an_odd_value, self._nest, self._say_it_again),
            *(self._move_elsewhere, self._swap_sender, self._forge_a_press, self._say_something_else),
            *(self._mark_beyond_the_end, self._turn_back_the_date, self._call_it_otherwise),
        )

    def made_up(self) -> Iterator[Json]:
        """Without end."""
        while True:
            update: Json = deepcopy(self._rng.choice(self._real))
            del update["update_id"]
            for _ in range(self._rng.randint(1, MOST_CHANGES)):
                self._rng.choice(self._changes)(update)
            yield update

    def _drop_something(self, update: Json) -> None:
        where, key = self._spot(update)
        del where[key]

    def _change_a_type(self, update: Json) -> None:
        where, key = self._spot(update)
        where[key] = deepcopy(self._rng.choice(values.WRONG_TYPES))

    def _put_an_odd_value(self, update: Json) -> None:
        where, key = self._spot(update)
        where[key] = values.number(self._rng) if isinstance(where[key], int) else values.text(self._rng)

    def _nest(self, update: Json) -> None:
        where, key = self._spot(update)
        where[key] = {"message": deepcopy(where[key])} if self._rng.random() < 0.5 else [deepcopy(where[key])] * 3

    def _say_it_again(self, update: Json) -> None:
        """Some field of another update is here too."""
        other: Json = deepcopy(self._rng.choice(self._real))
        del other["update_id"]
        update.update(other)

    def _move_elsewhere(self, update: Json) -> None:
        for where in _all_named(update, "chat"):
            where["chat"] = self._people.scene(self._rng).chat

    def _swap_sender(self, update: Json) -> None:
        for where in _all_named(update, "from"):
            where["from"] = self._people.scene(self._rng).user

    def _forge_a_press(self, update: Json) -> None:
        for where in _all_named(update, "data"):
            where["data"] = values.press(self._rng)

    def _say_something_else(self, update: Json) -> None:
        for where in (*_all_named(update, "text"), *_all_named(update, "caption")):
            where["text"] = values.text(self._rng)

    def _mark_beyond_the_end(self, update: Json) -> None:
        mark = {
            "type": self._rng.choice(["bold", "bot_command", "text_mention", "text_link", "blink", ""]),
            "offset": values.number(self._rng),
            "length": values.number(self._rng),
        }
        for where in (*_all_named(update, "text"), *_all_named(update, "caption")):
            where["entities"] = where["caption_entities"] = [mark, mark]

    def _turn_back_the_date(self, update: Json) -> None:
        for where in _all_named(update, "date"):
            where["date"] = self._rng.choice([0, 1, -1, 1_500_000_000, *values.NUMBERS])

    def _call_it_otherwise(self, update: Json) -> None:
        """A message is an edit, a button, a reaction, or something that nobody knows yet."""
        for kind in list(update):
            named = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member", "telepathy"]
            update[self._rng.choice(named)] = update.pop(kind)

    def _spot(self, update: Json) -> Spot:
        """A place anywhere in the update."""
        spots = list(_spots(update))
        return self._rng.choice(spots) if spots else ({"nothing": 0}, "nothing")


def _spots(inside: object) -> Iterator[Spot]:
    keys: Any = inside.keys() if isinstance(inside, dict) else range(len(inside)) if isinstance(inside, list) else ()
    for key in keys:
        yield inside, key
        yield from _spots(inside[key])  # type: ignore[index]  # it has keys, so it is one of the two


def _all_named(update: Json, name: str) -> list[Json]:
    return [where for where, key in _spots(update) if key == name]
