"""The staff hear that the desk is unwell, and that it is well again: each once, what comes together in one message.

What they were told is kept in the database, so that a restart repeats nothing.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlmodel import col, select

from bot.desk.outbox import Post, to_staff_room
from bot.desk.unit_of_work import Desk
from bot.monitoring.issues import Ailment, Sign
from storage.models import Json, Memo, OutboxRow

TOLD = "unwell"  # the Memo of what the staff know
UNWELL, WELL_AGAIN = "unwell", "well_again"  # roles of the messages
QUIET = timedelta(minutes=10)  # an ailment that grows is told of again after this at the earliest

_Told: TypeAlias = dict[str, Json]


@dataclass(frozen=True)
class News:
    """What the staff were told just now."""

    unwell: Sequence[Sign]
    well_again: Sequence[Ailment]


def review(desk: Desk, signs: Sequence[Sign], over: Collection[Ailment]) -> News:
    """Tell the staff of the `signs` that are news to them, and which of the ailments that they know of are `over`.

    Of an ailment in neither nothing is said.
    """
    told = _read(desk)
    news = [sign for sign in signs if _is_news(desk, sign, told)]
    past = [Ailment(name) for name in told if name in over]
    if news:
        _say_unwell(desk, news)
    if past:
        is_well = not news and len(past) == len(told)
        _say_well_again(desk, [_as_it_was(name, told[name]) for name in past], is_well)
    if news or past:
        kept = {name: known for name, known in told.items() if name not in past}
        _write(desk, kept | {sign.ailment: _noted(desk, sign, told) for sign in news})
    return News(news, past)


def _is_news(desk: Desk, sign: Sign, told: _Told) -> bool:
    if sign.ailment not in told:
        return True
    known_as = told[sign.ailment]
    has_grown = sign.ailment == Ailment.SET_ASIDE and sign.count > known_as["count"]
    return has_grown and desk.now - datetime.fromisoformat(known_as["told_at"]) >= QUIET


def _say_unwell(desk: Desk, signs: Sequence[Sign]) -> None:
    row = to_staff_room(desk, Post(desk.say(desk.staff_language, "health.unwell", signs=signs)), UNWELL)
    row.merge_key = ",".join(sorted(sign.ailment for sign in signs))


def _say_well_again(desk: Desk, signs: Sequence[Sign], is_well: bool) -> None:
    """It tells the whole story, so that an alarm which could not go out meanwhile need not any more."""
    _take_back(desk, {sign.ailment for sign in signs})
    rich = desk.say(desk.staff_language, "health.well_again", signs=signs, is_well=is_well)
    to_staff_room(desk, Post(rich), WELL_AGAIN)


def _take_back(desk: Desk, over: Collection[Ailment]) -> None:
    unsent = select(OutboxRow).where(
        col(OutboxRow.sent_at).is_(None),
        col(OutboxRow.failed_at).is_(None),
        col(OutboxRow.claimed_at).is_(None),
        col(OutboxRow.doubted_since).is_(None),
        col(OutboxRow.merge_key).is_not(None),
    )
    for row in desk.session.exec(unsent):
        if row.content.get("role") == UNWELL and set(str(row.merge_key).split(",")) <= set(over):
            desk.session.delete(row)


def _noted(desk: Desk, sign: Sign, told: _Told) -> Json:
    since = told[sign.ailment]["since"] if sign.ailment in told else sign.since.isoformat()
    return {"since": since, "told_at": desk.now.isoformat(), "count": sign.count}


def _as_it_was(ailment: Ailment, noted: Json) -> Sign:
    return Sign(ailment, datetime.fromisoformat(noted["since"]), noted["count"])


def _read(desk: Desk) -> _Told:
    memo = desk.session.get(Memo, TOLD)
    told: _Told = json.loads(memo.value) if memo else {}
    return told


def _write(desk: Desk, told: _Told) -> None:
    desk.session.merge(Memo(key=TOLD, value=json.dumps(told)))
