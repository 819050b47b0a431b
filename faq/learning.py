"""What labels teach: learnt phrasings of entries, and questions that an entry or none of them answers."""

from collections.abc import Iterable
from dataclasses import replace

from faq.entry import Entry
from faq.label import Label
from faq.matching.votes import Question, Words, question_words, verdict


def learn(entries: Iterable[Entry], labels: Iterable[Label]) -> list[Entry]:
    """The entries with `learnt` and `unlike` as all labels together say; what they had learnt before is forgotten.

    entries: of one language. See faq.matching.votes for which labels count. Questions are masked before they are
    learnt. Pure: the order of the labels makes no difference. An author's own phrasing is never learnt for any entry.
    """
    entries = list(entries)
    found = verdict(entries, labels)
    own = {question_words(phrasing) for entry in entries for phrasing in entry.phrasings}
    unanswered = _texts(found.unanswered, own)
    return [
        replace(
            entry,
            learnt=_texts(found.meant.get(entry.id, ()), own),
            unlike=_texts(found.not_meant.get(entry.id, ()), own) + unanswered,
        )
        for entry in entries
    ]


def _texts(questions: Iterable[Question], but: set[Words]) -> tuple[str, ...]:
    return tuple(question.text for question in questions if question.words not in but)
