"""A machine that stood still for so long that its jobs went to another one can do nothing to them when it goes on."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest
from procrastinate import App, PsycopgConnector
from procrastinate.jobs import Job, Status

from bot.cluster.job_manager import FencedJobManager
from storage import Database, inbox, jobs
from storage.errors import FencedError
from storage.fencing import fenced_by, may_act
from storage.leader import conninfo
from tests.peephole import a_peephole

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
DEAD_SECONDS = 10.0
LISTED = "SELECT status, attempts FROM procrastinate_jobs"


class Machine:
    """A worker of the desk, as far as jobs are concerned."""

    def __init__(self, app: App) -> None:
        self.manager = app.job_manager = FencedJobManager(app.connector)
        self.worker = 0

    async def begins(self) -> None:
        self.worker = await self.manager.register_worker()

    async def takes_job(self) -> Job:
        job = await self.manager.fetch_job(queues=None, worker_id=self.worker)
        assert job is not None
        return job


@pytest.fixture
async def machines(postgres_url: str) -> AsyncIterator[tuple[Machine, Machine]]:
    async with AsyncExitStack() as stack:
        apps = [
            App(connector=PsycopgConnector(conninfo=conninfo(postgres_url), min_size=1, max_size=1)) for _ in range(2)
        ]
        first, second = [Machine(await stack.enter_async_context(app.open_async())) for app in apps]
        for machine in (first, second):
            await machine.begins()
        yield first, second


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    """With one update that has a job."""
    database = Database(postgres_url)
    await database.run(lambda session: inbox.put(session, [inbox.Update(7, "from:5", "{}", NOW, NOW)]))
    await database.run(lambda session: jobs.enqueue_updates(session, [(7, "from:5")]))
    yield database
    database.close()


async def hangs(database: Database, machine: Machine) -> list[str]:
    """It gives no heartbeat for as long as a worker may be silent; which jobs are given to others."""
    with a_peephole(database.url) as server:
        server.ask(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '11 s' WHERE id = :id",
            id=machine.worker,
        )
    return await database.run(lambda session: jobs.requeue_stalled(session, DEAD_SECONDS))


def listed(database: Database) -> list[tuple[str, int]]:
    with a_peephole(database.url) as server:
        return [(status, attempts) for status, attempts in server.ask(LISTED)]


async def test_who_lost_a_job_writes_nothing_and_does_not_end_it(
    machines: tuple[Machine, Machine], database: Database
) -> None:
    first, second = machines
    lost = await first.takes_job()
    assert await hangs(database, first) == ["handle 7"]
    job = await second.takes_job()

    with fenced_by(first.manager.fence(lost)), pytest.raises(FencedError):
        await database.run(lambda session: inbox.put(session, [inbox.Update(8, "from:5", "{}", NOW, NOW)]))
    await first.manager.finish_job(lost, Status.SUCCEEDED, delete_job=True)
    await first.manager.retry_job(lost)
    assert listed(database) == [("doing", 1)]

    with fenced_by(second.manager.fence(job)):
        assert await database.run(lambda session: inbox.depth(session)) == 1
    await second.manager.finish_job(job, Status.SUCCEEDED, delete_job=True)
    assert listed(database) == []


async def test_a_job_that_came_back_to_the_same_worker_is_another_one(
    machines: tuple[Machine, Machine], database: Database
) -> None:
    first, _ = machines
    lost = await first.takes_job()
    await hangs(database, first)
    await first.manager.update_heartbeat(first.worker)
    job = await first.takes_job()
    await first.manager.finish_job(lost, Status.SUCCEEDED, delete_job=True)
    assert listed(database) == [("doing", 1)]
    with fenced_by(first.manager.fence(lost)), pytest.raises(FencedError):
        await database.run(lambda session: inbox.depth(session))
    await first.manager.retry_job(job)
    assert listed(database) == [("todo", 2)]


async def test_jobs_of_a_living_worker_stay_its_own(machines: tuple[Machine, Machine], database: Database) -> None:
    first, _ = machines
    await first.takes_job()
    assert await database.run(lambda session: jobs.requeue_stalled(session, DEAD_SECONDS)) == []
    assert listed(database) == [("doing", 0)]


async def test_nothing_is_asked_of_telegram_after_a_pause_not_even_when_heartbeats_go_on(
    machines: tuple[Machine, Machine], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = machines
    now = 1000.0
    monkeypatch.setattr("bot.cluster.job_manager.uptime", lambda: now)
    await first.manager.update_heartbeat(first.worker)
    with fenced_by(first.manager.fence(await first.takes_job())):
        now += DEAD_SECONDS / 2 - 1
        assert may_act()
        now += DEAD_SECONDS
        assert not may_act()
        await first.manager.update_heartbeat(first.worker)
        assert not may_act()
        with fenced_by(first.manager.fence(Job(id=1, queue="", lock="", queueing_lock=None, task_name="next"))):
            assert may_act()
