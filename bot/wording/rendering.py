"""Rendering of the templates `LANGUAGE/FILE.j2`.

A file is a set of macros without arguments: `Wording.say("ru", "customer.accepted", …)` renders the macro `accepted` of
`ru/customer.j2` with the given values. Values are HTML-escaped and sanitised.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, nodes, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from bot.wording.dates import city_name, month_name, plural_form
from bot.wording.markup import Rich, cut, rich
from bot.wording.safe_text import one_line, safe_text, visible

LANGUAGES = ("ru", "en")
DAYS_CALLED_BY_WEEKDAY = 7


class Wording:
    """Renders texts for one company. Pure: the current time is an argument."""

    def __init__(self, company: Mapping[str, str], zone: ZoneInfo) -> None:
        self._common: dict[str, Any] = {"company": company, "zone": zone}

    def say(self, language: str, name: str, now: datetime, /, **values: object) -> Rich:
        """Render the macro `name` ("file.macro") with formatting. `now` is aware.

        Raises jinja2.UndefinedError for a missing value and ValueError for invalid markup.
        """
        return _constant(language, name) or rich(self._render(language, name, now, values))

    def label(self, language: str, name: str, now: datetime, /, **values: object) -> str:
        """Render a text without formatting: a button, a topic name, a command description."""
        return self.say(language, name, now, **values).text

    def _render(self, language: str, name: str, now: datetime, values: Mapping[str, object]) -> str:
        file, _, macro = name.partition(".")
        template = _macro_template(f"{language}/{file}.j2", macro)
        return template.render({**self._common, "language": language, "now": now, **values})


@cache
def _constant(language: str, name: str) -> Rich | None:
    """The text of a macro that is the same whatever the values, as that of most buttons; None for the others."""
    file, _, macro = name.partition(".")
    body = _macro(f"{language}/{file}.j2", macro)[0].body
    is_constant = all(isinstance(one, nodes.TemplateData) for node in body for one in node.iter_child_nodes())
    is_text = all(isinstance(node, nodes.Output) for node in body)
    return rich(_macro_template(f"{language}/{file}.j2", macro).render()) if is_text and is_constant else None


@cache
def _macro_template(file: str, macro: str) -> Template:
    """The body of one macro as a template of its own, with what it uses of its file.

    To render a macro of the file itself would run the whole file each time, with dozens of other macros. Raises
    LookupError for a macro that is not there.
    """
    environment = _environment()
    wanted, defined = _macro(file, macro)
    used = _used_by(wanted, defined)
    body = [node for name, node in defined.items() if name in used]
    alone = nodes.Template([*body, *wanted.body], lineno=1)
    alone.set_environment(environment)
    code = environment.compile(alone, file, file)
    return Template.from_code(environment, code, environment.make_globals(None))


def _macro(file: str, macro: str) -> tuple[nodes.Macro, Mapping[str, nodes.Node]]:
    """A macro of a file, and all that the file defines. Raises LookupError for a macro that is not there."""
    environment = _environment()
    source = environment.loader.get_source(environment, file)[0] if environment.loader else ""
    defined = {_name_of(node): node for node in environment.parse(source, file).body}
    wanted = defined.get(macro)
    if not isinstance(wanted, nodes.Macro):
        raise LookupError(f"{file} has no macro {macro}")  # noqa: TRY004 - nothing has a wrong type
    return wanted, defined


def _name_of(node: nodes.Node) -> str:
    """What a statement at the top of a file defines; "" when it defines nothing."""
    match node:
        case nodes.Macro(name=name):
            return name
        case nodes.Import(target=target):
            return target
        case nodes.Assign(target=nodes.Name(name=name)):
            return name
    return ""


def _used_by(node: nodes.Node, defined: Mapping[str, nodes.Node]) -> set[str]:
    """The names that the node uses, and those that they use in turn."""
    used: set[str] = set()
    left = [node]
    while left:
        fresh = {one.name for one in left.pop().find_all(nodes.Name)} & defined.keys() - used
        used |= fresh
        left += [defined[name] for name in fresh]
    return used


@cache
def _environment() -> Environment:
    """Shared by all instances: it holds the compiled templates only."""
    environment = Environment(
        loader=PackageLoader("bot.wording", ""),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "clock": _clock,
        "time_of_day": _time_of_day,
        "dated": _dated,
        "hour": _hour,
        "day_and_month": _day_and_month,
        "distance": _distance,
        "weekday": _weekday,
        "plural": _plural,
        "hours_and_minutes": _hours_and_minutes,
        "minutes_and_seconds": _minutes_and_seconds,
        "place": _place,
        "excerpt": _excerpt,
        "visible": visible,
        "runs": _runs,
    }
    return environment


def _finalized(value: object) -> object:
    """Sanitise plain strings, which may be users' texts; the output of macros is Markup and stays."""
    return safe_text(value) if type(value) is str else value


