"""A desk to measure: its config, an FAQ of five hundred entries, and questions that it answers at once."""

import random
from collections.abc import Sequence
from pathlib import Path
from shutil import copytree

from bench.desk.bot_api import TOKEN
from bench.speed import made_faq
from faq.entry import Entry
from faq.loading import load

ENTRIES = 500
PHRASINGS = 4  # of each entry that is made up; those of the sample have nine
LANGUAGE = "ru"
SAMPLE = Path(__file__).parents[2] / "faq" / "sample"
CONFIG = """
[company]
name = "Северный дом"
[telegram]
token = "{token}"
api_url = "{address}"
[staff]
chat_id = -1001
[hours]
week = "Mo-Su 00:00-24:00"
"""


def furnish(folder: Path, address: str) -> Path:
    """Write what an always open desk needs, against the Bot API at `address`; returns its config file."""
    faq = folder / "faq" / LANGUAGE
    copytree(SAMPLE / "photos", folder / "faq" / "photos")
    copytree(SAMPLE / LANGUAGE, faq)
    missing = ENTRIES - len(load(SAMPLE, default_language=LANGUAGE).entries(LANGUAGE))
    made = made_faq(missing * PHRASINGS, random.Random(3))
    (faq / "made.md").write_text("\n".join(["# Разное", *map(_written, made)]), encoding="utf-8")
    config = folder / "config.toml"
    config.write_text(CONFIG.format(token=TOKEN, address=address), encoding="utf-8")
    return config


def questions() -> Sequence[str]:
    """What the sample's entries are asked, in their own words, mixed; each is answered with one text."""
    entries = [entry for entry in load(SAMPLE, default_language=LANGUAGE).entries(LANGUAGE) if _is_plain(entry)]
    asked = [text for entry in entries for text in (entry.question, *entry.also)]
    random.Random(5).shuffle(asked)
    return asked


def _is_plain(entry: Entry) -> bool:
    return not entry.is_small_talk and "![" not in entry.answer and entry.attachment is None


def _written(entry: Entry) -> str:
    phrasings = "\n".join(f"- {phrasing}" for phrasing in entry.also)
    return f"\n## {entry.question} {{#{entry.id}}}\n\nТакже спрашивают:\n{phrasings}\n\nОтвет на это.\n"
