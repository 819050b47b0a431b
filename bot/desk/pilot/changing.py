"""A colleague raises the pilot's share, or goes back to suggestions. A press can be forged, come twice or come late."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.desk.authoring.people import is_author
from bot.desk.operator_log import log_share
from bot.desk.pilot.figures import Verdict, figures_of, verdict
from bot.desk.pilot.note import in_thousandths, tell_change
from bot.desk.pilot.share import NOBODY, Pilot, change_share, pilot_of
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Outcome:
    """`toast`: the name of what the presser reads; `is_done`: whether the button has nothing to do any more."""

    toast: str
    values: Mapping[str, object] = field(default_factory=dict)
    is_done: bool = False


NOT_YOURS, OUTDATED = Outcome("pilot_not_yours"), Outcome("outdated", is_done=True)


def raise_share(uow: UnitOfWork, colleague: Colleague, seen: int, wanted: int) -> Outcome:
    """Answer the next larger share, which must be `wanted`, if the figures are good.

    `seen`: the share when the button was sent. Both in thousandths.
    """
    pilot = pilot_of(uow)
    if not is_author(uow, colleague.id):
        return NOT_YOURS
    if pilot is None:
        return OUTDATED
    if in_thousandths(pilot.share) == wanted:
        return _already(pilot)
    share = pilot.next_share
    if share is None or (in_thousandths(pilot.share), in_thousandths(share)) != (seen, wanted):
        return OUTDATED
    if verdict(figures_of(uow, pilot).judged, uow.context.settings.faq.max_wrong) is not Verdict.GOOD:
        return Outcome("pilot_not_good", is_done=True)
    return _change(uow, pilot, share, colleague)


def go_back(uow: UnitOfWork, colleague: Colleague) -> Outcome:
    """Answer nobody: only suggest, whatever the share is by now."""
    pilot = pilot_of(uow)
    if not is_author(uow, colleague.id):
        return NOT_YOURS
    if pilot is None:
        return OUTDATED
    return _already(pilot) if pilot.share == NOBODY else _change(uow, pilot, NOBODY, colleague)


def _change(uow: UnitOfWork, pilot: Pilot, share: float, colleague: Colleague) -> Outcome:
    changed = change_share(uow, pilot, share, colleague)
    if changed is None:
        now = pilot_of(uow)
        return _already(now) if now and now.share == share else OUTDATED
    tell_change(uow, changed)
    log_share(uow, share)
    return Outcome("pilot_changed", {"pilot": changed}, is_done=True)


def _already(pilot: Pilot) -> Outcome:
    return Outcome("pilot_already", {"pilot": pilot}, is_done=True)
