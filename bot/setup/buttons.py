"""The buttons below each question. Their labels are texts: what they send is read as if it were typed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from bot.setup.state import MOST_ENTRIES, Setup, Step


class Request(Enum):
    """What a button asks Telegram to let the owner choose."""

    FORUM = auto()  # a group with topics
    GROUP = auto()  # one without


@dataclass(frozen=True)
class Button:
    """`name` is that of its label, "setup.button_NAME". `is_answer`: the label is the answer to the question."""

    name: str
    request: Request | None = None
    is_answer: bool = False


Keyboard: TypeAlias = tuple[tuple[Button, ...], ...]

_BACK = Button("back")
_KEEP = Button("keep")
_HOURS = tuple((Button(name, is_answer=True),) for name in ("hours_week", "hours_daily", "hours_always"))
_CITIES = tuple(Button(name, is_answer=True) for name in ("city_first", "city_second", "city_third"))


def keyboard(setup: Setup) -> Keyboard:
    """The rows of buttons at this step; none: the keyboard goes."""
    return tuple(filter(None, _rows(setup)))


def pressed(setup: Setup, text: str, label: Callable[[str], str]) -> str | None:
    """The name of the button whose label that is, perhaps typed; None for an answer. `label`: a button's, by name."""
    names = (button.name for row in keyboard(setup) for button in row if not button.is_answer and not button.request)
    return next((name for name in names if label(name).casefold() == text.strip().casefold()), None)


def _rows(setup: Setup) -> Iterator[tuple[Button, ...]]:
    match setup.step:
        case Step.NAME:
            yield _kept(setup.name)
            yield (Button("other_language"),)
        case Step.HOURS:
            yield from (*_HOURS, _kept(setup.week), (_BACK,))
        case Step.CITY:
            yield from (_CITIES, _kept(setup.timezone), (_BACK,))
        case Step.GROUP:
            yield (Button("group_with_topics", Request.FORUM),)
            yield (Button("group_without_topics", Request.GROUP),)
            yield (Button("group_by_command"),)
            yield _kept(setup.group)
            yield _holidays(setup)
            yield (_BACK,)
        case Step.QUESTION:
            yield (Button("try" if setup.entries else "skip"), _BACK)
        case Step.ANSWER:
            yield (_BACK,)
        case Step.TRIAL:
            yield (Button("open"),)
            yield (Button("one_more"),) if can_add(setup) else ()
            yield (_BACK,)


def _kept(answer: object) -> tuple[Button, ...]:
    """An answer that is there already can stay, when somebody went back beyond it."""
    return (_KEEP,) if answer else ()


def _holidays(setup: Setup) -> tuple[Button, ...]:
    if not setup.country:
        return ()
    return (Button("open_on_holidays" if setup.keeps_holidays else "closed_on_holidays"),)


def can_add(setup: Setup) -> bool:
    """Whether one more entry can be added by the set-up."""
    return not setup.has_own_faq and len(setup.entries) < MOST_ENTRIES
