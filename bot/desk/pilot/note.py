"""What the staff are told of a pilot: once a night where something is new, on /pilot, and when its share changes."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Post, to_staff_room
from bot.desk.pilot.figures import PilotFigures, Verdict, figures_of, verdict
from bot.desk.pilot.share import EVERYBODY, NOBODY, Pilot, pilot_of
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Memo

THOUSANDTHS = 1000  # in which buttons name a share

_TOLD = "pilot_told"  # key of Memo


def tell_if_new(uow: UnitOfWork) -> None:
    """Post the figures to the staff group if they have changed; nothing once everybody is answered."""
    pilot = pilot_of(uow)
    if pilot is None or pilot.share == EVERYBODY:
        return
    figures, memo = figures_of(uow, pilot), uow.session.get(Memo, _TOLD)
    news = json.dumps([pilot.since.isoformat(), asdict(figures)], ensure_ascii=False)
    if figures != PilotFigures() and (memo is None or memo.value != news):
        uow.session.merge(Memo(key=_TOLD, value=news))
        to_staff_room(uow, _post(uow, pilot, figures), Notification.PILOT_NOTE)


def post_of(uow: UnitOfWork) -> Post:
    """How the pilot stands now, or that there is none."""
    pilot = pilot_of(uow)
    if pilot is None:
        return Post(uow.say(uow.staff_language, "pilot.no_pilot"))
    return _post(uow, pilot, figures_of(uow, pilot))


def tell_change(uow: UnitOfWork, pilot: Pilot) -> None:
    rich = uow.say(uow.staff_language, Notification.PILOT_CHANGED.template, pilot=pilot)
    to_staff_room(uow, Post(rich, [_back(uow)] if pilot.share > NOBODY else ()), Notification.PILOT_CHANGED)


def _post(uow: UnitOfWork, pilot: Pilot, figures: PilotFigures) -> Post:
    max_wrong = uow.context.settings.faq.max_wrong
    found = verdict(figures.judged, max_wrong)
    rich = uow.say(
        uow.staff_language,
        Notification.PILOT_NOTE.template,
        pilot=pilot,
        figures=figures,
        verdict=found,
        max_wrong=max_wrong,
    )
    up = [_raise(uow, pilot, pilot.next_share)] if found is Verdict.GOOD and pilot.next_share else []
    return Post(rich, [*up, *([_back(uow)] if pilot.share > NOBODY else [])])


def _raise(uow: UnitOfWork, pilot: Pilot, share: float) -> Sequence[Button]:
    label = uow.label(uow.staff_language, "buttons.pilot_raise", share=share)
    return [Button(label, f"pilot_raise:{in_thousandths(pilot.share)}:{in_thousandths(share)}")]


def _back(uow: UnitOfWork) -> Sequence[Button]:
    return [Button(uow.label(uow.staff_language, "buttons.pilot_back"), "pilot_back")]


def in_thousandths(share: float) -> int:
    return round(share * THOUSANDTHS)
