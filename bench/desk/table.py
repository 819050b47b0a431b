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
    pressed: Pressed
    paced: Paced


Figure = Callable[[Round], float]
COLUMNS: Mapping[str, tuple[Figure, str]] = {
    "updates a second": (lambda one: one.pressed.throughput, ".0f"),
    "CPU an update, ms": (lambda one: one.pressed.cpu, ".2f"),
    "reply at 20 a second, p50, ms": (lambda one: one.paced.p50, ".1f"),
    "p99, ms": (lambda one: one.paced.p99, ".1f"),
    "memory when idle, RSS, MB": (lambda one: one.started.memory, ".0f"),
    "PSS, MB": (lambda one: one.started.pss, ".0f"),
    "first getUpdates after, s": (lambda one: one.started.ready, ".2f"),
    "first answer after, s": (lambda one: one.started.answered, ".2f"),
}


def table(rounds: Sequence[Mapping[str, Round]]) -> str:
    """A row for each bot; in brackets how many times the first echo bot's figure it is."""
    lines = [["", *COLUMNS], ["---"] * (len(COLUMNS) + 1)]
    lines += [[name, *_cells([one[name] for one in rounds], [one[BASELINE] for one in rounds])] for name in rounds[0]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cells(measured: Sequence[Round], baseline: Sequence[Round]) -> list[str]:
    return [_cell(_middle(figure, measured), _middle(figure, baseline), form) for figure, form in COLUMNS.values()]


def _middle(figure: Figure, rounds: Sequence[Round]) -> float:
    return median(map(figure, rounds))


def _cell(figure: float, baseline: float, form: str) -> str:
    return f"{figure:{form}} (×{figure / baseline:.2f})"
