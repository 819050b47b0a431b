"""Setting up a desk by questions: a pure machine of steps, for any door that shows texts and takes answers.

Here is no I/O: what has to be looked up, tried or written is wished for, and whoever runs the machine tells the result.
"""

from bot.setup.buttons import Button, Keyboard, Request, keyboard, pressed
from bot.setup.countries import country_named
from bot.setup.entries import entries_text
from bot.setup.machine import Line, Turn, Wish, begin, group_lost, not_opened, repeat, say, step
from bot.setup.phones import phone_in
from bot.setup.regions import with_region
from bot.setup.state import AtShell, FirstEntry, Setup, Step
from bot.setup.things_heard import (
    GroupChecked,
    GroupNamed,
    Heard,
    Outcome,
    Pressed,
    Tried,
    Wrote,
)
from bot.setup.validation import Access, Answers, Company, Group, Hours, config_error, remedy_in

__all__ = [
    "Access",
    "Answers",
    "AtShell",
    "Button",
    "Company",
    "FirstEntry",
    "Group",
    "GroupChecked",
    "GroupNamed",
    "Heard",
    "Hours",
    "Keyboard",
    "Line",
    "Outcome",
    "Pressed",
    "Request",
    "Setup",
    "Step",
    "Tried",
    "Turn",
    "Wish",
    "Wrote",
    "begin",
    "config_error",
    "country_named",
    "entries_text",
    "group_lost",
    "keyboard",
    "not_opened",
    "phone_in",
    "pressed",
    "remedy_in",
    "repeat",
    "say",
    "step",
    "with_region",
]
