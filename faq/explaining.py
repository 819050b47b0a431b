"""What would be done with a question, and why, told to a person."""

from collections.abc import Iterator, Mapping

from faq.deciding import HandOff
from faq.entry import Entry, keys_set
from faq.matching import Considered, Explanation
from faq.parts import own_words
from faq.trying import Tried

KINDS = {
    "word": "words",
    "asked": "words",
    "word_mean": "words",
    "letters": "letters",
    "letters_mean": "letters",
    "place": "situation",
    "place_mean": "situation",
    "sense_place": "situation",
    "sense_place_mean": "situation",
    "sense": "meaning",
    "sense_mean": "meaning",
    "ridge": "together",
}
"""What each of the matcher's scores means to an author."""

_SHARE_WORTH_TELLING = 0.15
_CLOSE = 0.01
"""The probability below which an entry, if it isn't the first, did not come close."""

Texts = Mapping[str, str]


def explained(tried: Tried, texts: Texts, language: str) -> str:
    """The lines of `nightdesk faq try`; `texts` are the sentences by name, in that language."""
    lines = [
        texts["question"].format(question=tried.question),
        *_as_read(tried.explanation, texts),
        *_decided(tried, texts, language),
        *_close(tried.explanation, texts),
        texts["threshold"].format(threshold=f"{tried.threshold:.1%}"),
    ]
    return "\n".join(lines)


def _as_read(explanation: Explanation, texts: Texts) -> Iterator[str]:
    if not explanation.words:
        return
    yield texts["read"].format(words=" ".join(explanation.words))
    if explanation.keyboard != "typed":
        yield texts["other_layout" if explanation.keyboard == "other layout" else "latin_letters"]
    if explanation.repaired:
        yield texts["repaired"].format(pairs=", ".join(f"{typed} → {meant}" for typed, meant in explanation.repaired))


def _decided(tried: Tried, texts: Texts, language: str) -> Iterator[str]:
    if tried.calls_human:
        yield texts["human"]
        return
    for entry in tried.answered:
        yield texts["answer"].format(question=entry.question, id=entry.id)
        yield from _keys(entry, language, texts)
    if tried.answered and tried.understood.left:
        yield texts["left"].format(left=" ".join(tried.understood.left.split()))
    if tried.suggested:
        yield texts["suggest"]
        yield from (f"  • {entry.question} ({entry.id})" for entry in tried.suggested)
    elif isinstance(tried.understood.decision, HandOff):
        yield texts[tried.understood.decision.reason]


def _keys(entry: Entry, language: str, texts: Texts) -> Iterator[str]:
    for key, value in keys_set(entry):
        yield texts["key"].format(line=key.line(value, language), explained=key.explained[language])


def _close(explanation: Explanation, texts: Texts) -> Iterator[str]:
    close = [one for one in explanation.considered if one.match.probability >= _CLOSE] or explanation.considered[:1]
    if close:
        yield texts["close"]
    for one in close:
        probability = f"{one.match.probability:4.0%}"
        yield texts["considered"].format(probability=probability, id=one.match.entry.id, phrasing=one.phrasing)
        if reasons := _reasons(one, texts):
            yield texts["why"].format(reasons=", ".join(reasons))


def _reasons(one: Considered, texts: Texts) -> list[str]:
    """What spoke for the entry, the strongest first."""
    shares: dict[str, float] = {}
    for name, share in one.shares.items():
        shares[KINDS[name]] = shares.get(KINDS[name], 0.0) + share
    total = sum(share for share in shares.values() if share > 0)
    strongest = sorted(shares, key=lambda kind: -shares[kind])
    told = [kind for kind in strongest if total and shares[kind] / total >= _SHARE_WORTH_TELLING]
    words = own_words(" ".join(one.shared_words))
    shared = [texts["shared"].format(words=", ".join(words))] if words else []
    return [*shared, *(texts[kind] for kind in told if not (kind == "words" and shared))]
