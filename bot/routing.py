"""Routes: a predicate with the handler of what it holds for; the first one that fits handles the arrival."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.arrival import Arrival
from bot.desk.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Route:
    """One line of a table."""

    when: Callable[[Arrival], bool]
    handle: Callable[[UnitOfWork, Arrival], None]


def dispatch(routes: Iterable[Route], uow: UnitOfWork, arrival: Arrival) -> None:
    """Let the first route that fits handle the arrival; one that fits none needs no handling."""
    for route in routes:
        if route.when(arrival):
            route.handle(uow, arrival)
            return


def ignore(_uow: UnitOfWork, _arrival: Arrival) -> None:
    """Handle by doing nothing."""


def is_message(arrival: Arrival) -> bool:
    return arrival.message is not None


def is_edit(arrival: Arrival) -> bool:
    return arrival.edited is not None


def is_press(arrival: Arrival) -> bool:
    return arrival.press is not None


def is_press_in_flood(arrival: Arrival) -> bool:
    return is_press(arrival) and arrival.is_flooding


def is_command(arrival: Arrival) -> bool:
    return arrival.command is not None


def is_for_another_bot(arrival: Arrival) -> bool:
    """Also when a message was edited into another bot's command."""
    message = arrival.message or arrival.edited
    return bool(message and message.command and message.command.is_for_another_bot)


def is_member_change(arrival: Arrival) -> bool:
    return arrival.member_change is not None


def is_group_move(arrival: Arrival) -> bool:
    return arrival.group_moved_to is not None


def is_reaction(arrival: Arrival) -> bool:
    return arrival.reaction is not None


def is_block_change(arrival: Arrival) -> bool:
    return arrival.block_change is not None
