"""The text of `nightdesk faq try`: what would be done with a question, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from faq.deciding import HandOff
from faq.entry import Entry, keys_set
from faq.matching import Considered, Explanation
from faq.numbers import percent
from faq.parts import content_words
from faq.trying import Trial

KINDS = {
    "word": "words",
    "query_coverage": "words",
    "word_mean": "words",
    "char_ngrams": "letters",
    "char_ngrams_mean": "letters",
    "situation": "situation",
    "situation_mean": "situation",
    "embedding_situation": "situation",
    "embedding_situation_mean": "situation",
    "embedding": "meaning",
    "embedding_mean": "meaning",
    "ridge": "together",
}
"""The matcher's scores, each with the name of the text that an author sees for it."""

_LEAST_SHARE = 0.15
"""Scores that contribute less than this share, 0 to 1, are left out."""

_CLOSE = 0.01
"""The least probability of an entry that is listed, if it isn't the first."""

_PERCENT_WIDTH = 5

Texts = Mapping[str, str]


def trial_text(trial: Trial, texts: Texts, language: str, decided: str = "") -> str:
    """The lines to print; `texts` are the sentences by name, in that language.

    `decided`: what is done with the question where its matches don't decide that.
    """
    lines = [
        texts["question"].format(question=trial.question),
        *_reading_lines(trial.explanation, texts),
        *([decided] if decided else _decision_lines(trial, texts, language)),
        *_candidate_lines(trial.explanation, texts, language),
        texts["bands"].format(**{name: percent(least, 0, language) for name, least in asdict(trial.bands).items()}),
    ]
    return "\n".join(lines)


def _reading_lines(explanation: Explanation, texts: Texts) -> Iterator[str]:
    if not explanation.words:
        return
    yield texts["read"].format(words=" ".join(explanation.words))
    if explanation.keyboard != "typed":
        yield texts["other_layout" if explanation.keyboard == "other layout" else "latin_letters"]
    if explanation.repaired:
        yield texts["repaired"].format(pairs=", ".join(f"{typed} → {meant}" for typed, meant in explanation.repaired))


def _decision_lines(trial: Trial, texts: Texts, language: str) -> Iterator[str]:
    if trial.calls_human:
        yield texts["human"]
        return
    for entry in trial.answered:
        yield texts["answer"].format(question=entry.question, id=entry.id)
        yield from _key_lines(entry, language, texts)
    if trial.answered and trial.understood.left:
        yield texts["left"].format(left=" ".join(trial.understood.left.split()))
    if trial.previewed:
        yield texts["preview"].format(question=trial.previewed.question, id=trial.previewed.id)
    if trial.suggested:
        yield from _suggestion_lines(trial, texts)
    elif isinstance(trial.understood.decision, HandOff):
        yield texts[trial.understood.decision.reason]


def _suggestion_lines(trial: Trial, texts: Texts) -> Iterator[str]:
    others = trial.suggested[1:] if trial.previewed else trial.suggested
    if others:
        yield texts["beside" if trial.previewed else "suggest"]
        yield from (f"  • {entry.question} ({entry.id})" for entry in others)


def _key_lines(entry: Entry, language: str, texts: Texts) -> Iterator[str]:
    """What the author wrote, and what it does; ordinary tags do nothing."""
    for key, value in keys_set(entry):
        does_nothing = key.field == "tags" and not entry.is_small_talk
        text = texts["key" if does_nothing else "key_explained"]
        yield text.format(line=key.line(value, language), explained=key.explained[language])


def _candidate_lines(explanation: Explanation, texts: Texts, language: str) -> Iterator[str]:
    close = [one for one in explanation.considered if one.match.probability >= _CLOSE] or explanation.considered[:1]
    if close:
        yield texts["close"]
    for one in close:
        probability = percent(one.match.probability, 0, language).rjust(_PERCENT_WIDTH)
        yield texts["considered"].format(probability=probability, id=one.match.entry.id, phrasing=one.phrasing)
        if reasons := _reasons(one, texts):
            yield texts["why"].format(reasons=", ".join(reasons))


def _reasons(one: Considered, texts: Texts) -> list[str]:
    """The texts of what made the entry likely, the largest share first."""
    shares: dict[str, float] = {}
    for name, share in one.shares.items():
        shares[KINDS[name]] = shares.get(KINDS[name], 0.0) + share
    total = sum(share for share in shares.values() if share > 0)
    strongest = sorted(shares, key=lambda kind: -shares[kind])
    told = [kind for kind in strongest if total and shares[kind] / total >= _LEAST_SHARE]
    words = content_words(" ".join(one.shared_words))
    shared = [texts["shared"].format(words=", ".join(words))] if words else []
    return [*shared, *(texts[kind] for kind in told if not (kind == "words" and shared))]
