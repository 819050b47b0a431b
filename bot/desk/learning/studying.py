"""What all labels together teach the FAQ: computed without the database, written down, and read at each start."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

import faq
from bot.desk.learning.moved_lines import write_lines
from bot.desk.unit_of_work import UnitOfWork
from faq import Answerer, Bands, Label, Learnt, Lessons, Library, MovedBands, lessons
from faq.examples import examples_of
from faq.matching.votes import Words, question_words
from storage import labels as stored
from storage.labels import change_version, drop_phrasings, languages_learnt, latest_labels, lines_in_force, phrasings
from storage.learning_models import LearntPhrasing, MovedLines, PhrasingState, QuestionLabel

KEPT = timedelta(days=400)  # the history of lines
MOST_LABELS = 20_000  # of a language, the latest: each is compared with all, so that a night takes some minutes at most

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # an author's examples: whatever people say later is later
_Key = tuple[str | None, bool, Words]
"""By what a learnt phrasing is known, in whatever spelling: entry, whether the entry does not answer it, words."""


@dataclass(frozen=True)
class Studied:
    """What the labels of one language teach; `outcomes`: how many they were."""

    lessons: Lessons
    bands: MovedBands
    outcomes: int


def labels_by_language(session: Session, library: Library) -> dict[str, list[Label]]:
    """The labels of the FAQ's languages, as many as are learnt from: people's, and its authors' examples."""
    return {
        language: [*_of_authors(library, language), *map(_label, latest_labels(session, language, MOST_LABELS))]
        for language in library.languages
    }


def study(labels: Mapping[str, Sequence[Label]], answerer: Answerer, allowed: "Allowed") -> dict[str, Studied]:
    """What the labels teach. Takes seconds for each language, with `MOST_LABELS` minutes; pure.

    answerer: of the FAQ in use. allowed: which phrasings the matcher may use.
    """
    library = answerer.library
    taught = {
        language: lessons([one for one in library.entries(language) if not one.is_small_talk], labels[language])
        for language in library.languages
    }
    using = answerer.updated(library, {one: Learnt(allowed.of(one, taught[one])) for one in taught})
    return {language: _judged(using, found, labels[language], language) for language, found in taught.items()}


@dataclass(frozen=True)
class Allowed:
    """Which learnt phrasings serve: where authors are asked those that one has allowed, else all but declined ones."""

    states: Mapping[str, Mapping[_Key, PhrasingState]]  # by language
    asks: bool

    def of(self, language: str, found: Lessons) -> Lessons:
        kept = {
            entry: tuple(text for text in texts if self._serves(language, (entry, False, question_words(text))))
            for entry, texts in found.phrasings.items()
        }
        return Lessons({entry: texts for entry, texts in kept.items() if texts}, found.unlike, found.unanswered)

    def _serves(self, language: str, key: _Key) -> bool:
        state = self.states[language].get(key, PhrasingState.PROPOSED)
        return state == PhrasingState.ACTIVE if self.asks else state != PhrasingState.DECLINED


def allowed(session: Session, library: Library, mode: str) -> Allowed:
    """mode: `[faq] learn`. With "ask" a phrasing serves from an author's word on."""
    states = {
        language: {_key(row): row.state for row in phrasings(session, language)} for language in library.languages
    }
    return Allowed(states, asks=mode == "ask")


def keep(uow: UnitOfWork, studied: Mapping[str, Studied], mode: str) -> None:
    """Write down what was learnt, in place of what was before. Whoever uses it is told only of a change."""
    before = learnt(uow.session, studied, mode)
    for language, found in studied.items():
        _keep_phrasings(uow, language, found.lessons, mode)
        _keep_lines(uow, language, found)
    forget_unlabelled(uow, but=studied)
    stored.drop_old_lines(uow.session, uow.now - KEPT)
    uow.session.flush()
    if learnt(uow.session, studied, mode) != before:
        change_version(uow.session)


