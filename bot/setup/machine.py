"""The steps of a set-up: `step(setup, heard, now)` tells how it goes on. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Literal
from zoneinfo import ZoneInfo

from bot.calendar import Calendar, in_openstreetmap
from bot.calendar.written import resembles_hours
from bot.setup.buttons import can_add
from bot.setup.cities import is_time_of_day, zone_of
from bot.setup.company_lines import read_company
from bot.setup.entries import error_in, is_entry, is_marked, is_writable, same_question, written_entries
from bot.setup.regions import holidays_of
from bot.setup.state import MOST_ENTRIES, AtShell, FirstEntry, Setup, Step
from bot.setup.things_heard import GroupChecked, GroupNamed, Heard, Outcome, Pressed, Tried, Wrote
from bot.setup.validation import config_error, remedy_in
from bot.wording.dates import city_name
from bot.wording.drawn_week import drawn_week
from faq.normalising import has_words, normalise
from faq.typed import Typed, reply_of_author

LONGEST_NAME = 100  # characters
LONGEST_ADDRESS = 200
LONGEST_QUESTION = 200

_ANY_COUNTRY = "RU"  # hours on holidays need one, which follows from the city
_OTHER_LANGUAGE: Mapping[str, Literal["ru", "en"]] = {"ru": "en", "en": "ru"}
_EXAMPLE_ZONE: Mapping[str, str] = {"ru": "Europe/Moscow", "en": "Europe/London"}  # whose time is told as an example
_YES = frozenset({"да", "верно", "да верно", "все верно", "правильно", "ок", "yes", "ok", "right", "correct"})
_NO = frozenset({"нет", "неверно", "не верно", "неправильно", "не так", "no", "wrong", "not right"})
_NO_NAME = frozenset({"назад", "пропустить", "отмена", "back", "skip", "cancel"})  # of a company: what buttons say
_BEFORE = {
    Step.HOURS: Step.NAME,
    Step.CITY: Step.HOURS,
    Step.GROUP: Step.CITY,
    Step.QUESTION: Step.GROUP,
    Step.ANSWER: Step.QUESTION,
    Step.TRIAL: Step.QUESTION,
}
_AFTER = {Step.NAME: Step.HOURS, Step.HOURS: Step.CITY, Step.CITY: Step.GROUP}


@dataclass(frozen=True)
class Line:
    """One message: the name of its text, with what it is told with."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)


class Wish(Enum):
    """What has to be done now; its result is heard next, but for OPEN, which ends the set-up."""

    CHECK_GROUP = auto()
    TRY_QUESTION = auto()
    OPEN = auto()


@dataclass(frozen=True)
class Turn:
    """How the set-up goes on: what is said, and perhaps a wish `about` a group's id or a question."""

    setup: Setup
    said: tuple[Line, ...] = ()
    wish: Wish | None = None
    about: int | str = ""


def say(name: str, /, **values: object) -> Line:
    return Line(name, values)


def begin(language: Literal["ru", "en"], now: datetime, has_own_faq: bool = False) -> Turn:
    """Greet the owner, and ask the first question. `now` is aware."""
    setup = Setup(language, has_own_faq=has_own_faq)
    return Turn(setup, (say("setup.hello"), *_questions(setup, now)))


def repeat(setup: Setup, now: datetime) -> Turn:
    """Ask again what was asked last; when all is answered, wish again for the desk to be opened."""
    return _open(setup, now) if setup.step is Step.DONE else Turn(setup, _questions(setup, now))


def not_opened(setup: Setup, problem: str) -> Turn:
    """The desk could not be opened: go back to the last step."""
    return Turn(replace(setup, step=Step.TRIAL), (say("setup.faq_broken", problem=problem),))


def group_lost(setup: Setup, problems: tuple[str, ...]) -> Turn:
    """The desk could not be opened, because the group can't be used any more: ask for one again."""
    title = setup.group.title if setup.group else ""
    there = replace(setup, step=Step.GROUP, group=None, lacks_group_alone=True)
    lines = (say("setup.group_lost", title=title), say("setup.group_problems", problems=problems, is_usable=False))
    return Turn(there, lines)


