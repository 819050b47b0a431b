"""Entries that nobody asks for, and answers that do not help."""

from datetime import timedelta

from faq.advice import Asked, advise
from tests.faq.advice.desks import NOW, TODAY, advice, answerer, asked
from tests.faq.matching.faqs import SHOP


def answers(*helped: bool | None, entry: str = "return", days_ago: float = 1) -> list[Asked]:
    return [
        asked("как вернуть товар", entry, "answer", helped=one, who=str(n), days_ago=days_ago)
        for n, one in enumerate(helped)
    ]


def disliked(*helped: bool | None) -> list[tuple[str, int, int, int]]:
    found = advice(answers(*helped)).disliked
    return [(one.entry.id, one.dislikes, one.likes, one.answered) for one in found]


def test_two_dislikes_are_told_with_their_counts() -> None:
    assert disliked(False, False, True, None, None) == [("return", 2, 1, 5)]


def test_one_dislike_among_few_answers_is_a_clear_share() -> None:
    assert disliked(False, None, None) == [("return", 1, 0, 3)]
    assert disliked(False, None, None, None) == []


def test_one_dislike_of_one_answer_tells_nothing() -> None:
    assert disliked(False) == []


def test_many_likes_outweigh_dislikes() -> None:
    assert disliked(False, False, *[True] * 9) == [("return", 2, 9, 11)]
    assert disliked(False, False, *[True] * 10) == []


def test_dislikes_of_weeks_ago_are_not_told_again() -> None:
    assert advice(answers(False, False, days_ago=8)).disliked == ()


def test_what_nobody_asked_for_in_four_weeks_is_told() -> None:
    told = [asked("x", entry.id, "answer", days_ago=20) for entry in SHOP if entry.id not in ("size", "password")]
    first = asked("график работы", "hours", "answer", days_ago=28)
    assert {entry.id for entry in advice([*told, first]).unasked} == {"size", "password"}


def test_a_choice_from_the_menu_is_asking_too() -> None:
    told = [asked("", entry.id, "menu", days_ago=28) for entry in SHOP]
    assert advice(told).unasked == ()


def test_a_young_desk_does_not_know_what_nobody_asks_for() -> None:
    told = [asked("график работы", "hours", "answer", days_ago=27.9)]
    assert advice(told).unasked == ()
    found = advise(answerer(), told, now=NOW, on=TODAY, unasked_after=timedelta(days=7))
    assert len(found.unasked) == len(SHOP) - 1


def test_a_week_without_anything_to_say_is_no_advice() -> None:
    assert not advice([])
    assert not advice([asked("график работы", "hours", "answer", helped=True)])
