"""A night at the desk, for tests that read like chats: a sandbox, the real bot, people, and a clock to move."""

import asyncio
import os
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import make_url

from bot.app import Parts, running
from bot.config import (
    CompanySettings,
    FaqSettings,
    HoursSettings,
    OnCallSettings,
    PilotSettings,
    PrivacySettings,
    PromiseSettings,
    Settings,
    StaffSettings,
    StorageSettings,
    TelegramSettings,
)
from bot.delivery.rate_limiter import Rate, RateLimits
from bot.sandbox import (
    Customer,
    Manager,
    MovableClock,
    Press,
    Sandbox,
    Seen,
    animation,
    audio,
    contact,
    document,
    location,
    photo,
    sticker,
    video,
    video_note,
    voice,
)
from bot.sandbox.api_json import Json
from bot.sandbox.world import Callback
from storage.database import is_postgres
from tests.conformance import spec_errors
from tests.peephole import Peephole, a_peephole
from tests.prepared_faq import prepared_once
from tests.tables import make_tables

MOSCOW = ZoneInfo("Europe/Moscow")
FAQ = Path(__file__).parent / "faq"
AT_ONCE = RateLimits(person=Rate(1000, 0.0), group=Rate(1000, 0.0))
WORK_LEFT = """
SELECT EXISTS (SELECT 1 FROM inbox WHERE handled_at IS NULL AND set_aside_at IS NULL),
       EXISTS (SELECT 1 FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL AND due_at <= :now)
"""
LONGEST_WAIT = 60.0  # seconds of real time in which all has to become quiet
KEEP_EVERYTHING = PrivacySettings()
NOBODY_ON_CALL = OnCallSettings()
FRIDAY_NIGHT = "2026-11-20 23:40"
MONDAY_NOON = "2026-11-23 12:00"


EVERY_KIND = (
    photo("вот так"),
    video("вот так"),
    document("вот так"),
    audio("вот так"),
    animation("вот так"),
    voice(),
    video_note(),
    sticker(),
    location(),
    contact(),
)


@dataclass(frozen=True)
class House:
    """What differs between the desks of the tests. Usual hours: Mo-Fr 09:00-18:00, Sa 10:00-16:00, Moscow."""

    at: str = FRIDAY_NIGHT
    forum: bool = True
    topics: bool = True
    faq: Path = FAQ
    language: Literal["ru", "en"] = "ru"
    week: str = "Mo-Fr 09:00-18:00; Sa 10:00-16:00"
    timezone: str = "Europe/Moscow"
    reply_within: timedelta = timedelta(minutes=30)
    an_hour: float = 12
    privacy: PrivacySettings = KEEP_EVERYTHING
    on_call: OnCallSettings = NOBODY_ON_CALL
    phone: str = "+7 495 000-00-00"
    emergency_phone: str = ""
    holidays: str | None = "RU"
    authors: tuple[int, ...] = ()
    faq_settings: Mapping[str, object] = field(default_factory=dict)  # of [faq]: max_wrong, preview_from, picker …
    pilot: float = 1.0  # the share of customers whom the bot answers


def moscow(text: str) -> datetime:
    """A local time in Moscow as an aware datetime: "2026-11-20 23:40" is a Friday night."""
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


