"""A sandbox that counts steps and kills the desk at one of them."""

import asyncio
from collections.abc import Callable

from bot.sandbox import Call, Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.params import Given

OF_NO_TICKET = ("getMe", "deleteWebhook", "setWebhook", "setMyCommands")


class MortalSandbox(Sandbox):
    """Each call is two steps: before it is executed, and after it but before the response.

    Those with which a desk introduces itself are no steps of a ticket's life. From `count_from_now` on the others are
    counted; at number `deadly` the desk is killed, and the call never ends.
    """

    def __init__(self, deadly: int | None) -> None:
        super().__init__()
        self.steps: list[str] = []
        self._deadly = deadly
        self._kill: Callable[[], object] | None = None

    def count_from_now(self, kill: Callable[[], object]) -> None:
        self._kill = kill

    async def carry_out(self, method: str, given: Given, fault: Fault | None) -> Call:
        await self._step(method, "arrives")
        call = await super().carry_out(method, given, fault)
        await self._step(method, "is done")
        return call

    async def _step(self, method: str, how_far: str) -> None:
        if self._kill is None or method in OF_NO_TICKET:
            return
        self.steps.append(f"{method} {how_far}")
        if len(self.steps) == self._deadly:
            self._kill()
            await asyncio.Event().wait()
