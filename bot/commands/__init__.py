"""The commands of `nightdesk`, one module each."""

from argparse import ArgumentParser
from pathlib import Path


def add_config(parser: ArgumentParser, default: Path | str = Path("config.toml")) -> None:
    """The option that every command with a desk has. An action of a command that has it too takes SUPPRESS."""
    parser.add_argument("--config", type=Path, default=default, metavar="FILE", help="default: ./config.toml")
