"""Entries that the FAQ lacks."""

from dataclasses import replace

from faq.advice import Asked
from tests.faq.advice.desks import advice, asked

DOGS = (
    "можно к вам с собакой?",
    "с собакой пускаете в магазин",
    "а с собакой можно зайти",
    "пустите с собакой?",
    "мы с собакой, можно?",
    "можно с собакой внутрь",
)


def unanswered(*texts: str, reply: str = "Да, с собакой на поводке можно.") -> list[Asked]:
    return [asked(text, None, "hand_off", reply=reply, who=str(n)) for n, text in enumerate(texts)]


def test_an_entry_is_suggested_with_the_reply_and_with_what_it_would_have_met() -> None:
    [one] = advice(unanswered(*DOGS), [DOGS]).entries
    assert one.heading.casefold() in {text.casefold() for text in DOGS}
    assert one.heading[0].isupper()
    assert set(one.questions) < set(DOGS)
    assert one.reply == "Да, с собакой на поводке можно."
    assert 2 <= one.met <= len(DOGS)


def test_a_question_is_never_met_by_its_own_words() -> None:
    """Questions that have nothing in common: an entry with half of them meets none of the other half."""
    apart = ("кто победил в матче", "жирафы спят стоя?", "сочините стих про осень", "где растёт баобаб")
    assert advice(unanswered(*apart, reply=""), [apart]).entries == ()


def test_of_a_large_group_a_sample_tells() -> None:
    """More questions than are asked again: their share is taken of all."""
    many = [f"{text} {word}" for word in ("сегодня", "завтра", "в субботу", "вечером", "летом") for text in DOGS]
    [one] = advice(unanswered(*many), [many]).entries
    assert 20 < one.met <= len(many)


def test_one_question_makes_no_group() -> None:
    assert advice(unanswered(*DOGS[:1]), [DOGS[:1]]).entries == ()


def test_one_customer_steers_nothing_alone() -> None:
    assert advice([replace(one, who="prankster") for one in unanswered(*DOGS)], [DOGS]).entries == ()


def test_only_questions_of_the_week_count() -> None:
    assert advice([asked("сроки доставки", "time", "answer")], [DOGS]).entries == ()


def test_three_at_most_those_first_that_would_meet_most() -> None:
    things = ("собакой", "коляской", "велосипедом", "тележкой", "самокатом")
    starts = ("можно зайти с", "пускаете с", "а пустите с", "внутрь пустите с")
    groups = [[f"{start} {thing}?" for start in starts[: 2 + place % 3]] for place, thing in enumerate(things)]
    told = [one for group in groups for one in unanswered(*group, reply="")]
    found = advice(told, groups).entries
    assert len(found) == 3
    assert [one.met for one in found] == sorted((one.met for one in found), reverse=True)


def test_what_is_shown_is_masked() -> None:
    texts = [f"{text} мой номер 8 916 123-45-67" for text in DOGS]
    [one] = advice(unanswered(*texts, reply="Звоните Анне: 8 916 123-45-67"), [texts]).entries
    assert "916" not in " ".join((one.heading, *one.questions, one.reply))


def test_questions_of_a_group_are_no_phrasings_of_other_entries() -> None:
    assert advice(unanswered(*DOGS), [DOGS]).phrasings == ()
