"""Phrasings that would help, and only those."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from faq import Entry
from faq.advice import Asked, PhrasingAdvice
from faq.matching import Matcher
from tests.faq.advice.desks import COURIER, advice, answerer, asked
from tests.faq.matching.faqs import ENGLISH_SHOP, SHOP


def put(texts: Sequence[str], entry: str) -> list[Asked]:
    return [replace(asked(text, entry), who=str(place)) for place, text in enumerate(texts)]


def met(entries: Sequence[Entry], texts: Sequence[str], entry: str) -> int:
    """How many of the texts the entry's answer is stated or previewed for."""
    desk = answerer(entries)
    first = [desk.match(text, "ru")[0] for text in texts]
    line = answerer().bands("ru").preview
    return sum(match.entry.id == entry and match.probability >= line for match in first)


def added(suggested: Sequence[PhrasingAdvice], entries: Sequence[Entry] = SHOP) -> list[Entry]:
    """The FAQ in which an author has taken the advice."""
    new: dict[str, list[str]] = {entry.id: [] for entry in entries}
    for one in suggested:
        new[one.entry.id].append(one.phrasing)
    return [replace(entry, also=(*entry.also, *new[entry.id])) for entry in entries]


def test_it_is_what_customers_say_and_meets_as_many_as_it_claims() -> None:
    suggested = advice(put(COURIER, "price")).phrasings
    assert [one.entry.id for one in suggested] == ["price"] * len(suggested)
    assert suggested[0].phrasing in COURIER
    assert all(one.entry in SHOP for one in suggested)
    before, after = met(SHOP, COURIER, "price"), met(added(suggested), COURIER, "price")
    assert after > before
    assert sum(one.met for one in suggested) == after - before


def test_a_question_that_is_met_already_is_none() -> None:
    assert advice(put(["почём доставка", "доставка платная?", "сколько стоит доставка"], "price")).phrasings == ()


def test_a_single_question_is_too_little() -> None:
    assert advice(put(COURIER[:1], "price")).phrasings == ()


def test_the_same_question_of_several_customers_counts_each_time() -> None:
    again = [asked(COURIER[0], "price", who=str(n), days_ago=n) for n in range(1, 5)]
    [one] = advice(again).phrasings
    assert (one.phrasing, one.met) == (COURIER[0], 4)


def test_one_customer_steers_nothing_alone_however_often() -> None:
    assert advice([replace(one, who="prankster") for one in put(COURIER, "price")]).phrasings == ()


def test_where_it_is_not_known_who_asked_questions_count() -> None:
    assert advice([replace(one, who="") for one in put(COURIER, "price")]).phrasings


def test_an_answer_to_one_message_by_two_entries_counts_once() -> None:
    twice = [asked(COURIER[0], entry, who="7") for entry in ("price", "time")]
    assert advice(twice).questions == 1


def test_what_nobody_ties_to_an_entry_is_no_phrasing() -> None:
    assert advice([asked(text, None, "hand_off", reply="Триста рублей.") for text in COURIER]).phrasings == ()
    assert advice([asked(text, "price", "answer", helped=False) for text in COURIER]).phrasings == ()


def test_older_questions_are_not_replayed() -> None:
    old = [replace(one, at=one.at.replace(month=10)) for one in put(COURIER, "price")]
    assert advice(old).questions == 0
    assert advice(old).phrasings == ()


def test_it_is_masked_and_has_neither_greeting_nor_emoji() -> None:
    texts = [f"Добрый вечер! {text} 🙏 мой телефон 8 916 123-45-67" for text in COURIER]
    shown = [one.phrasing for one in advice(put(texts, "price")).phrasings]
    assert shown
    assert not any(mark in text for text in shown for mark in ("916", "🙏", "Добрый", "…"))


def test_words_of_anger_are_not_suggested() -> None:
    texts = [f"{text}, идиоты" for text in COURIER]
    assert advice(put(texts, "price")).phrasings == ()


def test_an_entry_that_does_not_hold_any_more_gets_none() -> None:
    over = [replace(SHOP[0], valid_until=asked("").at.date().replace(day=1)), *SHOP[1:]]
    assert advice(put(COURIER, "price"), entries=over).phrasings == ()


def test_five_at_most_and_nearly_the_same_one_once() -> None:
    wishes = {
        "price": COURIER,
        "return": ("не подошло, куда нести", "вещь не подошла, можно принести назад", "не подошло платье, куда нести"),
        "size": ("я между эм и эль что брать", "эм или эль мне брать", "не знаю эм или эль"),
        "time": ("завтра уже будет у меня?", "успеет до завтра ко мне", "до завтра будет?"),
        "party": ("днюху ребёнку сделаете", "днюху можно ребёнку?", "сделаете днюху сыну"),
        "repair": ("молния разошлась на куртке", "разошлась молния, поможете", "молния на куртке разошлась, как быть"),
        "password": ("пишет неверно", "пишет неверно и всё", "опять пишет что неверно"),
    }
    entries = [
        *SHOP,
        Entry("party", "Проводите ли вы детские праздники?", ("аниматор",)),
        Entry("repair", "Чините ли вы вещи?"),
    ]
    told = [one for entry, texts in wishes.items() for one in put(texts, entry)]
    suggested = advice(told, entries=entries).phrasings
    assert len(suggested) == 5
    assert len({one.phrasing for one in suggested}) == 5
    assert all(one.met >= 2 for one in suggested)


@pytest.mark.parametrize("language", ["en", "de"])
def test_questions_in_another_language_are_asked_of_the_faq_that_serves_them(language: str) -> None:
    texts = ("what will the courier want from me", "the courier, what will he want", "will the courier want much")
    told = [replace(one, language=language) for one in put(texts, "price")]
    [first, *_] = advice(told, entries=ENGLISH_SHOP, language="en").phrasings
    assert first.entry.id == "price"
    assert first.phrasing in texts


def test_the_advice_is_the_same_however_the_questions_are_ordered() -> None:
    told = put(COURIER, "price") + put(("вы до скольки сегодня", "сегодня до скольки открыты?"), "hours")
    assert advice(told) == advice(told[::-1])


def test_what_was_learnt_is_known() -> None:
    """A phrasing that the desk has learnt by itself meets its questions already."""
    learnt = [replace(SHOP[0], learnt=COURIER), *SHOP[1:]]
    assert Matcher(learnt, semantic=False).entries == tuple(sorted(learnt, key=lambda entry: entry.id))
    assert advice(put(COURIER, "price"), entries=learnt).phrasings == ()
