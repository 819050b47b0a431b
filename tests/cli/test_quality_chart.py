"""The chart of `nightdesk faq quality --png`."""

import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.commands.errors import CommandError
from bot.commands.quality_chart import DayFigures, draw, shares

FIRST = date(2026, 10, 1)


def month(answered: Sequence[int]) -> list[DayFigures]:
    """Ten questions a day, so many of them answered; the rest is handed over."""
    return [DayFigures(FIRST + timedelta(days=n), 10, one, 0, 0, 10 - one) for n, one in enumerate(answered)]


def size_of(png: Path) -> tuple[int, int]:
    """Width and height in pixels. https://www.w3.org/TR/png-3/#11IHDR"""
    head = png.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])


def test_shares_are_those_of_the_days_around_and_add_up() -> None:
    found = shares(month([0, 0, 0, 0, 10, 10, 10, 10]))
    assert found["answered"][0] == 0
    assert found["answered"][3] == pytest.approx(100 * 3 / 7)
    assert found["answered"][-1] == 100
    assert all(sum(one) == pytest.approx(100) for one in zip(*found.values(), strict=True))


def test_days_weigh_by_their_questions() -> None:
    busy = DayFigures(FIRST, 90, 90, 0, 0, 0)
    quiet = DayFigures(FIRST + timedelta(days=1), 10, 0, 0, 0, 10)
    assert shares([busy, quiet])["answered"] == [90, 90]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_picture_fits_a_readme(language: str, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the extra charts is not installed")
    png = tmp_path / "month.png"
    draw([*month(range(10)), DayFigures(FIRST + timedelta(days=10), 0, 0, 0, 0, 0)], language, png)
    width, height = size_of(png)
    assert width == 800
    assert 300 <= height <= 500
    assert png.stat().st_size <= 100_000


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_single_day_makes_no_chart(language: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="два дня" if language == "ru" else "two days"):
        draw(month([3]), language, tmp_path / "month.png")
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(CommandError, match=r"\.\[charts\]"):
        draw(month([1, 2]), "en", tmp_path / "month.png")


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the extra charts is not installed")
    with pytest.raises(CommandError, match=r"missing.month\.png"):
        draw(month([1, 2]), "en", tmp_path / "missing" / "month.png")
