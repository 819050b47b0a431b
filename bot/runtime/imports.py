"""Keeping libraries from importing what the desk does not use."""

import sys
from types import ModuleType


def skip_httpx_command_line() -> None:
    """Keep httpx from importing its command-line client, which takes 2 MB with click and Pygments.

    httpx does so whenever those happen to be installed, and does without when the import fails. None in `sys.modules`
    makes it fail: https://docs.python.org/3/reference/import.html#the-module-cache . Call it before the first import
    of httpx or telegram.
    """
    modules: dict[str, ModuleType | None] = {"httpx._main": None}
    sys.modules.update(modules)  # type: ignore[arg-type]  # typeshed leaves the documented None out
