"""What is measured, row by row: each makes samples of one bot."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

from bench.desk.bots import QUIET, Bot, Running, from_new_customers, running, some
from bench.desk.control import Server, StalledError
from bench.desk.fake_bot_api import STAFF_CHAT, Asked
from bench.desk.premises import AFTER_EDIT, BEFORE_EDIT, HAND_OFF, Premises, edit_faq
from bench.desk.processor import Span, processor_time
from bot.delivery.rate_limiter import RateLimits

A_SECOND = 20.0
FAR_AWAY = 0.05  # seconds to Telegram and back
WARMING = 100  # questions before anything is measured
SETTLING = 2.0  # seconds, until what begins beside the start has come to its end
SHIPPED = RateLimits()
GROUP_SPAN = SHIPPED.group.seconds
CARDS = (SHIPPED.group.count - SHIPPED.reserved) // 2  # that the group takes in this time: each opens a topic, too
LEAD = 1.0  # seconds before the group's limit lets the next messages through
SHORT_PAUSE = 20.0  # seconds; a shorter one between two bursts of cards tells nothing about idling
REPLY = "Проверили, всё в порядке: доставим завтра с 10:00 до 12:00"
LONG_QUIET = 4.0  # seconds; what is not answered at once gets a reply some seconds later, or none
POLL = 0.5  # seconds between two questions whether an edit is served
MEGABYTE = 2**20
MS = 1000


@dataclass(frozen=True)
class Sample:
    """Figures measured in one go, by their names in `figures.FIGURES`; each is for one update where that fits."""

    row: str
    bot: str
    updates: int
    figures: Mapping[str, float]
    span: Span | None = None
    note: str = ""


@dataclass(frozen=True)
class Sizes:
    """How much is asked in one round."""

    pressed: int = 800
    calm: int = 300
    far: int = 200
    hand_offs: int = 300  # at 20 a second
    replies: int = 60
    idle: float = 40.0  # seconds
    windows: int = 2  # bursts of cards that are waited for, a minute each
    prefill: float = 900.0  # seconds for the messages that make the backlog


SHORT = Sizes(pressed=300, calm=160, far=100, hand_offs=100, replies=30, idle=15.0, windows=1, prefill=240.0)


@dataclass(frozen=True)
class Scene:
    """A bot, what it is asked, and which rows are wanted of it."""

    bot: Bot
    server: Server
    rows: frozenset[str]
    sizes: Sizes
    known: Sequence[str]  # questions that the FAQ answers, in its own words
    unseen: Sequence[str] = field(default=())  # questions that it answers, in words that are new each time


async def questions(scene: Scene) -> AsyncIterator[Sample]:
    """calm, pressed, never-seen and far: one process answers them one after the other."""
    sizes, name = scene.sizes, scene.bot.name
    async with running(scene.bot, scene.server) as bot:
        await _warm(bot, scene.known)
        if "calm" in scene.rows:
            span, took = await bot.paced(some(scene.known, sizes.calm, WARMING), A_SECOND)
            figures = {"calm": span.bot / sizes.calm * MS, "p50": percentile(took, 50), "p99": percentile(took, 99)}
            yield Sample("calm", name, sizes.calm, figures, span)
        if "pressed" in scene.rows:
            span, throughput = await bot.pressed(some(scene.known, sizes.pressed, WARMING))
            figures = {"pressed": span.bot / sizes.pressed * MS, "throughput": throughput}
            yield Sample("pressed", name, sizes.pressed, figures, span)
        if "unseen" in scene.rows and scene.unseen:
            span, _ = await bot.pressed(scene.unseen)
            yield Sample("unseen", name, len(scene.unseen), {"unseen": span.bot / len(scene.unseen) * MS}, span)
        if "far" in scene.rows:
            async with bot.server.far_away(FAR_AWAY):
                span, throughput = await bot.pressed(some(scene.known, sizes.far))
            yield Sample("far", name, sizes.far, {"far": throughput}, span)


async def start(scene: Scene) -> AsyncIterator[Sample]:
    """start: a question waits. Then nothing does: memory and processor time while idle."""
    async with running(scene.bot, scene.server, some(scene.known, 1)) as bot:
        ready = time.monotonic() - bot.began
        await bot.server.until("replied", 1, scene.sizes.prefill)
        answered, span = time.monotonic() - bot.began, bot.since_start.span()
        figures = {"ready": ready, "first_answer": answered, "start_cpu": processor_time(bot.process.pid)}
        yield Sample("start", scene.bot.name, 1, figures, span)
        await asyncio.sleep(SETTLING)
        memory = bot.process.memory_full_info()
        meter = bot.meter()
        await asyncio.sleep(scene.sizes.idle)
        span = meter.span()
        figures = {
            "rss": memory.rss / MEGABYTE,
            "pss": memory.pss / MEGABYTE,
            "idle": span.bot / span.seconds * 60,
        }
        yield Sample("idle", scene.bot.name, 0, figures, span)


async def hand_offs_at_a_backlog(scene: Scene, backlog: int) -> AsyncIterator[Sample]:
    """handoff: so many cards wait for the group's limit; as many hand-offs come in as it lets cards out.

    The limit of the group is as shipped: `CARDS` of them at once, and no other within `GROUP_SPAN`. When it lets the
    next cards through, as many new hand-offs come in, so that the backlog stays as it is. In between nothing may be
    sent, which is when idling with a backlog is measured.
    """
    row = f"handoff, {backlog} waiting"
    async with running(scene.bot, scene.server) as bot:
        try:
            await _make_backlog(bot, backlog, scene.sizes.prefill)
        except StalledError as error:
            yield Sample(row, scene.bot.name, backlog, {}, note=f"backlog not reached: {error}")
            return
        for _ in range(scene.sizes.windows):
            idle = await _idle_until_next_cards(bot)
            if idle:
                figures = {f"idle_{backlog}": idle.bot / idle.seconds * 60}
                yield Sample(f"idle, {backlog} waiting", scene.bot.name, 0, figures, idle)
            yield await _hand_offs_with_cards(bot, row, backlog)


async def _make_backlog(bot: Running, backlog: int, within: float) -> None:
    """First those whose cards go out at once, then those whose cards wait."""
    await asyncio.sleep(SETTLING)
    await bot.ask([HAND_OFF] * CARDS, within)
    await bot.server.until("createForumTopic", CARDS, within)
    for started in range(0, backlog, 100):
        await bot.ask([HAND_OFF] * min(100, backlog - started), within)
    await bot.quiet()


async def _idle_until_next_cards(bot: Running) -> Span | None:
    """Sleep until shortly before the limit lets cards through; the time of it in which nothing may be sent."""
    while True:
        times = (await bot.server.counts()).topic_times
        left = times[-CARDS] + GROUP_SPAN - LEAD - time.monotonic()
        if left > 0:
            break
        await asyncio.sleep(QUIET)  # the limit lets cards through now: wait for the next time
    meter = bot.meter()
    await asyncio.sleep(left)
    return meter.span() if left >= SHORT_PAUSE else None


async def _hand_offs_with_cards(bot: Running, row: str, backlog: int) -> Sample:
    before = (await bot.server.counts()).calls
    meter = bot.meter()
    await bot.ask([HAND_OFF] * CARDS)
    try:
        await bot.server.until("to staff", before["to staff"] + CARDS, GROUP_SPAN / 2)
    except StalledError:
        note = "not all cards went out"
    else:
        note = ""
    await bot.quiet()
    span, after = meter.span(), (await bot.server.counts()).calls
    cards = after["to staff"] - before["to staff"]
    note = note or f"{cards} cards in {span.seconds:.1f} s"
    return Sample(row, bot.bot.name, CARDS, {f"handoff_{backlog}": span.bot / CARDS * MS}, span, note)


async def hand_offs_at_a_pace(scene: Scene) -> AsyncIterator[Sample]:
    """handoff-p99: 20 a second, until the customer has the number and the time; cards wait for the group's limit."""
    number = scene.sizes.hand_offs
    async with running(scene.bot, scene.server) as bot:
        await _warm(bot, scene.known)
        span, took = await bot.paced([HAND_OFF] * number, A_SECOND)
        figures = {"handoff_p50": percentile(took, 50), "handoff_p99": percentile(took, 99)}
        yield Sample("handoff-p99", scene.bot.name, number, figures, span)


