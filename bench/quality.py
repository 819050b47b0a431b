"""How well the desk meets questions that it has never seen, beside RapidFuzz's extractOne with WRatio, the usual way.

    python -m bench.quality [--no-semantic] [--max-wrong 0.05 0.1]

Asks the sample FAQ what bench/questions holds, in both languages, and prints a table of shares. Of the questions that
an entry answers: those answered right; previewed right; with the right one among the titles that are offered, also
beside a preview; met with nothing of that. Of all answers, those that are wrong, answers to unanswerable questions too,
which are 26 % of what is asked here. Of everything for which anything is shown, what holds the right one. Of the
unanswerable questions: those answered, and those bothered with a preview or an offer.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from faq.answerer import Answerer
from faq.deciding import Preview, Suggest
from faq.entry import Entry
from faq.examples import Example, examples
from faq.library import Library
from faq.loading import load

ROOT = Path(__file__).resolve().parent.parent
ON = date(2026, 11, 23)  # all entries of the sample hold
COLUMNS = (
    *("answered right", "previewed right", "offered right", "wrong of all answers", "right one in what is shown"),
    *("nonsense answered", "nonsense bothered"),
)
CUT_OFFS = (75, 85, 90)  # of 100, as tutorials set them


@dataclass(frozen=True)
class Met:
    """What became of a question: ids of entries. `previewed` has one at most, `offered` those beside it, too."""

    wanted: str | None
    answered: tuple[str, ...]
    previewed: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        return (*self.answered, *self.previewed, *self.offered)


Meet = Callable[[Example], Met]


def desk(answerer: Answerer, language: str) -> Meet:
    """As the desk decides."""

    def meet(asked: Example) -> Met:
        found = answerer.understand(asked.question, language, ON)
        decision = found.decision
        offered = tuple(match.entry.id for match in decision.matches) if isinstance(decision, Suggest) else ()
        previewed = int(isinstance(decision, Preview))
        answered = tuple(match.entry.id for match in found.answers)
        return Met(asked.entry_id, answered, offered[:previewed], offered[previewed:])

    return meet


def usual_way(entries: Sequence[Entry], cut_off: float) -> Meet:
    """The likeliest phrasing's entry is answered if its score is high enough; nothing is ever offered."""
    owner = [(phrasing, entry.id) for entry in entries if not entry.is_small_talk for phrasing in entry.phrasings]
    choices = [utils.default_process(phrasing) for phrasing, _ in owner]

    def meet(asked: Example) -> Met:
        question = utils.default_process(asked.question)
        found = process.extractOne(question, choices, scorer=fuzz.WRatio, score_cutoff=cut_off)
        return Met(asked.entry_id, (owner[found[2]][1],) if found else ())

    return meet


def row(name: str, met: Sequence[Met]) -> str:
    """A line of the table."""
    inside = [one for one in met if one.wanted]
    outside = [one for one in met if not one.wanted]
    shares = (
        _share(inside, lambda one: one.wanted in one.answered),
        _share(inside, lambda one: not one.answered and one.wanted in one.previewed),
        _share(inside, lambda one: not one.answered and one.wanted in one.offered),
        _share([one for one in met if one.answered], lambda one: one.wanted not in one.answered),
        _share([one for one in met if one.shown], lambda one: one.wanted in one.shown),
        _share(outside, lambda one: bool(one.answered)),
        _share(outside, lambda one: bool(one.previewed or one.offered)),
    )
    return f"| {name} | {' | '.join(f'{share:.0%}' for share in shares)} |"


def _share(met: Sequence[Met], holds: Callable[[Met], bool]) -> float:
    return sum(map(holds, met)) / max(1, len(met))


def table(library: Library, language: str, semantic: bool | None, max_wrong: Sequence[float]) -> Iterator[str]:
    questions = list(examples((ROOT / "bench" / "questions" / f"{language}.md").read_text(encoding="utf-8")))
    for cut_off in CUT_OFFS:
        meet = usual_way(library.entries(language), cut_off)
        yield row(f"{language}: WRatio from {cut_off}", [meet(one) for one in questions])
    for share in max_wrong:
        answerer = Answerer.of(library, max_wrong=share, semantic=semantic)
        meet = desk(answerer, language)
        yield row(f"{language}: Nightdesk, max_wrong {share:g}", [meet(one) for one in questions])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--semantic", action=argparse.BooleanOptionalAction, default=None)
    parser.add_argument("--max-wrong", type=float, nargs="+", default=[0.05])
    arguments = parser.parse_args()
    library = load(ROOT / "faq" / "sample")
    print(f"| | {' | '.join(COLUMNS)} |\n|{' --- |' * (len(COLUMNS) + 1)}")
    for language in ("ru", "en"):
        print("\n".join(table(library, language, arguments.semantic, arguments.max_wrong)))


if __name__ == "__main__":
    main()
