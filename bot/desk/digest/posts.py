"""The digest as messages: one for what to do, as long as it fits, and one for the FAQ's authors."""

from collections.abc import Callable, Sequence

from bot.desk.digest.lines import Line, Waiting
from bot.desk.digest.summary import Summary
from bot.desk.outbox import Post
from bot.desk.ticket.card import digest_buttons
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich, split, without_moments

WITH_BUTTONS = 3  # tickets; the others are a tap away behind their links
ROOM = (60, 44, 30)  # characters for what a ticket is about: less where all tickets fit one message then


def posts(uow: UnitOfWork, summary: Summary, late: bool = False) -> list[Post]:
    """The messages of the digest. One line if nothing came."""
    told = _fitted(
        uow, lambda room: uow.say(uow.staff_language, "digest.digest", summary=summary, late=late, room=room)
    )
    if summary.gaps:
        told.append(uow.say(uow.staff_language, "digest.faq", gaps=summary.gaps))
    return _with_buttons(uow, told, summary.sections.tickets)


def queue_posts(uow: UnitOfWork, shown: Sequence[Waiting]) -> list[Post]:
    """Messages that list the tickets, one line each."""
    if not shown:
        return []
    lines = [Line((one,)) for one in shown]
    told = _fitted(uow, lambda room: uow.say(uow.staff_language, "digest.queue", lines=lines, room=room))
    return _with_buttons(uow, told, shown)


def _with_buttons(uow: UnitOfWork, told: Sequence[Rich], shown: Sequence[Waiting]) -> list[Post]:
    """The first message has buttons for the first tickets."""
    first, *others = told
    buttons = [digest_buttons(uow, one.ticket) for one in shown[:WITH_BUTTONS]]
    return [Post(first, buttons), *map(Post, others)]


def _fitted(uow: UnitOfWork, render: Callable[[int], Rich]) -> list[Rich]:
    """One message where it fits with shorter lines; else as many as are needed, split between lines."""
    limits = uow.context.limits
    widest = split(render(ROOM[0]), limits.text)
    tries = (split(render(room), limits.text) for room in ROOM[1:] if len(widest) == 2)
    pages = widest if len(widest) == 1 else next((one for one in tries if len(one) == 1), widest)
    return [page if len(page.entities) <= limits.entities else _plainer(page) for page in pages]


def _plainer(page: Rich) -> Rich:
    """Without times as entities, so that there is room for all links."""
    return Rich(page.text, without_moments(page.entities))
