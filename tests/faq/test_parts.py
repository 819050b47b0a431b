import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.normalising import MAX_LENGTH, normalise
from faq.parts import MOST_PARTS, parts


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
    assert parts("а почём\nдоставка\nв область") == ("а почём доставка в область",)
    assert parts("Сколько стоит доставка? В Химки.") == ("Сколько стоит доставка? В Химки.",)
    assert parts("доставка") == ("доставка",)


@given(st.lists(st.sampled_from(["Сломался чайник.", "Привет!", "доставка", "Где заказ?"])).map(" ".join) | st.text())
def test_no_word_of_its_own_is_lost_and_there_are_not_too_many(text: str) -> None:
    found = parts(text)
    assert len(found) <= MOST_PARTS
    said = set(normalise(text).split())
    assert set(normalise(" ".join(found)).split()) <= said


def test_a_very_long_message_is_split_calmly() -> None:
    assert 1 <= len(parts("Сломался чайник. " * 10_000)) <= MOST_PARTS
    assert len(" ".join(parts("а " * 100_000))) <= MAX_LENGTH
