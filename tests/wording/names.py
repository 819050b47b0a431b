"""Which texts the code asks for: names that stand in it whole, and families of names that it puts together."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from inspect import getsource
from pathlib import Path

from jinja2 import Environment, nodes

import bot
import bot.wording
from bot.customer import buttons as customer_buttons
from bot.customer import commands as customer_commands
from bot.desk.authoring import pressing
from bot.desk.command_names import CUSTOMER_COMMANDS, STAFF_COMMANDS
from bot.desk.notifications import Notification
from bot.desk.pilot import changing as pilot_changing
from bot.desk.ticket import card, card_menus
from bot.setup import buttons as setup_buttons
from bot.staff import acts as staff_acts
from bot.staff import authoring as staff_authoring
from bot.staff import buttons as staff_buttons
from bot.staff import card_menus as staff_menus
from bot.staff import held_replies as staff_held_replies
from bot.staff import ticket_commands

BOT = Path(bot.__file__).parent
TEXTS = Path(bot.wording.__file__).parent
_SILENT = ("calendar", "sandbox", "wording")  # "hours.dates" of the calendar is a key of the config
_FILES = "actions|advice|authoring|buttons|commands|customer|digest|health|hours|pilot|pointers|setup|staff|toasts"
_WHOLE = re.compile(rf'\b(?:say|say_within|label|answer)\([^"]*"((?:{_FILES})\.\w+)"')
_PUT_TOGETHER = re.compile(rf'f"((?:{_FILES})\.[^"]*\{{[^"]*)"')

GIVEN_TO_A_FUNCTION = frozenset({"staff.{name}"})
"""Families whose members are what the function around the name is called with, in the same module."""

CHOSEN: Mapping[str, list[str]] = {
    "buttons.{name}": [
        *re.findall(r'"(\w+)"', getsource(card.card_buttons)),
        *(name for name in card_menus.MENUS if name != "priority"),
        *re.findall(r'"(release|spam)"', getsource(card_menus.more)),
    ],
    "buttons.snooze_{choice}": list(card_menus.SNOOZE_CHOICES),
    "buttons.{name}_in_list": re.findall(r'"(\w+)"', getsource(card.digest_buttons)),
    "buttons.{label}": list(customer_commands._ACTIONS),
    "toasts.{toast}": [
        *re.findall(r'(?:return|else) "(\w+)"', getsource(customer_buttons)),
        *re.findall(r'"(faq_\w+|outdated)"', getsource(pressing)),
    ],
    "toasts.{toast.name}": [
        *re.findall(r'"(faq_\w+)"', getsource(pressing)),
        *re.findall(r'Outcome\("(\w+)"', getsource(pilot_changing)),
        *(
            name
            for module in (
                *(staff_acts, staff_authoring, staff_buttons, staff_menus),
                *(staff_held_replies, ticket_commands),
            )
            for name in re.findall(r'Toast\("(\w+)"', getsource(module))
        ),
    ],
    "setup.button_{name}": re.findall(r'"([a-z]+(?:_[a-z]+)*)"', getsource(setup_buttons)),
    "commands.{audience}_{name}": [
        *(f"customer_{name}" for name in CUSTOMER_COMMANDS),
        *(f"staff_{name}" for name in STAFF_COMMANDS),
    ],
}
"""Other families, with their members as they are found where the code chooses among them."""


def names_in_code() -> set[str]:
    """Every name that the code can ask for."""
    names = {name for text in _sources() for name in (*_WHOLE.findall(text), *_given(ast.parse(text)))}
    names |= {kind.template for kind in Notification if kind.template}
    return names | {_filled(pattern, member) for pattern, members in CHOSEN.items() for member in members}


def files(language: str) -> list[str]:
    return sorted(path.name for path in (TEXTS / language).glob("*.j2"))


def parsed(language: str, file: str) -> nodes.Template:
    return Environment(autoescape=True).parse((TEXTS / language / file).read_text("utf-8"))


@cache
def macros(language: str) -> list[str]:
    """ "file.macro" of everything in the texts."""
    found = ((file, macro) for file in files(language) for macro in parsed(language, file).find_all(nodes.Macro))
    return [f"{Path(file).stem}.{macro.name}" for file, macro in found]


def families_in_code() -> set[str]:
    """How the code puts names together."""
    return {pattern for text in _sources() for pattern in _PUT_TOGETHER.findall(text)}


@cache
def _sources() -> list[str]:
    files = {path.relative_to(BOT): path for path in BOT.rglob("*.py")}
    return [path.read_text("utf-8") for name, path in files.items() if name.parts[0] not in _SILENT]


def _given(module: ast.Module) -> Iterator[str]:
    for function in (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)):
        for pattern in GIVEN_TO_A_FUNCTION & set(_PUT_TOGETHER.findall(ast.unparse(function).replace("'", '"'))):
            yield from (_filled(pattern, word) for word in _words_given_to(function.name, module))


def _words_given_to(function: str, module: ast.Module) -> Iterator[str]:
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Name) and call.func.id == function:
            for argument in call.args:
                yield from _words(argument, module)


def _words(value: ast.expr, module: ast.Module) -> Iterator[str]:
    """The strings that an expression can be: one, one of two, or a variable that holds such."""
    match value:
        case ast.Constant(value=str(word)):
            yield word
        case ast.IfExp(body=first, orelse=second):
            yield from (*_words(first, module), *_words(second, module))
        case ast.Name(id=variable):
            for assigned in (node for node in ast.walk(module) if isinstance(node, ast.Assign)):
                if isinstance(assigned.targets[0], ast.Name) and assigned.targets[0].id == variable:
                    yield from _words(assigned.value, module)


def _filled(pattern: str, member: str) -> str:
    """The pattern with the member in the place of what stands in braces."""
    file, _, rest = pattern.partition(".")
    return f"{file}." + re.sub(r"\{.*\}", member, rest)
