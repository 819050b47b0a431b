"""A picker's choice is evidence beside the matcher's, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from faq import Answerer, HandOff, Library, Match, Preview, Suggest
from faq.picking import RIGHT, weighed
from faq.understanding import Understood
from tests.faq.matching.faqs import SHOP

TODAY = date(2026, 11, 30)
A, B, C = (Match(entry, probability) for entry, probability in zip(SHOP[:3], (0.5, 0.3, 0.1), strict=True))


@dataclass
class Chooses:
    """A picker that names what it is told to, by its title."""

    title: str | None = None
    number: int | None = None
    shown: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def pick(self, question: str, titles: Sequence[str]) -> int | None:
        self.shown.append((question, tuple(titles)))
        return self.number if self.title is None else titles.index(self.title) + 1


def odds(probability: float) -> float:
    return probability / (1 - probability)


def test_the_odds_of_the_named_entry_rise_as_those_of_a_picker_that_is_right_8_times_in_10() -> None:
    first, second, third = weighed([A, B, C], 1)
    assert odds(first.probability) == pytest.approx(odds(0.5) * RIGHT / (1 - RIGHT))
    assert (second.entry, third.entry) == (B.entry, C.entry)
    assert first.probability + second.probability + third.probability < 1
    assert second.probability / third.probability == pytest.approx(3)


def test_another_entry_comes_first_where_the_evidence_suffices() -> None:
    assert [match.entry for match in weighed([A, B, C], 2)] == [B.entry, A.entry, C.entry]
    assert [match.entry for match in weighed([A, B, C], 3)] == [A.entry, C.entry, B.entry]


def test_none_of_them_makes_all_less_probable_by_what_is_left_for_none() -> None:
    found = weighed([A, B, C], 0)
    assert [match.entry for match in found] == [A.entry, B.entry, C.entry]
    assert [match.probability for match in found] == pytest.approx([0.5 / 1.3, 0.3 / 1.3, 0.1 / 1.3])


@pytest.mark.parametrize("choice", [None, -1, 4, 99])
def test_no_opinion_or_no_such_number_changes_nothing(choice: int | None) -> None:
    assert weighed([A, B, C], choice) == (A, B, C)


def test_what_is_certain_stays_so() -> None:
    certain = Match(SHOP[0], 1.0)
    assert weighed([certain], 1) == (certain,)


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    library = Library(root=Path("faq"), default_language="ru", by_language={"ru": SHOP})
    return Answerer.of(library, max_wrong=0.1, semantic=False)


def picked(answerer: Answerer, picker: Chooses, found: Understood, said: str | None = None) -> Understood:
    return replace(answerer, picker=picker).picked(found, "а на дом", "ru", TODAY, said)


def at(probability: float, number: int = 0) -> Match:
    return Match(SHOP[number], probability)


def test_a_probable_answer_becomes_sure(answerer: Answerer) -> None:
    preview = Understood((), "а на дом", Preview((at(weighed_back(0.901)), at(0.02, 1))))
    found = picked(answerer, Chooses(SHOP[0].question), preview)
    assert [match.entry for match in found.answers] == [SHOP[0]]
    assert found.decision is None


def test_each_answer_by_a_choice_is_as_sure_as_all_answers_have_to_be(answerer: Answerer) -> None:
    assert answerer.bands("ru").answer < 0.899
    preview = Understood((), "а на дом", Preview((at(weighed_back(0.899)), at(0.02, 1))))
    found = picked(answerer, Chooses(SHOP[0].question), preview)
    assert found.answers == ()
    assert isinstance(found.decision, Preview)


def test_a_guess_never_becomes_an_answer(answerer: Answerer) -> None:
    floor = answerer.bands("ru").offer
    offer = Understood((), "а на дом", Suggest((at(floor + 0.01), at(0.2, 1))))
    found = picked(answerer, Chooses(SHOP[0].question), offer)
    assert found.answers == ()
    assert isinstance(found.decision, Preview)


def test_another_entry_is_shown_first(answerer: Answerer) -> None:
    offer = Understood((), "а на дом", Suggest((at(0.4), at(0.35, 1))))
    found = picked(answerer, Chooses(SHOP[1].question), offer)
    assert found.decision is not None
    assert found.decision.matches[0].entry == SHOP[1]


def test_a_guess_that_is_none_of_them_goes_to_a_person(answerer: Answerer) -> None:
    floor = answerer.bands("ru").offer
    found = picked(answerer, Chooses(number=0), Understood((), "", Suggest((at(floor + 0.01),))))
    assert isinstance(found.decision, HandOff)
    assert found.decision.reason == "nothing_close"


@pytest.mark.parametrize(
    "found",
    [
        Understood((at(0.99),), "", None),
        Understood((), "а на дом", HandOff((at(0.2),), "nothing_close")),
        Understood((), "?", HandOff((), "no_words")),
    ],
)
def test_it_is_asked_only_where_it_can_change_what_is_shown(answerer: Answerer, found: Understood) -> None:
    picker = Chooses(number=1)
    assert picked(answerer, picker, found) == found
    assert picker.shown == []


def test_no_opinion_leaves_the_decision_as_it_is(answerer: Answerer) -> None:
    offer = Understood((), "а на дом", Suggest((at(0.4), at(0.35, 1))))
    assert picked(answerer, Chooses(), offer) is offer


def test_five_are_shown_without_what_was_said_or_is_not_valid(answerer: Answerer) -> None:
    picker = Chooses(number=0)
    offer = Understood((), "сколько стоит привезти товар", Suggest((at(0.4), at(0.35, 1))))
    picked(answerer, picker, offer, said="pay")
    (question, titles), *_ = picker.shown
    assert question == "а на дом"
    assert titles[:2] == (SHOP[0].question, SHOP[1].question)
    assert len(titles) == len(set(titles)) <= 5
    assert "Как можно оплатить?" not in titles


def test_a_second_answer_has_to_be_surer_beside_a_first(answerer: Answerer) -> None:
    """By Bonferroni's inequality, as for all answers to one message."""
    probability = weighed_back(0.93)
    found = Understood((at(0.99, 3),), "а на дом", Preview((at(probability),)))
    assert picked(answerer, Chooses(SHOP[0].question), found).answers == (at(0.99, 3),)
    alone = Understood((), "а на дом", Preview((at(probability),)))
    assert len(picked(answerer, Chooses(SHOP[0].question), alone).answers) == 1


def test_what_is_put_off_is_decided_when_the_choice_makes_an_answer(answerer: Answerer) -> None:
    asked, put_off = "а на дом", "У меня сломался чайник"
    preview = Preview((at(weighed_back(0.99)),))
    found = Understood((), f"{asked}\n{put_off}", preview, asked, put_off)
    decided = picked(answerer, Chooses(SHOP[0].question), found)
    assert [match.entry.id for match in decided.answers] == [SHOP[0].id]
    assert (decided.left, decided.put_off, isinstance(decided.decision, HandOff)) == (put_off, "", True)


def weighed_back(probability: float) -> float:
    """The probability that a choice lifts to this one."""
    before = odds(probability) * (1 - RIGHT) / RIGHT
    return before / (1 + before)
