"""What colleagues answer before the desk has recorded it: topics, cards and messages that it has just posted."""

from bot.arrival import Arrival
from bot.desk.postponing import PostponedError
from bot.desk.unit_of_work import UnitOfWork
from storage import outbox

AGAIN_SECONDS = 0.25  # until the update is handled again


def wait_for_records(uow: UnitOfWork, arrival: Arrival) -> None:
    """Call it when an arrival is about something unknown in the group.

    Raises PostponedError while that may be something of ours whose outcome is not recorded yet.
    """
    until = arrival.may_wait_for
    if until and outbox.has_unsettled_for_group(uow.session, until):
        raise PostponedError(AGAIN_SECONDS)
