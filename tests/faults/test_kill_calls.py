"""The process is killed at any call of the Bot API: nothing is lost or sent twice."""

from tests.faults.life import a_life
from tests.faults.reaping import deaths_until_one_survives, died_and_left_one_of_each

FEWEST_KILLS = 10


async def test_a_kill_at_any_call_of_the_bot_api() -> None:
    """Just before the call is executed, and just after it, before the response arrives."""

    async def dies(number: int) -> bool:
        async with a_life(deadly_step=number) as life:
            return await died_and_left_one_of_each(life)

    assert await deaths_until_one_survives(dies) > FEWEST_KILLS
