import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq import deciphered, language_of
from faq.readings import from_latin_letters, in_other_layout


@pytest.mark.parametrize(
    "text",
    [
        "Сколько стоит доставка?",
        "как настроить Windows Update Center",
        "ghbdtn",
        "crjkmrj cnjbn ljcnfdrf",
        "gjpjdbnt xtkjdtrf",
        "cgfcb,j",
        "skolko stoit dostavka",
        "шкаф",
        "ку",
    ],
)
def test_russian_however_it_is_typed(text: str) -> None:
    assert language_of(text, "en") == "ru"


@pytest.mark.parametrize("text", ["Hello", "where is my order", "refund", "mattress warranty", "руддщ", "нщг фку пщщв"])
def test_english_however_it_is_typed(text: str) -> None:
    assert language_of(text, "ru") == "en"


GIBBERISH = ("dfghj", "asdfghjkl", "hjhjhj kjkj", "sdfsdf", "kjhkjh", "hjhjhj kjkj fghfgh", "asdf")


@pytest.mark.parametrize("text", GIBBERISH)
@pytest.mark.parametrize("default", ["ru", "en"])
def test_gibberish_is_in_no_language_and_in_no_other_layout(text: str, default: str) -> None:
    assert language_of(text, default) == default
    assert deciphered(text) == ""


@pytest.mark.parametrize("text", ["фывапролджэ", "вапро", "ывапыва", "йцукен"])
def test_gibberish_in_russian_letters_stays_as_it_is_typed(text: str) -> None:
    assert language_of(text, "en") == "ru"
    assert deciphered(text) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ljcnfdrf", "доставка"),
        ("hfccrf;bnt", "расскажите"),
        ("fkkj", "алло"),
        ("djpdhfn ntktajyf", "возврат телефона"),
        ("cfvjdsdjp bp gyrnf", "самовывоз из пнкта"),
        ("nfr cthdth", "так сервер"),
        ("xfqybrfvb", "чайниками"),
        ("yt", "не"),
    ],
)
def test_real_words_of_the_other_layout_are_read_though_one_is_misspelt(typed: str, meant: str) -> None:
    assert language_of(typed, "en") == "ru"
    assert deciphered(typed) == meant


@pytest.mark.parametrize("text", ["", "👍", "4512", "iPhone 15", "ok", "TV", "???"])
@pytest.mark.parametrize("default", ["ru", "en"])
def test_what_tells_no_language_is_in_the_default_one(text: str, default: str) -> None:
    assert language_of(text, default) == default


@pytest.mark.parametrize(
    "text",
    [
        *("iPhone 15 Pro Max", "iphone pro max", "Samsung Galaxy S23 Ultra", "Nike Air Max 90", "Bosch Serie 4"),
        *("SKU-4411-B", "AB12CD", "order@example.com", "@shop_help", "https://example.com/how-much-is-delivery"),
        *("www.example.com/open", "t.me/shop_bot", "example.ru", "Xiaomi Redmi Note 12 Pro", "Karl Lagerfeld Paris"),
    ],
)
@pytest.mark.parametrize("default", ["ru", "en"])
def test_addresses_articles_and_names_have_no_language(text: str, default: str) -> None:
    assert language_of(text, default) == default


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how much is iPhone 15 Pro Max", "en"),
        ("почём iPhone 15 Pro Max", "ru"),
        ("https://example.com/where-is-it это есть", "ru"),
        ("is SKU-4411-B available", "en"),
        ("wardrobe hinges squeak loudly", "en"),
    ],
)
def test_the_words_around_a_name_tell_the_language(text: str, language: str) -> None:
    assert language_of(text, "en" if language == "ru" else "ru") == language


def test_letters_on_punctuation_keys_survive_the_layout() -> None:
    assert in_other_layout("Ghbdtn!") == "привет"
    assert in_other_layout("cgfcb,j") == "спасибо"
    assert in_other_layout("'nj j,]`v") == "это объем"
    assert in_other_layout("{JXE GJRFPFNM") == "хочу показать"


def test_russian_in_latin_letters_is_read_by_sound() -> None:
    assert from_latin_letters("hochu vernut eshcho chashki") == "хочу вернут ещо чашки"


@given(st.text())
def test_any_text_has_a_language(text: str) -> None:
    assert language_of(text, "ru") in ("ru", "en")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghbdtn? rjulf ghbdtpen vjq pfrfp", "привет? когда привезут мой заказ"),
        ("Crjkmrj cnjbn ljcnfdrf", "сколько стоит доставка"),
        ("ghbdtn\nult pfrfp", "привет\nгде заказ"),
        ("руддщ цруку ны ьн щквук", "hello where ys my order"),
        ("где мой заказ", ""),
        ("where is my order", ""),
        ("iPhone 15 Pro Max", ""),
        ("ghbdtn, это я", ""),
        ("4411", ""),
        ("", ""),
        ("🙂", ""),
        ("https://example.com/q?a=1", ""),
    ],
)
def test_what_was_typed_in_the_other_layout_is_deciphered(typed: str, meant: str) -> None:
    assert deciphered(typed) == meant
