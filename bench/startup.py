"""How long a process takes from its start to the first answer, and until an edit of the FAQ is served.

    python -m bench.startup [--entries 500 --phrasings 4] [--runs 3] [--no-semantic]

Medians of several runs, each in processes of its own: a first start with an empty cache, a restart with an unchanged
FAQ, in that process an edit of one file (read, indexed and asked), and one phrasing more for one entry. `nightdesk run`
takes the time of its other imports and of opening its database besides. Memory is what is resident after the restart.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot.runtime.free_memory import free_memory
from faq import Answerer, ArrayCache
from faq.loading import load
from faq.matching.lines import standard_lines

_ENTRIES_A_FILE = 50
_QUESTION = "сколько стоит доставка завтра"
_COLUMNS = ("first start s", "restart s", "edit s", "phrasing ms", "memory MB")


@dataclass(frozen=True)
class Run:
    """What one process took."""

    first_answer_seconds: float  # since the process was started
    edit_seconds: float
    phrasing_milliseconds: float
    megabytes: float  # resident after the first answer


def write_faq(folder: Path, entries: int, phrasings: int) -> None:
    """An FAQ in markdown whose phrasings are made of the words of the shipped situations."""
    rng = random.Random(3)
    words = sorted({word for line in standard_lines("ru") for word in line})
    for first in range(0, entries, _ENTRIES_A_FILE):
        text = f"# Раздел {first}\n"
        for number in range(first, min(entries, first + _ENTRIES_A_FILE)):
            question, *also = (" ".join(rng.choices(words, k=rng.randint(3, 8))) for _ in range(phrasings))
            bullets = "".join(f"- {one}\n" for one in also)
            text += f"\n## {question} {{#e{number}}}\n\nТакже спрашивают:\n{bullets}\nОтвет {number}.\n"
        (folder / f"{first:05d}.md").write_text(text, encoding="utf-8")


def start(folder: Path, cache: ArrayCache, semantic: bool | None, started: float) -> Run:
    """What a process does from its start on. started: seconds since the epoch."""
    answerer = Answerer.of(load(folder, default_language="ru"), max_wrong=0.05, semantic=semantic, cache=cache)
    answerer.match(_QUESTION, "ru")
    first_answer = time.time() - started
    answerer.save(cache)
    free_memory()
    megabytes = _resident_megabytes()
    edited = _edit_seconds(folder, answerer)
    return Run(first_answer, edited, _phrasing_milliseconds(answerer), megabytes)


def _edit_seconds(folder: Path, answerer: Answerer) -> float:
    file = min(folder.glob("*.md"))
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("- ", "- совсем другой вопрос о ", 1), encoding="utf-8")
    started = time.perf_counter()
    answerer.updated(load(folder, default_language="ru")).match(_QUESTION, "ru")
    took = time.perf_counter() - started
    file.write_text(before, encoding="utf-8")
    return took


def _phrasing_milliseconds(answerer: Answerer) -> float:
    first, *others = answerer.library.entries("ru")
    taught = [replace(first, also=(*first.also, "ещё один способ спросить об этом")), *others]
    started = time.perf_counter()
    answerer.matchers["ru"].updated(taught)
    return (time.perf_counter() - started) * 1000


def _resident_megabytes() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def _process(folder: Path, cache: Path, semantic: bool | None) -> Run:
    command = [sys.executable, "-m", "bench.startup", "--start", str(folder), str(cache), repr(time.time())]
    if semantic is False:
        command.append("--no-semantic")
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Run(**json.loads(done.stdout))


def row(entries: int, phrasings: int, runs: int, semantic: bool | None) -> str:
    """The medians, as a row of a table."""
    first, again = [], []
    with TemporaryDirectory() as root:
        folder = Path(root) / "faq"
        folder.mkdir()
        write_faq(folder, entries, phrasings)
        for number in range(runs):
            cache = Path(root) / f"cache{number}"
            first.append(_process(folder, cache, semantic))
            again.append(_process(folder, cache, semantic))
    figures = (
        f"{median(run.first_answer_seconds for run in first):.1f}",
        f"{median(run.first_answer_seconds for run in again):.1f}",
        f"{median(run.edit_seconds for run in again):.2f}",
        f"{median(run.phrasing_milliseconds for run in again):.0f}",
        f"{median(run.megabytes for run in again):.0f}",
    )
    return f"| {entries:,} × {phrasings}{', no encoder' if semantic is False else ''} | {' | '.join(figures)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int)
    parser.add_argument("--phrasings", type=int, default=4)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--semantic", action=argparse.BooleanOptionalAction, default=None)
    parser.add_argument("--start", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.start:
        folder, cache, started = arguments.start
        run = start(Path(folder), ArrayCache(Path(cache)), arguments.semantic, float(started))
        print(json.dumps(asdict(run)))
        return
    sizes = [(arguments.entries, arguments.phrasings)] if arguments.entries else [(500, 4), (1_250, 4), (2_000, 10)]
    print(f"| FAQ | {' | '.join(_COLUMNS)} |\n|{' --- |' * (len(_COLUMNS) + 1)}")
    for semantic in [False] if arguments.semantic is False else [False, arguments.semantic]:
        for entries, phrasings in sizes:
            print(row(entries, phrasings, arguments.runs, semantic), flush=True)


if __name__ == "__main__":
    main()
