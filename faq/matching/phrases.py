"""An FAQ's phrasings, read once: what of them does not depend on the other phrasings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from faq.matching.encoder import Encoder
from faq.matching.letters import letter_runs
from faq.matching.meanings import Meanings
from faq.matching.normalise import words
from faq.matching.postings import Features
from faq.matching.reading import plainly
from faq.matching.sense import Sense, senses
from faq.matching.situations import situations
from faq.matching.wordlists import Language


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrasing, ready to be indexed."""

    typed: tuple[str, ...]  # its words as they stand
    words: tuple[str, ...]  # colloquial ones replaced
    letters: Features
    place: Features  # among the situations, by words and letters
    sense: Sense | None


def read_phrases(texts: Sequence[str], language: Language, encoder: Encoder | None, meanings: Meanings) -> list[Phrase]:
    """Each text read on its own; without an encoder, no senses."""
    typed = [tuple(words(text)) for text in texts]
    tokens = [tuple(plainly(line, meanings.plain)) for line in typed]
    known = situations(language)
    understood: Iterable[Sense | None] = [None] * len(texts) if encoder is None else senses(tokens, language, encoder)
    return [
        Phrase(as_typed, line, letter_runs(line), known.place(known.likeness(line), known.usual), sense)
        for as_typed, line, sense in zip(typed, tokens, understood, strict=True)
    ]
