"""The process is killed after any commit: nothing is lost or sent twice."""

from tests.faults.life import a_life
from tests.faults.reaping import deaths_until_one_survives, died_and_left_one_of_each

FEWEST_KILLS = 4


async def test_a_kill_after_any_commit() -> None:
    """Just after a commit, before anything else is done."""

    async def dies(number: int) -> bool:
        async with a_life(deadly_commit=number) as life:
            return await died_and_left_one_of_each(life)

    assert await deaths_until_one_survives(dies) > FEWEST_KILLS
