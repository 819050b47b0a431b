"""/off and /on: a colleague is absent for a while, and back again."""

from bot.desk.outbox import Post
from bot.desk.ticket import assigning
from bot.desk.unit_of_work import UnitOfWork
from bot.staff.closing_time import LIFTED
from bot.staff.human_dates import DateError
from bot.staff.moments import until_opening
from bot.staff.order import Order, say


def leave(uow: UnitOfWork, order: Order) -> list[Post]:
    """/off до пн: the colleague's tickets go back to the shift, and none is given to them until then."""
    if order.arguments.casefold() in LIFTED:
        return come_back(uow, order)
    try:
        until = until_opening(uow, order.arguments)
    except DateError:
        return [say(uow, "actions.off_help", text=order.arguments)]
    released = assigning.leave(uow, order.colleague, until)
    return [say(uow, "actions.off", name=order.colleague.name, until=until, released=released)]


def come_back(uow: UnitOfWork, order: Order) -> list[Post]:
    """/on, /off off: the colleague is there again."""
    if not assigning.come_back(uow, order.colleague):
        return [say(uow, "actions.not_off")]
    return [say(uow, "actions.on", name=order.colleague.name)]
