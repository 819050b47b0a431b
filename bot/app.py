"""The desk as a process: everything that runs, started in order and stopped in order."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy.exc import OperationalError

from bot.background.faq_reloader import FaqReloader
from bot.background.nightly_backup import NightlyBackup
from bot.background.scheduler import Scheduler
from bot.background.upgrade import bring_up_to_date
from bot.cluster.engines import deliver_alone, deliver_with_others
from bot.cluster.leader import Work, by_one
from bot.config import Settings
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.delivery.rate_limiter import RateLimits
from bot.desk.knowledge import Knowledge
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import DeskContext
from bot.monitoring.liveness import Liveness
from bot.monitoring.monitor import Monitor
from bot.monitoring.outage_alert import OutageAlert
from bot.receiving import getting_updates, listening
from bot.runtime.background_task import background_task
from bot.runtime.cache_folder import cache_folder
from bot.runtime.clock import Clock
from bot.telegram.bot import DeskBot
from bot.telegram.command_menu import register_commands
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
    watch: FaqReloader
    monitor: Monitor
    backup: NightlyBackup
    works: Sequence[Work]  # what each machine does all the time
    duties: Sequence[Work]  # what one machine does for all


def build(settings: Settings, clock: Clock, limits: RateLimits) -> Parts:
    """Open the database, bring it up to date, read the FAQ; FaqError when that is broken.

    StorageError when a newer program has written the database.
    """
    faq = settings.faq
    knowledge = Knowledge(faq.path, settings.company.language, faq.max_wrong, cache_folder(settings.storage.url))
    database = Database(settings.storage.url)
    bring_up_to_date(database, settings, clock.now())
    transactions = Transactions(database, DeskContext.of(settings, knowledge), clock)
    bot, liveness = DeskBot(settings.telegram), Liveness(clock, database.is_shared)
    delivery = (deliver_with_others if database.is_shared else deliver_alone)(bot, transactions, limits)
    done = delivery.outbox.wake
    scheduler = Scheduler(transactions, liveness, done)
    watch = FaqReloader(transactions, done)
    monitor = Monitor(transactions, liveness, settings.telegram.mode == "polling", done)
    backup = NightlyBackup(transactions, done)
    return Parts(
        bot=bot,
        transactions=transactions,
        inbox=delivery.inbox,
        outbox=delivery.outbox,
        scheduler=scheduler,
        watch=watch,
        monitor=monitor,
        backup=backup,
        works=(
            *delivery.works,
            watch.run,
            backup.run,
            OutageAlert(bot, transactions, done).run,
            partial(register_commands, bot, transactions),
        ),
        duties=(scheduler.run, monitor.run),
    )


@asynccontextmanager
async def running(settings: Settings, clock: Clock, limits: RateLimits | None = None) -> AsyncIterator[Parts]:
    """The whole desk, until the block ends: first nothing more comes in, then what is in flight goes out.

    Waits for Telegram to be there. A part that fails ends the block with its error, so that whoever started the
    process starts it again. Raises InvalidToken, FaqError, CalendarError, ConfigError, StorageError when it can't.
    """
    async with AsyncExitStack() as stack:
        stack.enter_context(sole_use(settings.storage.url))
        parts = build(settings, clock, limits or RateLimits())
        database, liveness = parts.transactions.database, parts.monitor.liveness
        stack.callback(database.close)
        stack.push_async_callback(parts.bot.shutdown)
        await stack.enter_async_context(listening(settings, parts.inbox, parts.monitor))
        await parts.bot.connect()
        for work in parts.works:
            await stack.enter_async_context(background_task(restart_on_db_error(wait_for_faq(parts, work))))
        get_updates = getting_updates(settings, parts.bot, parts.inbox, liveness)
        duties = *(wait_for_faq(parts, duty) for duty in parts.duties), get_updates
        lead = by_one(database, "lead", partial(_do_duties, liveness, duties))
        await stack.enter_async_context(background_task(restart_on_db_error(lead)))
        yield parts


async def _do_duties(liveness: Liveness, duties: Sequence[Work]) -> None:
    with liveness.on_duty():
        async with AsyncExitStack() as stack:
            for duty in duties:
                await stack.enter_async_context(background_task(restart_on_db_error(duty)))
            await asyncio.Event().wait()


def wait_for_faq(parts: Parts, work: Work) -> Work:
    """What comes in before the FAQ can be asked is kept, and handled when it can."""

    async def when_known() -> None:
        await asyncio.wrap_future(parts.transactions.context.knowledge.answerer)
        await work()

    return when_known


async def restart_on_db_error(work: Work) -> None:
    """A database that is locked or full for a while does not end the desk; the transaction has told of it."""
    while True:
        try:
            return await work()
        except OperationalError:
            await asyncio.sleep(RESTART_SECONDS)
