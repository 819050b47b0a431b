"""A sandbox that executes calls but loses their responses."""

from bot.sandbox import Call, Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.params import Given


class ForgetfulSandbox(Sandbox):
    """The responses to the next calls of the methods in `forgets` are lost, once for each time a method is listed."""

    def __init__(self) -> None:
        super().__init__()
        self.forgets: list[str] = []

    async def carry_out(self, method: str, given: Given, fault: Fault | None) -> Call:
        call = await super().carry_out(method, given, fault)
        if method not in self.forgets:
            return call
        self.forgets.remove(method)
        return Call(
            call.at, call.method, call.params, 502, {"ok": False, "error_code": 502, "description": "Bad Gateway"}
        )
