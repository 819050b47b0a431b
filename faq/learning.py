"""What labels teach: learnt phrasings of entries, and questions that an entry or none of them answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from faq.entry import Entry
from faq.label import Label
from faq.matching.votes import Question, Words, question_words, verdict


@dataclass(frozen=True)
class Lessons:
    """Masked questions: what each entry is asked with, what it does not answer, and what no entry answers."""

    phrasings: Mapping[str, tuple[str, ...]]  # by the entry's id
    unlike: Mapping[str, tuple[str, ...]]  # by the entry's id
    unanswered: tuple[str, ...]

    def taught(self, entry: Entry) -> Entry:
        """The entry with these lessons in place of what it had learnt; the same object where nothing changes."""
        learnt, unlike = self.phrasings.get(entry.id, ()), self.unlike.get(entry.id, ()) + self.unanswered
        if (learnt, unlike) == (entry.learnt, entry.unlike):
            return entry
        return replace(entry, learnt=learnt, unlike=unlike)


def lessons(entries: Iterable[Entry], labels: Iterable[Label]) -> Lessons:
    """What all labels together teach about entries of one language.

    See faq.matching.votes for which labels count. Questions are masked before they are learnt. Pure: the order of the
    labels makes no difference. An author's own phrasing is never learnt for any entry.
    """
    entries = list(entries)
    found = verdict(entries, labels)
    own = {question_words(phrasing) for entry in entries for phrasing in entry.phrasings}
    return Lessons(
        {entry: texts for entry, questions in found.meant.items() if (texts := _texts(questions, own))},
        {entry: texts for entry, questions in found.not_meant.items() if (texts := _texts(questions, own))},
        _texts(found.unanswered, own),
    )


def learn(entries: Iterable[Entry], labels: Iterable[Label]) -> list[Entry]:
    """The entries with `learnt` and `unlike` as all labels together say; what they had learnt before is forgotten.

    entries: of one language. See `lessons`.
    """
    entries = list(entries)
    found = lessons(entries, labels)
    return [found.taught(entry) for entry in entries]


def _texts(questions: Iterable[Question], but: set[Words]) -> tuple[str, ...]:
    return tuple(question.text for question in questions if question.words not in but)
