"""Set-up mode of `nightdesk run`: without a configuration, the owner answers questions in Telegram."""

from bot.commands.setup.access import add_access, setup_access
from bot.commands.setup.guide import set_up

__all__ = ["add_access", "set_up", "setup_access"]
