"""What holds on a company that was not learnt from: each is judged by what the others teach, thresholds included.

    python -m bench.left_out [--no-semantic] SET.json...

A row for each number of phrasings an entry, the sets like ru_food (written from customers' situations) apart. One
threshold serves all sets of a row; each weighs the same, questions that nothing answers 30 %.
"""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from bench.learning import Floats, Judged, Scored, judged, learn_constants, left_out, scored
from bench.sets import Asked, read_sets
from bench.thresholds import RISKS, lines
from faq.matching.constants import Constants
from faq.matching.encoder import find_encoder
from faq.matching.scores import LEXICAL, SEMANTIC

_FROM_SITUATIONS = ("ru_food",)
_PROMISED = 0.05


@dataclass(frozen=True)
class LeftOut:
    """A set as the other companies' constants meet it."""

    asked: Asked
    judged: Judged
    places: Floats  # of the right entry in each question's ranking, from 0; only of questions that one answers
    threshold: float

    @property
    def row(self) -> tuple[bool, int]:
        return self.asked.name in _FROM_SITUATIONS, self.asked.phrasings or 999


def meet(sets: Sequence[Scored], asked: Sequence[Asked], names: Sequence[str]) -> list[LeftOut]:
    found: list[LeftOut] = []
    for company in sorted({one.shop for one in sets}):
        others = [one for one in sets if one.shop != company]
        learnt = learn_constants(others, names)
        learnt = Constants(learnt.weights, learnt.bias, learnt.slopes, list(RISKS), lines(left_out(others, names)))
        for one, faq in zip(sets, asked, strict=True):
            if one.shop == company:
                threshold = learnt.threshold(_PROMISED, one.language, one.phrasings)
                found.append(LeftOut(faq, judged(one, learnt), _places(one, learnt), threshold))
    return found


def _places(one: Scored, learnt: Constants) -> Floats:
    inside = [(scores, gold) for scores, gold in zip(one.scores, one.gold, strict=True) if gold >= 0]
    ranks = [(learnt.ranks(scores.table), gold) for scores, gold in inside]
    return np.array([(rank > rank[gold]).sum() for rank, gold in ranks], np.float64)


def coverage(judgements: Sequence[Judged], risk: float) -> float:
    """The largest share of answerable questions answered while at most `risk` of the answers are wrong."""
    probability, wrong, weight, inside = (
        np.concatenate(parts)
        for parts in zip(*((j.probability, ~j.right, j.weight, j.gold >= 0) for j in judgements), strict=True)
    )
    order = np.argsort(-probability, kind="stable")
    within = np.flatnonzero(np.cumsum((weight * wrong)[order]) <= risk * np.cumsum(weight[order]))
    covered = np.cumsum((weight * inside)[order])
    return float(covered[within[-1]] / covered[-1]) if len(within) else 0.0


def auroc(one: Judged) -> float:
    """How well the probability tells questions that an entry answers from others."""
    inside = one.gold >= 0
    order = np.argsort(np.argsort(one.probability, kind="stable"), kind="stable")
    n, m = inside.sum(), (~inside).sum()
    return float((order[inside].sum() - n * (n - 1) / 2) / (n * m))


def line(name: str, sets: Sequence[LeftOut]) -> str:
    judgements = [one.judged for one in sets]
    stated = [one.judged.probability >= one.threshold for one in sets]
    weight = sum(float(j.weight[said].sum()) for j, said in zip(judgements, stated, strict=True))
    wrong = sum(float(j.weight[said & ~j.right].sum()) for j, said in zip(judgements, stated, strict=True))
    inside = sum(float(j.weight[j.gold >= 0].sum()) for j in judgements)
    told = sum(float(j.weight[said & (j.gold >= 0)].sum()) for j, said in zip(judgements, stated, strict=True))
    figures = (
        np.mean([(one.places < 1).mean() for one in sets]),
        np.mean([(one.places < 3).mean() for one in sets]),
        np.mean([auroc(j) for j in judgements]),
        coverage(judgements, 0.05),
        coverage(judgements, 0.10),
        wrong / weight if weight else 0.0,
        told / inside,
    )
    return f"| {name} | {' | '.join(f'{100 * figure:.1f}' for figure in figures)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--semantic", action=argparse.BooleanOptionalAction, default=True)
    arguments = parser.parse_args()
    encoder = find_encoder(arguments.semantic)
    asked = list(read_sets(arguments.sets))
    found = meet([scored(one, encoder) for one in asked], asked, SEMANTIC if encoder else LEXICAL)
    print("| phrasings | top1 | top3 | auroc | cov5 | cov10 | risk | coverage |\n|" + " --- |" * 8)
    for row in sorted({one.row for one in found}):
        kind, phrasings = "from situations" if row[0] else "first kind", "all" if row[1] == 999 else row[1]
        print(line(f"{kind}, {phrasings}", [one for one in found if one.row == row]))


if __name__ == "__main__":
    main()
