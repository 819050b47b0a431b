"""`nightdesk demo`: the sandbox, the real bot connected to it, and a web page to act as every user."""

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from bot.commands.ports import port
from bot.commands.words import LANGUAGES

STARTING = "Nightdesk demo: starting, which takes some seconds the first time"


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("demo", help="try everything in the browser, without a token")
    parser.add_argument("--port", type=port, default=8080, help="default: 8080; 0 takes any free one")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    shop = parser.add_mutually_exclusive_group()
    shop.add_argument(
        "--language", choices=LANGUAGES, help="of the example shop at first; default: the environment's (LANG)"
    )
    shop.add_argument(
        "--config", type=Path, metavar="FILE", help="your own FAQ, hours and texts instead of an example shop's"
    )
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    print(STARTING, file=sys.stderr, flush=True)
    from bot.commands.demo_desk import show  # loading the desk takes some ten seconds right after an installation

    show(arguments)
    return 0
