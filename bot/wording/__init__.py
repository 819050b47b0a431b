"""Every word the bot says, in jinja2 templates by language."""

from bot.wording.harmless import visible
from bot.wording.markup import Entity, Rich, cut, utf16
from bot.wording.rendering import LANGUAGES, Wording

__all__ = ["LANGUAGES", "Entity", "Rich", "Wording", "cut", "utf16", "visible"]
