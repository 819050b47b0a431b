"""The entry point of the sandbox for tests and the demo."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime

from bot.sandbox.api_json import Json
from bot.sandbox.calls import Call, Calls
from bot.sandbox.clock import MovableClock
from bot.sandbox.errors import Impossible
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.group import StaffGroup
from bot.sandbox.limits import FloodLimits
from bot.sandbox.params import Given
from bot.sandbox.people import Channel, Customer, Manager
from bot.sandbox.world import World


class Sandbox:
    """A Telegram of one bot, one staff group and the people you add.

    It lives as long as this object; bots may come, be killed and come back. `forum` makes the staff group a
    supergroup with topics, else it is a basic group. `limits` switches Telegram's flood limits on.
    `timezone` and `language` are only told to the page, and so is what may be set later: `next_opening`, which tells
    when the desk opens after a moment (both aware); `tries`, what a customer may ask first; and `learnt_at`, when (on
    the sandbox's clock) the desk last finished learning. `restart` is called with the language in which the visitor
    wants the story to begin anew, one of `languages`. Everything belongs to the event loop that serves it.
    """

    def __init__(
        self,
        *,
        clock: MovableClock | None = None,
        token: str = "1:TEST",  # noqa: S107 - not a secret, the sandbox's own
        timezone: str = "Europe/Moscow",
        language: str = "ru",
        forum: bool = True,
        title: str = "Ночная смена",
        limits: bool = False,
    ) -> None:
        self.token = token
        self.timezone = timezone
        self.language = language
        self.next_opening: Callable[[datetime], datetime | None] | None = None
        self.tries: Sequence[str] = ()
        self.learnt_at: datetime | None = None
        self.languages: Sequence[str] = ()
        self.restart: Callable[[str], None] | None = None
        self.story = 0  # how many have begun before this one
        self.clock = clock or MovableClock()
        self.world = World(self.clock, token, forum, title)
        self.faults = Faults()
        self._forum, self._limits = forum, limits
        self._calls = Calls(self.world, self.faults, FloodLimits() if limits else None)

    def begin_anew(self, language: str, timezone: str, title: str) -> None:
        """Forget everybody and everything, and go back to real time. The bot must be stopped, its token stays."""
        before = self.world
        self.clock.reset()
        self.world = World(self.clock, self.token, self._forum, title)
        self.faults = Faults()
        self._calls = Calls(self.world, self.faults, FloodLimits() if self._limits else None)
        self.language, self.timezone = language, timezone
        self.learnt_at, self.story = None, self.story + 1
        before.changes.happened()  # whoever follows the page's events goes on with the new world

    @property
    def calls(self) -> list[Call]:
        """All calls of the bot with their responses, including getUpdates; oldest first."""
        return self._calls.made

    @property
    def delivered(self) -> list[Json]:
        """All Updates delivered to the bot; redelivered ones appear again."""
        return self.world.updates.delivered

    @property
    def pending(self) -> int:
        """The number of unconfirmed updates."""
        return len(self.world.updates)

    @property
    def staff_group(self) -> StaffGroup:
        return StaffGroup(self.world)

    def customer(
        self, first_name: str, *, language_code: str = "ru", last_name: str | None = None, username: str | None = None
    ) -> Customer:
        """Add a customer. The bot can't write to them first."""
        person = self.world.add_person("customer", (first_name, last_name, username), language_code)
        return Customer(self.world, person.id)

    def manager(
        self, first_name: str, *, language_code: str = "ru", last_name: str | None = None, username: str | None = None
    ) -> Manager:
        """Add a member of the staff group; the first one is its owner."""
        person = self.world.add_person("manager", (first_name, last_name, username), language_code)
        manager = Manager(self.world, person.id)
        manager.joins()
        return manager

    def other_bot(self, first_name: str) -> Manager:
        """Add another bot to the staff group."""
        person = self.world.add_person("manager", (first_name, None, f"other_{len(self.world.people)}_bot"), "")
        account = {"id": person.id, "is_bot": True, "first_name": first_name, "username": person.username}
        self.world.people[person.id] = replace(person, account=account)
        bot = Manager(self.world, person.id)
        bot.joins()
        return bot

    def channel(self, title: str, *, is_linked: bool = False) -> Channel:
        """Add a channel; the staff group may be the one for its discussions."""
        channel = Channel(self.world, -1_003_000_000_000 - len(title), title)
        if is_linked:
            self.world.group.linked_chat_id = channel.id
        return channel

    async def until(self, holds: Callable[[], object], timeout: float = 30) -> None:  # noqa: ASYNC109
        """Wait until `holds()` is true, checked after each change. Raises TimeoutError after seconds of real time."""
        await self.world.changes.until(holds, timeout)

    async def changed(self) -> None:
        """Wait for the next change."""
        await self.world.changes.next()

    async def carry_out(self, method: str, given: Given, fault: Fault | None) -> Call:
        """Execute and record a Bot API call."""
        return await self._calls.carry_out(method, given, fault)

    def serve(self, port: int = 0) -> AbstractAsyncContextManager[str]:
        """Serve on loopback in this event loop and yield the address; port 0 is any free one."""
        from bot.sandbox.server import serving

        return serving(self, port)

    def person(self, person_id: int) -> Customer | Manager:
        """The person with this id. Raises Impossible when there is none."""
        known = self.world.people.get(person_id)
        if known is None:
            raise Impossible(f"there is no person {person_id}")
        return (Manager if known.role == "manager" else Customer)(self.world, person_id)
