"""Values that programs stumble over, beside usual ones."""

from random import Random

from bot.customer import buttons as customer_buttons
from bot.customer import commands as customer_commands
from bot.staff import buttons as staff_buttons
from bot.staff import commands as staff_commands

NUMBERS = (0, 1, -1, 2**31 - 1, 2**31, -(2**31) - 1, 2**52, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**30)
TEXTS = (
    *("", " ", "\n\n", "\x00", "a\x00b", "\ud83d", "\udc00\ud800", "\u202eтуда\u2066", "\u200b", "\ufeff", "👍", "🇷🇺"),
    *("e\u0301" * 300, "я" * 5_000, "x" * 70_000, "👩‍👩‍👧‍👦" * 400, "\x1b[31mred\x07", "=1+1", "<b>жирно", "**[*_`"),
    *(
        "{{ 7 * 7 }}",
        "{% raw %}",
        "%s %(a)s {0}",
        "'; DROP TABLE ticket; --",
        "../../etc/passwd",
        "//",
        "/",
        "/@",
        "№1",
    ),
    *("null", "NaN", "-0", "1e999", "9" * 400, "٣٤", "२", "²"),
)
SAID = (
    *("Сколько стоит доставка?", "Где мой заказ?", "Позовите оператора", "How much is delivery?", "спасибо", "второе"),
    *("ljcnfdrf", "Не работает чайник, что делать", "ок", "//между нами", "до завтра"),
)
COMMANDS = tuple(f"/{name}" for name in (*customer_commands.COMMANDS, *staff_commands.COMMANDS, "nonsense"))
ACTIONS = tuple(sorted({*customer_buttons.BUTTONS, *staff_buttons.BUTTONS, "none", ""}))
ARGUMENTS = ("", "1", "2", "0", "-1", "9" * 18, "9" * 40, "²", "ru", "in_list", "normal", "null", "1:1", "\ud800")
WRONG_TYPES: tuple[object, ...] = (None, True, 0, -7, 2.5, "", "5", [], [[]], {}, [None], {"id": "x"}, {"id": None})


def number(rng: Random) -> int:
    return rng.choice(NUMBERS) if rng.random() < 0.3 else rng.randint(1, 10_000)


def text(rng: Random) -> str:
    """Something said, a command, or something strange."""
    chance = rng.random()
    if chance < 0.4:
        return rng.choice(SAID)
    return f"{rng.choice(COMMANDS)} {rng.choice(TEXTS)}" if chance < 0.6 else rng.choice(TEXTS)


def press(rng: Random) -> str:
    """Callback data as no button of ours has it, or as one might."""
    return ":".join([rng.choice(ACTIONS), *rng.choices(ARGUMENTS, k=rng.randint(0, 3))])
