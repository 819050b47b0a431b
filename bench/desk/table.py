"""What was measured, as tables in Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.desk.rows import Sample

ECHO, PLAIN, ENCODER = "echo bot", "Nightdesk without encoder", "Nightdesk with encoder"
BOTS = (ECHO, PLAIN, ENCODER)


@dataclass(frozen=True)
class Figure:
    """A row of the table. In brackets stands how many times the echo bot's `baseline` a figure is."""

    title: str
    form: str  # of one number
    baseline: str = ""


def _cpu(title: str, baseline: str) -> Figure:
    return Figure(f"processor time {title}, ms", ".2f", baseline)


def figures(backlogs: Sequence[int]) -> Mapping[str, Figure]:
    """All that can be measured, by the names that samples use, in the order of the table."""
    return {
        "calm": _cpu("an update, 20 a second", "calm"),
        "pressed": _cpu("an update, as fast as it goes", "pressed"),
        "unseen": _cpu("a question never seen before, as fast as it goes", "pressed"),
        **{f"handoff_{n}": _cpu(f"a night hand-off, {n} cards waiting", "pressed") for n in backlogs},
        "burst": _cpu("a night hand-off, many at once, no limits", "pressed"),
        "reply": _cpu("a staff reply", "pressed"),
        "throughput": Figure("updates a second, Telegram answering at once", ".0f", "throughput"),
        "far": Figure("updates a second, Telegram 50 ms away", ".0f", "far"),
        "p50": Figure("reply to a question at 20 a second, median, ms", ".1f", "p50"),
        "p99": Figure("reply to a question at 20 a second, p99, ms", ".1f", "p99"),
        "handoff_p50": Figure("acknowledgement of a hand-off at 20 a second, median, ms", ".1f", "p50"),
        "handoff_p99": Figure("acknowledgement of a hand-off at 20 a second, p99, ms", ".1f", "p99"),
        "rss": Figure("memory when idle (RSS), MB", ".0f", "rss"),
        "pss": Figure("memory when idle (PSS), MB", ".0f", "pss"),
        "idle": Figure("idle processor time a minute, nothing waits, s", ".2f"),
        **{f"idle_{n}": Figure(f"idle processor time a minute, {n} cards wait, s", ".2f") for n in backlogs},
        "ready": Figure("restart to first getUpdates, s", ".2f", "ready"),
        "first_answer": Figure("restart to first answer, s", ".2f", "first_answer"),
        "start_cpu": Figure("restart to first answer, processor time, s", ".2f", "start_cpu"),
        "size": Figure("installed size, MB", ".0f"),
        "large_start": Figure("2,000 entries × 10 phrasings: restart to first answer, s", ".1f"),
        "large_edit": Figure("2,000 entries × 10 phrasings: an edit served after, s", ".1f"),
    }


def results(samples: Sequence[Sample], wanted: Mapping[str, Figure]) -> str:
    """A line for each figure that was measured, a column for each bot: medians of the samples."""
    lines = [["", *BOTS], ["---"] * (len(BOTS) + 1)]
    for name, figure in wanted.items():
        cells = [_cell(samples, bot, name, figure) for bot in BOTS]
        if any(cells):
            lines.append([figure.title, *(cell or "–" for cell in cells)])
    return _markdown(lines)


def circumstances(samples: Sequence[Sample]) -> str:
    """A line for each row and bot: how often it was measured, and what else the processor did meanwhile."""
    titles = ["row", "bot", "samples × updates", "server", "generator", "other work", "bot waits", "note"]
    lines = [titles, ["---"] * len(titles)]
    for row, bot in dict.fromkeys((sample.row, sample.bot) for sample in samples):
        lines.append([row, bot, *_circumstances([one for one in samples if (one.row, one.bot) == (row, bot)])])
    return _markdown(lines)


def _circumstances(samples: Sequence[Sample]) -> list[str]:
    spans = [sample.span for sample in samples if sample.span]
    notes = dict.fromkeys(sample.note for sample in samples if sample.note)
    if any(span.is_saturated for span in spans):
        notes["**SATURATED: server or generator may have been the brake**"] = None
    if any(span.is_crowded for span in spans):
        notes["busy machine: look at processor times only"] = None
    shares = [
        f"{median(share):.0%}" if share else "–"
        for share in (
            [span.server for span in spans],
            [span.generator for span in spans],
            [span.others for span in spans],
            [span.bot_waited for span in spans],
        )
    ]
    return [f"{len(samples)} × {samples[0].updates}", *shares, "; ".join(notes)]


def _cell(samples: Sequence[Sample], bot: str, name: str, figure: Figure) -> str:
    measured = _middle(samples, bot, name)
    if measured is None:
        return ""
    baseline = _middle(samples, ECHO, figure.baseline) if bot != ECHO else None
    return f"{measured:{figure.form}}" + (f" (×{measured / baseline:.2f})" if baseline else "")


def _middle(samples: Sequence[Sample], bot: str, name: str) -> float | None:
    measured = [sample.figures[name] for sample in samples if sample.bot == bot and name in sample.figures]
    return median(measured) if measured else None


def _markdown(lines: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
