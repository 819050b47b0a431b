"""What is taken for a telephone number when a desk is set up."""

import pytest

from bot.setup import phone_in


@pytest.mark.parametrize(
    "text",
    [
        *("+7 495 000-00-00", "8-800-000-00-00", "8 (495) 000.00.00", "112", "12-34-56", "55-12-30", "1-12-15"),
        *("+44 20 7946 0000", "(212) 555-0100", "8-800-FLOWERS", "02 07 94 60 00", "+7(495)000–00–00"),
        *("+7 495 000-00-00 доб. 12", "+7 495 000-00-00, доб. 12", "+44 20 7946 0000 ext 12", "1-800-555-0100x7"),
        *("+7 495 000-00-00, 8 800 000-00-00", "+(7 495) 000-00-00"),
    ],
)
def test_a_number_stays_as_it_is_written(text: str) -> None:
    assert phone_in(text) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("8 (495) 123 45 67 звоните", "8 (495) 123 45 67"),
        ("Анна: 000-00-00.", "000-00-00"),
        ("тел.+7 495 000-00-00, пн-пт 9-18", "+7 495 000-00-00"),
        ("000-00-00 с 9:00 до 18:00", "000-00-00"),
        ("+7 495 000-00-00 или 8 800 000-00-00 (бесплатно)", "+7 495 000-00-00, 8 800 000-00-00"),
        ("call us on 020  7946 0000 please", "020 7946 0000"),
    ],
)
def test_the_words_around_a_number_go(text: str, number: str) -> None:
    assert phone_in(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *(
            "всегда",
            "пн-пт 9-18",
            "9-18",
            "9:00-18:00",
            "09.00–18.00",
            "с 9 до 18",
            "с 9 утра до 18",
            "24/7",
            "9 to 18",
        ),
        *("пн-пт 9-18, сб 10-16", "Mon-Fri 9am-6pm", "10:30-19:45", "03", "?", "кв. 12"),
    ],
)
def test_hours_and_words(text: str) -> None:
    assert phone_in(text) == ""
