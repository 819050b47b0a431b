"""A sandbox that rejects given methods."""

from bot.sandbox import Call, Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.params import Given


class StubbornSandbox(Sandbox):
    """Calls of the methods in `refuses` fail with the descriptions given there.

    With `dislikes` only those calls are refused that have this somewhere in their parameters.
    """

    def __init__(self) -> None:
        super().__init__()
        self.refuses: dict[str, str] = {}
        self.dislikes = ""
        self.refused = 0

    async def carry_out(self, method: str, given: Given, fault: Fault | None) -> Call:
        if method not in self.refuses or self.dislikes not in str(given):
            return await super().carry_out(method, given, fault)
        self.refused += 1
        said = {"ok": False, "error_code": 400, "description": f"Bad Request: {self.refuses[method]}"}
        return Call(self.clock.now(), method, {}, 400, said)
