from datetime import date

from faq import Answer, Entry, HandOff, Match, Suggest, decide, suggest_from

TODAY = date(2026, 12, 31)
DELIVERY = Entry("delivery", "Сколько стоит доставка?")
REGION = Entry("region", "Доставляете в область?")
PICKUP = Entry("pickup", "Можно забрать самому?")
RETURN = Entry("return", "Как вернуть?")
OLD = Entry("old", "Как работаете в праздники?", valid_until=date(2026, 12, 30))
HELLO = Entry("hello", "Привет", tags=("smalltalk",))


def test_a_sure_match_is_answered() -> None:
    matches = [Match(DELIVERY, 0.97), Match(REGION, 0.2)]
    assert decide("почём доставка", matches, answer_from=0.95, on=TODAY) == Answer(matches[0])


def test_an_unsure_match_is_suggested_with_at_most_two_others() -> None:
    matches = [Match(DELIVERY, 0.6), Match(REGION, 0.3), Match(PICKUP, 0.2), Match(RETURN, 0.15)]
    assert decide("почём", matches, answer_from=0.95, on=TODAY) == Suggest(tuple(matches[:3]))


def test_a_choice_stands_beside_the_likeliest_however_improbable_the_others_are() -> None:
    matches = [Match(DELIVERY, 0.3), Match(REGION, 0.02), Match(PICKUP, 0.01)]
    assert decide("доставка", matches, answer_from=0.95, on=TODAY) == Suggest(tuple(matches))


def test_nothing_alike_is_handed_off_with_what_came_closest() -> None:
    matches = [Match(DELIVERY, 0.05)]
    assert decide("звёзды", matches, answer_from=0.95, on=TODAY) == HandOff(tuple(matches), "nothing_close")
    assert decide("звёзды", [], answer_from=0.95, on=TODAY) == HandOff((), "nothing_close")


def test_an_answer_that_does_not_hold_today_is_not_given() -> None:
    matches = [Match(OLD, 0.99)]
    assert decide("как работаете", matches, answer_from=0.95, on=TODAY) == HandOff(tuple(matches), "out_of_date")
    assert decide("как работаете", matches, answer_from=0.95, on=date(2026, 12, 30)) == Answer(matches[0])


def test_one_that_does_not_hold_makes_way_for_the_next() -> None:
    matches = [Match(OLD, 0.6), Match(DELIVERY, 0.4)]
    assert decide("доставка", matches, answer_from=0.95, on=TODAY) == Suggest((matches[1],))


def test_one_that_does_not_hold_makes_no_way_for_what_is_far_off() -> None:
    matches = [Match(OLD, 0.99), Match(DELIVERY, 0.01)]
    assert decide("доставка", matches, answer_from=0.95, on=TODAY) == HandOff(tuple(matches), "out_of_date")


def test_a_message_without_words_is_handed_off() -> None:
    assert decide("👍", [Match(DELIVERY, 1.0)], answer_from=0.95, on=TODAY) == HandOff((), "no_words")


def test_small_talk_is_never_offered_as_a_choice() -> None:
    hello, delivery = Match(HELLO, 0.5), Match(DELIVERY, 0.4)
    assert decide("приве", [hello, delivery], answer_from=0.95, on=TODAY) == Suggest((delivery,))
    assert decide("приве", [hello], answer_from=0.95, on=TODAY) == HandOff((hello,), "nothing_close")


def test_a_choice_from_a_small_faq_must_be_better_than_drawing_lots() -> None:
    assert [suggest_from(entries) for entries in (1, 4, 10, 100)] == [0.35, 0.35, 0.2, 0.15]


def test_the_thresholds_are_the_callers() -> None:
    match = Match(DELIVERY, 0.5)
    assert decide("доставка", [match], answer_from=0.5, on=TODAY) == Answer(match)
    assert decide("доставка", [match], answer_from=0.9, on=TODAY, offer_from=0.6) == HandOff((match,), "nothing_close")
