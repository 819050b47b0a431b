"""Constants are learnt the same from the same sets, and the shipped ones fit the shipped lists."""

import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from bench.learning import Judged, learn_constants, scored, threshold
from bench.sets import read_sets, shop
from faq.matching.constants import constants
from faq.matching.scores import LEXICAL, SEMANTIC
from faq.matching.situations import situations
from faq.matching.wordlists import Language
from tests.faq.matching.faqs import SHOP


@pytest.fixture
def made_set(tmp_path: Path) -> Path:
    """The shop of the tests: questions are its phrasings with a word more."""
    pairs = [(text, entry.id) for entry in SHOP for text in (entry.question, *entry.also)]
    data = {
        "train": pairs,
        "test": [[f"{text} {word}", entry] for text, entry in pairs for word in ("срочно", "завтра", "подскажите")],
        "oos": ["какая погода", "расскажи анекдот", "кто выиграл матч", "посоветуй фильм"],
    }
    path = tmp_path / "made_shop.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_the_same_sets_give_the_same_constants_and_find_the_right_entries(made_set: Path) -> None:
    first, again = (learn_constants([scored(one, None) for one in read_sets([made_set])], LEXICAL) for _ in range(2))
    assert first == again
    assert all(weight > 0 for weight in first.weights.values())


def test_sets_come_with_one_three_and_all_phrasings(made_set: Path) -> None:
    counts = [[1 + len(entry.also) for entry in one.entries] for one in read_sets([made_set])]
    assert counts == [[1] * len(SHOP), [3] * len(SHOP), [3] * len(SHOP)]
    assert all(question for one in read_sets([made_set]) for question, _ in one.questions)


def test_one_companys_sets_in_two_languages_are_left_out_together() -> None:
    assert shop("ru_sofmattress") == shop("hint3_sofmattress")
    assert shop("ru_shop") != shop("ru_food")


def test_the_threshold_is_where_no_more_than_the_risk_is_wrong() -> None:
    probability = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    right = np.array([True, True, True, False, True])
    judged = Judged("shop", 3.0, probability, right, np.array([0, 1, 2, 3, 4]))
    assert threshold([judged], 0.0, fewest=1) == 0.7
    assert threshold([judged], 0.2, fewest=1) == 0.5
    assert threshold([judged], 0.2) == 1.0, "five answers tell nothing"
    nothing_right = Judged("shop", 3.0, probability, ~right & False, np.array([0, 1, 2, 3, 4]))
    assert threshold([nothing_right], 0.1, fewest=1) == 1.0


@pytest.mark.parametrize("semantic", [False, True])
def test_the_shipped_constants_are_complete(semantic: bool) -> None:
    shipped = constants(semantic)
    assert set(shipped.weights) <= set(SEMANTIC if semantic else LEXICAL)
    assert [row.few_phrasings for row in shipped.thresholds] == sorted(row.few_phrasings for row in shipped.thresholds)
    for row in shipped.thresholds:
        assert row.probabilities == sorted(row.probabilities, reverse=True)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_shipped_vectors_were_made_from_the_shipped_lists(language: Language) -> None:
    with (files("faq") / "words" / language / "vectors.npz").open("rb") as stream, np.load(stream) as shipped:
        assert str(shipped["made_from"]).endswith(situations(language).digest)
        assert len(shipped["steps"]) == len(situations(language).texts)