async def replies(scene: Scene) -> AsyncIterator[Sample]:
    """reply: a manager writes in as many topics as there are, until each customer has it and the card shows it."""
    number = scene.sizes.replies
    async with running(scene.bot, scene.server) as bot:
        await _warm(bot, scene.known)
        await bot.ask([HAND_OFF] * (number + 1))
        await bot.server.until("to staff", number + 1, scene.sizes.prefill)
        await bot.quiet()
        first, *topics = (await bot.server.counts()).topic_ids
        await _reply(bot, [first])  # the desk asks Telegram whether the manager is a member, once
        meter = bot.meter()
        await _reply(bot, topics)
        span = meter.span()
        yield Sample("reply", scene.bot.name, number, {"reply": span.bot / number * MS}, span)


async def burst(scene: Scene) -> AsyncIterator[Sample]:
    """burst: night hand-offs at once without any limit, until everybody has heard: all wait for the group in turn."""
    number = scene.sizes.hand_offs
    async with running(scene.bot, scene.server) as bot:
        await _warm(bot, scene.known)
        meter = bot.meter()
        await bot.ask([HAND_OFF] * number, scene.sizes.prefill)
        await bot.server.until("to staff", number, scene.sizes.prefill)
        await bot.quiet()
        span = meter.span()
        yield Sample("burst", scene.bot.name, number, {"burst": span.bot / number * MS}, span)