def step(setup: Setup, heard: Heard, now: datetime) -> Turn:
    """How the set-up goes on after `heard`. `now` is aware."""
    match heard:
        case Pressed(button=button):
            return _PRESSED[button](setup, now)
        case GroupNamed() if setup.step is not Step.GROUP:
            return repeat(setup, now)
        case GroupNamed(chat_id=chat_id):
            return Turn(setup, (say("setup.checking_group"),), Wish.CHECK_GROUP, chat_id)
        case GroupChecked():
            return _group_checked(setup, heard, now)
        case Tried(outcome=outcome):
            return _tried(setup, outcome, now)
        case Wrote(text=text) if not text.strip():
            return Turn(setup, (say("setup.words_please"), *_questions(setup, now)))
        case Wrote():
            return _WRITTEN[setup.step](setup, heard, now)


def _to(setup: Setup, next_step: Step, now: datetime, *said: Line) -> Turn:
    there = replace(setup, step=next_step)
    return Turn(there, (*said, *_questions(there, now)))


def _questions(setup: Setup, now: datetime) -> tuple[Line, ...]:
    match setup.step:
        case Step.NAME:
            return (say("setup.ask_name"),)
        case Step.HOURS:
            return (say("setup.ask_hours", name=setup.name, phone=setup.phone, address=setup.address),)
        case Step.CITY:
            return (say("setup.week_read", **_about_week(setup, now)), say("setup.ask_city"))
        case Step.GROUP:
            return (say("setup.city_chosen", **_about_city(setup, now)), say("setup.ask_group"))
        case Step.QUESTION:
            return (say("setup.ask_question", questions=[one.question for one in setup.entries], most=MOST_ENTRIES),)
        case Step.ANSWER:
            return (say("setup.ask_answer", question=setup.asked),)
        case Step.TRIAL:
            example = setup.entries[-1].question if setup.entries else ""
            left = MOST_ENTRIES - len(setup.entries) if can_add(setup) else 0
            return (say("setup.ask_trial", example=example, left=left),)
        case Step.DONE:
            return ()


def _about_week(setup: Setup, now: datetime) -> Mapping[str, object]:
    calendar = Calendar(setup.zone.key, setup.week, setup.country or _ANY_COUNTRY)
    today = now.astimezone(calendar.zone).date()
    days = (today + timedelta(days=number - today.weekday()) for number in range(7))
    return {
        "drawn": _bars(drawn_week(calendar, today, setup.language)),
        "week": [calendar.regular_shifts(day) for day in days],
    }


def _bars(drawn: str) -> str:
    """The drawing without the times beside it, which would not fit on a phone."""
    scale, *rows = drawn.splitlines()
    return "\n".join([scale, *(row[: len(scale)].rstrip() for row in rows)])


def _about_city(setup: Setup, now: datetime) -> Mapping[str, object]:
    local = now.astimezone(setup.zone)
    return {
        "city": city_name(setup.timezone, setup.language),
        "time": f"{local:%H:%M}",
        "country": setup.country,
        "keeps_holidays": setup.keeps_holidays,
    }


def _name(setup: Setup, wrote: Wrote, now: datetime) -> Turn:
    """The name, and what stands below it. A name alone has no number and no address, unless the shell asks for them."""
    read = read_company(wrote.text)
    is_long = len(read.name) > LONGEST_NAME or len(f"{read.phone} {read.address}") > LONGEST_ADDRESS
    is_none = read.name.startswith("/") or not has_words(read.name) or normalise(read.name) in _NO_NAME
    if is_long or is_none:
        return Turn(setup, (say("setup.bad_name", most=LONGEST_NAME),))
    there = replace(setup, name=read.name)
    if read.phone or read.address or AtShell.PHONE not in setup.answered_at_shell:
        there = replace(there, phone=read.phone, address=read.address)
    return _to(there, Step.HOURS, now)


def _hours(setup: Setup, wrote: Wrote, now: datetime) -> Turn:
    if problem := config_error(setup.language, "hours", week=wrote.text, holidays=_ANY_COUNTRY):
        return Turn(setup, (say("setup.bad_hours", problem=remedy_in(problem)),))
    week = in_openstreetmap(wrote.text)
    return _to(replace(setup, week=week, keeps_holidays=not _ignores_holidays(week, now)), Step.CITY, now)


def _ignores_holidays(week: str, now: datetime) -> bool:
    """Who is open every day, and says nothing of holidays, is open on them as well."""
    calendar = Calendar("UTC", week, _ANY_COUNTRY)
    is_daily = all(calendar.regular_shifts(now.date() + timedelta(days=number)) for number in range(7))
    return is_daily and config_error("en", "hours", week=week) is None


