"""What all labels together teach the FAQ: computed without the database, written down, and read at each start."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

import faq
from bot.desk.learning.moved_lines import write_lines
from bot.desk.unit_of_work import UnitOfWork
from faq import Answerer, Bands, Label, Learnt, Lessons, Library, MovedBands, lessons
from faq.examples import examples_of
from storage import labels as stored
from storage.labels import all_labels, change_version, lines_in_force, phrasings, replace_phrasings
from storage.learning_models import LearntPhrasing, MovedLines, PhrasingState, QuestionLabel

KEPT = timedelta(days=400)  # the history of lines

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # an author's examples: whatever people say later is later
_Key = tuple[str | None, bool, str]


@dataclass(frozen=True)
class Studied:
    """What the labels of one language teach; `outcomes`: of how many questions it was judged."""

    lessons: Lessons
    bands: MovedBands
    outcomes: int


def labels_by_language(session: Session, library: Library) -> dict[str, list[Label]]:
    """All labels of the FAQ's languages: people's, and its authors' examples."""
    return {
        language: [*_of_authors(library, language), *map(_label, all_labels(session, language))]
        for language in library.languages
    }


def study(labels: Mapping[str, Sequence[Label]], answerer: Answerer, allowed: "Allowed") -> dict[str, Studied]:
    """What the labels teach. Takes seconds for each language; pure.

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
    """Which learnt phrasings serve: all, or with `only` those that an author has allowed, by language."""

    only: Mapping[str, frozenset[tuple[str | None, str]]] | None = None

    def of(self, language: str, found: Lessons) -> Lessons:
        if self.only is None:
            return found
        known = self.only.get(language, frozenset())
        kept = {
            entry: tuple(text for text in texts if (entry, text) in known) for entry, texts in found.phrasings.items()
        }
        return Lessons({entry: texts for entry, texts in kept.items() if texts}, found.unlike, found.unanswered)


def allowed(session: Session, library: Library, mode: str) -> Allowed:
    """mode: `[faq] learn`. With "ask" a phrasing serves from an author's word on."""
    if mode != "ask":
        return Allowed()
    return Allowed(
        {
            language: frozenset((row.entry_id, row.text) for row in phrasings(session, language, PhrasingState.ACTIVE))
            for language in library.languages
        }
    )


def keep(uow: UnitOfWork, studied: Mapping[str, Studied], mode: str) -> None:
    """Write down what was learnt, in place of what was before. Whoever uses it is told only of a change."""
    before = learnt(uow.session, studied, mode)
    for language, found in studied.items():
        _keep_phrasings(uow, language, found.lessons, mode)
        _keep_lines(uow, language, found)
    stored.drop_old_lines(uow.session, uow.now - KEPT)
    uow.session.flush()
    if learnt(uow.session, studied, mode) != before:
        change_version(uow.session)


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
    known = {_key(row): row for row in phrasings(uow.session, language)}
    wanted = dict.fromkeys(_keys(found))
    kept = [known[key].id for key in wanted if key in known]
    for row in known.values():
        if mode == "auto" and row.state == PhrasingState.PROPOSED:
            row.state = PhrasingState.ACTIVE
    new = [_new(uow, language, key, mode) for key in wanted if key not in known]
    replace_phrasings(uow.session, language, kept, new)


def _new(uow: UnitOfWork, language: str, key: _Key, mode: str) -> LearntPhrasing:
    entry_id, is_unlike, text = key
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
    active = [_key(row) for row in phrasings(session, language, PhrasingState.ACTIVE)]
    like, unlike = dict[str, tuple[str, ...]](), dict[str, tuple[str, ...]]()
    for entry_id, is_unlike, text in active:
        if entry_id is not None:
            of_kind = unlike if is_unlike else like
            of_kind[entry_id] = (*of_kind.get(entry_id, ()), text)
    unanswered = tuple(text for entry_id, _, text in active if entry_id is None)
    return Learnt(Lessons(like, unlike, unanswered), _bands(lines_in_force(session, language)))


def _bands(row: MovedLines | None) -> MovedBands:
    if row is None:
        return MovedBands()
    before = Bands(row.shipped_answer, row.shipped_preview, row.shipped_offer)
    return MovedBands(before, Bands(row.answer, row.preview, row.offer))


def _keys(found: Lessons) -> list[_Key]:
    like: list[_Key] = [(entry, False, text) for entry, texts in found.phrasings.items() for text in texts]
    unlike: list[_Key] = [(entry, True, text) for entry, texts in found.unlike.items() for text in texts]
    return [*like, *unlike, *((None, True, text) for text in found.unanswered)]


def _key(row: LearntPhrasing) -> _Key:
    return row.entry_id, row.is_unlike, row.text
