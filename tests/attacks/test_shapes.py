"""The cost of any message is bounded, whatever its shape: by counting the work, and roughly by the processor's clock.

`python -m bench.shapes` measures the time.
"""

import random
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench import shapes
from faq import Answerer, Match
from faq.loading import load
from faq.matching import Matcher
from faq.matching.spelling_candidates import SpellingCandidates
from tests.dialogs.night import Night
from tests.faq.timing import least_time

SAMPLE = Path(__file__).parents[2] / "faq" / "sample"
MOST_MATCHES = 8  # the whole, six parts, and what they leave
MOST_LOOKUPS = 400  # of words that may be misspelt, in one of the lists
MOST_SECONDS = 0.5  # ten times what it may take: the machine has other work
SENDERS, EACH = 5, 15
SURE = "Сколько стоит доставка?"


@dataclass
class Work:
    matches: int = 0
    lookups: int = 0


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    answerer = Answerer.of(load(SAMPLE, default_language="ru"), max_wrong=0.05, semantic=False)
    shapes.read(SURE, answerer)  # loads what is loaded with the first question
    return answerer


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Counts what is done from now on."""
    work, match, cosines = Work(), Matcher.match, SpellingCandidates._cosines

    def matching(self: Matcher, question: str, limit: int = 3) -> Sequence[Match]:
        work.matches += 1
        return match(self, question, limit)

    def looking_up(self: SpellingCandidates, pairs: list[int]) -> Any:
        work.lookups += 1
        return cosines(self, pairs)

    monkeypatch.setattr(Matcher, "match", matching)
    monkeypatch.setattr(SpellingCandidates, "_cosines", looking_up)
    return work


def check(texts: Iterable[tuple[str, str]], answerer: Answerer, work: Work) -> None:
    for name, text in texts:
        assert len(text) <= shapes.LONGEST
        work.matches = work.lookups = 0
        spent = least_time(lambda text=text: shapes.read(text, answerer), 1)  # type: ignore[misc]  # bound at once
        assert work.matches <= MOST_MATCHES, name
        assert work.lookups <= MOST_LOOKUPS, name
        if spent > MOST_SECONDS:
            spent = least_time(lambda text=text: shapes.read(text, answerer))  # type: ignore[misc]
        assert spent <= MOST_SECONDS, name


@pytest.mark.slow
@pytest.mark.parametrize("category", shapes.CATEGORIES)
def test_a_message_of_any_kind_of_characters_costs_little(category: str, answerer: Answerer, work: Work) -> None:
    check(shapes.of_category(category), answerer, work)


def test_every_kind_of_characters_is_tried() -> None:
    assert {unicodedata.category(chr(code)) for code in range(0x110000)} == set(shapes.CATEGORIES)


@pytest.mark.slow
def test_a_message_that_repeats_itself_costs_little(answerer: Answerer, work: Work) -> None:
    check(shapes.repeated(), answerer, work)


@pytest.mark.slow
def test_a_message_of_ever_different_words_costs_little(answerer: Answerer, work: Work) -> None:
    check(shapes.made(), answerer, work)


async def test_a_few_who_send_the_worst_keep_nobody_waiting(night: Night) -> None:
    """Somebody who asks behind them is answered before most of what they sent is looked at."""
    names = ("six parts that are all read", "a sure part among others", "different long words", "different hangul")
    attackers = [night.sandbox.customer(f"Некто {number}") for number in range(SENDERS)]
    for turn in range(EACH):
        for number, attacker in enumerate(attackers):
            make = shapes.MADE[names[turn % len(names)]]
            attacker.writes(make(random.Random(turn * SENDERS + number))[: shapes.LONGEST])
    night.maria.writes(SURE)
    await night.sandbox.until(lambda: any("300" in seen.text for seen in night.maria.sees))
    handled = night.ask("SELECT update_id FROM inbox WHERE handled_at IS NOT NULL")
    assert len(handled) < SENDERS * EACH / 2
    await night.settled()
    assert night.ask("SELECT count(*) FROM inbox WHERE set_aside_at IS NOT NULL") == [(0,)]
