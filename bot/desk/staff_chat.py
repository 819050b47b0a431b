"""The staff group: its id, and what is recorded of the topics and cards in it."""

from sqlalchemy import bindparam
from sqlmodel import col, delete, select

from bot.desk.notifications import Notification
from bot.desk.unit_of_work import DeskContext, UnitOfWork
from storage.models import Memo, Posting, StaffThread
from storage.tickets import thread_of

# https://core.telegram.org/api/bots/ids
_SUPERGROUPS = range(-1_997_852_516_352, -1_000_000_000_000)
_STAFF_CHAT = "staff_chat"
_MOVED_TO = "staff_chat_moved_to"
_MEMO = select(Memo.value).where(Memo.key == bindparam("key"))


def staff_chat(uow: UnitOfWork) -> int:
    """The group's id: the configured one, or the new one if Telegram has migrated the group to a supergroup."""
    return uow.remembered(_STAFF_CHAT, lambda: _read(uow))


def remembered_staff_chat(context: DeskContext) -> int | None:
    """The same from memory, without a transaction; None when it was not read yet."""
    chat_id: int | None = (context.known or {}).get(_STAFF_CHAT)
    return chat_id


def staff_chat_moved(uow: UnitOfWork, new_id: int) -> None:
    """Record that Telegram migrated the group to the id `new_id`; cards in the old chat can't be edited any more.

    Ignores an id that no supergroup can have: the staff would get no messages any more.
    """
    if new_id in _SUPERGROUPS and staff_chat(uow) != new_id:
        uow.session.merge(Memo(key=_key(uow), value=str(new_id)))
        uow.session.exec(delete(StaffThread))
        uow.forget(_STAFF_CHAT)


def forget_thread(uow: UnitOfWork, ticket_id: int) -> None:
    """The ticket's topic was deleted: the next message creates a new topic and card."""
    uow.session.exec(delete(StaffThread).where(col(StaffThread.ticket_id) == ticket_id))
    forget_cards(uow, ticket_id)


def forget_cards(uow: UnitOfWork, ticket_id: int) -> None:
    """The ticket's card was deleted: the next message posts a new one."""
    uow.session.exec(delete(Posting).where(col(Posting.ticket_id) == ticket_id, col(Posting.role) == Notification.CARD))


def note_topic(uow: UnitOfWork, ticket_id: int, is_closed: bool | None = None, name: str | None = None) -> None:
    """Record what the desk did to the ticket's topic: closed or reopened it, gave it a name. None: left as it was.

    A name that a colleague has given meanwhile is kept.
    """
    thread = thread_of(uow.session, ticket_id)
    if thread is None:
        return
    if is_closed is not None:
        thread.is_closed = is_closed
    if name is not None and not thread.named_by_hand:
        thread.name = name


def _read(uow: UnitOfWork) -> int:
    moved = uow.session.exec(_MEMO, params={"key": _key(uow)}).one_or_none()
    return int(moved) if moved else uow.context.settings.staff.chat_id


def _key(uow: UnitOfWork) -> str:
    return f"{_MOVED_TO}:{uow.context.settings.staff.chat_id}"
