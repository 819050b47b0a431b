"""The results of a torture run, as Markdown tables."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from tests.faults.torture.storm import Weather
from tests.faults.torture.trial import Outcome

COLUMNS = (
    *("combination", "updates", "kills", "ready after, s", "SIGTERM: stopped after, s", "another led after, s"),
    *("answered", "in tickets", "tickets", "notifications", "twice, with a kill between", "lost", "out of order"),
    *("doubled tickets", "twice without", "took, s"),
)
OF_COUNTS = (1, 2, 6, 7, 8, 9, 10, 11, 12, 13, 14)  # columns that can be summed up


def table(outcomes: Sequence[Outcome]) -> str:
    """`ready` is the median, `stopped` the median and the longest."""
    rows = [_row(outcome) for outcome in outcomes]
    total = ["all"] + [""] * (len(COLUMNS) - 1)
    for column in OF_COUNTS:
        total[column] = f"**{sum(int(row[column]) for row in rows)}**"
    total[-1] = f"{sum(outcome.seconds for outcome in outcomes):.0f}"
    lines = [COLUMNS, ["---", *["---:"] * (len(COLUMNS) - 1)], *rows, total]
    return "\n".join(_line(line) for line in lines)


STORM_COLUMNS = (
    *("storm", "customers in a minute", "told", "the last one after, s", "sure answers, median · longest, s"),
    *("group's slots used", "refused with 429"),
)


def storm_table(weathers: Mapping[str, Weather]) -> str:
    """`after` counts from the last message."""
    rows = [_storm_row(name, weather) for name, weather in weathers.items()]
    return "\n".join(_line(line) for line in [STORM_COLUMNS, ["---", *["---:"] * (len(STORM_COLUMNS) - 1)], *rows])


def _storm_row(name: str, weather: Weather) -> list[str]:
    answers = f"{median(weather.answers):.1f} · {max(weather.answers):.1f}" if weather.answers else "–"
    counts = (weather.customers, weather.told, f"{weather.told_after:.0f}")
    return [name, *(str(one) for one in counts), answers, f"{weather.group_share:.0%}", str(weather.refused)]


def _row(outcome: Outcome) -> list[str]:
    verdict, evidence = outcome.verdict, outcome.evidence
    answered = sum(one.ticket is None for one in evidence.stored)
    counts = (answered, len(evidence.stored) - answered, len(evidence.tickets), len(evidence.intended))
    faults = (verdict.excused, verdict.lost, verdict.out_of_order, verdict.doubled_tickets, verdict.twice)
    return [
        outcome.combination.name,
        *(str(count) for count in (outcome.updates, outcome.kills)),
        f"{median(outcome.ready_after):.2f}",
        f"{median(outcome.stopped_after):.2f}, at most {max(outcome.stopped_after):.2f}",
        ", ".join(f"{seconds:.1f}" for seconds in outcome.led_after) or "–",
        *(str(count) for count in counts),
        *(str(len(found)) for found in faults),
        f"{outcome.seconds:.0f}",
    ]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
