"""Only members of the staff group are staff: asked of Telegram when somebody acts, and remembered for a while."""

from datetime import timedelta

from telegram import Bot, ChatMember, ChatMemberRestricted, Update, User
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.desk.staff_chat import staff_chat
from storage.models import StaffMember

FRESH = timedelta(minutes=5)
_OUTSIDE = (ChatMember.LEFT, ChatMember.BANNED)


class Membership:
    def __init__(self, bot: Bot, transactions: Transactions) -> None:
        self._bot = bot
        self._transactions = transactions

    async def check(self, update: Update) -> None:
        """Make sure that the database knows whether the sender of something in the staff group is a member."""
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None or chat.type == ChatType.PRIVATE:
            return
        known, room = await self._transactions.run(lambda uow: (_is_known(uow, user), staff_chat(uow)))
        if chat.id != room or known:
            return
        is_member = is_anonymous_admin(update) or await self._ask(room, user)
        await self._transactions.run(lambda uow: remember(uow, user, is_member))

    async def _ask(self, room: int, user: User) -> bool:
        try:
            return belongs(await self._bot.get_chat_member(room, user.id))
        except BadRequest:  # Telegram does not know them there
            return False


def remember(uow: UnitOfWork, user: User, is_member: bool) -> None:
    """Keep what Telegram said of the user's membership."""
    uow.session.merge(StaffMember(telegram_id=user.id, name=user.full_name, is_member=is_member, checked_at=uow.now))


def belongs(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in _OUTSIDE


def is_anonymous_admin(update: Update) -> bool:
    """An administrator who writes as the group itself."""
    message = update.effective_message
    chat = update.effective_chat
    return bool(message and chat and message.sender_chat and message.sender_chat.id == chat.id)


def _is_known(uow: UnitOfWork, user: User) -> bool:
    member = uow.session.get(StaffMember, user.id)
    return member is not None and member.is_member and member.checked_at > uow.now - FRESH
