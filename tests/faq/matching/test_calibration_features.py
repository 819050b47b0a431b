"""What speaks for and against the first entry being the right one."""

import numpy as np
import pytest

from faq.matching.calibration_features import calibration_features
from faq.matching.matcher import Matcher
from faq.matching.normalise import normalise
from faq.matching.prepared import prepare_faq
from faq.matching.reading import read
from faq.matching.scores import Scores, score
from tests.faq.matching.faqs import SHOP


@pytest.fixture(scope="module")
def scores() -> Scores:
    faq = prepare_faq(SHOP, None, None)
    assert faq is not None
    return score(read("сколько стоит доставка", faq.index.vocabulary), faq.index, None)


def outstanding(scores: Scores, ranks: list[float]) -> float:
    return calibration_features("", scores, np.array([*ranks, *[0.0] * (len(SHOP) - len(ranks))], np.float32), 3.0)[
        "prominence"
    ]


def test_an_entry_stands_out_less_where_the_message_is_like_others_too(scores: Scores) -> None:
    alone, among_others = outstanding(scores, [5.0]), outstanding(scores, [5.0, 4.0, 3.0, 4.0])
    assert alone > among_others > 0


def test_no_entry_stands_out_of_equals(scores: Scores) -> None:
    assert outstanding(scores, [0.0]) == 0


def test_what_nobody_answers_is_nearer_to_the_background_than_a_shops_questions() -> None:
    assert _background("нужны ли вам курьеры на работу") > _background("сколько стоит доставка за город")


def _background(message: str) -> float:
    faq = prepare_faq(SHOP, None, None)
    assert faq is not None
    found = score(read(message, faq.index.vocabulary), faq.index, None)
    return calibration_features(normalise(message), found, found.table["ridge"], faq.phrasings)["background_share"]


def test_the_only_entry_is_not_the_closest_to_everything() -> None:
    """It is compared with entries that it has not beside it."""
    matcher = Matcher([next(entry for entry in SHOP if "доставка" in entry.question.lower())], semantic=False)
    preview = matcher.bands(0.05).preview
    strange = ("когда вы открываетесь", "где моя коробка", "вы берёте на работу", "зелёные слоны летят", "кто там")
    assert sum(matcher.match(words)[0].probability >= preview for words in strange) <= 1
    assert matcher.match("сколько будет стоить доставка")[0].probability >= preview
