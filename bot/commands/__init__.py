"""The commands of `nightdesk`, one module each."""

from argparse import ArgumentParser
from pathlib import Path


def add_config(parser: ArgumentParser) -> None:
    """The option that every command with a desk has."""
    parser.add_argument(
        "--config", type=Path, default=Path("config.toml"), metavar="FILE", help="default: ./config.toml"
    )
