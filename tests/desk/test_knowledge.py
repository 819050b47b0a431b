"""The FAQ that serves is the same with a cache and without, whatever state the cache is in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import faq
from bot.desk.faq_reading import MatchesOf
from bot.desk.knowledge import Knowledge
from faq import FaqError

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 30)
QUESTIONS = ("скока стоит доставка", "вы открыты завтра?", "упакуете в подарок", "закажите такси", "opening hours")
FAQ = """# Магазин

## Сколько стоит доставка? {#price}

Также спрашивают:
- почём доставка
- доставка платная?

300 ₽.

## Во сколько вы работаете? {#hours}

Также спрашивают:
- график работы
- вы открыты в воскресенье?

С 9 до 18.
"""
GIFT = """
## Есть подарочная упаковка? {#gift}

Также спрашивают:
- красиво упаковать
- упаковка в подарок

Да.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "faq"
    folder.mkdir()
    (folder / "shop.md").write_text(FAQ, encoding="utf-8")
    return folder


def answers(knowledge: Knowledge) -> list[tuple[type[object], tuple[tuple[str, float], ...]]]:
    """What comes of each question: the decision, and the entries with their probabilities.

    An encoder gives a text slightly other vectors in other company, by about 1e-6.
    """
    answerer = knowledge.answerer.result()
    found = [MatchesOf(question, faq.language_of(question, "ru"), TODAY).read_with(answerer) for question in QUESTIONS]
    return [
        (type(one.decision), tuple((match.entry.id, round(match.probability, 3)) for match in one.matches))
        for one in found
    ]


def start(folder: Path, cache: Path | None) -> Knowledge:
    knowledge = Knowledge(folder, "ru", 0.05, cache)
    knowledge.answerer.result()
    return knowledge


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def test_a_restart_answers_as_the_first_start_did(folder: Path, tmp_path: Path) -> None:
    expected = answers(start(folder, None))
    for _ in ("first start", "restart"):
        assert answers(start(folder, tmp_path / "cache")) == expected
    assert (tmp_path / "cache" / "phrasings-ru.npz").is_file()


def test_an_edit_while_nobody_looked_is_served_after_a_restart(folder: Path, tmp_path: Path) -> None:
    start(folder, tmp_path / "cache")
    (folder / "shop.md").write_text(FAQ + GIFT, encoding="utf-8")
    assert answers(start(folder, tmp_path / "cache")) == answers(start(folder, None))


def test_an_edit_is_served_at_once_and_after_a_restart(folder: Path, tmp_path: Path) -> None:
    knowledge = start(folder, tmp_path / "cache")
    (folder / "shop.md").write_text(FAQ + GIFT, encoding="utf-8")
    knowledge.reload()
    expected = answers(start(folder, None))
    assert answers(knowledge) == expected
    assert answers(start(folder, tmp_path / "cache")) == expected


@pytest.mark.parametrize(
    "damage",
    [flip, lambda file: file.write_bytes(b""), lambda file: file.write_text("no arrays"), Path.unlink],
    ids=["changed", "empty", "foreign", "gone"],
)
def test_a_damaged_cache_is_worked_out_again(folder: Path, tmp_path: Path, damage: Callable[[Path], object]) -> None:
    cache = tmp_path / "cache"
    expected = answers(start(folder, cache))
    for file in cache.iterdir():
        damage(file)
    assert answers(start(folder, cache)) == expected


def test_a_cache_that_cannot_be_written_is_done_without(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert answers(start(folder, tmp_path / "file" / "cache")) == answers(start(folder, None))


BROKEN = FAQ.replace("300 ₽.", "{{ цена }}")


def break_it(folder: Path) -> None:
    (folder / "shop.md").write_text(BROKEN, encoding="utf-8")


def take_it_away(folder: Path) -> None:
    (folder / "shop.md").unlink()
    folder.rmdir()


@pytest.mark.parametrize("harm", [break_it, take_it_away])
def test_a_broken_faq_stops_no_restart(folder: Path, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    cache = tmp_path / "cache"
    expected = answers(start(folder, cache))
    harm(folder)
    for _ in ("restart", "and again"):
        knowledge = start(folder, cache)
        assert knowledge.error is not None
        assert answers(knowledge) == expected


def test_the_last_good_one_is_that_of_the_last_edit(folder: Path, tmp_path: Path) -> None:
    knowledge = start(folder, tmp_path / "cache")
    (folder / "shop.md").write_text(FAQ + GIFT, encoding="utf-8")
    knowledge.reload()
    break_it(folder)
    with pytest.raises(FaqError):
        knowledge.reload()
    assert answers(start(folder, tmp_path / "cache")) == answers(knowledge)


def test_a_mended_faq_serves_again_after_a_restart_that_found_it_broken(folder: Path, tmp_path: Path) -> None:
    start(folder, tmp_path / "cache")
    break_it(folder)
    knowledge = start(folder, tmp_path / "cache")
    (folder / "shop.md").write_text(FAQ + GIFT, encoding="utf-8")
    knowledge.reload()
    assert knowledge.error is None
    assert answers(knowledge) == answers(start(folder, None))
    break_it(folder)
    assert answers(start(folder, tmp_path / "cache")) == answers(knowledge)


def test_without_an_earlier_one_a_broken_faq_is_an_error(folder: Path, tmp_path: Path) -> None:
    break_it(folder)
    with pytest.raises(FaqError):
        Knowledge(folder, "ru", 0.05, tmp_path / "cache")


def test_the_last_good_one_of_another_folder_does_not_serve(folder: Path, tmp_path: Path) -> None:
    start(folder, tmp_path / "cache")
    with pytest.raises(FaqError):
        Knowledge(tmp_path / "elsewhere", "ru", 0.05, tmp_path / "cache")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"folder": 1}', "null"])
def test_a_damaged_last_good_one_counts_as_none(folder: Path, tmp_path: Path, text: str) -> None:
    start(folder, tmp_path / "cache")
    (tmp_path / "cache" / "last-good-faq.json").write_text(text, encoding="utf-8")
    break_it(folder)
    with pytest.raises(FaqError):
        Knowledge(folder, "ru", 0.05, tmp_path / "cache")
