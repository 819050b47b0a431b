"""What was measured, as a table in Markdown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.desk.measuring import Paced, Pressed, Started

BASELINE = "echo bot"


@dataclass(frozen=True)
class Round:
    """One bot, measured once."""

    started: Started
    near: Pressed
    far: Pressed
    paced: Paced


Figure = Callable[[Round], float]
FIGURES: Mapping[str, tuple[Figure, str]] = {
    "updates a second, Telegram answering at once": (lambda one: one.near.throughput, ".0f"),
    "answering after 50 ms": (lambda one: one.far.throughput, ".0f"),
    "CPU an update, ms": (lambda one: one.near.cpu, ".2f"),
    "reply at 20 a second, p50, ms": (lambda one: one.paced.p50, ".1f"),
    "p99, ms": (lambda one: one.paced.p99, ".1f"),
    "memory when idle, RSS, MB": (lambda one: one.started.memory, ".0f"),
    "PSS, MB": (lambda one: one.started.pss, ".0f"),
    "first getUpdates after, s": (lambda one: one.started.ready, ".2f"),
    "first answer after, s": (lambda one: one.started.answered, ".2f"),
}


def table(rounds: Sequence[Mapping[str, Round]]) -> str:
    """A row for each figure, a column for each bot; in brackets how many times the first echo bot's figure it is."""
    names = list(rounds[0])
    lines = [["", *names], ["---"] * (len(names) + 1)]
    lines += [[title, *_cells(rounds, names, *figure)] for title, figure in FIGURES.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cells(rounds: Sequence[Mapping[str, Round]], names: Sequence[str], figure: Figure, form: str) -> list[str]:
    baseline = _middle(rounds, BASELINE, figure)
    measured = [_middle(rounds, name, figure) for name in names]
    return [f"{one:{form}}" + (f" (×{one / baseline:.2f})" if one != baseline else "") for one in measured]


def _middle(rounds: Sequence[Mapping[str, Round]], name: str, figure: Figure) -> float:
    return median(figure(one[name]) for one in rounds)
