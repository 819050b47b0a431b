"""`nightdesk faq learn | quality | gaps`: what the desk has learnt, how good its answers are, what the FAQ lacks."""

import asyncio
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.background.nightly_learning import NightlyLearning
from bot.commands import add_config
from bot.commands.database import reading
from bot.commands.errors import CommandError
from bot.commands.faq_gaps import gaps_object, gaps_text
from bot.commands.quality_chart import DayFigures, draw
from bot.commands.terminal import json_text, plain, table
from bot.commands.words import words
from bot.config import Settings, load_config
from bot.desk.learning.loading import knowledge_with_learnt
from bot.desk.learning.quality import Figures, Quality, by_day, quality
from bot.desk.learning.weekly import advice_of, asked_lately
from bot.desk.pilot.share import EVERYBODY, Pilot, stored
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import DeskContext
from bot.runtime.clock import SystemClock
from bot.telegram.limits import LIMITS
from bot.wording import Wording
from bot.wording.dates import moment
from storage import Database
from storage.labels import phrasings
from storage.learning_models import LearntPhrasing
from storage.models import Json

_LONGEST_DAYS = 366


def add(actions: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the subcommands to those of `nightdesk faq`."""
    learning = actions.add_parser("learn", help="learn from what people did, and show what was learnt")
    learning.add_argument("--check", action="store_true", help="learn nothing, only show")
    _finish(learning, _learn)
    judging = actions.add_parser("quality", help="how good the answers are, by all that is known")
    judging.add_argument("--days", type=_days, default=28, metavar="N", help="of so many days (default: 28)")
    judging.add_argument("--png", type=Path, metavar="FILE", help="draw what was answered day by day")
    _finish(judging, _quality)
    lacking = actions.add_parser("gaps", help="what the FAQ lacks, by the last week's questions")
    _finish(lacking, _gaps)


def _finish(parser: ArgumentParser, act: Callable[[Namespace], int]) -> None:
    add_config(parser)
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(act=act)


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= _LONGEST_DAYS:
        raise ValueError
    return days


def _learn(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    texts = words(settings.company.language, "learning")["learn"]
    if settings.faq.learn == "off":
        raise CommandError(texts["off"])
    with reading(settings.storage.url):
        pass  # says what is wrong with the database
    if not arguments.check:
        _learn_now(settings)
    with reading(settings.storage.url) as session:
        rows = [row for language in ("ru", "en") for row in phrasings(session, language)]
        print(json_text([_phrasing_object(row) for row in rows]) if arguments.json else _learnt_text(rows, texts))
    return 0


def _learn_now(settings: Settings) -> None:
    database = Database(settings.storage.url)
    try:
        with database.transaction() as session:
            knowledge = knowledge_with_learnt(settings, session)
        context = DeskContext.of(settings, knowledge, LIMITS)
        asyncio.run(NightlyLearning(Transactions(database, context, SystemClock())).learn())
    finally:
        database.close()


def _quality(arguments: Namespace) -> int:
    settings, now = load_config(arguments.config), SystemClock().now()
    since, zone = now - timedelta(days=arguments.days), ZoneInfo(settings.hours.timezone)
    with reading(settings.storage.url) as session:
        answerer = knowledge_with_learnt(settings, session).answerer.result()
        found = quality(session, answerer, since, now)
        days = by_day(session, since, now, zone)
        pilot = stored(session) if settings.pilot.share != EVERYBODY else None
        if arguments.png:
            draw([_day(*day) for day in days], settings.company.language, arguments.png)
        if arguments.json:
            by_date = [{"date": day.isoformat(), **_figures_object(figures)} for day, figures in days]
            languages = [_quality_object(one) for one in found]
            print(json_text({"languages": languages, "days": by_date, "pilot": _pilot_object(pilot)}))
        else:
            texts = words(settings.company.language, "learning")["quality"]
            told = [_quality_text(one, texts, arguments.days, zone) for one in found]
            print("\n\n".join([*told, *_pilot_text(pilot, texts, zone, settings.company.language)]))
    return 0


def _gaps(arguments: Namespace) -> int:
    settings, now = load_config(arguments.config), SystemClock().now()
    with reading(settings.storage.url) as session:
        answerer = knowledge_with_learnt(settings, session).answerer.result()
        asked = asked_lately(session, answerer.library, now)
    zone = ZoneInfo(settings.hours.timezone)
    advice = advice_of(asked, answerer, now, now.astimezone(zone).date())
    if arguments.json:
        print(json_text(gaps_object(advice)))
    else:
        wording = Wording(settings.company.model_dump(), zone)
        print(gaps_text(wording, settings.company.language, now, advice))
    return 0


def _day(day: date, figures: Figures) -> DayFigures:
    return DayFigures(day, figures.asked, figures.answered, figures.previewed, figures.offered, figures.to_person)


def _learnt_text(rows: Sequence[LearntPhrasing], texts: Mapping[str, str]) -> str:
    """A line a phrasing, below its entry; then how many say what an entry does not answer."""
    if not rows:
        return texts["nothing"]
    shown = [row for row in rows if not row.is_unlike]
    lines = list[str]()
    for entry in dict.fromkeys(row.entry_id for row in shown):
        of_entry = [row for row in shown if row.entry_id == entry]
        lines += [f"{entry}", *(f"  {texts[row.state]}  {plain(row.text)}" for row in of_entry)]
    unlike = len(rows) - len(shown)
    return "\n".join([*lines, *([texts["unlike"].format(count=unlike)] if unlike else [])])


def _quality_text(one: Quality, texts: Mapping[str, str], days: int, zone: ZoneInfo) -> str:
    figures, asked = one.figures, max(1, one.figures.asked)
    rows = [
        (texts[name], str(value), _percent(value / asked, texts)) for name, value in _figures_object(figures).items()
    ]
    head = texts["head"].format(language=texts[one.language], days=days, asked=figures.asked)
    return "\n".join(
        [head, *table(rows), _judged_text(one, texts), _line_text(one, texts, zone), _learnt_count(one, texts)]
    )


def _percent(share: float, texts: Mapping[str, str]) -> str:
    return texts["percent"].format(share=round(100 * share))


def _judged_text(one: Quality, texts: Mapping[str, str]) -> str:
    share, interval = one.judged.share_right, one.judged.interval
    if share is None or interval is None:
        return texts["unjudged"]
    values = {"right": one.judged.right, "all": one.judged.right + one.judged.wrong, "share": _percent(share, texts)}
    return texts["judged"].format(**values, low=_percent(interval[0], texts), high=_percent(interval[1], texts))


def _line_text(one: Quality, texts: Mapping[str, str], zone: ZoneInfo) -> str:
    """Where answers begin, and why."""
    if one.moved is None:
        return texts["line_shipped"].format(line=f"{one.lines.answer:.2f}")
    why = "line_harm" if one.moved.is_harm else "line_moved"
    return texts[why].format(
        line=f"{one.lines.answer:.2f}",
        shipped=f"{one.shipped.answer:.2f}",
        at=f"{one.moved.at.astimezone(zone):%d.%m.%Y %H:%M}",
        count=one.moved.outcomes,
    )


def _learnt_count(one: Quality, texts: Mapping[str, str]) -> str:
    return texts["learnt"].format(count=one.learnt, proposed=one.proposed)


def _figures_object(figures: Figures) -> Json:
    return {
        "answered": figures.answered,
        "previewed": figures.previewed,
        "offered": figures.offered,
        "to_person": figures.to_person,
    }


def _quality_object(one: Quality) -> Json:
    return {
        "language": one.language,
        "asked": one.figures.asked,
        **_figures_object(one.figures),
        "judged": {"right": one.judged.right, "wrong": one.judged.wrong, "interval": one.judged.interval},
        "lines": asdict(one.lines),
        "shipped_lines": asdict(one.shipped),
        "moved_at": one.moved.at.isoformat() if one.moved else None,
        "is_tightened_after_complaints": bool(one.moved and one.moved.is_harm),
        "learnt": one.learnt,
        "proposed": one.proposed,
    }


def _pilot_text(pilot: Pilot | None, texts: Mapping[str, str], zone: ZoneInfo, language: str) -> list[str]:
    if pilot is None:
        return []
    since = moment(pilot.since.astimezone(zone), language)
    return [texts[f"pilot_{pilot.extent}"].format(share=_percent(pilot.share, texts), since=since)]


def _pilot_object(pilot: Pilot | None) -> Json | None:
    return {"share": pilot.share, "since": pilot.since.isoformat()} if pilot else None


def _phrasing_object(row: LearntPhrasing) -> Json:
    return {
        "language": row.language,
        "entry": row.entry_id,
        "text": row.text,
        "is_unlike": row.is_unlike,
        "state": row.state,
        "learnt_at": row.learnt_at.isoformat(),
    }