class Night:
    """One desk and everybody around it."""

    def __init__(self, sandbox: Sandbox, parts: Parts, peephole: Peephole, database: Path, has_jobs: bool) -> None:
        self._peephole = peephole
        self._has_jobs = has_jobs
        self.database = database
        self.sandbox = sandbox
        self.parts = parts
        self.maria: Customer = sandbox.customer("Мария")
        self.anna: Manager = sandbox.manager("Анна")
        self.boris: Manager = sandbox.manager("Борис")
        self._heard: defaultdict[int, int] = defaultdict(int)
        self.unspecified: set[int] = set()  # ids of updates

    async def settled(self) -> None:
        """Wait until all updates are handled and all due rows are sent."""
        async with asyncio.timeout(LONGEST_WAIT):
            # Twice: what became due between a look at the clock and the query is seen by the second.
            while not (self._is_settled() and self._is_settled()):  # noqa: ASYNC110 - the database tells nobody that it is done
                await asyncio.sleep(0.005)

    async def at(self, moment: str) -> None:
        """Move the clock to that local time, and wait until what is due then has happened."""
        await self.settled()
        self.sandbox.clock.set(moscow(moment))
        await self._look_at_the_clock()

    async def later(self, **span: float) -> None:
        """`await night.later(minutes=5)`"""
        await self.settled()
        self.sandbox.clock.advance(timedelta(**span))
        await self._look_at_the_clock()

    async def pause(self) -> None:
        """Long enough for a burst of messages, and for an album, to have ended."""
        await self.later(seconds=6)

    async def replies(self, customer: Customer) -> list[Seen]:
        """What the bot wrote to the customer since this was last asked, when all is quiet."""
        await self.settled()
        return self._news(customer.id, customer.sees)

    async def reply(self, customer: Customer) -> Seen:
        """The one message that came since this was last asked."""
        came = await self.replies(customer)
        assert len(came) == 1, [one.text for one in came]
        return came[0]

    async def news(self) -> list[Seen]:
        """What the bot wrote in the staff group, in whatever topic, since this was last asked."""
        await self.settled()
        return self._news(self.sandbox.staff_group.id, self.staff_sees())

    def staff_sees(self, topic: int | str | None = None) -> list[Seen]:
        """What the bot wrote in the staff group, or in one topic of it, ever."""
        bot = self.sandbox.world.bot["id"]  # there may be other bots
        return [one for one in self.sandbox.staff_group.messages(topic) if one.stored.author_id == bot]

    def card(self, number: int = 1) -> Seen:
        """The card of the ticket; fails when there is none or more than one."""
        cards = [one for one in self.staff_sees() if one.text.startswith(f"№{number} ·")]
        assert len(cards) == 1, [one.text for one in self.staff_sees()]
        return cards[0]

    def cards(self) -> list[str]:
        """The first lines of all cards, oldest first."""
        return [one.text.partition("\n")[0] for one in self.staff_sees() if one.text.startswith("№")]

    def topic(self, number: int = 1) -> str:
        """The name of the ticket's topic; fails when there is none or more than one."""
        [name] = [one.name for one in self.sandbox.staff_group.topics if f"№{number} " in one.name]
        return name

    async def press(self, who: Customer | Manager, label: str, on: Seen | None = None) -> str | None:
        """Press the newest button of that name; returns the response, after everything it causes has happened."""
        await self.settled()
        answer = await who.presses(label, on=on).answered()
        await self.settled()
        return answer.text

    async def forge(self, who: Customer | Manager, data: str, message: Seen) -> str | None:
        """A button press with forged data."""
        world = self.sandbox.world
        query = Callback(f"8{len(world.callbacks)}", world.clock.unix())
        world.callbacks[query.id] = query
        told = {"id": query.id, "from": who.person.user, "message": message.api, "chat_instance": "1", "data": data}
        self.tell_bot("callback_query", told)
        answer = await Press(world, query).answered()
        await self.settled()
        return answer.text

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """Look into the database."""
        return self._peephole.ask(question)

    def tell_bot(self, kind: str, content: Json) -> None:
        """Post an update of any kind and content."""
        self.sandbox.world.updates.add(kind, content)
        self.sandbox.world.changes.happened()

    def tell_bot_unspecified(self, kind: str, content: Json) -> None:
        """The same for what the specification does not know: a malformed update, or one of a later Bot API."""
        self.unspecified.add(self.sandbox.world.updates.add_unasked(kind, content))
        self.sandbox.world.changes.happened()

    async def learns(self) -> None:
        """What happens each night at five."""
        await self.settled()
        await self.parts.learning.learn()
        await self.parts.learnt_reloader.look()

    async def ticket_is_open(self, words: str = "У меня сломался чайник") -> Seen:
        """Maria writes at noon, or in the night, what the FAQ doesn't know; returns the acknowledgement."""
        self.maria.writes(words)
        await self.pause()
        told = await self.reply(self.maria)
        assert "Заявка №" in told.text
        await self.news()
        return told

    async def anna_takes(self, number: int = 1) -> None:
        assert await self.press(self.anna, "🙋 Взять", on=self.card(number)) == "Заявка ваша"
        await self.replies(self.maria)

    async def ticket_is_solved(self) -> None:
        """Opened, taken by Anna and solved."""
        await self.ticket_is_open()
        await self.anna_takes()
        await self.press(self.anna, "✅ Решено", on=self.card())
        assert "решена" in (await self.reply(self.maria)).text
        await self.news()

    def _news(self, chat_id: int, messages: list[Seen]) -> list[Seen]:
        fresh = [one for one in messages if one.id > self._heard[chat_id]]
        self._heard[chat_id] = max((one.id for one in messages), default=self._heard[chat_id])
        return fresh

    async def _look_at_the_clock(self) -> None:
        if self._has_jobs:  # the server's clock can't be moved, so its jobs look at ours at once
            await self._peephole.change("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
        await self.settled()
        await self.parts.scheduler.look()
        await self.settled()

    def _is_settled(self) -> bool:
        """Queried on a connection of its own, which is faster: it is called a hundred times in each test."""
        if len(self.sandbox.world.updates):
            return False
        now = self.sandbox.clock.now().replace(tzinfo=None).isoformat(" ", "microseconds")  # UTC in both databases
        return not any(self._peephole.ask(WORK_LEFT, now=now)[0])


@asynccontextmanager
async def a_night(folder: Path, house: House = House(), database_url: str | None = None) -> AsyncIterator[Night]:
    """A running desk; at the end all its calls are checked against the Bot API's specification."""
    url = database_url or f"sqlite:///{folder / 'night.db'}"
    make_tables(url)
    sandbox = Sandbox(clock=MovableClock(moscow(house.at)), forum=house.forum)
    async with sandbox.serve() as address:
        settings = _settings(house, address, sandbox, url)
        with prepared_once(), a_peephole(url) as peephole:
            async with running(settings, sandbox.clock, AT_ONCE) as parts:
                night = Night(sandbox, parts, peephole, Path(str(make_url(url).database)), is_postgres(url))
                yield night
    if "BOT_API_SPEC" in os.environ:
        assert spec_errors(sandbox, night.unspecified) == []


def _settings(house: House, address: str, sandbox: Sandbox, database_url: str) -> Settings:
    return Settings(
        company=CompanySettings(
            name="Северный дом",
            phone=house.phone,
            address="Тихий переулок, 1",
            emergency_phone=house.emergency_phone,
            language=house.language,
        ),
        telegram=TelegramSettings(token=SecretStr(sandbox.token), api_url=address),
        staff=StaffSettings(chat_id=sandbox.staff_group.id, topics=house.topics, authors=house.authors),
        hours=HoursSettings(timezone=house.timezone, week=house.week, holidays=house.holidays),
        faq=FaqSettings.model_validate({"path": house.faq, **house.faq_settings}),
        pilot=PilotSettings(share=house.pilot),
        promise=PromiseSettings(reply_within=house.reply_within, an_hour=house.an_hour),
        privacy=house.privacy,
        on_call=house.on_call,
        storage=StorageSettings(url=database_url),
    )


def texts(messages: list[Seen]) -> list[str]:
    return [one.text for one in messages]
