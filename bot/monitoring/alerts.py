"""The staff hear that the desk is unwell, and that it is well again: each once, what comes together in one message.

What they were told is kept in the database, so that a restart repeats nothing.
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

TOLD = "unwell"  # the Memo of what the staff know
QUIET = timedelta(minutes=10)  # an ailment that grows is told of again after this at the earliest

_Told: TypeAlias = dict[str, Json]


@dataclass(frozen=True)
class News:
    """What the staff were told just now."""

    unwell: Sequence[Detection]
    well_again: Sequence[HealthIssue]


def review(uow: UnitOfWork, detections: Sequence[Detection], over: Collection[HealthIssue]) -> News:
    """Tell the staff of the `signs` that are news to them, and which of the ailments that they know of are `over`.

    Of an ailment in neither nothing is said.
    """
    told = _read(uow)
    news = [detection for detection in detections if _is_news(uow, detection, told)]
    past = [HealthIssue(name) for name in told if name in over]
    if news:
        _say_unwell(uow, news)
    if past:
        is_well = not news and len(past) == len(told)
        _say_well_again(uow, [_as_it_was(name, told[name]) for name in past], is_well)
    if news or past:
        kept = {name: known for name, known in told.items() if name not in past}
        _write(uow, kept | {detection.issue: _noted(uow, detection, told) for detection in news})
    return News(news, past)


def _is_news(uow: UnitOfWork, detection: Detection, told: _Told) -> bool:
    if detection.issue not in told:
        return True
    known_as = told[detection.issue]
    has_grown = detection.issue == HealthIssue.SET_ASIDE and detection.count > known_as["count"]
    return has_grown and uow.now - datetime.fromisoformat(known_as["told_at"]) >= QUIET


def _say_unwell(uow: UnitOfWork, detections: Sequence[Detection]) -> None:
    kind = Notification.UNWELL
    rich = uow.say(uow.staff_language, kind.template, detections=detections)
    to_staff_room(uow, Post(rich), kind, merge_key=",".join(sorted(one.issue for one in detections)))


def _say_well_again(uow: UnitOfWork, detections: Sequence[Detection], is_well: bool) -> None:
    """It tells the whole story, so that an alert which could not be sent meanwhile need not be sent any more."""
    outbox.take_back(uow.session, Notification.UNWELL, {one.issue for one in detections})
    kind = Notification.WELL_AGAIN
    rich = uow.say(uow.staff_language, kind.template, detections=detections, is_well=is_well)
    to_staff_room(uow, Post(rich), kind)


def _noted(uow: UnitOfWork, detection: Detection, told: _Told) -> Json:
    since = told[detection.issue]["since"] if detection.issue in told else detection.since.isoformat()
    return {"since": since, "told_at": uow.now.isoformat(), "count": detection.count}


def _as_it_was(issue: HealthIssue, noted: Json) -> Detection:
    return Detection(issue, datetime.fromisoformat(noted["since"]), noted["count"])


def _read(uow: UnitOfWork) -> _Told:
    memo = uow.session.get(Memo, TOLD)
    told: _Told = json.loads(memo.value) if memo else {}
    return told


def _write(uow: UnitOfWork, told: _Told) -> None:
    uow.session.merge(Memo(key=TOLD, value=json.dumps(told)))
