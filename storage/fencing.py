"""Fencing: a process that was given work may write only while the work is still its own.

A process can stand still at any instruction (a paused container, a swapping machine) and go on when another one has
taken over its work. So the right to the work is checked in each of its transactions, and before each of its calls to
others. Whoever runs the work says so once, by `fenced_by`; whatever the work calls is checked, also in its tasks.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

from sqlmodel import Session

T = TypeVar("T")


class Fence(Protocol):
    def check(self, session: Session) -> None:
        """Raise FencedError when the work was given to another process.

        Until the transaction ends nobody else is given the work.
        """

    @property
    def holds(self) -> bool:
        """Whether nobody else can have the work yet, by the time since it was last confirmed."""


_fence: ContextVar[Fence | None] = ContextVar("fence", default=None)


@contextmanager
def fenced_by(fence: Fence) -> Iterator[None]:
    """Check `fence` in all that the block does and in the tasks that it starts."""
    token = _fence.set(fence)
    try:
        yield
    finally:
        _fence.reset(token)


def fenced(work: Callable[[Session], T]) -> Callable[[Session], T]:
    """`work` that first checks the present fence, if there is one, in its transaction."""
    fence = _fence.get()
    if fence is None:
        return work

    def checked(session: Session) -> T:
        fence.check(session)
        return work(session)

    return checked


def may_act() -> bool:
    """Whether a call to others may be made now: there is no fence, or it holds."""
    fence = _fence.get()
    return fence is None or fence.holds
