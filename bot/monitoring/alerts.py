"""Alerts to the staff about health issues: one when an issue begins, one when it is over, several in one message.

Which issues were reported is kept in the database, so that a restart repeats nothing.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_staff_room
from bot.desk.unit_of_work import UnitOfWork
from bot.monitoring.issues import Detection, HealthIssue
from storage import outbox
from storage.models import Json, Memo

REPORTED = "unwell"  # the Memo with the issues that the staff know of
REPEAT_AFTER = timedelta(minutes=10)  # an issue that grows is reported again after this at the earliest

_Reported: TypeAlias = dict[str, Json]


@dataclass(frozen=True)
class News:
    """What a review has reported to the staff."""

    unwell: Sequence[Detection]
    well_again: Sequence[HealthIssue]


def review(uow: UnitOfWork, detections: Sequence[Detection], over: Collection[HealthIssue]) -> News:
    """Alert the staff to the `detections` that are new to them, and say which of the reported issues are `over`.

    An issue that is in neither is left as it was.
    """
    reported = _read(uow)
    news = [detection for detection in detections if _is_news(uow, detection, reported)]
    past = [HealthIssue(name) for name in reported if name in over]
    if news:
        _say_unwell(uow, news)
    if past:
        is_well = not news and len(past) == len(reported)
        _say_well_again(uow, [_as_it_was(name, reported[name]) for name in past], is_well)
    if news or past:
        kept = {name: known for name, known in reported.items() if name not in past}
        _write(uow, kept | {detection.issue: _noted(uow, detection, reported) for detection in news})
    return News(news, past)


def _is_news(uow: UnitOfWork, detection: Detection, reported: _Reported) -> bool:
    if detection.issue not in reported:
        return True
    known_as = reported[detection.issue]
    has_grown = detection.issue == HealthIssue.DEAD_LETTERS and detection.count > known_as["count"]
    return has_grown and uow.now - datetime.fromisoformat(known_as["told_at"]) >= REPEAT_AFTER


def _say_unwell(uow: UnitOfWork, detections: Sequence[Detection]) -> None:
    kind = Notification.UNWELL
    rich = uow.say(uow.staff_language, kind.template, detections=detections)
    to_staff_room(uow, Post(rich), kind, merge_key=",".join(sorted(one.issue for one in detections)))


def _say_well_again(uow: UnitOfWork, detections: Sequence[Detection], is_well: bool) -> None:
    """It says from when to when each issue lasted, so that alerts which could not be sent meanwhile are dropped."""
    outbox.take_back(uow.session, Notification.UNWELL, {one.issue for one in detections})
    kind = Notification.WELL_AGAIN
    rich = uow.say(uow.staff_language, kind.template, detections=detections, is_well=is_well)
    to_staff_room(uow, Post(rich), kind)


def _noted(uow: UnitOfWork, detection: Detection, reported: _Reported) -> Json:
    since = reported[detection.issue]["since"] if detection.issue in reported else detection.since.isoformat()
    return {"since": since, "told_at": uow.now.isoformat(), "count": detection.count}


def _as_it_was(issue: HealthIssue, noted: Json) -> Detection:
    return Detection(issue, datetime.fromisoformat(noted["since"]), noted["count"])


def _read(uow: UnitOfWork) -> _Reported:
    memo = uow.session.get(Memo, REPORTED)
    reported: _Reported = json.loads(memo.value) if memo else {}
    return reported


def _write(uow: UnitOfWork, reported: _Reported) -> None:
    uow.session.merge(Memo(key=REPORTED, value=json.dumps(reported)))
