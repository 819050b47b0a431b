"""The desk as a process: its parts, wired, started in order and stopped in the opposite order."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from sqlalchemy.exc import OperationalError

from bot.background.database_watch import DatabaseWatch
from bot.background.encoder_keeper import EncoderKeeper
from bot.background.faq_authoring import ADDED, CHANGED, FaqAuthoring, finish_publication
from bot.background.faq_reloader import FaqReloader
from bot.background.log_emptier import LogEmptier
from bot.background.nightly_backup import NightlyBackup
from bot.background.nightly_learning import LearntReloader, NightlyLearning
from bot.background.outage_alert import OutageAlert
from bot.background.scheduler import Scheduler
from bot.background.upgrade import bring_up_to_date
from bot.background.weekly_advice import WeeklyAdvice
from bot.cluster.engines import Wakeable, engines_alone, engines_shared
from bot.cluster.leader import Work, run_by_leader, this_replica
from bot.config import Settings
from bot.delivery.rate_limiter import RateLimits
from bot.desk import next_due
from bot.desk.learning.loading import knowledge_with_learnt
from bot.desk.pilot import share as pilot_share
from bot.desk.transactions import Transactions, database_delay
from bot.desk.unit_of_work import DeskContext
from bot.monitoring.liveness import Liveness
from bot.monitoring.monitor import Monitor
from bot.monitoring.outage import Outage
from bot.runtime.background_task import background_task
from bot.runtime.backoff import retry
from bot.runtime.clock import Clock
from bot.runtime.watchdog import Watchdog
from bot.telegram.bot import DeskBot
from bot.telegram.command_menu import register_commands
from bot.telegram.direct_alert import DirectAlert
from bot.telegram.downloads import downloading
from bot.telegram.limits import LIMITS
from bot.telegram.polling import Polling
from bot.telegram.webhook_registration import Webhook
from bot.web.listener import listening, webhook_secret
from bot.web.webhook_contract import PATH, Keep
from storage import Database
from storage.labels import version
from storage.leases import LEAD
from storage.lock import sole_use
from storage.marker import Marker, require_promised


@dataclass(frozen=True)
class Parts:
    """The parts of a desk that work together."""

    bot: DeskBot
    transactions: Transactions
    keep: Keep  # writes updates down
    inbox: Wakeable
    outbox: Wakeable
    scheduler: Scheduler
    faq_reloader: FaqReloader
    monitor: Monitor
    backup: NightlyBackup
    learning: NightlyLearning
    learnt_reloader: LearntReloader
    advice: WeeklyAdvice
    authoring: FaqAuthoring
    works: Sequence[Work]  # run by each replica, in the order of their start
    duties: Sequence[Work]  # run by one replica for all
    watchdog: Watchdog
    receive: Work  # polls, or keeps the webhook registered; run by the same replica


def build(settings: Settings, clock: Clock, limits: RateLimits, may_publish: bool = True) -> Parts:
    """Open the database, upgrade it, read the FAQ, and wire the parts; nothing runs yet.

    Raises FaqError when the FAQ is broken, StorageError when a newer program has written the database.
    """
    outage, database = Outage(), Database(settings.storage.url)
    if may_publish:
        finish_publication(settings.faq.path)
    try:
        bring_up_to_date(database, settings, clock.now())
        with database.transaction() as session:
            pilot_share.begin(session, settings, clock.now())
            learnt_version, knowledge = version(session), knowledge_with_learnt(settings, session)
    except BaseException:
        database.close()
        raise
    context = DeskContext.of(settings, knowledge, LIMITS, remembers=not database.is_shared)
    transactions = Transactions(database, context, clock, outage.note, is_logged=True)
    bot, liveness = DeskBot(settings.telegram), Liveness(clock, database.is_shared)
    if database.is_shared:
        engines = engines_shared(bot, transactions, limits, liveness.is_able)
    else:
        engines = engines_alone(bot, transactions, limits)
    scheduler = Scheduler(transactions, liveness)
    faq_reloader = FaqReloader(transactions)
    advice = WeeklyAdvice(transactions)
    authoring = FaqAuthoring(transactions, downloading(bot), faq_reloader.reload_published, may_publish)
    monitor = Monitor(transactions, liveness, this_replica(), settings.telegram.mode == "polling", engines.reload)
    backup, learning = NightlyBackup(transactions), NightlyLearning(transactions)
    learnt_reloader = LearntReloader(transactions, learnt_version)
    return Parts(
        bot=bot,
        transactions=transactions,
        keep=engines.keep,
        inbox=engines.inbox,
        outbox=engines.outbox,
        scheduler=scheduler,
        faq_reloader=faq_reloader,
        monitor=monitor,
        backup=backup,
        learning=learning,
        learnt_reloader=learnt_reloader,
        advice=advice,
        authoring=authoring,
        works=(
            *engines.works,
            faq_reloader.run,
            backup.run,
            learnt_reloader.run,
            *([EncoderKeeper(knowledge).run] if settings.faq.encoder else []),
            LogEmptier(transactions).run,
            OutageAlert(bot, transactions, outage).run,
            partial(register_commands, bot, transactions),
        ),
        duties=(scheduler.run, monitor.run, learning.run, advice.run, authoring.run),
        watchdog=Watchdog(lambda: database.latest_work, liveness.note_stuck, liveness.note_unstuck),
        receive=_source_of_updates(settings, bot, engines.keep, liveness),
    )


def _source_of_updates(settings: Settings, bot: DeskBot, keep: Keep, liveness: Liveness) -> Work:
    """Poll Telegram, or keep the webhook registered by which Telegram posts to us."""
    if settings.telegram.mode == "polling":
        return Polling(bot, keep, liveness).run
    return Webhook(bot, f"{settings.telegram.webhook_url}{PATH}", webhook_secret(settings), liveness).run


@asynccontextmanager
async def running(
    settings: Settings,
    clock: Clock,
    limits: RateLimits | None = None,
    marker: Marker | None = None,
    may_publish: bool = True,
) -> AsyncIterator[Parts]:
    """The whole desk, until the block ends; waits for Telegram to answer first. `marker` remembers what was promised.

    `may_publish`: whether the FAQ's files may be changed from the chat.

    It stops from the end: no more updates are received, then what is being handled and sent is finished, then the web
    server, the connections and the database are closed. A part that fails ends the block with its error. Raises
    InvalidToken, FaqError, CalendarError, ConfigError or StorageError when the desk can't start, and DatabaseLostError
    when its database is removed.
    """
    if marker is not None:
        require_promised(marker, settings.storage.url)
    async with AsyncExitStack() as stack:
        stack.enter_context(sole_use(settings.storage.url))
        parts = build(settings, clock, limits or RateLimits(), may_publish)
        database, liveness = parts.transactions.database, parts.monitor.liveness
        stack.callback(database.close)
        stack.callback(parts.transactions.faq_reader.close)
        stack.enter_context(parts.watchdog.watching())
        database.on_commit(parts.scheduler.wakeup.call, added=next_due.ADDED, changed=next_due.CHANGED)
        database.on_commit(parts.authoring.wakeup.call, added=ADDED, changed=CHANGED)
        stack.push_async_callback(parts.bot.shutdown)
        watch = DatabaseWatch(DirectAlert(parts.bot, parts.transactions), parts.transactions, marker)
        await stack.enter_async_context(background_task(watch.run()))
        await stack.enter_async_context(listening(settings, parts.keep, parts.monitor))
        await parts.bot.connect()
        for work in parts.works:
            await stack.enter_async_context(background_task(_restart_on_db_error(_wait_for_faq(parts, work))))
        duties, replica = partial(_do_duties, parts, liveness), parts.monitor.replica
        lead = run_by_leader(database, LEAD, duties, replica, liveness.is_able)
        await stack.enter_async_context(background_task(_restart_on_db_error(lead)))
        yield parts


async def _do_duties(parts: Parts, liveness: Liveness) -> None:
    """What one replica does for all, as long as this one leads."""
    with liveness.on_duty():
        async with AsyncExitStack() as stack:
            for duty in *(_wait_for_faq(parts, duty) for duty in parts.duties), parts.receive:
                await stack.enter_async_context(background_task(_restart_on_db_error(duty)))
            await asyncio.Event().wait()


def _wait_for_faq(parts: Parts, work: Work) -> Work:
    """Start `work` once the FAQ is loaded. Updates are received and stored before that."""

    async def start_when_loaded() -> None:
        await asyncio.wrap_future(parts.transactions.context.knowledge.answerer)
        await work()

    return start_when_loaded


async def _restart_on_db_error(work: Work) -> None:
    """Run `work`, restarted each second while the database can't be used: such an outage does not end the desk."""
    await retry(work, on=OperationalError, delays=[database_delay])
