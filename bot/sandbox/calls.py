"""Execution of one Bot API call: faults, flood limits, the method, the record."""

import inspect
from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.api_json import Json, present
from bot.sandbox.errors import BotApiError
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.files import Upload
from bot.sandbox.limits import FloodLimits
from bot.sandbox.methods.table import METHODS
from bot.sandbox.params import Given, attached_names, decoded
from bot.sandbox.world import World

_COUNTED = ("send", "copy", "forward", "createForumTopic")


@dataclass(frozen=True)
class Call:
    """A call and its response. `params` are undecoded, with files as names; `at` is sandbox time in UTC."""

    at: datetime
    method: str
    params: Json
    status: int
    response: Json

    @property
    def ok(self) -> bool:
        return self.status == 200

    @property
    def result(self) -> object:
        return self.response.get("result")


@dataclass
class Calls:
    """Executes calls and records them."""

    world: World
    faults: Faults
    limits: FloodLimits | None
    made: list[Call] = field(default_factory=list)

    async def carry_out(self, name: str, given: Given, fault: Fault | None) -> Call:
        """Execute and record a call, unless the fault replaces its response."""
        status, response = await self._answer(name, given, fault)
        method = METHODS.get(name.lower())
        call = Call(self.world.clock.now(), method.name if method else name, _recorded(given), status, response)
        self.made.append(call)
        if call.method != "getUpdates":
            self.world.changes.happened()
        return call

    async def _answer(self, name: str, given: Given, fault: Fault | None) -> tuple[int, Json]:
        refusal = fault.refusal(given) if fault else None
        try:
            if refusal is not None:
                raise refusal
            return 200, {"ok": True, "result": await self._result(name, given)}
        except BotApiError as error:
            said = {"ok": False, "error_code": error.code, "description": error.description}
            return error.code, said | present(parameters=error.parameters or None)

    async def _result(self, name: str, given: Given) -> object:
        method = METHODS.get(name.lower())
        if method is None:
            raise BotApiError(404, "Not Found: method not found")
        params = decoded(given, method.parameters)
        if self.limits is not None and method.name.startswith(_COUNTED) and method.name != "sendChatAction":
            self.limits.count(params.integer("chat_id"), max(len(params.array("media")), 1))
        result = method.call(self.world, params)
        return await result if inspect.isawaitable(result) else result


def _recorded(given: Given) -> Json:
    """The API's parameters, without uploads referenced by `attach://`."""
    attached = attached_names(given)
    named = {name: value for name, value in given.items() if name not in attached}
    return {name: value.name if isinstance(value, Upload) else value for name, value in named.items()}
