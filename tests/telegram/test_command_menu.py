"""Every command that is handled stands in Telegram's menu of commands, and no other."""

from bot.customer import commands as customer_commands
from bot.desk.command_names import CUSTOMER_COMMANDS, STAFF_COMMANDS
from bot.staff import commands as staff_commands

NOT_IN_THE_MENU = {
    "start",  # Telegram has a button for it
    "forget_me",  # /privacy shows it, with what it does
}


def test_customers_find_every_command_in_the_menu() -> None:
    assert set(customer_commands.COMMANDS) - NOT_IN_THE_MENU == set(CUSTOMER_COMMANDS)


def test_the_staff_find_every_command_in_the_menu() -> None:
    assert set(staff_commands.COMMANDS) - NOT_IN_THE_MENU == set(STAFF_COMMANDS)