def _city(setup: Setup, wrote: Wrote, now: datetime) -> Turn:
    """A city, or the hours once more; also yes or no to the week that was drawn."""
    if (answer := normalise(wrote.text)) in _YES:
        return Turn(setup, (say("setup.only_city"),))
    if answer in _NO:
        return _to(setup, Step.HOURS, now)
    zone = zone_of(wrote.text, setup.language, now)
    if zone is None:
        return _no_city(setup, wrote, now)
    country = _country_with_holidays(setup, holidays_of(zone, wrote.text))
    there = replace(setup, timezone=zone, country=country)
    if not country and (problem := _error_without_holidays(there)):
        return _to(there, Step.HOURS, now, say("setup.bad_hours", problem=remedy_in(problem)))
    return _to(there, Step.GROUP, now)


def _no_city(setup: Setup, wrote: Wrote, now: datetime) -> Turn:
    """The hours once more, perhaps such that can't be read; else a city that nobody knows."""
    problem = config_error(setup.language, "hours", week=wrote.text, holidays=_ANY_COUNTRY)
    if problem is None:
        return _hours(setup, wrote, now)
    is_time = is_time_of_day(wrote.text)
    if not is_time and resembles_hours(wrote.text):
        return Turn(setup, (say("setup.bad_hours", problem=remedy_in(problem)), say("setup.hours_stand")))
    time = f"{now.astimezone(ZoneInfo(_EXAMPLE_ZONE[setup.language])):%H:%M}"
    return Turn(setup, (say("setup.bad_city", city=wrote.text, is_time=is_time, time=time),))


def _country_with_holidays(setup: Setup, country: str) -> str:
    """The country, if its holidays are known."""
    if not country or config_error(setup.language, "hours", week="24/7", holidays=country):
        return ""
    return country


def _error_without_holidays(setup: Setup) -> str | None:
    return config_error(setup.language, "hours", week=setup.week)


def _group_by_words(setup: Setup, _wrote: Wrote, _now: datetime) -> Turn:
    return Turn(setup, (say("setup.choose_group"),))


def _group_checked(setup: Setup, checked: GroupChecked, now: datetime) -> Turn:
    problems = (say("setup.group_problems", problems=checked.problems, is_usable=checked.group is not None),)
    said = problems if checked.problems else ()
    if checked.group is None:
        return Turn(setup, said)
    there = replace(setup, group=checked.group, lacks_group_alone=False)
    ready = say("setup.group_ready", title=checked.group.title, topics=checked.group.topics)
    if setup.lacks_group_alone:
        return replace(_open(there, now), said=(*said, ready))
    return _to(there, _step_after_group(there), now, *said, ready)


def _step_after_group(setup: Setup) -> Step:
    return Step.TRIAL if setup.has_own_faq or setup.entries else Step.QUESTION


def _question(setup: Setup, wrote: Wrote, now: datetime) -> Turn:
    """A question, with its answer in the lines below or still to come; or several, each with its answer."""
    written = written_entries(wrote.text, wrote.markdown or wrote.text)
    if not all(map(_is_question, written)):
        return Turn(setup, (say("setup.bad_question", most=LONGEST_QUESTION),))
    entries = [FirstEntry(one.question, one.answer, one.phrasings) for one in written]
    lacking = next((one.question for one in entries if not one.answer), "")
    if not lacking:
        return _noted(setup, entries, now)
    if len(entries) > 1:
        return Turn(setup, (say("setup.answer_missing", question=lacking),))
    if not _has_room(setup, entries[0]):
        return _full(setup)
    return _to(replace(setup, asked=lacking), Step.ANSWER, now)


def _is_question(one: Typed) -> bool:
    is_long = len(one.question) > LONGEST_QUESTION
    return not is_long and not one.question.startswith("/") and has_words(one.question)


def _answer(setup: Setup, wrote: Wrote, now: datetime) -> Turn:
    if is_marked(wrote.text):
        return _question(setup, wrote, now)
    typed = reply_of_author(wrote.markdown or wrote.text)
    return _noted(setup, [FirstEntry(setup.asked, typed.answer, typed.phrasings)], now)


