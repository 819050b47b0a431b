import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq import has_words, normalise
from faq.normalising import MAX_LENGTH, _words_of_any, _words_of_common


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Сколько  стоит\nдоставка?!", "сколько стоит доставка"),
        ("ЕЩЁ раз", "еще раз"),
        ("приве-е-ет", "приве е ет"),
        ("Приветтттт", "приветт"),
        ("don't", "dont"),
        ("ﬁne ＡＢＣ", "fine abc"),
        ("за\u200bказ\u00ad", "заказ"),
        ("c\u0336т\u0336о\u0336п", "cтоп"),
        ("заказ №4512 за 1000000", "заказ no4512 за 1000000"),
        ("\x00\x01 да \x00", "да"),
        ("\u202eабв\u202c", "абв"),
    ],
)
def test_what_was_typed_becomes_plain_words(typed: str, read: str) -> None:
    assert normalise(typed) == read


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(alphabet="аеёйиАЁЙ̶́̈ \u200b\x00a-ǅﬁﷺ각ᄀ", max_size=40))
def test_normalising_twice_changes_nothing_more_for_difficult_letters(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize("text", ["а" * 200_000, "ﷺ" * 200_000, "a\u0301" * 100_000, "\x00" * 200_000, "👍" * 200_000])
def test_very_long_messages_are_cut(text: str) -> None:
    assert len(normalise(text)) <= MAX_LENGTH


@pytest.mark.parametrize("text", ["", "   ", "👍🏽", "?!…", "\x00", "\u200b\u200d", "❤️", "—", "\u0301"])
def test_messages_without_words(text: str) -> None:
    assert not has_words(text)


@pytest.mark.parametrize("text", ["да", "4512", "ok 👍", "?а", "مرحبا"])
def test_messages_with_words(text: str) -> None:
    assert has_words(text)


@given(st.text(alphabet=st.sampled_from("\t\n !'`_^~@[]{}|<>=+-.,:;?/\\\"#$%&*()0129azAZабяёАБЯЁ«»–—"), max_size=60))
def test_common_characters_are_read_as_any_others_are(text: str) -> None:
    assert _words_of_common(text) == _words_of_any(text)