# A reader in another zone has another clock, and perhaps another day: both are marked, so that their app shows their
# own. The formats: https://core.telegram.org/bots/api#date-time-entity-formatting
_MOMENT = Markup('<tg-time unix="{}" format="{}">{}</tg-time>')
_AS_TIME, _AS_DATE = "t", "D"


@pass_context
def _clock(context: Context, at: datetime, zone_name: str = "") -> Markup:
    """ "09:30"; with the name of the zone, which goes where the reader's app shows the time in theirs."""
    shown = _time_of_day(context, at)
    named = Markup("{} {}").format(shown, zone_name) if zone_name else shown
    return _MOMENT.format(int(at.timestamp()), _AS_TIME, named)


@pass_context
def _time_of_day(context: Context, at: datetime) -> str:
    """ "09:30", for hours of several days: they are no moment that a reader's app could show in their zone."""
    return f"{at.astimezone(context['zone']):%H:%M}"


def _dated(at: datetime, words: str) -> Markup:
    """`words` that say which day it is: "tomorrow"."""
    return _MOMENT.format(int(at.timestamp()), _AS_DATE, words)


@pass_context
def _hour(context: Context, at: datetime) -> int:
    return at.astimezone(context["zone"]).hour


@pass_context
def _day_and_month(context: Context, at: datetime) -> str:
    """ "9 января", "January 9"."""
    day, language = at.astimezone(context["zone"]).date(), context["language"]
    month = month_name(day, language)
    return f"{day.day} {month}" if language == "ru" else f"{month} {day.day}"


@pass_context
def _distance(context: Context, at: datetime) -> str:
    """How to refer to the day of `at` now: yesterday, today, tomorrow, weekday or date."""
    zone = context["zone"]
    days = (at.astimezone(zone).date() - context["now"].astimezone(zone).date()).days
    if -1 <= days <= 1:
        return ("yesterday", "today", "tomorrow")[days + 1]
    return "weekday" if 0 < days < DAYS_CALLED_BY_WEEKDAY else "date"


@pass_context
def _weekday(context: Context, at: datetime) -> int:
    """Monday is 0."""
    return at.astimezone(context["zone"]).weekday()


@pass_context
def _plural(context: Context, number: int, *forms: str) -> str:
    """`3|plural("заявка", "заявки", "заявок")`, `3|plural("request", "requests")`."""
    return forms[plural_form(number, context["language"])]


def _hours_and_minutes(span: timedelta) -> tuple[int, int]:
    minutes = max(0, int(span.total_seconds())) // 60
    return minutes // 60, minutes % 60


def _minutes_and_seconds(seconds: int) -> str:
    """The length of a recording: "0:14"."""
    return f"{seconds // 60}:{seconds % 60:02}"


def _excerpt(text: str, limit: int) -> str:
    """The start of a user's text on one line, `limit` in UTF-16 code units."""
    return cut(one_line(text), limit)


def _runs(texts: Sequence[str]) -> list[tuple[int, int, str]]:
    """Group consecutive equal texts: first index, last index, text."""
    runs = [list(run) for _, run in groupby(enumerate(texts), key=itemgetter(1))]
    return [(run[0][0], run[-1][0], run[0][1]) for run in runs]


@pass_context
def _place(context: Context, zone: ZoneInfo) -> str:
    """The city of a time zone that has no common abbreviation."""
    return city_name(zone.key, context["language"])
