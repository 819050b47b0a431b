"""What is shipped beside the word lists is what they give; `python -m bench.shipping` makes it again."""

import numpy as np
import pytest

from faq.matching import embeddings, listed_words, situations
from faq.matching.encoder import UniversalSentenceEncoder
from faq.matching.lines import plain_lines
from faq.matching.shipping import Arrays, shipped
from faq.matching.wordlists import Language

AGAIN = "a list or its reader changed: python -m bench.shipping"
LANGUAGES: tuple[Language, ...] = ("ru", "en")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return LANGUAGES[LANGUAGES.index(request.param)]


def the_same(found: Arrays | None, expected: Arrays) -> bool:
    return found is not None and all(np.array_equal(found[name], array) for name, array in expected.items())


def test_the_words_are_those_of_the_lists(language: Language) -> None:
    assert the_same(shipped(language, listed_words.FILE), listed_words.words_to_ship(language)), AGAIN


def test_the_situations_are_those_of_the_lists(language: Language) -> None:
    assert the_same(shipped(language, situations.FILE), situations.situations_to_ship(language)), AGAIN


def test_there_is_a_vector_for_every_line(language: Language) -> None:
    arrays = shipped(language, embeddings.FILE, UniversalSentenceEncoder.name)
    assert arrays is not None, AGAIN
    assert len(arrays["steps"]) == len(plain_lines(language))


def test_words_counted_anew_are_those_read_from_the_file(language: Language) -> None:
    assert listed_words.counted(language) == listed_words.listed_words(language)


def test_what_another_maker_made_is_not_taken() -> None:
    assert shipped("ru", embeddings.FILE, "another encoder") is None
    assert shipped("ru", "nothing of this name") is None
