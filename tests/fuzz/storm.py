"""Posts a storm of updates and checks the desk afterwards."""

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from random import Random

from bot.sandbox.api_json import Json
from tests.fuzz.desk_process import FuzzedDesk
from tests.fuzz.mutations import Mutations
from tests.fuzz.people import people_of
from tests.fuzz.real import an_evening
from tests.fuzz.specification import SpecifiedUpdates, Types

FIRST_ID = 800_000_000
AT_ONCE = 20  # posts, as Telegram makes to a webhook
A_BATCH = 500
GIVEN_TWICE = 0.03  # of updates, under the same id
OUT_OF_ORDER = 0.03  # of updates, with a lower id than others before
FATE = "SELECT update_id, payload, handled_at IS NOT NULL, set_aside_at IS NOT NULL FROM inbox"


@dataclass
class Weather:
    """What came of a storm: all that was posted, by id; what went wrong; the desk's memory after each batch, in MB."""

    posted: defaultdict[int, list[Json]] = field(default_factory=lambda: defaultdict(list))
    losses: list[str] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


async def storm(desk: FuzzedDesk, updates: int, seed: int, types: Types | None) -> Weather:
    """Post so many updates, half of them made from the specification, if there is one."""
    rng, weather = Random(seed), Weather()
    for made_up in _batches(_updates(desk, await an_evening(desk), types, rng), updates):
        batch = [_numbered(one, weather, rng) for one in made_up]
        weather.losses += await _post(desk, batch)
        await desk.handled()
        weather.losses += _losses(desk, {one["update_id"] for one in batch}, weather)
        weather.megabytes.append(desk.megabytes)
    await desk.quiet()
    return weather


def _losses(desk: FuzzedDesk, ids: set[int], weather: Weather) -> list[str]:
    """Updates that were neither handled nor kept whole as dead letters."""
    fates = {row[0]: row[1:] for row in desk.ask(FATE) if row[0] in ids}
    aside = {one: json.loads(payload) for one, (payload, _, is_aside) in fates.items() if is_aside}
    return [
        *(f"{one} is not there" for one in ids - fates.keys()),
        *(f"{one} waits" for one, (_, is_handled, _) in fates.items() if not is_handled and one not in aside),
        *(f"{one} was changed" for one, update in aside.items() if update not in weather.posted[one]),
    ]


def set_aside(desk: FuzzedDesk) -> Counter[str]:
    """Reasons, as classes of errors, with how many updates they took."""
    rows = desk.ask("SELECT error FROM inbox WHERE set_aside_at IS NOT NULL")
    return Counter(error.partition("(")[0] for (error,) in rows)


async def is_served(desk: FuzzedDesk) -> None:
    """Somebody new is answered, and gets a person."""
    vera = desk.sandbox.customer("Вера")
    vera.writes("Сколько стоит доставка?")
    await desk.until(lambda: any("300" in seen.text for seen in vera.sees))
    vera.writes("Позовите оператора")
    await desk.until(lambda: any("Заявка №" in seen.text for seen in vera.sees))


def _updates(desk: FuzzedDesk, real: Sequence[Json], types: Types | None, rng: Random) -> Iterator[Json]:
    people = people_of(desk.sandbox)
    spoilt = Mutations(real, people, rng).made_up()
    if types is None:
        return spoilt
    specified = SpecifiedUpdates(types, people, rng)
    alone = list(specified.each_field_alone())
    rng.shuffle(alone)
    return chain.from_iterable(zip(spoilt, chain(alone, specified.made_up()), strict=False))


def _batches(updates: Iterator[Json], count: int) -> Iterator[list[Json]]:
    for start in range(0, count, A_BATCH):
        yield list(islice(updates, min(A_BATCH, count - start)))


def _numbered(update: Json, weather: Weather, rng: Random) -> Json:
    """With its id; some come again, or late."""
    number = FIRST_ID + 10 * len(weather.posted)
    if weather.posted and rng.random() < GIVEN_TWICE:
        number = rng.choice(list(weather.posted)[-A_BATCH:])
    elif rng.random() < OUT_OF_ORDER:
        number -= 10 * rng.randint(1, 50) + rng.randint(1, 9)
    update = {"update_id": number} | update
    weather.posted[number].append(update)
    return update


async def _post(desk: FuzzedDesk, updates: Sequence[Json]) -> list[str]:
    """Returns which were not taken."""
    hands = asyncio.Semaphore(AT_ONCE)

    async def post(update: Json) -> int:
        async with hands:
            return await desk.post(json.dumps(update))

    statuses = await asyncio.gather(*(post(update) for update in updates))
    return [f"{one['update_id']}: {status}" for one, status in zip(updates, statuses, strict=True) if status != 200]
