"""All texts of the bot: Jinja templates by language, and their rendering."""

from bot.wording.first_lines import first_lines
from bot.wording.markup import Entity, Rich, cut, split, utf16, utf16_slice, without_moments
from bot.wording.rendering import LANGUAGES, Wording
from bot.wording.safe_text import visible

__all__ = [
    "LANGUAGES",
    "Entity",
    "Rich",
    "Wording",
    "cut",
    "first_lines",
    "split",
    "utf16",
    "utf16_slice",
    "visible",
    "without_moments",
]
