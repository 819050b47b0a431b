"""A month of one desk, lived through."""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bench.month import Life, Message, Stream, added_up, lived, main
from bot.commands.quality_chart import DayFigures
from faq import Answer, HandOff, Match
from tests.faq.matching.faqs import SHOP

START = datetime.fromisoformat("2026-10-01T21:00:00+03:00")
ASKED = ("почём доставка", "курьер до подъезда почём", "кто победил в матче", "вы до скольки сегодня")
MEANT = ("price", "price", None, "hours")


@pytest.fixture
def stream(tmp_path: Path) -> Path:
    """Four questions an evening, for three days, the third without any."""
    path = tmp_path / "stream.json"
    messages = [
        {"at": (START + timedelta(days=day, minutes=n)).isoformat(), "who": 10 * day + n, "text": text, "entry": entry}
        for day in (0, 1, 3)
        for n, (text, entry) in enumerate(zip(ASKED, MEANT, strict=True))
    ]
    train = [[text, entry.id] for entry in SHOP for text in entry.phrasings]
    told = {"meta": {"lang": "ru"}, "train": train, "answers": {"price": "Триста рублей."}, "stream": messages}
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def test_every_question_of_a_day_is_counted_once(stream: Path) -> None:
    figures = lived(Stream.read(stream), 0, semantic=False)
    assert [(day.date.day, day.asked) for day in figures] == [(1, 4), (2, 4), (4, 4)]
    assert all(day.answered + day.previewed + day.offered + day.to_person == day.asked for day in figures)
    assert all(day.answered >= 1 for day in figures)


def test_months_lived_several_times_are_added_up() -> None:
    days = [DayFigures(START.date(), 7, 1, 2, 0, 4), DayFigures(START.date(), 7, 2, 2, 3, 0)]
    assert added_up([days[:1], days[1:]]) == [DayFigures(START.date(), 14, 3, 4, 3, 4)]


def test_only_counts_are_printed(
    stream: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["month", str(stream), "--no-semantic"])
    main()
    printed = json.loads(capsys.readouterr().out)
    assert [day.pop("date") for day in printed] == ["2026-10-01", "2026-10-02", "2026-10-04"]
    assert all(type(count) is int for day in printed for count in day.values())


def test_people_label_as_often_as_they_do_in_life() -> None:
    life, price = Life(0), [Match(SHOP[0], 0.99), Match(SHOP[1], 0.01)]
    right, wrong = (Message(START, "7", "почём доставка", entry) for entry in ("price", "time"))
    confirmed = [one for _ in range(2000) for one in life.labels(right, price, Answer(price[0]))]
    assert 500 < len(confirmed) < 700
    assert 0.03 < sum(one.entry != "price" for one in confirmed) / len(confirmed) < 0.08
    rejected = [one for _ in range(2000) for one in life.labels(wrong, price, Answer(price[0]))]
    assert {one.by for one in rejected} == {"customer", "colleague"}
    by_hand = [one for _ in range(2000) for one in life.labels(wrong, price, HandOff(tuple(price), "nothing_close"))]
    assert 900 < len(by_hand) < 1100
    assert all(one.by == "colleague" and one.holds for one in by_hand)
