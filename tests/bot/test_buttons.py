"""Every button that is sent is handled by the side that is shown it, and nothing else is handled."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
from bot.customer import buttons as customer_buttons
from bot.customer import commands as customer_commands
from bot.desk.authoring.tasks import FAQ_BUTTON
from bot.desk.ticket.card_menus import MENUS
from bot.staff import buttons as staff_buttons
from bot.staff import pilot as staff_pilot
from tests.wording.names import CHOSEN

BOT = Path(bot.__file__).parent
CUSTOMER, STAFF = "customer", "staff"
HANDLED = {CUSTOMER: set(customer_buttons.BUTTONS), STAFF: {*staff_buttons.BUTTONS, *staff_pilot.BUTTONS, *MENUS}}

CHOSEN_ACTIONS = {
    "_ACTIONS[label]": set(customer_commands._ACTIONS.values()),
    "{FAQ_BUTTON}": {FAQ_BUTTON},
    "{name}": {*CHOSEN["buttons.{name}"], *CHOSEN["buttons.{name}_in_list"]},
}
"""Actions that the code chooses among, by how it names them: with what they can be."""


def sent() -> Iterator[tuple[str, str, str]]:
    """Of each button that the code makes: who is shown it, its name or how it is named, and where."""
    for path in (one for one in sorted(BOT.rglob("*.py")) if "setup" not in one.parts):  # its keyboard sends words
        module = ast.parse(path.read_text("utf-8"))
        for function in (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)):
            side = STAFF if "staff_language" in ast.unparse(function) else CUSTOMER
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                if isinstance(call.func, ast.Name) and call.func.id == "Button" and path.name != "payloads.py":
                    yield side, _name(call.args[1]), f"{path.relative_to(BOT)}:{call.lineno}"


def _name(action: ast.expr) -> str:
    """What stands before the first colon of the button's data."""
    text = ast.unparse(action)
    return text.removeprefix("f").strip("'\"").partition(":")[0] if text[-1] in "'\"" else text


SENT = list(sent())


def test_buttons_are_found() -> None:
    assert {("customer", "helped"), ("customer", "operator"), ("staff", "held"), ("staff", "{name}")} <= {
        (side, name) for side, name, _ in SENT
    }


@pytest.mark.parametrize(("side", "name", "where"), SENT)
def test_a_button_that_is_sent_is_handled(side: str, name: str, where: str) -> None:
    unhandled = CHOSEN_ACTIONS.get(name, {name}) - HANDLED[side]
    assert not unhandled, f"{where} sends buttons that bot/{side}/buttons.py does not know"


@pytest.mark.parametrize("side", [CUSTOMER, STAFF])
def test_a_button_that_is_handled_is_sent(side: str) -> None:
    names = [CHOSEN_ACTIONS.get(name, {name}) for whose, name, _ in SENT if whose == side]
    assert HANDLED[side] - set().union(*names) == set()
