"""From which probability a match is stated, previewed or offered."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq import MEASURED, Band, Bands, BandStarts, Entry, Matcher
from faq.matching.constants import constants
from faq.matching.wordlists import Language
from tests.faq.matching.faqs import SHOP

PROBABILITIES = st.floats(0, 1)


def test_each_band_begins_at_its_line() -> None:
    bands = Bands(0.9, 0.5, 0.25)
    found = [bands.of(p) for p in (1.0, 0.9, 0.89, 0.5, 0.49, 0.25, 0.24, 0.0)]
    assert found == [Band.ANSWER] * 2 + [Band.PREVIEW] * 2 + [Band.OFFER] * 2 + [Band.NOTHING] * 2


@given(PROBABILITIES, PROBABILITIES, PROBABILITIES)
def test_lines_never_cross_and_the_line_of_answers_never_moves(answer: float, preview: float, offer: float) -> None:
    bands = Bands.ordered(answer, preview, offer)
    assert bands.answer == answer
    assert bands.answer >= bands.preview >= bands.offer


def test_the_operator_may_move_the_lower_lines_and_none_but_these() -> None:
    measured = Bands(0.9, 0.5, 0.25)
    assert MEASURED.applied_to(measured) == measured
    assert BandStarts(preview=0.7).applied_to(measured) == Bands(0.9, 0.7, 0.25)
    assert BandStarts(offer=0.4).applied_to(measured) == Bands(0.9, 0.5, 0.4)
    assert BandStarts(preview=1.0).applied_to(measured) == Bands(0.9, 0.9, 0.25)  # no previews
    assert BandStarts(offer=1.0).applied_to(measured) == Bands(0.9, 0.5, 0.5)  # no guesses


@pytest.mark.parametrize("semantic", [False, True])
def test_each_language_has_lines_of_its_own(semantic: bool) -> None:
    lines = constants(semantic).lines
    assert set(lines) == {"ru", "en"}
    assert lines["ru"] != lines["en"]
    assert all(0.15 < one.offer < one.preview < 1 for one in lines.values())


def test_the_matcher_takes_those_of_its_language() -> None:
    russian = [Entry(str(n), f"Сколько стоит доставка номер {n}?", language="ru") for n in range(20)]
    english = [Entry(str(n), f"How much is delivery number {n}?", language="en") for n in range(20)]
    asked: Sequence[tuple[list[Entry], Language]] = ((russian, "ru"), (english, "en"))
    for entries, language in asked:
        found, lines = Matcher(entries, semantic=False).bands(0.1), constants(False).lines
        assert found == constants(False).bands(0.1, language, 1.0, 20)
        assert found.offer == lines[language].offer


def test_a_choice_from_a_small_faq_must_be_better_than_drawing_lots() -> None:
    floors = [constants(True).bands(0.05, "ru", 3.0, entries).offer for entries in (1, 4, 6, 1000)]
    assert floors == [0.35, 0.35, pytest.approx(1 / 3), constants(True).lines["ru"].offer]


def test_without_labels_the_line_is_the_shipped_threshold() -> None:
    matcher = Matcher(SHOP, semantic=False)
    assert matcher.bands(0.05, []) == matcher.bands(0.05)
    assert matcher.bands(0.05).answer == matcher.threshold(0.05)


def test_without_entries_nothing_is_sure() -> None:
    assert Matcher([], semantic=False).bands(0.05) == Bands(1.0, 1.0, 1.0)
