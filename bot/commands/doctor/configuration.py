"""What the configuration leads to: the time zone, the calendar, the holidays, the FAQ."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from holidays import country_holidays

from bot.calendar import Calendar
from bot.commands.doctor.finding import Finding, failed, ok, warning
from bot.config import Settings
from bot.wording.dates import month_name, weekday_name
from faq.loading import check, load
from faq.sample_answers import sample_questions

SOON = timedelta(days=14)
DECREES_AHEAD = timedelta(days=45)  # before New Year the next one's moved days off matter
_DECREEING_YEARS = 3  # a country that moved days off in so many of the last years does so again


def configuration_findings(settings: Settings, calendar: Calendar, now: datetime) -> list[Finding]:
    """`calendar` has the announced closures; `now` is aware."""
    today = now.astimezone(calendar.zone).date()
    return [
        timezone_finding(settings, now),
        calendar_finding(settings, calendar, now),
        holidays_finding(settings, calendar, today),
        faq_finding(settings, today),
    ]


def faq_finding(settings: Settings, today: date) -> Finding:
    language = settings.company.language
    company = settings.company.answer_values
    problems = check(settings.faq.path, default_language=language, language=language, on=today, company=company)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        return failed("faq", "broken", count=len(errors), first=errors[0])
    library = load(settings.faq.path, default_language=language)
    entries = len(library.entries(language))
    if sample := sample_questions(library):
        return warning("faq", "sample", entries=entries, count=len(sample))
    if empty := [problem for problem in problems if problem.kind == "empty-value"]:
        places = ", ".join(problem.place for problem in empty)
        remedy = " ".join(dict.fromkeys(problem.remedy for problem in empty))
        return warning("faq", "empty_values", entries=entries, count=len(empty), places=places, remedy=remedy)
    if problems:
        return warning("faq", "advice", entries=entries, count=len(problems))
    return ok("faq", entries=entries, languages=", ".join(library.languages))


def timezone_finding(settings: Settings, now: datetime) -> Finding:
    zone = settings.hours.timezone
    there = f"{now.astimezone(ZoneInfo(zone)):%H:%M}"
    return ok("timezone", zone=zone, time=there)


def calendar_finding(settings: Settings, calendar: Calendar, now: datetime) -> Finding:
    shift, opening = calendar.current_shift(now), calendar.next_opening(now)
    if shift and shift.end - now > SOON:
        return ok("calendar", "always")
    if shift:
        return ok("calendar", "open", until=_moment(settings, shift.end))
    if opening is None:
        return failed("calendar", "never")
    if opening - now > SOON:
        return warning("calendar", "late", opening=_moment(settings, opening))
    return ok("calendar", "closed", opening=_moment(settings, opening))


def holidays_finding(settings: Settings, calendar: Calendar, today: date) -> Finding:
    country = settings.hours.holidays
    if country is None:
        return ok("holidays", "none")
    for year in sorted({today.year, (today + DECREES_AHEAD).year}):
        if _misses_decree(country, year):
            return warning("holidays", "no_decree", country=country, year=year)
    upcoming = _next_holiday(settings, calendar, today)
    if short := _next_short_day(settings, calendar, today):
        return ok("holidays", "short_days", country=country, next=upcoming, short=short)
    return ok("holidays", country=country, next=upcoming)


def _next_holiday(settings: Settings, calendar: Calendar, today: date) -> str:
    language = settings.company.language
    for day in (today + timedelta(days=number) for number in range(366)):
        if name := calendar.holiday_name(day, language):
            return f"{day.day} {month_name(day, language)}, {name}"
    return "—"


def _next_short_day(settings: Settings, calendar: Calendar, today: date) -> str | None:
    """ "3 ноября, 17:00": the next day before a holiday that is shorter, and when it ends."""
    language = settings.company.language
    for plan in (calendar.plan(today + timedelta(days=number)) for number in range(366)):
        if plan.is_short and plan.shifts:
            return f"{plan.day.day} {month_name(plan.day, language)}, {plan.shifts[-1].end:%H:%M}"
    return None


def _misses_decree(country: str, year: int) -> bool:
    """Whether days off were moved in each of the years before, and nothing is known of this one."""
    known = set(_decreed_years(country))
    before = set(range(year - _DECREEING_YEARS, year))
    return year not in known and len(before & known) == _DECREEING_YEARS


def _decreed_years(code: str) -> Iterator[int]:
    country, _, _ = code.strip().upper().partition("-")
    yield from getattr(country_holidays(country, expand=False), "special_public_holidays", {})


def _moment(settings: Settings, at: datetime) -> str:
    language = settings.company.language
    joined = "," if language == "ru" else " at"
    return f"{weekday_name(at, language)} {at.day} {month_name(at, language)}{joined} {at:%H:%M}"
