"""Who belongs to the staff: asked of Telegram when somebody acts, kept for seconds, updated when Telegram tells.

The group's members do, and who writes in the name of the group or of the channel that is linked with it.

Here are also the handlers of what Telegram says about the group itself.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from telegram import Bot
from telegram.error import BadRequest

from bot.arrival import Arrival, Sender, Speaker
from bot.desk.command_names import AUTHORS_COMMAND
from bot.desk.staff_chat import remembered_staff_chat, staff_chat, staff_chat_moved
from bot.desk.staff_names import note_username
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.telegram.parsing import is_admin, is_inside
from storage.models import StaffMember

# Telegram's answer is cached this long: a bot that is no administrator is not told who is removed.
FRESH = timedelta(seconds=20)
_NEVER_STAFF = (Speaker.BOT, Speaker.CHANNEL_POST)


@dataclass(frozen=True)
class Standing:
    """What somebody is in the group."""

    is_member: bool
    is_admin: bool = False


class Membership:
    def __init__(self, bot: Bot, transactions: Transactions) -> None:
        self._bot = bot
        self._transactions = transactions

    async def checked(self, arrival: Arrival) -> Arrival:
        """The arrival, marked when it comes from the staff group; then the database knows whether its sender belongs.

        Raises TelegramError when Telegram can't be asked.
        """
        if arrival.chat is None:
            return arrival
        if arrival.is_private:
            await self._check_author(arrival)
            return arrival
        context = self._transactions.context
        sender = arrival.sender if arrival.is_act and arrival.speaker not in _NEVER_STAFF else None
        is_known, group, before = True, remembered_staff_chat(context), context.settings.staff.chat_id
        if group is None or (sender and arrival.chat in (group, before)):
            is_known, group = await self._transactions.run(lambda uow: (_is_known(uow, sender), staff_chat(uow)))
        if arrival.chat not in (group, before):  # `before` the group moved it had the configured id
            return arrival
        if sender and not is_known:
            asked_at = self._transactions.clock.now()
            standing = await self._ask(group or before, arrival.speaker, sender)
            await self._transactions.run(lambda uow: _remember_answer(uow, sender, standing, asked_at))
        return replace(arrival, is_from_staff_group=True)

    async def _check_author(self, arrival: Arrival) -> None:
        """Who gives the authors' command in private may be an administrator who never acted in the group."""
        sender = arrival.sender
        if sender is None or arrival.command is None or arrival.command.name != AUTHORS_COMMAND:
            return
        is_known, group = await self._transactions.run(lambda uow: (_is_known(uow, sender), staff_chat(uow)))
        if not is_known:
            asked_at = self._transactions.clock.now()
            standing = await self._ask(group, Speaker.PERSON, sender)
            if standing.is_member:
                await self._transactions.run(lambda uow: _remember_answer(uow, sender, standing, asked_at))

    async def _ask(self, group: int, speaker: Speaker, sender: Sender) -> Standing:
        try:
            if speaker is Speaker.CHANNEL:
                return Standing((await self._bot.get_chat(group)).linked_chat_id == sender.chat)
            if speaker is Speaker.GROUP:
                return Standing(is_member=True, is_admin=True)
            member = await self._bot.get_chat_member(group, sender.id)
            return Standing(is_inside(member), is_admin(member))
        except BadRequest:  # Telegram does not know them there
            return Standing(is_member=False)


def on_member_changed(uow: UnitOfWork, arrival: Arrival) -> None:
    """Record that somebody joined or left the staff group."""
    if change := arrival.member_change:
        _remember(uow, change.member, Standing(change.is_member, change.is_admin))


def on_group_moved(uow: UnitOfWork, arrival: Arrival) -> None:
    """Record that the staff group became a supergroup and has another id."""
    if arrival.group_moved_to:
        staff_chat_moved(uow, arrival.group_moved_to)


def _remember(uow: UnitOfWork, sender: Sender, standing: Standing) -> None:
    name = sender.name or uow.context.settings.company.name  # an administrator behind the group, without a signature
    member = uow.session.get(StaffMember, sender.id)
    if member is None:
        member = StaffMember(telegram_id=sender.id, name=name, checked_at=uow.now)
        uow.session.add(member)
    member.name, member.checked_at = name, uow.now
    member.is_member, member.is_admin = standing.is_member, standing.is_admin
    if sender.username and standing.is_member:
        note_username(uow, sender.id, sender.username)


def _remember_answer(uow: UnitOfWork, sender: Sender, standing: Standing, asked_at: datetime) -> None:
    """Record what Telegram answered, unless it has told something newer since it was asked."""
    known = uow.session.get(StaffMember, sender.id)
    if known is None or not asked_at < known.checked_at <= uow.now:
        _remember(uow, sender, standing)


def _is_known(uow: UnitOfWork, sender: Sender | None) -> bool:
    member = uow.session.get(StaffMember, sender.id) if sender else None
    return member is not None and member.is_member and uow.now - FRESH < member.checked_at <= uow.now
