import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.normalising import MAX_LENGTH, normalise
from faq.parts import MOST_LINES, MOST_PARTS, lines, parts
from tests.faq.timing import least_time


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Добрый вечер! Заказ 4512 не пришёл, а ещё сколько стоит доставка в область?",
            ["Заказ 4512 не пришёл", "сколько стоит доставка в область?"],
        ),
        ("Сколько стоит доставка и когда привезёте заказ?", ["Сколько стоит доставка", "когда привезёте заказ?"]),
        ("Сломался новый чайник\nможно вернуть деньги?", ["Сломался новый чайник", "можно вернуть деньги?"]),
        ("How much is delivery? And do you ship abroad?", ["How much is delivery?", "And do you ship abroad?"]),
        ("hi. what are your opening hours? and where are you?", ["what are your opening hours?", "and where are you?"]),
        ("returns address pls, also how long for refund?", ["returns address pls", "how long for refund?"]),
        ("can I also pay by card?", ["can I also pay by card?"]),
        ("сколько стоит диван и кресло с доставкой", ["сколько стоит диван и кресло с доставкой"]),
        ("работаете с 09:00 до 18:00 и в праздники?", ["работаете с 09:00 до 18:00 и в праздники?"]),
    ],
)
def test_sentences_and_joined_questions_are_parts(text: str, found: list[str]) -> None:
    assert list(parts(text)) == found


def test_what_says_nothing_of_its_own_is_left_out() -> None:
    assert parts("Здравствуйте! Подскажите, пожалуйста. Сколько стоит доставка? Спасибо большое!") == (
        "Сколько стоит доставка?",
    )


def test_one_word_goes_with_its_neighbour() -> None:
    assert parts("а почём. доставка. в область") == ("а почём. доставка. в область",)
    assert parts("Сколько стоит доставка? В Химки.") == ("Сколько стоит доставка? В Химки.",)
    assert parts("доставка") == ("доставка",)


def test_each_line_stands_for_itself() -> None:
    assert lines("Здрасте\nу меня сломался чайник\nдоставка\nпочём доставка? А когда привезёте?") == (
        ("у меня сломался чайник",),
        ("доставка",),
        ("почём доставка?", "А когда привезёте?"),
    )
    assert parts("а почём\nдоставка") == ("а почём", "доставка")


def test_the_last_of_very_many_lines_has_all_the_rest() -> None:
    found = lines("\n".join(f"сломался чайник {number}" for number in range(40)))
    assert len(found) == MOST_LINES
    assert found[-1][0].endswith("чайник 39")


@given(st.lists(st.sampled_from(["Сломался чайник.", "Привет!", "доставка", "Где заказ?"])).map(" ".join) | st.text())
def test_no_word_of_its_own_is_lost_and_there_are_not_too_many(text: str) -> None:
    found = parts(text)
    assert len(found) <= MOST_PARTS * MOST_LINES
    said = set(normalise(text).split())
    assert set(normalise(" ".join(found)).split()) <= said


def test_a_very_long_message_is_split_calmly() -> None:
    assert 1 <= len(parts("Сломался чайник. " * 10_000)) <= MOST_PARTS
    assert len(" ".join(parts("а " * 100_000))) <= MAX_LENGTH


BLANKS = "\t\n\v\f\r\x1c\x1f \x85\xa0\u1680\u2000\u2003\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u2800\u3164"


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
@pytest.mark.parametrize("shape", ["сколько{}стоит доставка", "сколько,{}а ещё{}где", "почём.{}и{}где"])
def test_runs_of_white_space_cost_no_more_than_words(shape: str, blank: str) -> None:
    """Processor time beside that of as many words; with patterns that look again from each space it was 100 times."""
    spaced, worded = shape.format(*[blank * 2000] * 2), "сломался новый чайник " * 180
    assert least_time(lambda: parts(spaced)) < 10 * least_time(lambda: parts(worded))
