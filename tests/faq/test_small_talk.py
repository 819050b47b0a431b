import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq import Entry, is_thanks, small_talk, wants_human, without_greeting
from faq.small_talk import small_talk_phrases

GREETING = Entry("greeting", "Привет", ("здравствуйте", "добрый вечер", "hi"), "Здравствуйте!", tags=("smalltalk",))
THANKS = Entry("thanks", "Спасибо", ("спасибо большое",), "Пожалуйста!", tags=("Болтовня",))
ROBOT = Entry("robot", "Вы робот?", ("ты бот",), "Да, я бот.", tags=("smalltalk",))
DELIVERY = Entry("delivery", "Сколько стоит доставка?", (), "300 ₽")
ENTRIES = (GREETING, THANKS, ROBOT, DELIVERY)
PHRASES = small_talk_phrases(ENTRIES)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Привет!", GREETING),
        ("приветтттт))", GREETING),
        ("Здраствуйте", GREETING),
        ("ghbdtn", GREETING),
        ("Добрый вечер! Спасибо большое", THANKS),
        ("Здравствуйте, вы робот?", ROBOT),
        ("Hi!", GREETING),
    ],
)
def test_a_message_that_is_nothing_else_is_small_talk(text: str, entry: Entry) -> None:
    assert small_talk(text, PHRASES) == entry


@pytest.mark.parametrize(
    "text",
    [
        "Привет, сколько стоит доставка?",
        "Сколько стоит доставка?",
        "спасибо, но не помогло",
        "hm",
        "",
        "👋",
        "привет " * 900,
    ],
)
def test_a_question_is_no_small_talk(text: str) -> None:
    assert small_talk(text, PHRASES) is None


def test_an_faq_without_small_talk_hears_none() -> None:
    assert small_talk("почём доставка", small_talk_phrases([DELIVERY])) is None
    assert small_talk("привет", small_talk_phrases([])) is None


def test_long_phrasings_forgive_a_typing_error_and_short_ones_none() -> None:
    assert small_talk("ты кот", small_talk_phrases([Entry("one", "ты бот", tags=("smalltalk",))])) is not None
    assert small_talk("hm", small_talk_phrases([GREETING])) is None


@pytest.mark.parametrize(
    ("text", "is_heard"),
    [
        ("что делаешь?", True),
        ("что делаеш", True),
        ("чтоделаешь", True),
        ("чо делаешь", True),
        ("что делать", False),
        ("что делать???", False),
        ("как дела", True),
        ("как дила", True),
        ("как делать", False),
    ],
)
def test_another_word_is_no_typing_error(text: str, is_heard: bool) -> None:
    how_are_you = Entry("how-are-you", "Как дела?", ("что делаешь",), tags=("smalltalk",))
    assert (small_talk(text, small_talk_phrases([how_are_you])) is not None) == is_heard


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Здравствуйте! Сколько стоит доставка?", "Сколько стоит доставка?"),
        ("добрый вечер, привет, где заказ", "где заказ"),
        ("добрый вечер)) 🙂 Где заказ", "Где заказ"),
        ("Hello there, where is my order", "where is my order"),
        ("Привет", "Привет"),
        ("где заказ", "где заказ"),
        ("👍", "👍"),
    ],
)
def test_a_greeting_is_taken_from_before_a_question(text: str, question: str) -> None:
    assert without_greeting(text) == question


@pytest.mark.parametrize(
    "text",
    [
        "оператор",
        "ОПЕРАТОР!!!",
        "человек",
        "менеджер",
        "позовите человека",
        "operator",
        "human",
        "менеджр",
        "опиратор",
        "jgthfnjh",
        "gjpjdbnt xtkjdtrf",
        "ьфтфпук",
        "хочу поговорить с живым человеком",
        "а можно с человеком поговорить?",
        "есть кто живой?",
        "У меня сломался диван, позовите менеджера, пожалуйста",
        "Не приехал курьер. Оператор",
        "соедините меня с оператором",
        "can I talk to a real person please",
        "I need a human",
        "нет, хочу человека",
    ],
)
def test_a_customer_who_asks_for_a_person_is_heard(text: str) -> None:
    assert wants_human(text)


@pytest.mark.parametrize(
    "text",
    [
        "сколько человек влезет в лодку",
        "стол на 6 человек",
        "вы человек или робот",
        "не зовите менеджера",
        "не надо оператора",
        "человек звонил вчера",
        "переведите деньги на карту",
        "мне нужен стул",
        "how many people fit in the boat",
        "do you have staff discounts",
        "i need a person to assemble the table",
        "",
        "👍",
    ],
)
def test_a_question_about_people_is_a_question(text: str) -> None:
    assert not wants_human(text)


@pytest.mark.parametrize(
    "text",
    ["Спасибо!", "спс", "спасибо большое за помощь", "ок, понял", "cgfcb,j", "thanks a lot", "Thank you!", "спосибо"],
)
def test_thanks(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.parametrize(
    "text", ["спасибо, но не помогло", "спасибо, а доставка платная?", "за помощь", "", "не ок", "доставка"]
)
def test_thanks_with_more_to_it_are_to_be_read(text: str) -> None:
    assert not is_thanks(text)


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert small_talk(text, PHRASES) in (None, *ENTRIES)
    assert wants_human(text) in (True, False)
    assert is_thanks(text) in (True, False)
    assert without_greeting(without_greeting(text)) == without_greeting(text)
