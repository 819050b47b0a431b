"""From when an answer may be stated."""

from faq.entry import Entry
from faq.matching.matcher import Matcher
from tests.faq.matching.faqs import SHOP

ONE_PHRASING = [Entry(entry.id, entry.question) for entry in SHOP]
MANY_PHRASINGS = [
    Entry(e.id, e.question, (*e.also, *(f"{word} {e.question}" for word in ["раз", "два", "три", "четыре", "пять"])))
    for e in SHOP
]


def test_the_smaller_the_share_that_may_be_wrong_the_surer_an_answer_must_be() -> None:
    matcher = Matcher(SHOP, semantic=False)
    thresholds = [matcher.threshold(share) for share in (0.0, 0.01, 0.03, 0.05, 0.1, 0.2, 0.3)]
    assert thresholds == sorted(thresholds, reverse=True)
    assert thresholds[0] == 1


def test_few_phrasings_make_the_threshold_stricter() -> None:
    few, some, many = (Matcher(e, semantic=False).threshold(0.1) for e in (ONE_PHRASING, SHOP, MANY_PHRASINGS))
    assert few >= some >= many
    assert few > many


def test_an_own_phrasing_is_answered_whatever_may_be_wrong() -> None:
    matcher = Matcher(ONE_PHRASING, semantic=False)
    assert matcher.match("Как вернуть товар?")[0].probability >= matcher.threshold(0.0)
