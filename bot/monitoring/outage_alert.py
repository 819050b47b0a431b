"""When the database can't be used: the staff are told straight away, past the outbox, and again when it is over."""

import asyncio
import logging
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError
from telegram import Bot
from telegram.error import ChatMigrated, TelegramError

from bot.desk.outbox import Post, to_staff_room
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.runtime.backoff import pause
from bot.telegram import api_calls
from bot.telegram.api_calls import Place
from bot.telegram.staff_group import staff_chat
from storage.models import Memo

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
BEARABLE = timedelta(seconds=30)  # nobody is told of less
KEPT_BY_TELEGRAM = timedelta(hours=24)
WRITTEN_AT = "written_at"


class OutageAlert:
    """Its message goes out beside the outbox, which can't be written then; so it is one message, sent once."""

    def __init__(self, bot: Bot, transactions: Transactions) -> None:
        self._bot = bot
        self._transactions = transactions
        self._chat_id = transactions.context.settings.staff.chat_id
        self._is_told = False
        self._failures = 0

    async def run(self) -> None:
        """Wait for trouble and see it through, until cancelled."""
        await self._learn_chat()
        while True:
            await self._transactions.outage.has_begun.wait()
            await asyncio.sleep(LOOK_SECONDS)
            await self.look()

    async def look(self) -> None:
        """While there is trouble: tell the staff when it lasts, and find out whether it is over."""
        outage, now = self._transactions.outage, self._transactions.clock.now()
        since = outage.since
        if since is None:
            return
        lasts = outage.lasted >= BEARABLE
        if lasts and not self._is_told:
            self._is_told = await self._told(since)
        if outage.is_quiet(now) and await self._can_be_written(since if lasts else None):
            self._is_told = False
            outage.end()

    async def _learn_chat(self) -> None:
        """The staff's group may have moved since it was configured; later on nobody can look that up."""
        try:
            self._chat_id = await self._transactions.run(staff_chat)
        except OperationalError:
            return

    async def _told(self, since: datetime) -> bool:
        context, now = self._transactions.context, self._transactions.clock.now()
        kind = self._transactions.outage.kind
        language = context.settings.company.language
        rich = context.wording.say(language, "staff.database_fails", now, since=since, kind=kind)
        try:
            await api_calls.send(self._bot, Place(self._chat_id), Post(rich).content(), silent=False)
        except ChatMigrated as moved:
            self._chat_id = moved.new_chat_id
            return False
        except TelegramError as error:
            self._failures += 1
            log.warning("The staff can't be told of it: %s", error.message)
            await asyncio.sleep(pause(self._failures, error))
            return False
        self._failures = 0
        return True

    async def _can_be_written(self, since: datetime | None) -> bool:
        """Try to write; in the same transaction the staff are told, when there was something to tell of."""

        def write(uow: UnitOfWork) -> None:
            uow.session.merge(Memo(key=WRITTEN_AT, value=uow.now.isoformat()))
            if since is not None:
                too_long = uow.now - since > KEPT_BY_TELEGRAM
                rich = uow.say(uow.staff_language, "staff.database_works", since=since, too_long=too_long)
                to_staff_room(uow, Post(rich), "database_works")

        try:
            await self._transactions.run(write)
        except OperationalError:
            return False
        return True
