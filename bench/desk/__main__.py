"""What the desk costs beside a bare echo bot that keeps nothing: processor time, speed, memory, size.

    python -m bench.desk [--rows calm,pressed,…] [--rounds 3] [--backlogs 20,300] [--encoder] [--short]

The bots, the fake Bot API that they talk to and the load generator are processes of their own. Each bot in turn, round
after round; medians of all samples. Compare within a run: the machine's other work changes from run to run.

rows:
  calm         processor time an update and time to the reply, 20 questions a second
  pressed      processor time an update and updates a second, as fast as it goes
  unseen       the same with questions that the desk has never seen
  far          updates a second, Telegram 50 ms away
  handoff      processor time of a night hand-off (ticket, topic, card, acknowledgement) while cards wait for the
               group's limit, for each of --backlogs; and of idling meanwhile. Takes a minute a sample.
  handoff-p99  time until the acknowledgement, 20 hand-offs a second
  burst        processor time of a night hand-off, 300 at once without any limit
  reply        processor time of a staff reply
  start        restart to first answer with an unchanged FAQ; memory and processor time when idle
  size         installed size of the desk and its dependencies
  large        2,000 entries × 10 phrasings: restart to first answer, and an edit served; not by default
"""

import argparse
import asyncio
import signal
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.desk.comparison import ROWS, Comparison
from bench.desk.control import serving
from bench.desk.rows import SHORT, Sizes
from bench.desk.surroundings import described, load_average
from bench.desk.table import circumstances, figures, results

BY_DEFAULT = tuple(row for row in ROWS if row != "large")
QUICKLY = ("calm", "pressed", "reply", "start", "size")


def main() -> None:
    given = _arguments()
    with TemporaryDirectory(dir=".", prefix=".bench-") as folder:
        print(asyncio.run(_compared(Path(folder), given)))


async def _compared(folder: Path, given: argparse.Namespace) -> str:
    before = load_average()
    if this := asyncio.current_task():  # `kill` and `timeout` end the bots, too
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)
    sizes = SHORT if given.short else Sizes()
    async with serving() as server:
        comparison = Comparison(folder, server, frozenset(given.rows), sizes, given.backlogs, given.encoder)
        ceiling = await comparison.ceiling()
        samples = await comparison.run(given.rounds)
    return "\n\n".join(
        (
            f"{described()}\nLoad average {before} before and {load_average()} after; {ceiling}",
            results(samples, figures(given.backlogs)),
            circumstances(samples),
        )
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=_rows, help="which rows, separated by commas")
    parser.add_argument("--rounds", type=int, help="how often each row is measured; default 3, with --short 1")
    parser.add_argument("--backlogs", type=_numbers, default=(20, 300), help="default 20,300")
    parser.add_argument("--encoder", action=argparse.BooleanOptionalAction, help="measure the desk with encoder, too")
    parser.add_argument("--short", action="store_true", help="a quick look: fewer updates, one round, no encoder")
    given = parser.parse_args()
    given.rows = given.rows or (QUICKLY if given.short else BY_DEFAULT)
    given.rounds = given.rounds or (1 if given.short else 3)
    given.encoder = not given.short if given.encoder is None else given.encoder
    return given


def _rows(text: str) -> tuple[str, ...]:
    rows = tuple(text.split(","))
    if unknown := set(rows) - set(ROWS):
        raise argparse.ArgumentTypeError(f"no such row: {', '.join(sorted(unknown))}; there are {', '.join(ROWS)}")
    return rows


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in text.split(","))


if __name__ == "__main__":
    main()
