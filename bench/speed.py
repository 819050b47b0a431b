"""How fast the matcher is and how much memory it takes, beside RapidFuzz's extractOne with WRatio in the same run.

python -m bench.speed [--phrasings 5000] [--no-semantic]
"""

import argparse
import random
import resource
import time
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process, utils

from faq.entry import Entry
from faq.matching.lines import standard_lines
from faq.matching.matcher import Matcher

_PER_ENTRY = 4
_ASKED = 200
_SLIPS = 0.08  # share of letters dropped


def made_faq(phrasings: int, rng: random.Random) -> list[Entry]:
    """Entries whose phrasings are made of the words of the shipped situations."""
    words = sorted({word for line in standard_lines("ru") for word in line})
    texts = [" ".join(rng.choices(words, k=rng.randint(3, 8))) for _ in range(phrasings)]
    return [Entry(f"e{i}", texts[i], tuple(texts[i + 1 : i + _PER_ENTRY])) for i in range(0, phrasings, _PER_ENTRY)]


def questions(entries: Sequence[Entry], rng: random.Random) -> list[str]:
    """Phrasings with letters dropped."""
    asked = [rng.choice((entry.question, *entry.also)) for entry in rng.choices(entries, k=_ASKED)]
    return ["".join(letter for letter in text if rng.random() > _SLIPS) for text in asked]


def milliseconds(ask: Callable[[str], object], asked: Sequence[str]) -> list[float]:
    """How long each question took, ascending."""
    took = []
    for question in asked:
        started = time.perf_counter()
        ask(question)
        took.append((time.perf_counter() - started) * 1000)
    return sorted(took)


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phrasings", type=int, default=5000)
    parser.add_argument("--semantic", action=argparse.BooleanOptionalAction, default=None)
    arguments = parser.parse_args()
    rng = random.Random(3)
    entries = made_faq(arguments.phrasings, rng)
    asked = questions(entries, rng)
    before, started = peak_megabytes(), time.perf_counter()
    matcher = Matcher(entries, semantic=arguments.semantic)
    built, memory = time.perf_counter() - started, peak_megabytes() - before
    started = time.perf_counter()
    matcher.updated([Entry(entries[0].id, "совсем другой вопрос", entries[0].also), *entries[1:]])
    updated = time.perf_counter() - started
    choices = [utils.default_process(text) for entry in entries for text in (entry.question, *entry.also)]
    usual = milliseconds(lambda q: process.extractOne(utils.default_process(q), choices, scorer=fuzz.WRatio), asked)
    ours = milliseconds(matcher.match, asked)
    print(f"built in {built:.1f} s, one entry changed in {updated * 1000:.0f} ms, memory +{memory:.0f} MB")
    for name, took in (("matcher", ours), ("extractOne", usual)):
        print(f"{name:10s} p50 {took[len(took) // 2]:.1f} ms  p99 {took[int(len(took) * 0.99)]:.1f} ms")
    print(f"p50 against extractOne: {ours[len(ours) // 2] / usual[len(usual) // 2]:.2f}")


if __name__ == "__main__":
    main()
