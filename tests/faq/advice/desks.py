"""Desks of a week, as short as they can be told."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from faq import Answerer, Entry, Library, Matcher
from faq.advice import Advice, Asked, advise
from tests.faq.matching.faqs import SHOP

NOW = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
TODAY = date(2026, 11, 30)


def answerer(entries: Sequence[Entry] = SHOP, language: str = "ru", own_words: str = "") -> Answerer:
    """Without the encoder; the entries keep what they have learnt."""
    library = Library(Path(), language, {language: tuple(entries)}, {language: own_words})
    return Answerer(library, 0.05, {language: Matcher(entries, semantic=False, own_words=own_words)}, semantic=False)


def asked(
    text: str,
    entry: str | None = None,
    decision: str = "suggest",
    *,
    helped: bool | None = None,
    reply: str = "",
    who: str = "",
    days_ago: float = 1,
    language: str = "ru",
) -> Asked:
    """A question that was put some days ago; with `entry`, it was chosen, or stated."""
    return Asked(text, language, NOW - timedelta(days=days_ago), entry, decision, helped, reply, who)


def advice(
    questions: Sequence[Asked],
    groups: Sequence[Sequence[str]] = (),
    entries: Sequence[Entry] = SHOP,
    *,
    language: str = "ru",
    own_words: str = "",
) -> Advice:
    return advise(answerer(entries, language, own_words), questions, groups, now=NOW, on=TODAY)


COURIER = (
    "курьер до подъезда сколько берёт",
    "а курьер до подъезда во сколько обойдётся?",
    "курьер к подъезду, какая цена",
    "скажите, курьер до подъезда дорого?",
)
"""Ways to ask for the price of delivery that share no word with its entry."""
