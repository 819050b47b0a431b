from datetime import date

import pytest

from faq import Answer, Bands, Entry, HandOff, Match, Preview, Suggest, decide
from faq.deciding import graded, is_above_floor

TODAY = date(2026, 12, 31)
BANDS = Bands(0.95, 0.5, 0.25)
DELIVERY = Entry("delivery", "Сколько стоит доставка?")
REGION = Entry("region", "Доставляете в область?")
PICKUP = Entry("pickup", "Можно забрать самому?")
RETURN = Entry("return", "Как вернуть?")
CARD = Entry("card", "Можно картой?")
OLD = Entry("old", "Как работаете в праздники?", valid_until=date(2026, 12, 30))
HELLO = Entry("hello", "Привет", tags=("smalltalk",))
OTHERS = [Match(REGION, 0.05), Match(PICKUP, 0.04), Match(RETURN, 0.03), Match(CARD, 0.02)]


def first_with(probability: float) -> list[Match]:
    return [Match(DELIVERY, probability), *OTHERS]


@pytest.mark.parametrize("probability", [0.95, 1.0])
def test_a_sure_match_is_answered(probability: float) -> None:
    matches = first_with(probability)
    assert decide("почём доставка", matches, bands=BANDS, on=TODAY) == Answer(matches[0])


@pytest.mark.parametrize("probability", [0.5, 0.949])
def test_a_probable_match_is_previewed_with_two_others_beside_it(probability: float) -> None:
    matches = first_with(probability)
    assert decide("почём", matches, bands=BANDS, on=TODAY) == Preview(tuple(matches[:3]))


@pytest.mark.parametrize("probability", [0.25, 0.499])
def test_a_guess_is_offered_with_three_others_however_improbable_they_are(probability: float) -> None:
    matches = first_with(probability)
    found = decide("доставка", matches, bands=BANDS, on=TODAY)
    assert found == Suggest(tuple(matches[:4]))
    assert not isinstance(found, Preview)


@pytest.mark.parametrize("probability", [0.0, 0.249])
def test_below_the_floor_nothing_is_offered_and_the_staff_see_what_came_closest(probability: float) -> None:
    matches = first_with(probability)
    assert decide("звёзды", matches, bands=BANDS, on=TODAY) == HandOff(tuple(matches[:3]), "nothing_close")
    assert not is_above_floor(matches, BANDS)


def test_nothing_found_is_handed_off() -> None:
    assert decide("звёзды", [], bands=BANDS, on=TODAY) == HandOff((), "nothing_close")
    assert not is_above_floor([], BANDS)


def test_an_answer_that_does_not_hold_today_is_not_given() -> None:
    matches = [Match(OLD, 0.99)]
    assert decide("как работаете", matches, bands=BANDS, on=TODAY) == HandOff(tuple(matches), "out_of_date")
    assert decide("как работаете", matches, bands=BANDS, on=date(2026, 12, 30)) == Answer(matches[0])


def test_one_that_does_not_hold_makes_way_for_the_next() -> None:
    matches = [Match(OLD, 0.6), Match(DELIVERY, 0.4)]
    assert decide("доставка", matches, bands=BANDS, on=TODAY) == Suggest((matches[1],))


def test_one_that_does_not_hold_makes_no_way_for_what_is_far_off() -> None:
    matches = [Match(OLD, 0.99), Match(DELIVERY, 0.01)]
    assert decide("доставка", matches, bands=BANDS, on=TODAY) == HandOff(tuple(matches), "out_of_date")


def test_a_message_without_words_is_handed_off() -> None:
    assert decide("👍", [Match(DELIVERY, 1.0)], bands=BANDS, on=TODAY) == HandOff((), "no_words")


def test_small_talk_is_never_offered_as_a_choice() -> None:
    hello, delivery = Match(HELLO, 0.5), Match(DELIVERY, 0.4)
    assert decide("приве", [hello, delivery], bands=BANDS, on=TODAY) == Suggest((delivery,))
    assert decide("приве", [hello], bands=BANDS, on=TODAY) == HandOff((hello,), "nothing_close")


def test_what_is_left_of_a_decision_is_as_probable_as_what_is_left() -> None:
    probable, guess, weak = Match(DELIVERY, 0.6), Match(REGION, 0.3), Match(PICKUP, 0.1)
    assert graded(Preview((probable, guess)), BANDS) == Preview((probable, guess))
    assert graded(Preview((guess, weak)), BANDS) == Suggest((guess, weak))
    assert graded(Suggest((weak,)), BANDS) == HandOff((weak,), "nothing_close")
    assert graded(HandOff((probable,), "out_of_date"), BANDS) == HandOff((probable,), "out_of_date")
