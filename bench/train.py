"""Learn the matcher's constants from sets of FAQs and questions.

    python -m bench.train SET.json...

Writes faq/matching/constants.json and the vectors of the situations; the same sets give the same bytes.
The encoder must be installed.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # sums in one order, whatever the machine

from bench.learning import RISKS, Judged, Scored, learn_constants, left_out, scored, threshold
from bench.sets import read_sets
from faq.matching.constants import Constants, Thresholds, shipped_form
from faq.matching.encoder import Encoder, find_encoder
from faq.matching.scores import LEXICAL, SEMANTIC
from faq.matching.sense import ship

FAQ = Path(__file__).resolve().parent.parent / "faq"
CONSTANTS = FAQ / "matching" / "constants.json"
_STRICTER = 0.7  # thresholds are set for this part of the risk promised: sets not seen yet differ from those seen
_FEW = ((0.0, 0.5), (0.5, 1.0))  # 1 / phrasings an entry: two and more, or hardly any


def thresholds(judgements: Sequence[Judged]) -> list[Thresholds]:
    """For entries with some phrasings and with hardly any, never laxer with fewer."""
    rows: list[Thresholds] = []
    strictest = [0.0] * len(RISKS)
    for least, most in _FEW:
        alike = [one for one in judgements if least < 1 / one.phrasings <= most]
        found = [threshold(alike, risk * _STRICTER) for risk in RISKS]
        strictest = [round(max(pair), 3) for pair in zip(found, strictest, strict=True)]
        few = sum(1 / one.phrasings for one in alike) / len(alike)
        rows.append(Thresholds(round(few, 4), strictest))
    return rows


def learn(sets: Sequence[Scored], names: Sequence[str]) -> Constants:
    """Ranker and calibrator from all sets; thresholds from each set judged by the others."""
    learnt = learn_constants(sets, names)
    return Constants(learnt.weights, learnt.bias, learnt.slopes, list(RISKS), thresholds(left_out(sets, names)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    arguments = parser.parse_args()
    encoder = find_encoder(True)
    asked = list(read_sets(arguments.sets))
    lexical = learn([scored(one, None) for one in asked], LEXICAL)
    semantic = learn([scored(one, encoder) for one in asked], SEMANTIC)
    learnt_from = ", ".join(sorted({one.name for one in asked}))
    CONSTANTS.write_text(shipped_form(lexical, semantic, learnt_from) + "\n", encoding="utf-8")
    if encoder is not None:
        _ship_vectors(encoder)


def _ship_vectors(encoder: Encoder) -> None:
    for language in ("ru", "en"):
        with (FAQ / "words" / language / "vectors.npz").open("wb") as stream:
            ship(stream, language, encoder)


if __name__ == "__main__":
    main()
