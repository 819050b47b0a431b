"""The sandbox as tests and the demo hold it: the world, its people, and what the bot did."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from bot.sandbox.calls import Call, Calls
from bot.sandbox.clock import MovableClock
from bot.sandbox.errors import Impossible
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.group import StaffGroup
from bot.sandbox.limits import FloodLimits
from bot.sandbox.params import Given
from bot.sandbox.people import Customer, Manager
from bot.sandbox.wire import Json
from bot.sandbox.world import World


class Sandbox:
    """A Telegram of one bot, one staff group and the people you add.

    It lives as long as this object; bots may come, be killed and come back. `forum` makes the staff group a
    supergroup with topics, else it is a basic group. `limits` switches Telegram's flood limits on.
    `timezone` is only told to the page. Everything belongs to the event loop that serves it.
    """

    def __init__(
        self,
        *,
        clock: MovableClock | None = None,
        token: str = "1:TEST",  # noqa: S107 - not a secret, the sandbox's own
        timezone: str = "Europe/Moscow",
        forum: bool = True,
        title: str = "Ночная смена",
        limits: bool = False,
    ) -> None:
        self.token = token
        self.timezone = timezone
        self.clock = clock or MovableClock()
        self.world = World(self.clock, token, forum, title)
        self.faults = Faults()
        self._calls = Calls(self.world, self.faults, FloodLimits() if limits else None)

    @property
    def calls(self) -> list[Call]:
        """Every call that the bot made, getUpdates too, with its answer; oldest first."""
        return self._calls.made

    @property
    def delivered(self) -> list[Json]:
        """Every Update handed to the bot, once for each time."""
        return self.world.updates.delivered

    @property
    def pending(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return len(self.world.updates)

    @property
    def staff_group(self) -> StaffGroup:
        return StaffGroup(self.world)

    def customer(
        self, first_name: str, *, language_code: str = "ru", last_name: str | None = None, username: str | None = None
    ) -> Customer:
        """Somebody who can write to the bot. The bot can't write to them first."""
        person = self.world.add_person("customer", (first_name, last_name, username), language_code)
        return Customer(self.world, person.id)

    def manager(
        self, first_name: str, *, language_code: str = "ru", last_name: str | None = None, username: str | None = None
    ) -> Manager:
        """A member of the staff group; the first one is its owner."""
        person = self.world.add_person("manager", (first_name, last_name, username), language_code)
        manager = Manager(self.world, person.id)
        manager.joins()
        return manager

    async def until(self, holds: Callable[[], object], timeout: float = 5) -> None:  # noqa: ASYNC109
        """Wait until `holds()` is true, looking again after each change. Raises TimeoutError after real seconds."""
        await self.world.changes.until(holds, timeout)

    async def changed(self) -> None:
        """Wait for the next change."""
        await self.world.changes.next()

    async def carry_out(self, method: str, given: Given, fault: Fault | None) -> Call:
        """Do a call of the bot and keep it."""
        return await self._calls.carry_out(method, given, fault)

    def serve(self, port: int = 0) -> AbstractAsyncContextManager[str]:
        """`async with sandbox.serve() as address:` serves on loopback in this event loop; port 0 takes a free one."""
        from bot.sandbox.server import serving

        return serving(self, port)

    def person(self, person_id: int) -> Customer | Manager:
        """Raises Impossible when there is nobody with that id."""
        known = self.world.people.get(person_id)
        if known is None:
            raise Impossible(f"there is no person {person_id}")
        return (Manager if known.role == "manager" else Customer)(self.world, person_id)
