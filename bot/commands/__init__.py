"""The commands of `nightdesk`, one module each."""

from argparse import ArgumentParser
from pathlib import Path


def add_config(parser: ArgumentParser, default: Path | str = Path("config.toml")) -> None:
    """Add --config. Pass SUPPRESS as the default to actions whose parent parser has it already."""
    parser.add_argument("--config", type=Path, default=default, metavar="FILE", help="default: ./config.toml")
