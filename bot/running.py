"""The desk as a process: everything that runs, started in order and stopped in order."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from telegram.error import InvalidToken, TelegramError

from bot.backups import NightlyBackup
from bot.clock import Clock
from bot.config import Settings
from bot.delivery.alarm import Alarm
from bot.delivery.inbox import Inbox
from bot.delivery.introduction import introduce
from bot.delivery.limits import Limits
from bot.delivery.machines import deliver_alone, deliver_with_others
from bot.delivery.outbox import Outbox
from bot.delivery.patience import pause
from bot.delivery.polling import ALLOWED_UPDATES, Polling
from bot.delivery.telegram_bot import DeskBot
from bot.desk.knowledge import Knowledge
from bot.desk.office import Office
from bot.faq_watch import FaqWatch
from bot.leading import Work, by_one
from bot.scheduling import Scheduler
from bot.supervision import beside
from bot.transactions import Transactions
from bot.upgrading import bring_up_to_date
from bot.web.server import serving
from bot.web.webhook import PATH, webhook_route
from storage import Database
from storage.lock import sole_use

log = logging.getLogger(__name__)

RESTART_SECONDS = 1.0


@dataclass(frozen=True)
class Parts:
    """The parts of a desk that work together."""

    bot: DeskBot
    transactions: Transactions
    inbox: Inbox
    outbox: Outbox
    scheduler: Scheduler
    watch: FaqWatch
    backup: NightlyBackup
    works: Sequence[Work]  # what runs all the time


def build(settings: Settings, clock: Clock, limits: Limits) -> Parts:
    """Open the database, bring it up to date, read the FAQ; FaqError when that is broken.

    StorageError when a newer program has written the database.
    """
    faq = settings.faq
    knowledge = Knowledge(faq.path, settings.company.language, faq.max_wrong)
    database = Database(settings.storage.url)
    bring_up_to_date(database, settings, clock.now())
    transactions = Transactions(database, Office.of(settings, knowledge), clock)
    bot = DeskBot(settings.telegram)
    delivery = (deliver_with_others if database.is_shared else deliver_alone)(bot, transactions, limits)
    scheduler = Scheduler(transactions, delivery.outbox.wake)
    watch = FaqWatch(transactions, delivery.outbox.wake)
    backup = NightlyBackup(transactions, delivery.outbox.wake)
    return Parts(
        bot=bot,
        transactions=transactions,
        inbox=delivery.inbox,
        outbox=delivery.outbox,
        scheduler=scheduler,
        watch=watch,
        backup=backup,
        works=(
            *delivery.works,
            by_one(database, "schedule", scheduler.run),
            watch.run,
            backup.run,
            Alarm(bot, transactions, delivery.outbox.wake).run,
            partial(introduce, bot, transactions),
        ),
    )


@asynccontextmanager
async def running(settings: Settings, clock: Clock, limits: Limits | None = None) -> AsyncIterator[Parts]:
    """The whole desk, until the block ends: first nothing more comes in, then what is in flight goes out.

    Waits for Telegram to be there. A part that fails ends the block with its error, so that whoever started the
    process starts it again. Raises InvalidToken, FaqError, CalendarError, ConfigError, StorageError when it can't.
    """
    async with AsyncExitStack() as stack:
        stack.enter_context(sole_use(settings.storage.url))
        parts = build(settings, clock, limits or Limits())
        stack.callback(parts.transactions.database.close)
        stack.push_async_callback(parts.bot.shutdown)
        await parts.bot.connect()
        for work in parts.works:
            await stack.enter_async_context(beside(_knowing_the_faq(parts, work)))
        await stack.enter_async_context(_receiving(settings, parts))
        yield parts


async def _knowing_the_faq(parts: Parts, run: Work) -> None:
    """What comes in before the FAQ can be asked is kept, and handled when it can."""
    await asyncio.wrap_future(parts.transactions.office.knowledge.answerer)
    await _despite_the_database(run)


async def _despite_the_database(run: Work) -> None:
    """A database that is locked or full for a while does not end the desk; the transaction has told of it."""
    while True:
        try:
            return await run()
        except OperationalError:
            await asyncio.sleep(RESTART_SECONDS)


@asynccontextmanager
async def _receiving(settings: Settings, parts: Parts) -> AsyncIterator[None]:
    if settings.telegram.mode == "polling":
        polling = Polling(parts.bot, parts.inbox.keep)
        async with beside(_despite_the_database(by_one(parts.transactions.database, "polling", polling.run))):
            yield
        return
    secret = settings.telegram.webhook_secret.get_secret_value() if settings.telegram.webhook_secret else ""
    app = Starlette(routes=[webhook_route(parts.inbox.keep, secret)])
    async with (
        serving(app, settings.web),
        beside(_tell_telegram(parts.bot, f"{settings.telegram.webhook_url}{PATH}", secret)),
    ):
        yield


async def _tell_telegram(bot: DeskBot, url: str, secret: str) -> None:
    """Say where to post updates, until Telegram has taken note of it."""
    failures = 0
    while True:
        try:
            await bot.set_webhook(url, allowed_updates=ALLOWED_UPDATES, secret_token=secret, drop_pending_updates=False)
        except InvalidToken:
            raise
        except TelegramError as error:
            failures += 1
            log.warning("The webhook can't be set, trying again: %s", error.message)
            await asyncio.sleep(pause(failures, error))
        else:
            return
