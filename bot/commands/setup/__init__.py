"""Set-up mode of `nightdesk run`: without a configuration, the owner answers questions in Telegram."""

from bot.commands.setup.access import add_access, require_own_folder, setup_access, source_of_token

__all__ = ["add_access", "require_own_folder", "setup_access", "source_of_token"]
