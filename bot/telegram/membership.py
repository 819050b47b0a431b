"""Who belongs to the staff group: asked of Telegram when somebody acts, kept for a while, updated when Telegram tells.

Here are also the handlers of what Telegram says about the group itself.
"""

from dataclasses import replace
from datetime import timedelta

from telegram import Bot
from telegram.error import BadRequest

from bot.arrival import Arrival, Sender
from bot.desk.staff_chat import remembered_staff_chat, staff_chat, staff_chat_moved
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.telegram.parsing import is_inside
from storage.models import StaffMember

FRESH = timedelta(minutes=5)  # Telegram's answer is cached this long


class Membership:
    def __init__(self, bot: Bot, transactions: Transactions) -> None:
        self._bot = bot
        self._transactions = transactions

    async def checked(self, arrival: Arrival) -> Arrival:
        """The arrival, marked when it comes from the staff group; then the database knows whether its sender belongs.

        Raises TelegramError when Telegram can't be asked.
        """
        if arrival.chat is None or arrival.is_private:
            return arrival
        context, sender = self._transactions.context, arrival.sender if arrival.is_act else None
        is_known, group, before = True, remembered_staff_chat(context), context.settings.staff.chat_id
        if group is None or (sender and arrival.chat in (group, before)):
            is_known, group = await self._transactions.run(lambda uow: (_is_known(uow, sender), staff_chat(uow)))
        if arrival.chat not in (group, before):  # `before` the group moved it had the configured id
            return arrival
        if sender and not is_known:
            is_member = arrival.is_anonymous_admin or await self._ask(group or before, sender)
            await self._transactions.run(lambda uow: _remember(uow, sender, is_member))
        return replace(arrival, is_from_staff_group=True)

    async def _ask(self, group: int, sender: Sender) -> bool:
        try:
            return is_inside(await self._bot.get_chat_member(group, sender.id))
        except BadRequest:  # Telegram does not know them there
            return False


def on_member_changed(uow: UnitOfWork, arrival: Arrival) -> None:
    """Record that somebody joined or left the staff group."""
    if change := arrival.member_change:
        _remember(uow, change.member, change.is_member)


def on_group_moved(uow: UnitOfWork, arrival: Arrival) -> None:
    """Record that the staff group became a supergroup and has another id."""
    if arrival.group_moved_to:
        staff_chat_moved(uow, arrival.group_moved_to)


def _remember(uow: UnitOfWork, sender: Sender, is_member: bool) -> None:
    member = StaffMember(telegram_id=sender.id, name=sender.name, is_member=is_member, checked_at=uow.now)
    uow.session.merge(member)


def _is_known(uow: UnitOfWork, sender: Sender | None) -> bool:
    member = uow.session.get(StaffMember, sender.id) if sender else None
    return member is not None and member.is_member and member.checked_at > uow.now - FRESH
