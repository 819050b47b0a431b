"""`nightdesk init`: asks questions, checks the answers, writes config.toml and a first FAQ."""

import os
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from bot.commands import add_config
from bot.commands.console import Console
from bot.commands.errors import CommandError
from bot.commands.init.interview import interview, language_of_choice
from bot.commands.setup.files import FAQ_FOLDER, config_text, copy_sample, has_faq, write_config, write_first_entry
from bot.config import TelegramSettings, load_config


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("init", help="ask a few questions and write config.toml")
    add_config(parser)
    parser.add_argument(
        "--api-url",
        default=TelegramSettings.model_fields["api_url"].default,
        metavar="URL",
        help="a Bot API server of your own, instead of Telegram's",
    )
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    path: Path = arguments.config
    if not path.absolute().parent.is_dir():
        raise CommandError(f"{path.parent}: there is no such folder; make it first")
    console = Console(language_of_choice(os.environ))
    if path.exists() and not console.agrees("overwrite", path=path):
        console.say("left_alone", path=path)
        return 0
    answers = interview(console, str(arguments.api_url).rstrip("/"), os.environ)
    write_config(path, config_text(answers))
    load_config(path)
    console.say("config_written", path=path)
    _provide_faq(console, path.absolute().parent / FAQ_FOLDER)
    console.say("next", option="" if path == Path("config.toml") else f" --config {path}")
    return 0


def _provide_faq(console: Console, folder: Path) -> None:
    if has_faq(folder):
        console.say("faq_is_there", folder=folder)
    elif console.ask("faq", "1") == "2":
        write_first_entry(folder, console.language)
        console.say("faq_begun", folder=folder)
    else:
        copy_sample(folder)
        console.say("faq_copied", folder=folder)
