"""Usernames of the staff, by which colleagues mention each other: learnt whenever one of them acts or joins."""

from bot.desk.unit_of_work import UnitOfWork
from storage.models import Memo

_KEY = "staff_username"


def note_username(uow: UnitOfWork, telegram_id: int, username: str) -> None:
    """The member with that id has the username, without "@"."""
    uow.session.merge(Memo(key=_key(username), value=str(telegram_id)))


def member_named(uow: UnitOfWork, username: str) -> int | None:
    """The id of the member who was last seen with the username; letter case does not matter."""
    memo = uow.session.get(Memo, _key(username))
    return int(memo.value) if memo else None


def _key(username: str) -> str:
    return f"{_KEY}:{username.lower()}"
