"""Every command that is handled stands in Telegram's menu of commands, and no other."""

import re

import pytest

from bot.customer import commands as customer_commands
from bot.desk.command_names import CUSTOMER_COMMANDS, STAFF_COMMANDS
from bot.staff import commands as staff_commands
from bot.wording import LANGUAGES
from tests.wording.cases import said

NOT_IN_THE_MENU = {
    "start",  # Telegram has a button for it
    "forget_me",  # /privacy shows it, with what it does
}


def test_customers_find_every_command_in_the_menu() -> None:
    assert set(customer_commands.COMMANDS) - NOT_IN_THE_MENU == set(CUSTOMER_COMMANDS)


def test_the_staff_find_every_command_in_the_menu() -> None:
    assert set(staff_commands.COMMANDS) - NOT_IN_THE_MENU == set(STAFF_COMMANDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("text", "names"), [("staff.help", STAFF_COMMANDS), ("customer.help", CUSTOMER_COMMANDS)])
def test_help_names_every_command_of_the_menu(language: str, text: str, names: tuple[str, ...]) -> None:
    told = re.findall(r"/(\w+)", said(language, text).text)
    assert set(names) - {"help"} - set(told) == set()
