"""The desk as a process: everything that runs, started in order and stopped in order."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy.exc import OperationalError

from bot.background.faq_reloader import FaqWatch
from bot.background.nightly_backup import NightlyBackup
from bot.background.scheduler import Scheduler
from bot.background.upgrade import bring_up_to_date
from bot.cluster.engines import deliver_alone, deliver_with_others
from bot.cluster.leader import Work, by_one
from bot.config import Settings
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.delivery.rate_limiter import Limits
from bot.desk.knowledge import Knowledge
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import Office
from bot.monitoring.liveness import Vitals
from bot.monitoring.monitor import Watchman
from bot.monitoring.outage_alert import Alarm
from bot.receiving import getting_updates, listening
from bot.runtime.background_task import beside
from bot.runtime.clock import Clock
from bot.telegram.bot import DeskBot
from bot.telegram.command_menu import introduce
from storage import Database
from storage.lock import sole_use

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
    watchman: Watchman
    backup: NightlyBackup
    works: Sequence[Work]  # what each machine does all the time
    duties: Sequence[Work]  # what one machine does for all


def build(settings: Settings, clock: Clock, limits: Limits) -> Parts:
    """Open the database, bring it up to date, read the FAQ; FaqError when that is broken.

    StorageError when a newer program has written the database.
    """
    faq = settings.faq
    knowledge = Knowledge(faq.path, settings.company.language, faq.max_wrong)
    database = Database(settings.storage.url)
    bring_up_to_date(database, settings, clock.now())
    transactions = Transactions(database, Office.of(settings, knowledge), clock)
    bot, vitals = DeskBot(settings.telegram), Vitals(clock, database.is_shared)
    delivery = (deliver_with_others if database.is_shared else deliver_alone)(bot, transactions, limits)
    done = delivery.outbox.wake
    scheduler = Scheduler(transactions, vitals, done)
    watch = FaqWatch(transactions, done)
    watchman = Watchman(transactions, vitals, settings.telegram.mode == "polling", done)
    backup = NightlyBackup(transactions, done)
    return Parts(
        bot=bot,
        transactions=transactions,
        inbox=delivery.inbox,
        outbox=delivery.outbox,
        scheduler=scheduler,
        watch=watch,
        watchman=watchman,
        backup=backup,
        works=(
            *delivery.works,
            watch.run,
            backup.run,
            Alarm(bot, transactions, done).run,
            partial(introduce, bot, transactions),
        ),
        duties=(scheduler.run, watchman.run),
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
        database, vitals = parts.transactions.database, parts.watchman.vitals
        stack.callback(database.close)
        stack.push_async_callback(parts.bot.shutdown)
        await stack.enter_async_context(listening(settings, parts.inbox, parts.watchman))
        await parts.bot.connect()
        for work in parts.works:
            await stack.enter_async_context(beside(_despite_the_database(_knowing_the_faq(parts, work))))
        get_updates = getting_updates(settings, parts.bot, parts.inbox, vitals)
        duties = *(_knowing_the_faq(parts, duty) for duty in parts.duties), get_updates
        lead = by_one(database, "lead", partial(_do_duties, vitals, duties))
        await stack.enter_async_context(beside(_despite_the_database(lead)))
        yield parts


async def _do_duties(vitals: Vitals, duties: Sequence[Work]) -> None:
    with vitals.on_duty():
        async with AsyncExitStack() as stack:
            for duty in duties:
                await stack.enter_async_context(beside(_despite_the_database(duty)))
            await asyncio.Event().wait()


def _knowing_the_faq(parts: Parts, work: Work) -> Work:
    """What comes in before the FAQ can be asked is kept, and handled when it can."""

    async def when_known() -> None:
        await asyncio.wrap_future(parts.transactions.office.knowledge.answerer)
        await work()

    return when_known


async def _despite_the_database(work: Work) -> None:
    """A database that is locked or full for a while does not end the desk; the transaction has told of it."""
    while True:
        try:
            return await work()
        except OperationalError:
            await asyncio.sleep(RESTART_SECONDS)
