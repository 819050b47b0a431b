"""What is shipped beside the word lists is what they give; `python -m bench.shipping` makes it again."""

import numpy as np
import pytest

from bench.shipping import counted_words, made_from, situation_arrays, word_arrays
from faq.matching import shipped_arrays
from faq.matching.encoder import UniversalSentenceEncoder
from faq.matching.lines import standard_lines
from faq.matching.listed_words import listed_words
from faq.matching.shipped_arrays import SITUATIONS, VECTORS, WORDS, Arrays
from faq.matching.wordlists import Language

AGAIN = "a list or its reader changed: python -m bench.shipping"
LANGUAGES: tuple[Language, ...] = ("ru", "en")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return LANGUAGES[LANGUAGES.index(request.param)]


def the_same(found: Arrays, expected: Arrays) -> bool:
    return set(found) == set(expected) and all(np.array_equal(found[name], array) for name, array in expected.items())


def test_the_words_are_those_of_the_lists(language: Language) -> None:
    assert the_same(shipped_arrays.shipped_arrays(language, WORDS), word_arrays(language)), AGAIN


def test_the_situations_are_those_of_the_lists(language: Language) -> None:
    assert the_same(shipped_arrays.shipped_arrays(language, SITUATIONS), situation_arrays(language)), AGAIN


def test_there_is_a_vector_for_every_line(language: Language) -> None:
    assert len(shipped_arrays.shipped_arrays(language, VECTORS)["steps"]) == len(standard_lines(language)), AGAIN


@pytest.mark.parametrize(
    ("name", "maker"), [(WORDS, ""), (SITUATIONS, ""), (VECTORS, UniversalSentenceEncoder.name)], ids=lambda one: one
)
def test_every_file_was_made_from_the_lists_as_they_are(language: Language, name: str, maker: str) -> None:
    assert shipped_arrays.made_from(language, name) == made_from(language, maker), AGAIN


def test_words_counted_anew_are_those_read_from_the_file(language: Language) -> None:
    assert counted_words(language) == listed_words(language)
