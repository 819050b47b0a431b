"""What an operator wants to know when the desk starts, in a few lines without anybody's words."""

from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version

from sqlalchemy.engine import make_url

from bot.commands.words import words
from bot.config import Settings
from bot.desk.pilot.share import Pilot
from bot.wording.dates import moment
from faq import Library
from faq.sample_answers import sample_questions


def overview(
    settings: Settings, username: str, library: Library, now: datetime, pilot: Pilot | None = None
) -> list[str]:
    """The lines, in the company's language. `now` is aware."""
    texts = words(settings.company.language, "run")["overview"]
    facts = [*_facts(settings, username, library, now), *_pilot(pilot)]
    return [texts[name].format_map(values) for name, values in facts]


def warning_of_sample(settings: Settings, library: Library) -> str | None:
    """What to do about answers of the fictional shop, in the company's language; None when there are none."""
    count = len(sample_questions(library))
    return words(settings.company.language, "run")["overview"]["sample"].format(count=count) if count else None


def _pilot(pilot: Pilot | None) -> Iterator[tuple[str, dict[str, object]]]:
    if pilot:
        yield f"pilot_{pilot.extent}", {"percent": round(100 * pilot.share)}


def _facts(
    settings: Settings, username: str, library: Library, now: datetime
) -> Iterator[tuple[str, dict[str, object]]]:
    calendar = settings.calendar()
    local = now.astimezone(calendar.zone)
    yield "version", {"version": version("nightdesk")}
    yield "bot", {"link": f"https://t.me/{username}"}
    yield ("group_with_topics" if settings.staff.topics else "group_with_cards"), {"chat_id": settings.staff.chat_id}
    count = {language: len(library.entries(language)) for language in library.languages}
    yield "faq", {"folder": settings.faq.path, "count": ", ".join(f"{name} {size}" for name, size in count.items())}
    is_open, opening = calendar.is_open(local), calendar.next_opening(local)
    yield ("open" if is_open else "closed"), {"now": moment(local, settings.company.language), "zone": calendar.zone}
    if not is_open and opening:
        yield "opening", {"at": moment(opening, settings.company.language)}
    yield "storage", {"url": make_url(settings.storage.url).render_as_string(hide_password=True)}
    backup = settings.backup
    yield ("backups" if backup.folder else "no_backups"), {"folder": backup.folder, "at": f"{backup.at:%H:%M}"}
