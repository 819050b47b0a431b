"""The colleagues' reply that tells most, as the answer of an entry."""

import re
from collections.abc import Sequence

from faq.gaps.plain_markdown import as_markdown
from faq.masking import MASK, masked
from faq.matching.likeness import Likeness
from faq.matching.listed_words import listed_words
from faq.matching.wordlists import Language
from faq.normalising import MAX_LENGTH, has_words, normalise
from faq.small_talk import is_thanks, without_greeting
from faq.wordlists import all_words

_MOST_REPLIES = 200  # that are compared
_AGREEING = 0.15  # mean likeness to the others from which a reply is what colleagues say
_PUT_OFF_WORDS = 12  # of a sentence that only promises an answer
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_NAME = re.compile(rf"([A-ZА-ЯЁ][a-zа-яё-]{{1,30}}|{MASK})\s*[,!.]\s*(?=\S)")
_SIGNED = re.compile(
    r"(?<!\s)\s{0,20}(?:[—–-]\s{0,5})?\b(?:с уважением|с наилучшими пожеланиями"
    r"|(?:best |kind |warm )?regards|sincerely|cheers)"
    r"\b,?\s{0,5}[^\n]{0,60}$",
    re.IGNORECASE,
)


def answer_of(replies: Sequence[str], language: Language) -> str:
    """Markdown of the reply that agrees most with the others, or of the longest where none agree; "" without any.

    Replies that only promise an answer, ask back, greet or thank are passed over. What is left is masked; greeting, the
    customer's name after it, and the signature are cut.
    """
    found = [plain for reply in replies[-_MOST_REPLIES:] if (plain := _plain(reply, language))]
    return as_markdown(_best(found, language)) if found else ""


def _best(replies: Sequence[str], language: Language) -> str:
    ordered = sorted(set(replies), key=lambda reply: (-len(reply), reply))
    if len(ordered) == 1:
        return ordered[0]
    likeness = Likeness(ordered, language)
    often = [replies.count(reply) for reply in ordered]
    agreement = []
    for place in range(len(ordered)):
        to_all = likeness.with_all(place)
        to_all[place] = 1  # others said just the same
        counted = [count - (other == place) for other, count in enumerate(often)]
        agreement.append(float(to_all @ counted) / max(1, len(replies) - 1))
    best = max(range(len(ordered)), key=lambda place: agreement[place])
    return ordered[best] if agreement[best] >= _AGREEING else ordered[0]


def _plain(reply: str, language: Language) -> str:
    """The reply without what is no answer; "" if nothing is left."""
    text = _SIGNED.sub("", masked(reply[:MAX_LENGTH].strip()))
    shorter = without_greeting(text)
    if shorter != text:
        shorter = _without_name(shorter.lstrip(), language)
    sentences = [one for one in _SENTENCE.split(shorter) if one]
    if not has_words(shorter) or is_thanks(shorter) or all(_puts_off(one) or _asks_back(one) for one in sentences):
        return ""
    while sentences and _puts_off(sentences[0]):
        shorter = shorter[len(sentences.pop(0)) :].lstrip()
    return shorter[:1].upper() + shorter[1:].rstrip()


def _without_name(text: str, language: Language) -> str:
    """The text without a word before a comma that no list knows: «Анна, доставка стоит 300 ₽»."""
    found = _NAME.match(text)
    if found is None or normalise(found[1]) in listed_words(language).stems:
        return text
    return text[found.end() :]


def _asks_back(sentence: str) -> bool:
    return sentence.rstrip(" )»”\"'").endswith("?")


def _puts_off(sentence: str) -> bool:
    """Whether it only promises an answer, greets or thanks: «Сейчас уточню»."""
    words = normalise(without_greeting(sentence))
    if not words or words in map(normalise, all_words("greetings")) or is_thanks(sentence):
        return True
    is_short = len(words.split()) <= _PUT_OFF_WORDS and not any(map(str.isdigit, words))
    return is_short and any(f"{words} ".startswith(f"{begin} ") for begin in map(normalise, all_words("put_off")))
