"""Set-up mode of `nightdesk run`: without a configuration, the owner answers questions in Telegram."""

from bot.commands.setup.access import add_access, setup_access

__all__ = ["add_access", "setup_access"]
