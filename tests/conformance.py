"""Whether what passed between a bot and the sandbox is the Bot API: every call, every answer, every update.

The specification is no part of this project. Where the environment's BOT_API_SPEC names the folder that has it
(api.json, and check_call.py that reads it), tests can ask `spec_errors`; elsewhere they are skipped.
"""

import importlib.util
import json
import os
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bot.sandbox import Call, Sandbox

needs_spec = pytest.mark.skipif(
    "BOT_API_SPEC" not in os.environ, reason="BOT_API_SPEC names no folder with the Bot API's specification"
)


POLL = "getUpdates"


def spec_errors(sandbox: Sandbox, unspecified: Collection[int] = ()) -> list[str]:
    """What is wrong with the calls the bot made, the answers and the updates; each error once.

    `unspecified`: ids of updates that are wrong on purpose.
    """
    return list(dict.fromkeys([*_errors_of_calls(sandbox), *_errors_of_updates(sandbox, unspecified)]))


def specified_types() -> dict[str, Any] | None:
    """The types of the Bot API by name; None where there is no specification."""
    return dict(_specification()["types"]) if "BOT_API_SPEC" in os.environ else None


def _errors_of_calls(sandbox: Sandbox) -> Iterator[str]:
    for call in sandbox.calls:
        answer = [] if call.method == POLL and call.ok else _errors_of_answer(call)  # these are the updates
        wrong = [*_checker().check_call(call.method, call.params), *answer]
        yield from (f"{call.method}: {error}" for error in wrong)


def _errors_of_answer(call: Call) -> list[str]:
    if not call.ok:
        parameters = call.response.get("parameters", {})
        return list(_checker().check_object(parameters, "ResponseParameters"))
    failures = [_checker().check_object(call.result, returned) for returned in _returned(call.method)]
    return min(failures, key=len)


def _errors_of_updates(sandbox: Sandbox, unspecified: Collection[int]) -> Iterator[str]:
    for update in (one for one in sandbox.delivered if one["update_id"] not in unspecified):
        yield from _checker().check_object(update, "Update")


def _returned(method: str) -> list[str]:
    return list(_specification()["methods"][method]["returns"])


@cache
def _specification() -> dict[str, Any]:
    return dict(json.loads((_folder() / "api.json").read_text()))


@cache
def _checker() -> ModuleType:
    found = importlib.util.spec_from_file_location("check_call", _folder() / "check_call.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _folder() -> Path:
    return Path(os.environ["BOT_API_SPEC"])
