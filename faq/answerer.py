"""Answers questions from a library: picks the language's matcher, matches and decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache, partial

from faq.deciding import Answer, Decision, Suggest, decide, graded
from faq.emergencies import (
    Danger,
    DangerKind,
    OwnEmergencyWords,
    asks_what_to_do,
    danger_in,
    is_pressing,
    kinds_mentioned,
    own_emergency_words,
)
from faq.entry import Entry
from faq.label import Label
from faq.learnt import NOTHING, Learnt, MovedBands
from faq.library import Library
from faq.matching import MEASURED, ArrayCache, Bands, BandStarts, Explanation, Match, Matcher
from faq.matching.encoder import Encoder
from faq.matching.own_words import own_items
from faq.matching.wordlists import Language
from faq.normalising import collapse_spaces, normalise
from faq.picking import MOST_SHOWN, Picker, weighed
from faq.purposes import Purpose, purposes_of
from faq.small_talk import SmallTalkPhrases, small_talk, small_talk_phrases, without_greeting
from faq.understanding import Understood, understand, understood
from faq.wordlists import LANGUAGES

_CACHED_QUESTIONS = 1000
"""Questions of a language whose matches are cached as long as the FAQ stays the same."""

_MATCHES = 5
"""For each question: as many as are offered at most, and one that may have to be left out."""


@dataclass(frozen=True)
class Answerer:
    """A library with a matcher for each of its languages.

    `max_wrong`: the share of answers that may be wrong, 0 to 1; `semantic` as for Matcher; `starts`: of lower bands;
    `learnt`: what was learnt of people's labels, by language; `picker`: a second opinion, see `picked`.
    """

    library: Library
    max_wrong: float
    matchers: Mapping[str, Matcher]
    semantic: bool | None = None
    starts: BandStarts = MEASURED
    learnt: Mapping[str, Learnt] = field(default_factory=dict)
    picker: Picker | None = None

    @staticmethod
    def of(
        library: Library,
        *,
        max_wrong: float,
        starts: BandStarts = MEASURED,
        semantic: bool | None = None,
        cache: ArrayCache | None = None,
        learnt: Mapping[str, Learnt] | None = None,
        picker: Picker | None = None,
    ) -> "Answerer":
        """max_wrong: a share, 0 to 1. `semantic` and `cache` as for Matcher; the cache is read, not written.

        Raises EncoderMissingError for semantic=True where the sentence encoder is not installed.
        """
        learnt = learnt or {}
        matchers = {
            language: Matcher(
                _askable(library, language, learnt),
                semantic=semantic,
                own_words=library.own_words(language),
                cache=cache,
            )
            for language in library.languages
        }
        return Answerer(library, max_wrong, matchers, semantic, starts, learnt, picker)

    def updated(self, library: Library, learnt: Mapping[str, Learnt] | None = None) -> "Answerer":
        """An answerer for the changed FAQ; unchanged phrasings are not prepared again.

        learnt: None keeps what was learnt.
        """
        learnt = self.learnt if learnt is None else learnt
        matchers = {language: self._matcher(library, language, learnt) for language in library.languages}
        return replace(self, library=library, matchers=matchers, learnt=learnt)

    def lines_after(self, labels: Sequence[Label], language: str) -> MovedBands:
        """Where the bands of that language begin by these labels of it, beside where they begin without labels.

        Takes seconds: see `Matcher.bands`.
        """
        matcher = self._serving(language)
        return MovedBands(matcher.bands(self.max_wrong), matcher.bands(self.max_wrong, labels))

    @property
    def not_strengthened(self) -> tuple[str, ...]:
        """The languages in which no remote encoder serves."""
        return tuple(language for language, matcher in self.matchers.items() if not matcher.is_strengthened)

    def strengthened(
        self, language: str, encoder_of: Callable[[Language], Encoder], cache: ArrayCache | None = None
    ) -> "Answerer":
        """The same with a remote encoder for one language; see Matcher.strengthened, also for what it raises."""
        strong = self.matchers[language].strengthened(encoder_of, cache)
        return replace(self, matchers={**self.matchers, language: strong})

    def weakened(self) -> "Answerer":
        """The same without remote encoders."""
        return replace(self, matchers={language: one.fallback for language, one in self.matchers.items()})

    def save(self, cache: ArrayCache) -> None:
        """Keep what takes longest to work out about the library's phrasings, for the next start."""
        for matcher in self.matchers.values():
            matcher.save(cache)

    def understand(self, text: str, language: str, on: date) -> Understood:
        """What is answered of a message in that language, on that day of the company's calendar, and what is not."""
        match = self._match_in(language)

        def ask(part: str, among: int) -> Decision:
            return self._decide(part, match(without_greeting(collapse_spaces(part))), language, on, among)

        found = understand(collapse_spaces(text), ask)
        return replace(found, decision=found.decision and graded(found.decision, self.bands(language)))

    def follow(self, text: str, before: str, said: str | None, language: str, on: date) -> Understood:
        """The same for a follow-up to the message `before`, which was answered with the entry whose id is `said`.

        The text is matched alone and together with `before`. The entry `said` is not offered again.
        """
        text, before = collapse_spaces(text), collapse_spaces(before)
        best: dict[str, Match] = {}
        for match in (*self.match(text, language), *self.match(f"{before} {text}", language)):
            known = best.setdefault(match.entry.id, match)
            best[match.entry.id] = max(match, known, key=lambda one: one.probability)
        fresh = sorted((match for match in best.values() if match.entry.id != said), key=lambda one: -one.probability)
        return understood(text, self._decide(text, fresh, language, on))

    def picked(self, found: Understood, asked: str, language: str, on: date, said: str | None = None) -> Understood:
        """The same with the picker's choice for what is left, where that decides what is shown: one call at most.

        asked: the question to be shown to it; said: the id of an entry that was stated before. Only what would be
        offered or previewed is put to it, so that it never makes an answer of what is below the floor. The line of
        answers is where no more than `max_wrong` of all above it are wrong, most of which are nearly certain; what a
        choice lifts over it lies close to it, so that each one has to be as sure as all together.
        """
        if self.picker is None or not isinstance(found.decision, Suggest):
            return found
        stated = [match.entry for match in found.answers]
        offered = {match.entry.id: match for match in found.decision.matches}
        for match in self.match(found.asked or found.left, language):
            if match.entry.is_valid(on) and match.entry not in stated and match.entry.id != said:
                offered.setdefault(match.entry.id, match)
        shown = tuple(offered.values())[:MOST_SHOWN]
        choice = self.picker.pick(asked, [match.entry.question for match in shown])
        if choice is None:
            return found
        among = 1 + len(stated)
        bands = self.bands(language, among)
        bands = replace(bands, answer=max(bands.answer, 1 - self.max_wrong / among))
        decision = decide(asked, weighed(shown, choice), bands=bands, on=on)
        if isinstance(decision, Answer):
            answers = (*found.answers, decision.match)
            rest = self.understand(found.put_off, language, on) if found.put_off else Understood((), "", None)
            return replace(rest, answers=tuple({match.entry.id: match for match in (*answers, *rest.answers)}.values()))
        return replace(found, decision=graded(decision, self.bands(language)))

    def decide(self, text: str, language: str, on: date, among: int = 1) -> Decision:
        """The decision on one of `among` texts that a message is read as: the more there are, the surer it must be."""
        return self._decide(text, self.match(text, language), language, on, among)

    def match(self, text: str, language: str) -> Sequence[Match]:
        """The likeliest entries, best first; cached, since many people ask in the same words."""
        return self._match_in(language)(without_greeting(collapse_spaces(text)))

    def explain(self, text: str, language: str) -> Explanation:
        """How the text was read, and why the likeliest entries are likely."""
        return self._serving(language).explain(without_greeting(collapse_spaces(text)))

    def bands(self, language: str, among: int = 1) -> Bands:
        """From which probability a match is stated, previewed or offered in that language.

        When a message is read as `among` texts, each answer may be wrong `among` times less often, so that all together
        are wrong no more often than a single one (Bonferroni's inequality).
        """
        return self.starts.applied_to(self.moved_bands(language, among))

    def moved_bands(self, language: str, among: int = 1) -> Bands:
        """The same before the operator's own starts of the lower bands."""
        return self._learnt_in(language).bands.applied_to(self.shipped_bands(language, among))

    def shipped_bands(self, language: str, among: int = 1) -> Bands:
        """The same before anything was learnt."""
        return self._serving(language).bands(self.max_wrong / among)

    def small_talk(self, text: str, language: str) -> Entry | None:
        """The small-talk entry, in that language or the company's, if the whole message is small talk."""
        for one in dict.fromkeys((language, self.library.default_language)):
            if one in self.library.languages and (found := small_talk(text, self._small_talk_phrases[one])):
                return found
        return None

    def danger(self, text: str, language: str) -> Danger | None:
        """The danger that the message tells of, by the shipped lists and the author's words.md."""
        return danger_in(text, language, self._emergency_words)

    def is_pressing(self, text: str, language: str) -> bool:
        """Whether the message says that it can't wait, by the same lists."""
        return is_pressing(text, language, self._emergency_words)

    def asks_what_to_do(self, text: str, language: str) -> bool:
        """Whether the message asks what to do, as people in danger do."""
        return asks_what_to_do(text, language, self._emergency_words)

    def urgent_matches(self, text: str, language: str, danger: Danger) -> tuple[Match, ...]:
        """The urgent entries that may be about that danger, likeliest first: those that speak of its kind.

        Where none does, those that would be offered and speak of no other danger.
        """
        served = self.library.served(language)
        entries = _askable(self.library, served, self.learnt)
        found = self.matchers[served].match(without_greeting(collapse_spaces(text)), limit=max(1, len(entries)))
        urgent = [match for match in found if match.entry.urgent]
        of_kind = [match for match in urgent if self._kinds_of[match.entry.id] & set(danger.kinds)]
        least = self.bands(served).offer
        near = [match for match in urgent if not self._kinds_of[match.entry.id] and match.probability >= least]
        return tuple(of_kind or near)

    @cached_property
    def _emergency_words(self) -> OwnEmergencyWords:
        return own_emergency_words(*(self.library.own_words(language) for language in LANGUAGES))

    @cached_property
    def _kinds_of(self) -> Mapping[str, frozenset[DangerKind]]:
        """The kinds of danger that each urgent entry speaks of, by the entry's id."""
        return {
            entry.id: frozenset().union(
                *(kinds_mentioned(one, language, self._emergency_words) for one in entry.phrasings)
            )
            for language in self.library.languages
            for entry in self.library.entries(language)
            if entry.urgent
        }

    def purposes(self, text: str, language: str) -> tuple[Purpose, ...]:
        """What the message wants that needs no entry, also in the author's own words; () where an entry is put so."""
        if normalise(without_greeting(text)) in self._phrasings[self.library.served(language)]:
            return ()
        meant = self._in_plain_words(text, self.library.served(language))
        return purposes_of(text) or (purposes_of(meant) if meant else ())

    def _in_plain_words(self, text: str, language: str) -> str:
        """The text with what the author's words.md says that customers' words stand for; "" when it has none."""
        known, words = self._own_words[language], normalise(text).split()
        replaced = False
        for size in (2, 1) if known else ():
            for at in range(len(words) - size, -1, -1):
                if meant := known.get(tuple(words[at : at + size])):
                    words[at : at + size] = meant
                    replaced = True
        return " ".join(words) if replaced else ""

    @cached_property
    def _phrasings(self) -> Mapping[str, frozenset[str]]:
        """The normalised phrasings of all entries, by language."""
        return {
            one: frozenset(normalise(phrasing) for entry in self.library.entries(one) for phrasing in entry.phrasings)
            for one in self.library.languages
        }

    @cached_property
    def _own_words(self) -> Mapping[str, Mapping[tuple[str, ...], tuple[str, ...]]]:
        """What the author's words.md says that words stand for, by language."""
        return {
            one: {
                said: item.meant
                for item in own_items(self.library.own_words(one))
                if item.stands_for
                for said in item.said
            }
            for one in self.library.languages
        }

    def _decide(self, text: str, matches: Sequence[Match], language: str, on: date, among: int = 1) -> Decision:
        return decide(text, matches, bands=self.bands(language, among), on=on)

    def _match_in(self, language: str) -> Callable[[str], Sequence[Match]]:
        return self._matched.get(language) or self._matched[self.library.default_language]

    @cached_property
    def _matched(self) -> Mapping[str, Callable[[str], Sequence[Match]]]:
        return {
            one: _remembered_while_sure(matcher)
            if matcher.fallback is not matcher
            else lru_cache(maxsize=_CACHED_QUESTIONS)(partial(matcher.match, limit=_MATCHES))
            for one, matcher in self.matchers.items()
        }

    @cached_property
    def _small_talk_phrases(self) -> Mapping[str, SmallTalkPhrases]:
        return {one: small_talk_phrases(self.library.entries(one)) for one in self.library.languages}

    def _serving(self, language: str) -> Matcher:
        return self.matchers.get(language) or self.matchers[self.library.default_language]

    def _learnt_in(self, language: str) -> Learnt:
        return self.learnt.get(self.library.served(language), NOTHING)

    def _matcher(self, library: Library, language: str, learnt: Mapping[str, Learnt]) -> Matcher:
        """Changed words.md can change the reading of every phrasing, so the matcher is then built anew."""
        known = self.matchers.get(language)
        if known is None or library.own_words(language) != self.library.own_words(language):
            return Matcher(
                _askable(library, language, learnt),
                semantic=self.semantic,
                own_words=library.own_words(language),
            )
        return known.updated(_askable(library, language, learnt))


class _FallbackError(Exception):
    """Carries matches that are not to be remembered."""

    def __init__(self, matches: Sequence[Match]) -> None:
        self.matches = matches


def _remembered_while_sure(matcher: Matcher) -> Callable[[str], Sequence[Match]]:
    """Matches by question; those without a remote encoder only until it answers again."""

    @lru_cache(maxsize=_CACHED_QUESTIONS)
    def match_surely(question: str) -> Sequence[Match]:
        found = matcher.match(question, limit=_MATCHES)
        if any(match.is_fallback for match in found):
            raise _FallbackError(found)
        return found

    def match(question: str) -> Sequence[Match]:
        try:
            return match_surely(question)
        except _FallbackError as passing:
            return passing.matches

    return match


def _askable(library: Library, language: str, learnt: Mapping[str, Learnt]) -> list[Entry]:
    """The entries to match, with what they have learnt: small talk is recognised before matching."""
    known = learnt.get(language, NOTHING)
    return [known.lessons.taught(entry) for entry in library.entries(language) if not entry.is_small_talk]
