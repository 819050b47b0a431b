"""How well unanswered questions are grouped by meaning, beside clustering with RapidFuzz.

    python -m bench.groups [--seeds 6-11] STREAM.json...

A third of the entries, drawn by the seed, is left out of the FAQ: those are the topics. Grouped is what the matcher
with the other entries neither answers nor previews: messages of the topics, those that no entry answers, and those of
kept entries that it does not recognise.

purity       share of the messages in groups of two or more that are of their group's commonest topic; messages that
             nothing answers are one topic, messages of a kept entry another
of topics    the same in the groups whose commonest topic is one of those left out
found        share of the topics with five messages or more of which a group exists: it is the group's commonest, with
             three messages of it at least, as many as make an author look
by half      the same, but the group has at least half of the topic's messages
grouped      share of all messages that are in a group

"left out alone": only the messages of the topics, as if nothing else came. RapidFuzz: average linkage by
token_set_ratio; its cut is the one that finds most at a purity of 0.85 on these very streams, or has the best purity.
"""

import argparse
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from rapidfuzz import fuzz, process, utils

from bench.unanswered import Unanswered, unanswered
from faq.gaps import group_questions
from faq.gaps.clusters import members, merged

_LEAST_OF_A_TOPIC = 3
_PURE = 0.85
_CUTS = [cut / 100 for cut in range(40, 96, 3)]

Places = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Figures:
    """Of one FAQ; shares from 0 to 1."""

    purity: float
    of_topics: float
    found: int
    by_half: int
    topics: int
    grouped: float


def judge(asked: Unanswered, groups: Places) -> Figures:
    groups = [group for group in groups if len(group) > 1]
    often = asked.often
    pure = inside = pure_of_topics = inside_topics = 0
    found: set[str] = set()
    by_half: set[str] = set()
    for group in groups:
        topic, count = Counter(asked.topics[place] for place in group).most_common(1)[0]
        pure, inside = pure + count, inside + len(group)
        if topic in asked.left_out:
            pure_of_topics, inside_topics = pure_of_topics + count, inside_topics + len(group)
        if topic is not None and topic in often:
            found |= {topic} if count >= _LEAST_OF_A_TOPIC else set()
            by_half |= {topic} if 2 * count >= often[topic] else set()
    of_topics = pure_of_topics / max(1, inside_topics)
    grouped = inside / max(1, len(asked.messages))
    return Figures(pure / max(1, inside), of_topics, len(found), len(by_half), len(often), grouped)


def ours(asked: Unanswered, semantic: bool | None) -> Figures:
    found = group_questions(asked.messages, asked.kept, language=asked.language, semantic=semantic)
    return judge(asked, [group.questions for group in found])


def by_rapidfuzz(asked: Unanswered, cut: float) -> Figures:
    texts = [utils.default_process(text) for text in asked.messages]
    ratios = process.cdist(texts, texts, scorer=fuzz.token_set_ratio) / 100
    return judge(asked, members(merged(ratios.astype(np.float32), [1] * len(texts), cut)))


def best_of_rapidfuzz(streams: Sequence[Unanswered]) -> list[Figures]:
    found = [[by_rapidfuzz(asked, cut) for asked in streams] for cut in _CUTS]

    def quality(figures: list[Figures]) -> tuple[float, float]:
        purity = float(np.mean([one.purity for one in figures]))
        return min(purity, _PURE), sum(one.found for one in figures)

    return max(found, key=quality)


def alone(asked: Unanswered) -> Unanswered:
    """Only the messages of the topics left out."""
    kept = [(text, topic) for text, topic in zip(asked.messages, asked.topics, strict=True) if topic in asked.left_out]
    texts, topics = zip(*kept, strict=True)
    return replace(asked, messages=texts, topics=topics)


def row(name: str, figures: Sequence[Figures]) -> str:
    topics = sum(one.topics for one in figures)
    shares = (
        np.mean([one.purity for one in figures]),
        np.mean([one.of_topics for one in figures]),
        sum(one.found for one in figures) / max(1, topics),
        sum(one.by_half for one in figures) / max(1, topics),
        np.mean([one.grouped for one in figures]),
    )
    return f"| {name} | {' | '.join(f'{100 * share:.1f}' for share in shares)} |"


def rows(path: Path, seeds: Iterable[int], semantic: bool | None) -> Iterable[str]:
    asked = [unanswered(path, seed, semantic) for seed in seeds]
    with_encoder = "without the encoder" if semantic is False else "with the encoder"
    ways: tuple[tuple[str, Callable[[Unanswered], Unanswered]], ...] = (
        ("all that is unanswered", lambda one: one),
        ("left out alone", alone),
    )
    for what, chosen in ways:
        streams = [chosen(one) for one in asked]
        yield row(f"{path.stem}, {with_encoder}, {what}", [ours(one, semantic) for one in streams])
        yield row(f"{path.stem}, RapidFuzz, the same messages", best_of_rapidfuzz(streams))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("streams", nargs="+", type=Path)
    parser.add_argument("--seeds", default="6-11", help="from-to, both inclusive")
    arguments = parser.parse_args()
    first, _, last = arguments.seeds.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    print("| | purity | of topics | found | by half | grouped |\n|" + " --- |" * 6)
    for path in arguments.streams:
        for semantic in (None, False):
            for line in rows(path, seeds, semantic):
                print(line, flush=True)


if __name__ == "__main__":
    main()
