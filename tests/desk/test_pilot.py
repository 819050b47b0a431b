"""Whom a pilot answers, and when it may answer more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.learning.quality import Judged
from bot.desk.pilot.figures import Verdict, verdict
from bot.desk.pilot.share import Pilot, place_of
from tests.wording.cases import NOW

names = st.text(max_size=20)
shares = st.floats(0, 1)


@given(names, names, shares, shares)
def test_whoever_is_answered_is_at_each_larger_share(desk: str, customer: str, one: float, other: float) -> None:
    place = place_of(desk, customer)
    assert place == place_of(desk, customer)
    assert (place < min(one, other)) <= (place < max(one, other))
    assert 0 <= place < 1  # a share of 0 is nobody, one of 1 is everybody


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.9])
def test_the_share_is_one_of_customers(share: float) -> None:
    inside = sum(place_of("123", str(5_200_000_000 + number)) < share for number in range(4_000))
    assert inside / 4_000 == pytest.approx(share, abs=0.03)


def test_two_desks_try_different_customers() -> None:
    same = [place_of("1", str(one)) < 0.5 for one in range(400)]
    others = [place_of("2", str(one)) < 0.5 for one in range(400)]
    assert 120 < sum(one == other for one, other in zip(same, others, strict=True)) < 280


@pytest.mark.parametrize(
    ("share", "following"), [(0.0, 0.2), (0.1, 0.2), (0.2, 0.5), (0.3, 0.5), (0.5, 1.0), (0.7, 1.0), (1.0, None)]
)
def test_the_steps(share: float, following: float | None) -> None:
    assert Pilot(0.0, share, NOW).next_share == following


@pytest.mark.parametrize(
    ("right", "wrong", "max_wrong", "expected"),
    [
        (0, 0, 0.05, Verdict.TOO_FEW),
        (19, 0, 0.05, Verdict.TOO_FEW),
        (20, 0, 0.05, Verdict.GOOD),
        (19, 1, 0.05, Verdict.TOO_FEW),  # one in twenty is allowed, but so few may hide four times as many
        (28, 1, 0.05, Verdict.GOOD),
        (38, 2, 0.05, Verdict.GOOD),
        (38, 3, 0.05, Verdict.TOO_WRONG),
        (0, 20, 0.05, Verdict.TOO_WRONG),
        (20, 0, 0.01, Verdict.TOO_FEW),
        (100, 0, 0.01, Verdict.GOOD),
        (17, 3, 0.2, Verdict.GOOD),
        (15, 5, 0.2, Verdict.TOO_WRONG),
    ],
)
def test_when_more_may_be_answered(right: int, wrong: int, max_wrong: float, expected: Verdict) -> None:
    assert verdict(Judged(right, wrong), max_wrong) is expected
