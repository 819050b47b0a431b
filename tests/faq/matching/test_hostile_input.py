"""Messages meant to hurt are read calmly: only their beginning, and only as far as it has words."""

import pytest

from faq.matching.matcher import Matcher
from faq.matching.normalise import LONGEST, MOST_WORDS, normalise, words
from tests.faq.matching.faqs import SHOP

HOSTILE = {
    "one letter": "а" * 200_000,
    "a long word": "абвгдежзик" * 20_000,
    "many words": "слово " * 40_000,
    "many different words": " ".join(f"слово{i}" for i in range(30_000)),
    "emoji": "🙂🔥" * 50_000,
    "combining marks": "а" + "\u0301" * 100_000,
    "marks on each": "\u0430\u0301\u0302" * 60_000,
    "mixed scripts": "aбcдعאあ字" * 20_000,
    "right to left": "\u202eсколько стоит\u202c " * 5_000,
    "ligatures": "\ufdfa" * 10_000,
    "nul": "\x00" * 100_000 + "доставка",
    "apostrophes": "'" * 200_000,
    "surrogates": "\ud800доставка" * 100,
    "digits": "1234567890" * 20_000,
}


@pytest.fixture(scope="module")
def shop() -> Matcher:
    return Matcher(SHOP, semantic=False)


@pytest.mark.parametrize("message", HOSTILE.values(), ids=HOSTILE.keys())
def test_only_a_bounded_part_is_read(shop: Matcher, message: str) -> None:
    assert len(normalise(message)) <= LONGEST
    assert len(words(message)) <= MOST_WORDS
    assert all(0 <= match.probability <= 1 for match in shop.match(message))


def test_what_is_asked_first_is_found_in_a_long_message(shop: Matcher) -> None:
    assert shop.match("как вернуть товар? " + "ы" * 200_000)[0].entry.id == "return"


def test_invisible_characters_and_accents_do_not_hide_words(shop: Matcher) -> None:
    hidden = "\u200bкак\u00ad ве\u0301рну\u200dть\ufeff товар"
    assert shop.match(hidden)[0].entry.id == "return"
    assert shop.match(hidden)[0].probability == 1
