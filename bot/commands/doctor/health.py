"""The state of the running desk, or of the last run, as its database has it."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.commands.database import reading
from bot.commands.doctor.finding import Finding, failed, ok, warning
from bot.commands.errors import CommandError
from bot.config import Settings
from bot.desk.pilot.share import EVERYBODY, stored
from bot.monitoring import alerts, downtime
from bot.monitoring.checks import NO_LEADER_SECONDS, UNHANDLED_SECONDS
from bot.monitoring.health import UNSENT_FOR
from storage import dead_letters, inbox, outbox, undelivered
from storage.database import is_shared
from storage.leases import LEAD, holder_of
from storage.lock import is_in_use
from storage.models import Memo
from storage.stuck_rows import stuck_since

LONG_AGO = timedelta(minutes=5)


def health_findings(settings: Settings, now: datetime) -> list[Finding]:
    """No findings when the database can't be read: the database check reports that."""
    try:
        with reading(settings.storage.url) as session:
            zone = ZoneInfo(settings.hours.timezone)
            return [
                _running(session, _is_at_work(session, settings.storage.url), now, zone),
                *([_leader(session, zone)] if is_shared(session) else []),
                _inbox(session, now),
                _outbox(session, now),
                _health(session),
                *_pilot(session, settings, zone),
            ]
    except CommandError:
        return []


def _is_at_work(session: Session, url: str) -> bool | None:
    """Whether a desk works with this database now; None where that can't be seen."""
    if not is_shared(session):
        return is_in_use(url)
    leader = holder_of(session, LEAD)
    return _has_living_workers(session) or bool(leader and leader.id and leader.silent < NO_LEADER_SECONDS)


def _running(session: Session, is_at_work: bool | None, now: datetime, zone: ZoneInfo) -> Finding:
    """The desk notes every few seconds that Telegram answers."""
    memo = session.get(Memo, downtime.HEARD_AT)
    if memo is None:
        return ok("running", "starting") if is_at_work else ok("running", "never")
    heard_at = datetime.fromisoformat(memo.value)
    since = heard_at.astimezone(zone)
    if is_at_work is False:
        return warning("running", "stopped", since=since)
    return ok("running") if now - heard_at < LONG_AGO else warning("running", "long_ago", since=since)


def _leader(session: Session, zone: ZoneInfo) -> Finding:
    """Whether one of the machines at work does what one does for all."""
    holder = holder_of(session, LEAD)
    if holder is None:
        return ok("leader", "never")
    has_workers = _has_living_workers(session)
    if holder.silent < NO_LEADER_SECONDS and (holder.id or has_workers):  # a lease given up is soon another's
        return ok("leader", name=holder.name, since=holder.since.astimezone(zone))
    if not has_workers:
        return ok("leader", "idle")
    return failed("leader", "none", name=holder.name, seconds=round(holder.silent))


def _has_living_workers(session: Session) -> bool:
    from storage.jobs import count_living_workers  # needs the extra "postgres"

    return count_living_workers(session) > 0


def _inbox(session: Session, now: datetime) -> Finding:
    if aside := dead_letters.count(session):
        return warning("inbox", "aside", count=aside)
    oldest = inbox.oldest_waiting(session)
    if oldest and now - oldest > timedelta(seconds=UNHANDLED_SECONDS):
        return failed("inbox", "stuck", count=inbox.depth(session), minutes=_minutes(now - oldest))
    return ok("inbox", count=inbox.depth(session))


def _outbox(session: Session, now: datetime) -> Finding:
    if since := stuck_since(session, now, UNSENT_FOR):
        return failed("outbox", "stuck", count=outbox.depth(session), minutes=_minutes(now - since))
    if aside := undelivered.count(session):
        return warning("outbox", "aside", count=aside)
    return ok("outbox", count=outbox.depth(session))


def _health(session: Session) -> Finding:
    """The problems that the staff have been alerted to and that last."""
    memo = session.get(Memo, alerts.REPORTED)
    told = sorted(json.loads(memo.value)) if memo else []
    return warning("health", "unwell", issues=", ".join(told)) if told else ok("health")


def _pilot(session: Session, settings: Settings, zone: ZoneInfo) -> list[Finding]:
    """Nothing where the configuration has no pilot."""
    configured, pilot = settings.pilot.share, stored(session)
    if configured == EVERYBODY:
        return []
    if pilot is None or pilot.configured != configured:
        return [ok("pilot", "next_start")]
    values = {"percent": round(100 * pilot.share), "since": pilot.since.astimezone(zone)}
    return [ok("pilot", pilot.extent, **values)]


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60
