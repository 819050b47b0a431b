"""A sandbox in which calls that contain certain words always fail, while all others get through."""

from bot.sandbox import Call, Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.params import Given


class PoisonedSandbox(Sandbox):
    """`poison`: words of the calls that fail, with `status`; `methods`: only those. `refused` counts them."""

    def __init__(self) -> None:
        super().__init__()
        self.poison = ""
        self.methods: frozenset[str] = frozenset()
        self.status = 500
        self.refused = 0

    async def carry_out(self, method: str, given: Given, fault: Fault | None) -> Call:
        is_meant = not self.methods or method in self.methods
        if not is_meant or not self.poison or self.poison not in str(given):
            return await super().carry_out(method, given, fault)
        self.refused += 1
        said = {"ok": False, "error_code": self.status, "description": "poisoned"}
        return Call(self.clock.now(), method, {}, self.status, said)