def _noted(setup: Setup, entries: Sequence[FirstEntry], now: datetime) -> Turn:
    """The entries are added, each in place of one with the same question, as long as there is room for more."""
    if not all(is_writable(entry, setup.language) for entry in entries):
        return Turn(setup, (say("setup.bad_answer"),))
    there, replaced, left = replace(setup, asked=""), 0, 0
    for entry in entries:
        if not _has_room(there, entry):
            left += 1
            continue
        others = tuple(one for one in there.entries if not same_question(one, entry))
        replaced += len(others) < len(there.entries)
        there = replace(there, entries=(*others, entry))
    if left == len(entries):
        return _full(setup)
    if problem := error_in(there.entries, setup.language):
        return Turn(setup, (say("setup.entry_refused", problem=problem),))
    taken = len(entries) - left
    return _to(there, Step.TRIAL, now, say("setup.entry_noted", taken=taken, replaced=replaced, left=left))


def _has_room(setup: Setup, entry: FirstEntry) -> bool:
    return len(setup.entries) < MOST_ENTRIES or any(same_question(one, entry) for one in setup.entries)


def _full(setup: Setup) -> Turn:
    there = replace(setup, step=Step.TRIAL, asked="")
    return Turn(there, (say("setup.entries_full", most=MOST_ENTRIES),))


def _trial(setup: Setup, wrote: Wrote, now: datetime) -> Turn:
    """A customer's question, to be tried; with its answer below, in the way that was taught, one more entry."""
    if is_entry(wrote.text) and not setup.has_own_faq:
        return _question(setup, wrote, now)
    return Turn(setup, (say("setup.customer_reads"),), Wish.TRY_QUESTION, wrote.text)


def _tried(setup: Setup, outcome: Outcome, now: datetime) -> Turn:
    """An answer opens the desk: the owner has seen it work."""
    if outcome == "answered":
        return _open(setup, now)
    return Turn(setup, (say("setup.not_answered", outcome=outcome, can_add=can_add(setup)),))


def _open(setup: Setup, now: datetime) -> Turn:
    """A group that was left for later is asked for now, alone: no desk opens without one."""
    if setup.group is None:
        return _to(replace(setup, lacks_group_alone=True), Step.GROUP, now, say("setup.group_left"))
    return Turn(replace(setup, step=Step.DONE), (), Wish.OPEN)


def _keep(setup: Setup, now: datetime) -> Turn:
    """An answer that was given before stays."""
    following = _step_after_group(setup) if setup.step is Step.GROUP else _AFTER[setup.step]
    return _to(setup, following, now)


def _back(setup: Setup, now: datetime) -> Turn:
    skips_questions = setup.step is Step.TRIAL and setup.has_own_faq
    return _to(setup, Step.GROUP if skips_questions else _BEFORE[setup.step], now)


def _speak_other_language(setup: Setup, now: datetime) -> Turn:
    return begin(_OTHER_LANGUAGE[setup.language], now, setup.has_own_faq)


def _change_holidays(setup: Setup, now: datetime) -> Turn:
    changed = replace(setup, keeps_holidays=not setup.keeps_holidays)
    if not changed.keeps_holidays and (problem := _error_without_holidays(changed)):
        return Turn(setup, (say("setup.bad_hours", problem=remedy_in(problem)),))
    return Turn(changed, (say("setup.city_chosen", **_about_city(changed, now)),))


def _explain_command(setup: Setup, _now: datetime) -> Turn:
    return Turn(setup, (say("setup.group_by_command"),))


def _to_trial(setup: Setup, now: datetime) -> Turn:
    return _to(setup, Step.TRIAL, now)


def _one_more(setup: Setup, now: datetime) -> Turn:
    return _to(setup, Step.QUESTION, now)


def _leave_group_for_later(setup: Setup, now: datetime) -> Turn:
    if setup.lacks_group_alone:
        return _open(setup, now)
    return _to(setup, _step_after_group(setup), now)


_WRITTEN: Mapping[Step, Callable[[Setup, Wrote, datetime], Turn]] = {
    Step.NAME: _name,
    Step.HOURS: _hours,
    Step.CITY: _city,
    Step.GROUP: _group_by_words,
    Step.QUESTION: _question,
    Step.ANSWER: _answer,
    Step.TRIAL: _trial,
}
_PRESSED: Mapping[str, Callable[[Setup, datetime], Turn]] = {
    "other_language": _speak_other_language,
    "back": _back,
    "keep": _keep,
    "open_on_holidays": _change_holidays,
    "closed_on_holidays": _change_holidays,
    "group_by_command": _explain_command,
    "skip": _to_trial,
    "try": _to_trial,
    "one_more": _one_more,
    "open": _open,
    "group_later": _leave_group_for_later,  # a word at the shell
}
