"""Learn the matcher's constants from sets of FAQs and questions.

    python -m bench.train SET.json... STREAM.json...

Writes faq/matching/constants.json and what bench.shipping makes; the same sets give the same bytes.
The encoder must be installed.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # sums in one order, whatever the machine

from bench.learning import Scored, learn_constants, left_out, scored
from bench.sets import read_sets
from bench.shipping import ship_arrays
from bench.thresholds import RISKS, lines
from faq.matching.constants import Constants, shipped_form
from faq.matching.encoder import find_encoder
from faq.matching.scores import LEXICAL, SEMANTIC

FAQ = Path(__file__).resolve().parent.parent / "faq"
CONSTANTS = FAQ / "matching" / "constants.json"


def learn(sets: Sequence[Scored], names: Sequence[str]) -> Constants:
    """Ranker and calibrator from all sets; the bands from each judged by the other companies."""
    learnt = learn_constants(sets, names)
    return Constants(learnt.weights, learnt.bias, learnt.slopes, list(RISKS), lines(left_out(sets, names)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    arguments = parser.parse_args()
    encoder = find_encoder(True)
    asked = list(read_sets(arguments.sets))
    lexical = learn([scored(one, None) for one in asked], LEXICAL)
    semantic = learn([scored(one, encoder) for one in asked], SEMANTIC)
    learnt_from = ", ".join(sorted({one.name for one in asked if not one.is_stream}))
    CONSTANTS.write_text(shipped_form(lexical, semantic, learnt_from) + "\n", encoding="utf-8")
    if encoder is not None:
        ship_arrays(encoder)


if __name__ == "__main__":
    main()
