"""The chart of `nightdesk faq quality --png`: what the desk itself met of the questions, day by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.errors import CommandError
from bot.commands.words import words
from bot.wording.dates import month_name
from faq.os_errors import reason_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INCHES, _DOTS = (8.0, 3.8), 100  # 800 px wide
_SMOOTHED = 3  # days on each side that a day's shares are averaged with, weighted by their questions
_LEAST_DAYS = 2
# By Okabe and Ito's colours, which colour-blind people tell apart, and grey for what people do; from the bottom up.
_COLOURS: Mapping[str, str] = {
    "answered": "#0072B2",
    "previewed": "#56B4E9",
    "offered": "#F3EA8B",
    "to_person": "#D9D9D9",
}
_DARK, _LIGHT = "#222222", "#ffffff"
_TEXT: Mapping[str, str] = {"answered": _LIGHT, "previewed": _DARK, "offered": _DARK, "to_person": _DARK}
_LEAST_ROOM, _LEAST_NAMED = 6.0, 1.0  # percent: a thinner area's name stands above it; a still thinner one has none
_ABOVE = 22  # points from the middle of a thin area to its name


@dataclass(frozen=True)
class DayFigures:
    """The questions of a day on the company's calendar, by what the desk did: `asked` is the sum of the others.

    `answered`: stated at once; `previewed`: its first lines shown; `offered`: a choice of entries; `to_person`: a
    person had to answer.
    """

    date: date
    asked: int
    answered: int
    previewed: int
    offered: int
    to_person: int


def draw(days: Sequence[DayFigures], language: str, path: Path) -> None:
    """Write the chart, a PNG 800 pixels wide, to `path`.

    days: in order; those without questions are passed over. `language` is "ru" or "en". Raises CommandError where
    matplotlib is not installed, where fewer than two days have questions, and where the file can't be written.
    """
    asked = [day for day in days if day.asked]
    texts = words(language, "faq")["chart"]
    if len(asked) < _LEAST_DAYS:
        raise CommandError(texts["too_few"])
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise CommandError(texts["extra"]) from error
    figure = Figure(figsize=_INCHES, dpi=_DOTS, layout="constrained")
    _plot(figure.add_subplot(), asked, texts, language)
    try:
        figure.savefig(path, format="png")
    except OSError as error:
        raise CommandError(f"{path}: {reason_of(error, language)}") from error


def shares(days: Sequence[DayFigures]) -> dict[str, list[float]]:
    """The percentages of each day by what the desk did, averaged over the days around it; they add up to 100."""
    return {kind: [_share(days, place, kind) for place in range(len(days))] for kind in _COLOURS}


def _share(days: Sequence[DayFigures], place: int, kind: str) -> float:
    around = days[max(0, place - _SMOOTHED) : place + _SMOOTHED + 1]
    return 100 * sum(int(getattr(day, kind)) for day in around) / sum(day.asked for day in around)


def _plot(axes: "Axes", days: Sequence[DayFigures], texts: Mapping[str, str], language: str) -> None:
    by_kind = shares(days)
    at = [day.date.toordinal() for day in days]
    axes.stackplot(at, *by_kind.values(), colors=list(_COLOURS.values()), edgecolor="white", linewidth=0.8)
    _name_areas(axes, at, by_kind, texts)
    first, last = by_kind["answered"][0], by_kind["answered"][-1]
    axes.set_title(texts["title"].format(first=round(first), last=round(last)), loc="left", fontsize=12, color=_DARK)
    axes.set_xlabel(texts["smoothed"], loc="right", fontsize=8, color="#777777")
    axes.set_xlim(at[0], at[-1])
    axes.set_ylim(0, 100)
    axes.set_yticks([0, 25, 50, 75, 100], [texts["percent"].format(share=share) for share in (0, 25, 50, 75, 100)])
    ticks = at[:: max(1, len(at) // 6)]
    axes.set_xticks(ticks, [_day_and_month(date.fromordinal(one), language) for one in ticks])
    axes.tick_params(length=0, labelsize=9, labelcolor="#555555")
    for side in axes.spines.values():
        side.set_visible(False)


def _name_areas(
    axes: "Axes", at: Sequence[int], by_kind: Mapping[str, Sequence[float]], texts: Mapping[str, str]
) -> None:
    """Each area's name within it, or above a thin one: no legend to look up."""
    margin = len(at) // 5 + 1  # days that half a name covers: it leaves neither the picture nor its area
    places = range(margin, len(at) - margin) or range(len(at))
    below, taken = [0.0] * len(at), list[int]()
    thin: list[tuple[str, list[float], list[float]]] = []
    for kind, heights in by_kind.items():
        top = [low + height for low, height in zip(below, heights, strict=True)]
        rooms = {place: _room(below, top, place, margin) for place in places}
        best = max(rooms, key=lambda place: rooms[place][1] - rooms[place][0])
        low, high = rooms[best]
        if high - low >= _LEAST_ROOM:
            _name_area(axes, (at[best], (low + high) / 2), texts[kind], kind, is_thin=False)
            taken.append(best)
        else:
            thin.append((kind, below, top))
        below = top
    for kind, low_line, high_line in thin:
        free = [place for place in places if all(abs(place - one) >= margin for one in taken)] or list(places)
        best = max(free, key=lambda place: high_line[place] - low_line[place])
        if high_line[best] - low_line[best] >= _LEAST_NAMED:
            _name_area(axes, (at[best], (low_line[best] + high_line[best]) / 2), texts[kind], kind, is_thin=True)
            taken.append(best)


def _room(below: Sequence[float], top: Sequence[float], place: int, around: int) -> tuple[float, float]:
    """From where to where a name fits between two lines, in percent; upside down where it does not."""
    days = slice(max(0, place - around), place + around + 1)
    return max(below[days]), min(top[days])


def _name_area(axes: "Axes", middle: tuple[float, float], name: str, kind: str, *, is_thin: bool) -> None:
    above = (0, _ABOVE) if is_thin else (0, 0)
    line = {"arrowstyle": "-", "color": _DARK, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0} if is_thin else None
    axes.annotate(
        name,
        middle,
        above,
        textcoords="offset points",
        arrowprops=line,
        ha="center",
        va="center",
        fontsize=10,
        color=_DARK if is_thin else _TEXT[kind],
    )


def _day_and_month(day: date, language: str) -> str:
    month = month_name(day, language)
    return f"{day.day} {month}" if language == "ru" else f"{month} {day.day}"
