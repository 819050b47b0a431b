"""Reading on a thread of its own: it is given up in time, and others are read meanwhile."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from threading import Event, current_thread

import pytest

from bot.desk.faq_reader import LIMIT_SECONDS, MOST_STUCK, FaqReader
from bot.desk.faq_reading import Intent, IntentOf, MatchesOf, NotReadError, Readings, read_in_turn
from bot.desk.knowledge import Knowledge
from bot.inference.time_budget import seconds_left
from faq import Answerer
from tests.desk.test_knowledge import TODAY

SOON = 0.05  # seconds
SURE = MatchesOf("почём доставка", "ru", TODAY)


@dataclass(frozen=True)
class Hangs:
    """A reading that takes until it is told to end."""

    ends: Event = field(compare=False, default_factory=Event)
    number: int = 0

    def read_with(self, _answerer: Answerer) -> Intent:
        self.ends.wait()
        return Intent(is_thanks=True)

    def given_up(self) -> Intent:
        return Intent(is_given_up=True)


@dataclass(frozen=True)
class Suspended(Hangs):
    begins: Event = field(compare=False, default_factory=Event)

    def read_with(self, answerer: Answerer) -> Intent:
        self.begins.set()
        return super().read_with(answerer)


class Breaks(Hangs):
    def read_with(self, _answerer: Answerer) -> Intent:
        raise ZeroDivisionError


class TellsThread(Hangs):
    def read_with(self, _answerer: Answerer) -> Intent:
        return Intent(wants_human=current_thread().name == "faq")


@pytest.fixture
def ends() -> Iterator[Event]:
    event = Event()
    yield event
    event.set()


@pytest.fixture
async def reader(knowledge: Knowledge) -> AsyncIterator[FaqReader]:
    reader = FaqReader(knowledge, SOON)
    yield reader
    reader.close()


async def test_a_question_is_read_on_a_thread_of_its_own(reader: FaqReader, knowledge: Knowledge) -> None:
    answerer = knowledge.answerer.result()
    assert (await reader.read([TellsThread()])).of(TellsThread(), answerer).wants_human
    found = (await reader.read([SURE])).of(SURE, answerer)
    assert [match.entry.id for match in found.answers] == ["delivery-price"]


async def test_what_takes_too_long_goes_to_a_person_and_the_next_one_is_read(
    reader: FaqReader, knowledge: Knowledge, ends: Event, caplog: pytest.LogCaptureFixture
) -> None:
    answerer = knowledge.answerer.result()
    with caplog.at_level(logging.ERROR):
        late, next_one = await asyncio.gather(reader.read([Hangs(ends), SURE]), reader.read([TellsThread()]))
    assert late.of(Hangs(ends), answerer).is_given_up
    assert late.of(SURE, answerer).is_given_up
    assert late.of(SURE, answerer).left == SURE.text
    assert next_one.of(TellsThread(), answerer).wants_human
    assert caplog.messages == ["A message goes to a person without being read: it takes longer than 0.05 s"]


async def test_a_suspended_process_does_not_count(knowledge: Knowledge, ends: Event) -> None:
    """All its threads stand still, the one that reads and the one that waits: neither is to blame."""
    reader, asked = FaqReader(knowledge, LIMIT_SECONDS), Suspended(ends)
    reading = asyncio.create_task(reader.read([asked]))
    await asyncio.to_thread(asked.begins.wait)
    time.sleep(LIMIT_SECONDS * 1.5)  # noqa: ASYNC251 - the event loop stands still
    ends.set()
    assert not (await reading).of(asked, knowledge.answerer.result()).is_given_up
    reader.close()


async def test_when_many_hang_nothing_more_is_begun_until_one_ends(
    reader: FaqReader, knowledge: Knowledge, ends: Event
) -> None:
    answerer = knowledge.answerer.result()
    for number in range(MOST_STUCK):
        await reader.read([Hangs(ends, number)])
    stuck = reader._stuck.copy()
    assert len(stuck) == MOST_STUCK
    assert (await reader.read([SURE])).of(SURE, answerer).is_given_up
    ends.set()
    for thread in stuck:
        thread.join()
    assert not (await reader.read([SURE])).of(SURE, answerer).is_given_up


async def test_who_waits_behind_too_many_that_hang_is_given_up_as_well(
    reader: FaqReader, knowledge: Knowledge, ends: Event
) -> None:
    hanging = [reader.read([Hangs(ends, number)]) for number in range(MOST_STUCK)]
    *_, last = await asyncio.gather(*hanging, reader.read([SURE]))
    assert last.of(SURE, knowledge.answerer.result()).is_given_up


async def test_an_error_is_the_askers(reader: FaqReader, knowledge: Knowledge) -> None:
    with pytest.raises(ZeroDivisionError):
        await reader.read([Breaks()])
    assert (await reader.read([TellsThread()])).of(TellsThread(), knowledge.answerer.result()).wants_human


def test_a_reading_of_another_faq_or_text_does_not_count(knowledge: Knowledge) -> None:
    answerer = knowledge.answerer.result()
    readings = read_in_turn([SURE], answerer)
    assert readings.of(SURE, answerer).answers
    with pytest.raises(NotReadError):
        readings.of(SURE, answerer.updated(answerer.library))
    for other in (
        MatchesOf(SURE.text, "en", TODAY),
        MatchesOf(f"{SURE.text}?", "ru", TODAY),
        MatchesOf(SURE.text, "ru", TODAY.replace(year=2027)),
        MatchesOf(SURE.text, "ru", TODAY, "когда вы открыты"),
    ):
        with pytest.raises(NotReadError):
            readings.of(other, answerer)


def test_nothing_is_matched_that_says_enough(knowledge: Knowledge) -> None:
    answerer = knowledge.answerer.result()
    for text in ("спасибо", "позовите человека", "добрый вечер"):
        readings = read_in_turn([IntentOf(text, "ru"), MatchesOf(text, "ru", TODAY)], answerer)
        assert readings.suffice
        assert not readings.is_matched


def test_an_error_shows_no_words() -> None:
    with pytest.raises(NotReadError) as told:
        Readings().of(SURE, None)  # type: ignore[arg-type]  # there is nothing to compare it with
    assert SURE.text not in str(told.value)


@dataclass(frozen=True)
class TellsBudget(Hangs):
    def read_with(self, _answerer: Answerer) -> Intent:
        return Intent(wants_human=0 < seconds_left(60.0) < LIMIT_SECONDS)


async def test_what_a_reading_asks_of_other_programs_leaves_it_time_to_end(knowledge: Knowledge) -> None:
    reader, asked = FaqReader(knowledge), TellsBudget()
    assert (await reader.read([asked])).of(asked, knowledge.answerer.result()).wants_human
    reader.close()