def forget_unlabelled(uow: UnitOfWork, but: Iterable[str] = ()) -> None:
    """Drop phrasings whose labels are gone in languages where nothing is learnt anew: all `but` these."""
    library = uow.context.knowledge.library
    for language in set(languages_learnt(uow.session)).difference(but):
        labels = [*_of_authors(library, language), *map(_label, latest_labels(uow.session, language, MOST_LABELS))]
        known = {question_words(one.question) for one in labels}
        rows = phrasings(uow.session, language)
        drop_phrasings(uow.session, [row.id for row in rows if question_words(row.text) not in known])


def learnt(session: Session, languages: Iterable[str], mode: str) -> dict[str, Learnt]:
    """What was learnt, by language; nothing where learning is off."""
    return {} if mode == "off" else {language: _learnt(session, language) for language in languages}


def _judged(using: Answerer, found: Lessons, labels: Sequence[Label], language: str) -> Studied:
    bands = using.lines_after(labels, language)
    return Studied(found, bands, len(labels))


def _label(row: QuestionLabel) -> Label:
    by: faq.By = "colleague" if row.by == "colleague" else "customer"
    return Label(row.question, row.entry_id, row.holds, by, row.who, row.at)


def _of_authors(library: Library, language: str) -> list[Label]:
    return [
        Label(one.question, one.entry_id, True, "author", "author", _LONG_AGO)
        for one in examples_of(library.root)
        if library.served(faq.language_of(one.question, library.default_language)) == language
    ]


def _keep_phrasings(uow: UnitOfWork, language: str, found: Lessons, mode: str) -> None:
    """An author's word about a phrasing holds as long as people's labels teach it, in whatever spelling."""
    wanted, rows = _texts(found), phrasings(uow.session, language)
    known = {_key(row): row for row in rows}
    kept = {known[key].id for key in wanted if key in known}
    drop_phrasings(uow.session, [row.id for row in rows if row.id not in kept])
    for key, text in wanted.items():
        row = known.get(key)
        if row is None:
            uow.session.add(_new(uow, language, key, text, mode))
        else:
            row.text = text
            if mode == "auto" and row.state == PhrasingState.PROPOSED:
                row.state = PhrasingState.ACTIVE


def _new(uow: UnitOfWork, language: str, key: _Key, text: str, mode: str) -> LearntPhrasing:
    entry_id, is_unlike, _ = key
    waits = mode == "ask" and not is_unlike
    state = PhrasingState.PROPOSED if waits else PhrasingState.ACTIVE
    return LearntPhrasing(
        language=language, entry_id=entry_id, is_unlike=is_unlike, text=text, state=state, learnt_at=uow.now
    )


def _keep_lines(uow: UnitOfWork, language: str, found: Studied) -> None:
    is_moved = found.bands.before != found.bands.after
    if is_moved or lines_in_force(uow.session, language) is not None:
        write_lines(uow, language, found.bands, found.outcomes)


def _learnt(session: Session, language: str) -> Learnt:
    like, unlike = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    unanswered = list[str]()
    for row in phrasings(session, language, PhrasingState.ACTIVE):
        if row.entry_id is None:
            unanswered.append(row.text)
        else:
            (unlike if row.is_unlike else like)[row.entry_id].append(row.text)
    found = Lessons(_fixed(like), _fixed(unlike), tuple(unanswered))
    return Learnt(found, _bands(lines_in_force(session, language)))


def _fixed(texts: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {entry: tuple(said) for entry, said in texts.items()}


def _bands(row: MovedLines | None) -> MovedBands:
    if row is None:
        return MovedBands()
    before = Bands(row.shipped_answer, row.shipped_preview, row.shipped_offer)
    return MovedBands(before, Bands(row.answer, row.preview, row.offer))


def _texts(found: Lessons) -> dict[_Key, str]:
    """The phrasings to be kept."""
    like = [(entry, False, text) for entry, texts in found.phrasings.items() for text in texts]
    unlike = [(entry, True, text) for entry, texts in found.unlike.items() for text in texts]
    unanswered = [(None, True, text) for text in found.unanswered]
    return {(entry, is_unlike, question_words(text)): text for entry, is_unlike, text in (*like, *unlike, *unanswered)}


def _key(row: LearntPhrasing) -> _Key:
    return row.entry_id, row.is_unlike, question_words(row.text)
