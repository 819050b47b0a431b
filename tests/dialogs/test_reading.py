"""The FAQ reads a message before the transaction that handles it, on a thread of its own, in bounded time."""

import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from threading import Event, current_thread

import pytest

from bot.desk.faq_reading import Reading, Readings, Result
from faq.answerer import Answerer
from faq.matching import Match, Matcher
from faq.understanding import Understood
from tests.dialogs.night import FAQ, House, Night, a_night, texts

HANGS = "мне надо найти простое число Мерсенна"


@pytest.fixture
async def edited(tmp_path: Path) -> AsyncIterator[Night]:
    folder = Path(shutil.copytree(FAQ, tmp_path / "faq"))
    async with a_night(tmp_path, House(faq=folder)) as night:
        yield night


@pytest.fixture
def hang(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Reading a message with the words of `HANGS` takes for ever."""
    ends, understand = Event(), Answerer.understand

    def slow(self: Answerer, text: str, *more: object) -> Understood:
        if HANGS in text:
            ends.wait()
        return understand(self, text, *more)  # type: ignore[arg-type]  # passed on as they come

    monkeypatch.setattr(Answerer, "understand", slow)
    yield
    ends.set()


async def test_nothing_is_matched_on_another_thread(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sure, unsure, followed up, chosen, edited, of a burst, before a call for a person."""
    threads: list[str] = []
    match = Matcher.match

    def recorded(self: Matcher, question: str, limit: int = 3) -> Sequence[Match]:
        threads.append(current_thread().name)
        return match(self, question, limit)

    monkeypatch.setattr(Matcher, "match", recorded)
    for text in ("почём доставка", "а в область?", "доставка"):
        night.maria.writes(text)
        assert len(await night.replies(night.maria)) == (text != "доставка")
    await night.pause()
    night.maria.writes("а сколько она стоит сегодня?")
    await night.replies(night.maria)
    oleg = night.sandbox.customer("Олег")
    sent = oleg.writes("Сломался чайник")
    await night.settled()
    oleg.edits(sent, "Сломался самовар")
    oleg.writes("и протёк")
    await night.settled()
    oleg.writes("/operator")
    assert "Заявка №" in texts(await night.replies(oleg))[-1]
    assert set(threads) == {"faq"}
    assert len(threads) >= 6


async def test_an_edit_of_the_faq_between_reading_and_handling_counts(
    edited: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    knowledge, reader = edited.parts.transactions.context.knowledge, edited.parts.transactions.faq_reader
    path, read = knowledge.path / "delivery.md", reader.read
    edited_text = path.read_text(encoding="utf-8").replace("цена доставки", "сколько возьмёте за подъём рояля")
    edits = iter([edited_text.replace("300", "350")])

    async def read_then_edit(asked: Sequence[Reading[Result]], known: Readings | None = None) -> Readings:
        readings = await read(asked, known)
        for edit in edits:
            path.write_text(edit, encoding="utf-8")
            knowledge.reload()
        return readings

    monkeypatch.setattr(reader, "read", read_then_edit)
    edited.maria.writes("сколько возьмёте за подъём рояля")
    assert "350 ₽" in (await edited.reply(edited.maria)).text


@pytest.mark.usefixtures("hang")
async def test_what_takes_too_long_to_read_goes_to_a_person_and_delays_nobody(
    night: Night, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(night.parts.transactions.faq_reader, "_limit_seconds", 0.2)
    night.maria.writes(f"Здравствуйте, {HANGS}")
    oleg = night.sandbox.customer("Олег")
    oleg.writes("почём доставка")
    assert "300 ₽" in (await night.reply(oleg)).text
    assert "Заявка №1" in (await night.reply(night.maria)).text
    assert HANGS in night.card(1).text
    assert "without being read: it takes longer than 0.2 s" in caplog.text
    assert HANGS not in caplog.text
    night.maria.writes(f"и ещё {HANGS}")  # might be answered while the ticket waits
    await night.settled()
    assert len(night.parts.transactions.faq_reader._stuck) == 2
    assert any(HANGS in one.text for one in night.staff_sees("№1")[1:])


@pytest.mark.usefixtures("hang")
async def test_a_burst_that_takes_too_long_together(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(night.parts.transactions.faq_reader, "_limit_seconds", 0.2)
    first, second = HANGS[:16].rstrip(), HANGS[16:].lstrip()
    monkeypatch.setattr("tests.dialogs.test_reading.HANGS", f"{first}\n{second}")
    night.maria.writes(first)
    night.maria.writes(second)
    await night.pause()
    assert "Заявка №1" in (await night.reply(night.maria)).text
    assert [row[0] for row in night.ask("SELECT text FROM question")] == [f"{first}\n{second}"]


async def test_messages_for_a_person_are_not_matched_again_and_again(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    await night.ticket_is_open()
    night.anna.writes("Какой у вас чайник?", topic="№1")
    await night.later(seconds=61)
    matched: list[str] = []
    match = Matcher.match

    def recorded(self: Matcher, question: str, limit: int = 3) -> Sequence[Match]:
        matched.append(question)
        return match(self, question, limit)

    monkeypatch.setattr(Matcher, "match", recorded)
    for number in range(5):
        night.maria.writes(f"Он ещё и течёт, уже {number} раз")
        await night.settled()
    assert len(matched) <= 1
