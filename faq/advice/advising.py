"""The advice to a desk's authors: what would help most, by the questions of the last week."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from faq.advice.entries import helpful_entries
from faq.advice.phrasings import helpful_phrasings
from faq.advice.questions import as_asked, asked_questions
from faq.advice.reception import disliked, unasked
from faq.advice.replay import FaqOfNow, Met, Replay
from faq.advice.unknown_words import unknown_words
from faq.advice.values import Advice, Asked, Group
from faq.answerer import Answerer
from faq.entry import Entry
from faq.language import language_of
from faq.library import Library
from faq.matching.votes import Words, question_words

WEEK = timedelta(days=7)
UNASKED_AFTER = timedelta(weeks=4)
MOST_PHRASINGS, MOST_ENTRIES, MOST_WORDS = 5, 3, 10
_MOST_REPLAYED = 1_000  # different questions of a language, the latest


def advise(
    answerer: Answerer,
    asked: Sequence[Asked],
    groups: Iterable[Group] = (),
    *,
    now: datetime,
    on: date,
    unasked_after: timedelta = UNASKED_AFTER,
) -> Advice:
    """What would help most.

    answerer: that of today, with all it has learnt. asked: the questions of at least the last week; those of the last
    week are replayed, and all of them tell which entries nobody asks for, once they go back `unasked_after`. groups: of
    unanswered questions that ask for the same. now: aware, of any time zone; on: today on the company's calendar.

    A question in a language that the FAQ lacks is asked of the default one's. Takes up to 20 s of one core for 1,000
    questions and 200 entries.
    """
    latest = [one for one in asked if now - WEEK <= one.at <= now]
    grouped = _by_language(answerer.library, latest, groups)
    found = [_in_language(answerer, one, latest, grouped.get(one, []), on) for one in answerer.library.languages]
    is_old = bool(asked) and min(one.at for one in asked) <= now - unasked_after
    phrasings = sorted((one for part in found for one in part.phrasings), key=lambda one: -one.met)
    entries = sorted((one for part in found for one in part.entries), key=lambda one: -one.met)
    unknown = sorted((one for part in found for one in part.unknown_words), key=lambda one: -one.count)
    return Advice(
        sum(one.questions for one in found),
        tuple(phrasings[:MOST_PHRASINGS]),
        tuple(entries[:MOST_ENTRIES]),
        unasked(_all_entries(answerer.library, on), asked) if is_old else (),
        tuple(one for part in found for one in part.disliked),
        tuple(unknown[:MOST_WORDS]),
    )


def _in_language(
    answerer: Answerer, language: str, asked: Sequence[Asked], groups: Sequence[Group], on: date
) -> Advice:
    """The advice on the entries of one language; what nobody asks for is not in it."""
    mine = [one for one in asked if answerer.library.served(one.language) == language]
    questions = asked_questions(mine, groups)[-_MOST_REPLAYED:]
    faq = FaqOfNow(answerer.matchers[language], answerer.bands(language), on)
    entries = faq.matcher.entries
    if not questions or not entries:
        return Advice()
    replay = Replay(faq, questions)
    unsure = [one for one, shown in zip(replay.questions, replay.shown, strict=True) if shown.met < Met.STATED]
    return Advice(
        sum(question.times for question in questions),
        tuple(helpful_phrasings(replay, MOST_PHRASINGS)),
        tuple(helpful_entries(replay, groups, MOST_ENTRIES)),
        (),
        disliked(entries, mine),
        unknown_words(unsure, entries, answerer.library.own_words(language), MOST_WORDS),
    )


def _by_language(library: Library, asked: Iterable[Asked], groups: Iterable[Group]) -> Mapping[str, list[Group]]:
    """The groups by the language in which they are served: that of their questions, or what their words show."""
    known: dict[Words, str] = {question_words(as_asked(one.text)): one.language for one in asked}
    found: dict[str, list[Group]] = {}
    for group in groups:
        said = [known.get(question_words(as_asked(text))) for text in group]
        shown = next(filter(None, said), "") or language_of(" ".join(group), library.default_language)
        found.setdefault(library.served(shown), []).append(group)
    return found


def _all_entries(library: Library, on: date) -> Sequence[Entry]:
    """The valid entries but small talk, each id once, the default language's first."""
    entries = {entry.id: entry for one in reversed(library.languages) for entry in library.entries(one)}
    ordered = {entry.id: entry for one in library.languages for entry in library.entries(one)}
    return [entries[id_] for id_ in ordered if entries[id_].is_valid(on) and not entries[id_].is_small_talk]
