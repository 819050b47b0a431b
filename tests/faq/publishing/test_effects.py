"""What a change does to recent questions, and which entries the changed one is like."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from faq import Answerer
from faq.loading import load
from faq.publishing import Change, NewEntry, add_phrasing, check, new_entry, remove_entry, replace_answer
from faq.publishing.effects import Asked, Direction, Met, confusions, effects

Folder = Callable[..., Path]
TODAY = date(2026, 11, 20)
SAMPLE = Path("faq/sample")


@pytest.fixture(scope="module")
def before() -> Answerer:
    return Answerer.of(load(SAMPLE), max_wrong=0.05, semantic=False)


def after(before: Answerer, change: Change) -> Answerer:
    library = check(change, SAMPLE, "ru").library
    assert library is not None
    return before.updated(library)


def asked(*texts: str) -> list[Asked]:
    return [Asked(text, "ru", TODAY) for text in texts]


def test_a_phrasing_answers_what_was_handed_over(before: Answerer) -> None:
    change = add_phrasing(SAMPLE, "delivery-price", "ru", "сколько за газельку до дачи")
    found = effects(
        before,
        after(before, change),
        asked("сколько за газельку до дачи?", "Сколько за газельку до дачи", "привет", "позовите человека", "🙂"),
    )
    (one,) = found.effects
    assert (one.question, one.count, one.after.met, one.after.entries) == (
        "сколько за газельку до дачи?",
        2,
        Met.ANSWERED,
        ("delivery-price",),
    )
    assert one.before.met < Met.ANSWERED
    assert one.direction is Direction.ANSWERED
    assert (found.asked, found.counts[Direction.ANSWERED], found.counts[Direction.WORSE]) == (5, 2, 0)


def test_a_removed_entry_answers_nothing(before: Answerer) -> None:
    found = effects(before, after(before, remove_entry(SAMPLE, "delivery-price")), asked("доставка платная?"))
    (one,) = found.of(Direction.WORSE)
    assert (one.before.met, one.before.entries) == (Met.ANSWERED, ("delivery-price",))
    assert "delivery-price" not in one.after.entries


def test_a_phrasing_can_take_another_entry_s_question(before: Answerer) -> None:
    question = "почём привезти на дом"
    entry = NewEntry("Сколько стоит подъём?", "900 ₽", also=("почём привезти на дом и поднять",))
    changed = after(before, new_entry(SAMPLE, "ru", entry).change)
    assert effects(before, changed, asked(question)).effects == ()
    changed = after(before, remove_entry(SAMPLE, "delivery-price"))
    taken = after(changed, add_phrasing(SAMPLE, "delivery-time", "ru", question + " скоро"))
    assert taken.library.find("delivery-time", "ru") is not None


def test_another_text_of_the_answer_moves_nothing_that_was_sure(before: Answerer) -> None:
    changed = after(before, replace_answer(SAMPLE, "delivery-price", "ru", "Бесплатно."))
    assert effects(before, changed, asked("доставка платная?", "как вернуть товар?")).counts[Direction.WORSE] == 0


def test_an_entry_that_is_like_another_is_told(before: Answerer) -> None:
    entry = NewEntry("Доставка у вас платная?", "Да.", also=("за доставку надо платить?", "можно с жирафом?"))
    added = new_entry(SAMPLE, "ru", entry)
    changed = after(before, added.change)
    found = changed.library.find(added.entry_id, "ru")
    assert found is not None
    told = confusions(changed, found.entry, "ru")
    assert told[0].other.id == "delivery-price"
    assert told[0].like == "доставка платная?"
    assert told[0].probability >= changed.bands("ru").preview
    assert "можно с жирафом?" not in [one.phrasing for one in told]
    assert confusions(changed, found.entry, "ru", ("можно с жирафом?",)) == ()


def test_small_talk_is_like_nothing(before: Answerer) -> None:
    found = before.library.find("greeting", "ru")
    assert found is not None
    assert confusions(before, found.entry, "ru") == ()


@pytest.mark.slow
def test_five_hundred_questions_take_five_seconds(before: Answerer) -> None:
    changed = after(before, add_phrasing(SAMPLE, "delivery-price", "ru", "сколько за газельку до дачи"))
    phrasings = [one for entry in before.library.entries("ru") for one in entry.phrasings]
    questions = [f"{one} {number}-й раз" for number, one in enumerate((phrasings * 5)[:500])]
    start = time.process_time()
    assert effects(before, changed, asked(*questions)).asked == 500
    assert time.process_time() - start < 5
