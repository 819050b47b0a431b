"""How well the desk meets questions that it has never seen, beside RapidFuzz's extractOne with WRatio, the usual way.

    python -m bench.quality [--no-semantic]

Asks the sample FAQ what bench/questions holds, in both languages, and prints a table. "Right" and "wrong" are shares of
the questions that an entry answers; "wrong of all answers" counts answers to unanswerable questions too, which are 26 %
of what is asked here.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from faq.answerer import Answerer
from faq.deciding import Suggest
from faq.entry import Entry
from faq.examples import Example, examples
from faq.library import Library
from faq.loading import load
from faq.understanding import Understood

ROOT = Path(__file__).resolve().parent.parent
ON = date(2026, 11, 23)  # all entries of the sample hold
COLUMNS = ("right", "right among the choices", "wrong of all answers", "nonsense answered", "nonsense offered choices")
CUT_OFFS = (75, 85, 90)  # of 100, as tutorials set them


@dataclass(frozen=True)
class Met:
    """What became of a question: ids of entries."""

    wanted: str | None
    answered: tuple[str, ...]
    offered: tuple[str, ...]


Meet = Callable[[str], tuple[tuple[str, ...], tuple[str, ...]]]


def desk(answerer: Answerer, language: str) -> Meet:
    """As the desk decides."""

    def meet(question: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found = answerer.understand(question, language, ON)
        return tuple(match.entry.id for match in found.answers), _offered(found)

    return meet


def _offered(found: Understood) -> tuple[str, ...]:
    return tuple(match.entry.id for match in found.decision.matches) if isinstance(found.decision, Suggest) else ()


def usual_way(entries: Sequence[Entry], cut_off: float) -> Meet:
    """The likeliest phrasing's entry is answered if its score is high enough; nothing is ever offered."""
    owner = [(phrasing, entry.id) for entry in entries if not entry.is_small_talk for phrasing in entry.phrasings]
    choices = [utils.default_process(phrasing) for phrasing, _ in owner]

    def meet(question: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found = process.extractOne(utils.default_process(question), choices, scorer=fuzz.WRatio, score_cutoff=cut_off)
        return ((owner[found[2]][1],) if found else ()), ()

    return meet


def asked(questions: Sequence[Example], meet: Meet) -> list[Met]:
    return [Met(one.entry_id, *meet(one.question)) for one in questions]


def row(name: str, met: Sequence[Met]) -> str:
    """A line of the table."""
    inside = [one for one in met if one.wanted]
    outside = [one for one in met if not one.wanted]
    answered = [one for one in met if one.answered]
    wrong = sum(one.wanted not in one.answered for one in answered) / max(1, len(answered))
    right = sum(one.wanted in one.answered for one in inside) / len(inside)
    offered = sum(not one.answered and one.wanted in one.offered for one in inside) / len(inside)
    nonsense = sum(bool(one.answered) for one in outside) / len(outside)
    bothered = sum(bool(one.offered) for one in outside) / len(outside)
    cells = (f"{share:.0%}" for share in (right, offered, wrong, nonsense, bothered))
    return f"| {name} | {' | '.join(cells)} |"


def table(library: Library, language: str, semantic: bool | None) -> Iterator[str]:
    questions = list(examples((ROOT / "bench" / "questions" / f"{language}.md").read_text(encoding="utf-8")))
    answerer = Answerer.of(library, max_wrong=0.05, semantic=semantic)
    for cut_off in CUT_OFFS:
        yield row(f"{language}: WRatio from {cut_off}", asked(questions, usual_way(library.entries(language), cut_off)))
    yield row(f"{language}: Nightdesk", asked(questions, desk(answerer, language)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--semantic", action=argparse.BooleanOptionalAction, default=None)
    arguments = parser.parse_args()
    library = load(ROOT / "faq" / "sample")
    print(f"| | {' | '.join(COLUMNS)} |\n|{' --- |' * (len(COLUMNS) + 1)}")
    for language in ("ru", "en"):
        print("\n".join(table(library, language, arguments.semantic)))


if __name__ == "__main__":
    main()
