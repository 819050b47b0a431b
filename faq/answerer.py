"""An FAQ ready for questions: which language's entries are asked, and what comes of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from faq.deciding import Decision, decide, suggest_from
from faq.entry import Entry
from faq.library import Library
from faq.matching import Explanation, Match, Matcher
from faq.normalising import collapse_spaces
from faq.small_talk import meant, small_talk_phrases, without_greeting
from faq.understanding import Understood, understand, understood

_REMEMBERED = 1000
"""Questions of a language whose matches are remembered; they are the same as long as the FAQ is."""


@dataclass(frozen=True)
class Answerer:
    """A library with a matcher for each of its languages. `max_wrong`: the share of answers that may be wrong."""

    library: Library
    max_wrong: float
    matchers: Mapping[str, Matcher]

    @staticmethod
    def of(library: Library, *, max_wrong: float, semantic: bool | None = None) -> "Answerer":
        """`semantic` as for Matcher: None takes the sentence encoder if it is installed."""
        matchers = {
            language: Matcher(
                _askable(library.entries(language)), semantic=semantic, own_words=library.own_words(language)
            )
            for language in library.languages
        }
        return Answerer(library, max_wrong, matchers)

    def updated(self, library: Library) -> "Answerer":
        """For the changed FAQ; phrasings that stay are not read again."""
        matchers = {language: self._matcher(library, language) for language in library.languages}
        return Answerer(library, self.max_wrong, matchers)

    def understand(self, text: str, language: str, on: date) -> Understood:
        """What is answered to a message in that language, on that day of the company's calendar, and what is not."""
        match = self._match_in(language)

        def ask(part: str, among: int) -> Decision:
            return self._decide(part, match(without_greeting(collapse_spaces(part))), language, on, among)

        return understand(collapse_spaces(text), ask)

    def follow(self, text: str, before: str, said: str | None, language: str, on: date) -> Understood:
        """The same for a message that goes on from the one `before`, whose answer was the entry `said`.

        It is read by itself and together with what it goes on from; nobody is told the same again.
        """
        text, before = collapse_spaces(text), collapse_spaces(before)
        best: dict[str, Match] = {}
        for match in (*self.match(text, language), *self.match(f"{before} {text}", language)):
            known = best.setdefault(match.entry.id, match)
            best[match.entry.id] = max(match, known, key=lambda one: one.probability)
        fresh = sorted((match for match in best.values() if match.entry.id != said), key=lambda one: -one.probability)
        return understood(text, self._decide(text, fresh, language, on))

    def decide(self, text: str, language: str, on: date, among: int = 1) -> Decision:
        """As one of so many texts that a message is read as: the more, the surer each answer must be."""
        return self._decide(text, self.match(text, language), language, on, among)

    def match(self, text: str, language: str) -> Sequence[Match]:
        """The three likeliest entries, best first; many people ask in the same words."""
        return self._match_in(language)(without_greeting(collapse_spaces(text)))

    def explain(self, text: str, language: str) -> Explanation:
        return self._serving(language).explain(without_greeting(collapse_spaces(text)))

    def threshold(self, language: str, among: int = 1) -> float:
        """The probability from which a match is stated; of a message read as several texts, all together are wrong
        no more often than one would be (Bonferroni's inequality)."""
        return self._serving(language).threshold(self.max_wrong / among)

    def small_talk(self, text: str, language: str) -> Entry | None:
        """The small talk that the message is, if it is nothing else, in that language or the company's."""
        for one in dict.fromkeys((language, self.library.default_language)):
            if one in self.library.languages and (found := meant(text, self._small_talk[one])):
                return found
        return None

    def _decide(self, text: str, matches: Sequence[Match], language: str, on: date, among: int = 1) -> Decision:
        return decide(
            text,
            matches,
            answer_from=self.threshold(language, among),
            on=on,
            offer_from=self._offer_from[language if language in self._offer_from else self.library.default_language],
        )

    def _match_in(self, language: str) -> Callable[[str], Sequence[Match]]:
        return self._matched.get(language) or self._matched[self.library.default_language]

    @cached_property
    def _matched(self) -> Mapping[str, Callable[[str], Sequence[Match]]]:
        return {one: lru_cache(maxsize=_REMEMBERED)(matcher.match) for one, matcher in self.matchers.items()}

    @cached_property
    def _small_talk(self) -> Mapping[str, Mapping[str, Entry]]:
        return {one: small_talk_phrases(self.library.entries(one)) for one in self.library.languages}

    @cached_property
    def _offer_from(self) -> Mapping[str, float]:
        return {one: suggest_from(len(_askable(self.library.entries(one)))) for one in self.library.languages}

    def _serving(self, language: str) -> Matcher:
        return self.matchers.get(language) or self.matchers[self.library.default_language]

    def _matcher(self, library: Library, language: str) -> Matcher:
        """Words that changed their meaning change every phrasing: then nothing that was read can be kept."""
        known = self.matchers.get(language)
        if known is None or library.own_words(language) != self.library.own_words(language):
            return Matcher(_askable(library.entries(language)), own_words=library.own_words(language))
        return known.updated(_askable(library.entries(language)))


def _askable(entries: Iterable[Entry]) -> list[Entry]:
    """Small talk is recognised before matching, and only when it is the whole message."""
    return [entry for entry in entries if not entry.is_small_talk]
