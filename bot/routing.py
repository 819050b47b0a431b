"""What arrived, and the ordered table that says who handles it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from telegram import CallbackQuery, Chat, Message, MessageEntity, Update, User
from telegram.constants import ChatType

from bot.desk.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Command:
    """`/name arguments`, the name in lower case and without the bot's."""

    name: str
    arguments: str


@dataclass(frozen=True)
class Arrival:
    """An update, and where the staff sit."""

    update: Update
    staff_chat: int
    is_flooding: bool = False  # more comes from this chat than a person can do

    @property
    def message(self) -> Message | None:
        return self.update.message

    @property
    def edited(self) -> Message | None:
        return self.update.edited_message

    @property
    def press(self) -> CallbackQuery | None:
        return self.update.callback_query

    @property
    def chat(self) -> Chat | None:
        return self.update.effective_chat

    @property
    def sender(self) -> User | None:
        return self.update.effective_user

    @property
    def is_private(self) -> bool:
        return self.chat is not None and self.chat.type == ChatType.PRIVATE

    @property
    def is_from_staff_group(self) -> bool:
        return self.chat is not None and self.chat.id == self.staff_chat

    @property
    def is_for_another_bot(self) -> bool:
        """Whether it begins with /command@bot, and that bot is not this one."""
        message = self.message or self.edited
        first = message.entities[0] if message and message.text and message.entities else None
        if message is None or first is None or first.type != MessageEntity.BOT_COMMAND or first.offset != 0:
            return False
        addressee = message.parse_entity(first).partition("@")[2]
        return addressee.lower() not in ("", message.get_bot().username.lower())

    @cached_property
    def command(self) -> Command | None:
        message = self.message
        if message is None or not message.text or not message.entities:
            return None
        first = message.entities[0]
        if first.type != MessageEntity.BOT_COMMAND or first.offset != 0:
            return None
        name = message.text[1 : first.length].partition("@")[0]
        return Command(name.lower(), message.text[first.length :].strip())


@dataclass(frozen=True)
class Route:
    """One line of the table."""

    when: Callable[[Arrival], bool]
    handle: Callable[[UnitOfWork, Arrival], None]


def dispatch(routes: Sequence[Route], uow: UnitOfWork, arrival: Arrival) -> None:
    """Let the first route that fits handle the arrival; what fits none needs nothing done."""
    for route in routes:
        if route.when(arrival):
            route.handle(uow, arrival)
            return
