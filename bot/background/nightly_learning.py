"""Learns from the labels each night, and has every replica use what was learnt; tells how a pilot goes."""

import asyncio
import logging
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.desk.digest import FIRST_RUN_AT
from bot.desk.learning.colleagues import RepliesRead, Solved, note_replies, read_replies, solved_since
from bot.desk.learning.studying import Allowed, allowed, forget_unlabelled, keep, labels_by_language, learnt, study
from bot.desk.pilot.note import tell_if_new
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.runtime.daemon_thread import in_daemon_thread
from faq import Label
from storage.errors import FencedError
from storage.labels import version
from storage.models import Memo

log = logging.getLogger(__name__)

CHECK_SECONDS = 60.0
NIGHT = time(5)  # on the company's clock; backups are made an hour before, unless configured otherwise
LEARNT_AT = "learnt_at"  # key of Memo
FIRST_LOOK = timedelta(days=7)  # the first night reads the replies of so many days
RELOAD_SECONDS = 10.0


class NightlyLearning:
    """Run by one replica for all. Not one of the scheduler's jobs: it takes seconds, on large desks minutes."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._mode = transactions.context.settings.faq.learn
        self._failed_at: datetime | None = None

    async def run(self) -> None:
        """Look each minute whether a night is to be learnt from, until cancelled.

        Raises OperationalError when the database can't be used.
        """
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            await self.look()

    async def look(self) -> None:
        """Learn if that was not done since the last night; after a failure again the next night."""
        now = self._transactions.clock.now()
        night = last_night(now, ZoneInfo(self._transactions.context.settings.hours.timezone))
        if self._failed_at is not None and self._failed_at >= night:
            return
        if not await self._transactions.run(lambda uow: is_due(uow, night)):
            return
        try:
            await self.learn()
            await self._transactions.run(tell_if_new)
        except FencedError:
            raise
        except Exception:  # the desk answers as well as before
            self._failed_at = now
            log.exception("Nothing is learnt from this night")

    async def learn(self) -> None:
        """Learn from all labels there are, and from the replies since the last time.

        Where nothing is to be learnt, what the replies say is still written down: the answers are judged by it. What
        was learnt before from words that were erased since is forgotten.
        """
        answerer = self._transactions.context.knowledge.answerer.result()
        looked_at, solved = await self._transactions.run(_solved)
        found = await asyncio.wrap_future(in_daemon_thread(partial(read_replies, solved, answerer)))
        labels, serving = await self._transactions.run(lambda uow: self._labels(uow, found, looked_at))
        if self._mode == "off":
            await self._transactions.run(forget_unlabelled)
            return
        studied = await asyncio.wrap_future(in_daemon_thread(partial(study, labels, answerer, serving)))
        await self._transactions.run(lambda uow: keep(uow, studied, self._mode))
        phrasings = sum(len(texts) for one in studied.values() for texts in one.lessons.phrasings.values())
        log.info("The nightly learning is done: %d phrasings from %d labels", phrasings, sum(map(len, labels.values())))

    def _labels(
        self, uow: UnitOfWork, found: RepliesRead, looked_at: datetime
    ) -> tuple[dict[str, list[Label]], Allowed]:
        """Write down what the replies say and that the night is done; the next one reads on from `looked_at`."""
        note_replies(uow, found)
        uow.session.flush()
        uow.session.merge(Memo(key=LEARNT_AT, value=looked_at.isoformat()))
        library = uow.context.knowledge.library
        return labels_by_language(uow.session, library), allowed(uow.session, library, self._mode)


class LearntReloader:
    """Has this replica use what was learnt, by whichever replica or command."""

    def __init__(self, transactions: Transactions, known: str) -> None:
        """known: the version that is in use already."""
        self._transactions = transactions
        self._known = known

    async def run(self) -> None:
        """Look for a new version now and then, until cancelled.

        Raises OperationalError when the database can't be used.
        """
        while True:
            await asyncio.sleep(RELOAD_SECONDS)
            await self.look()

    async def look(self) -> None:
        knowledge, mode = self._transactions.context.knowledge, self._transactions.context.settings.faq.learn
        current = await self._transactions.run(lambda uow: version(uow.session))
        if current == self._known:
            return
        found = await self._transactions.run(lambda uow: learnt(uow.session, knowledge.library.languages, mode))
        await asyncio.wrap_future(in_daemon_thread(partial(knowledge.use_learnt, found)))
        self._known = current


def last_night(now: datetime, zone: ZoneInfo) -> datetime:
    """The latest moment at which a night was to be learnt from (aware)."""
    today = now.astimezone(zone)
    night = datetime.combine(today.date(), NIGHT, zone)
    return night if night <= today else datetime.combine(today.date() - timedelta(days=1), NIGHT, zone)


def is_due(uow: UnitOfWork, night: datetime) -> bool:
    """Whether that night was not learnt from yet. The first one is the one after the desk's first start.

    A time in the future was written down while the clock was wrong, and says nothing.
    """
    last = uow.session.get(Memo, LEARNT_AT) or uow.session.get(Memo, FIRST_RUN_AT)
    return last is not None and not night <= datetime.fromisoformat(last.value) <= uow.now


def _solved(uow: UnitOfWork) -> tuple[datetime, list[Solved]]:
    """The tickets solved since the last night, and now."""
    memo, first = uow.session.get(Memo, LEARNT_AT), uow.now - FIRST_LOOK
    since = datetime.fromisoformat(memo.value) if memo else first
    return uow.now, solved_since(uow, since if since <= uow.now else first)
