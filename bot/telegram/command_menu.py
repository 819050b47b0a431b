"""What people see of the bot before they write: its commands, in their language."""

import asyncio
import logging
from functools import partial

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.desk.staff_chat import staff_chat
from bot.wording import LANGUAGES

log = logging.getLogger(__name__)

CUSTOMER_COMMANDS = ("menu", "my", "operator", "language", "privacy", "help")
STAFF_COMMANDS = ("open", "t", "digest", "away", "ban", "help")
RETRY_SECONDS = 30.0


async def register_commands(bot: Bot, transactions: Transactions) -> None:
    """Tell Telegram the commands; tried again until it works, since the desk runs well without."""
    while True:
        try:
            await _tell(bot, transactions)
        except BadRequest as refusal:
            log.warning("Telegram does not take the list of commands: %s", refusal.message)
        except NetworkError:
            await asyncio.sleep(RETRY_SECONDS)
            continue
        except TelegramError as error:
            log.warning("The list of commands could not be set: %s", error.message)
        return


async def _tell(bot: Bot, transactions: Transactions) -> None:
    own = transactions.context.settings.company.language
    for language in LANGUAGES:
        commands = await transactions.run(partial(_described, language, "customer", CUSTOMER_COMMANDS))
        await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code=language)
    default = await transactions.run(partial(_described, own, "customer", CUSTOMER_COMMANDS))
    await bot.set_my_commands(default, scope=BotCommandScopeAllPrivateChats())
    staff = await transactions.run(partial(_described, own, "staff", STAFF_COMMANDS))
    room = await transactions.run(staff_chat)
    await bot.set_my_commands(staff, scope=BotCommandScopeChat(room))


def _described(language: str, audience: str, names: tuple[str, ...], uow: UnitOfWork) -> list[BotCommand]:
    return [BotCommand(name, uow.label(language, f"commands.{audience}_{name}")) for name in names]