async def large(scene: Scene, premises: Premises) -> AsyncIterator[Sample]:
    """large: a restart with a large FAQ that is unchanged, then an edit of one entry's question."""
    within = scene.sizes.prefill
    edit_faq(premises, BEFORE_EDIT)
    async with running(scene.bot, scene.server, some(scene.known, 1)) as bot:  # prepares the FAQ
        await bot.server.until("replied", 1, within)
        await bot.quiet()
    async with running(scene.bot, scene.server, some(scene.known, 1)) as bot:
        await bot.server.until("replied", 1, within)
        answered = time.monotonic() - bot.began
        await asyncio.sleep(SETTLING)
        edit_faq(premises, AFTER_EDIT)
        edited, meter = time.monotonic(), bot.meter()
        while not (await bot.server.counts()).calls["edited"]:
            if time.monotonic() - edited > within:
                raise StalledError(f"an edit is not served within {within:.0f} s")
            await bot.server.put(from_new_customers([AFTER_EDIT]))
            await asyncio.sleep(POLL)
        figures = {"large_start": answered, "large_edit": time.monotonic() - edited}
        yield Sample("large", scene.bot.name, 1, figures, meter.span())


async def _reply(bot: Running, topics: Sequence[int]) -> None:
    before = (await bot.server.counts()).calls["to customers"]
    await bot.server.put([Asked(STAFF_CHAT, REPLY, topic) for topic in topics])
    await bot.server.until("to customers", before + len(topics), 120.0)
    await bot.quiet()


async def answered_at_once(scene: Scene, texts: Sequence[str]) -> Sequence[str]:
    """Those of the texts that the desk answers from the FAQ, by the buttons under its replies."""
    async with running(scene.bot, scene.server) as bot:
        await _warm(bot, scene.known)
        asked = from_new_customers(texts)
        await bot.server.put(asked)
        await bot.server.quiet(LONG_QUIET)
        answered = set((await bot.server.counts()).answered_chats)
    return [one.text for one in asked if one.chat_id in answered]


async def _warm(bot: Running, texts: Sequence[str]) -> None:
    await bot.ask(some(texts, WARMING))
    await asyncio.sleep(SETTLING)


def percentile(seconds: Sequence[float], share: int) -> float:
    """In milliseconds."""
    return quantiles(seconds, n=100)[share - 1] * MS
