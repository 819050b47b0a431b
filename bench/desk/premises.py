"""A desk to measure: its configs, an FAQ of many entries, and what people ask it."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

from bench.desk.fake_bot_api import EDITED_MARK, STAFF_CHAT, TOKEN
from bench.speed import made_faq
from faq.entry import Entry
from faq.loading import load
from storage.marker import marker_beside

ENTRIES = 500
PHRASINGS = 4  # of each entry that is made up; those of the sample have nine
LANGUAGE = "ru"
SAMPLE = Path(__file__).parents[2] / "faq" / "sample"
HAND_OFF = "Позовите оператора"  # opens a ticket at once
ALWAYS_OPEN = "Mo-Su 00:00-24:00"
EDITED = "edited.md"  # holds one entry, to be changed while the desk runs
BEFORE_EDIT, AFTER_EDIT = "Сдаёте ли вы дирижабли в аренду?", "Продаёте ли вы подводные лодки?"
CONFIG = """
[company]
name = "Северный дом"
[telegram]
token = "{token}"
api_url = "{address}"
[staff]
chat_id = {staff_chat}
[hours]
timezone = "UTC"
week = "{week}"
[storage]
url = "sqlite:///{database}"
"""


@dataclass(frozen=True)
class Premises:
    """The folder of one desk. Its two configs differ in the hours only."""

    folder: Path

    @property
    def by_day(self) -> Path:
        return self.folder / "by_day.toml"

    @property
    def by_night(self) -> Path:
        return self.folder / "by_night.toml"

    @property
    def database(self) -> Path:
        return self.folder / "nightdesk.db"

    def empty_database(self) -> None:
        """The next start begins with no customers and no tickets; what is kept of the FAQ stays."""
        for path in self.folder.glob(f"{self.database.name}*"):
            if path.is_file():  # not the folder of cached phrasings
                path.unlink()
        for config in (self.by_day, self.by_night):
            marker_beside(config).remove()


def furnish(folder: Path, address: str, entries: int = ENTRIES, phrasings: int = PHRASINGS) -> Premises:
    """Write an FAQ and configs against the Bot API at `address`: always open, and closed for hours to come."""
    folder.mkdir()
    faq = folder / "faq" / LANGUAGE
    copytree(SAMPLE / "photos", folder / "faq" / "photos")
    copytree(SAMPLE / LANGUAGE, faq)
    missing = entries - len(load(SAMPLE, default_language=LANGUAGE).entries(LANGUAGE))
    (faq / "made.md").write_text("\n".join(["# Разное", *_made_up(missing, phrasings)]), encoding="utf-8")
    premises = Premises(folder)
    for path, week in ((premises.by_day, ALWAYS_OPEN), (premises.by_night, _closed_now())):
        text = CONFIG.format(
            token=TOKEN, address=address, staff_chat=STAFF_CHAT, week=week, database=premises.database.name
        )
        path.write_text(text, encoding="utf-8")
    return premises


def edit_faq(premises: Premises, question: str) -> None:
    """Write the entry that is changed while the desk runs; its answer holds `EDITED_MARK`."""
    path = premises.folder / "faq" / LANGUAGE / EDITED
    path.write_text(f"# Новости\n\n## {question} {{#edited}}\n\n{EDITED_MARK}\n", encoding="utf-8")


def questions() -> Sequence[str]:
    """What the sample's entries are asked, in their own words, mixed; each is answered with one text."""
    entries = [entry for entry in load(SAMPLE, default_language=LANGUAGE).entries(LANGUAGE) if _is_plain(entry)]
    asked = [text for entry in entries for text in (entry.question, *entry.also)]
    random.Random(5).shuffle(asked)
    return asked


def reworded(asked: Sequence[str], number: int) -> Sequence[str]:
    """So many different texts, none of which is in the FAQ: a slip of the finger and a word or two around it."""
    rng = random.Random(7)
    texts: dict[str, None] = {}
    while len(texts) < number:
        before, after = rng.choice(_BEFORE), rng.choice(_AFTER)
        texts[f"{before}{_slipped(rng.choice(asked), rng)}{after}"] = None
    return list(texts)


_BEFORE = ("", "скажите, ", "подскажите пожалуйста, ", "а ", "хочу узнать, ", "интересно, ")
_AFTER = ("", "??", " пожалуйста", " у вас", " если можно", " сейчас")


def _slipped(text: str, rng: random.Random) -> str:
    """With one letter of its longest word doubled, dropped or swapped with the next."""
    word = max(text.split(), key=len)
    place = rng.randrange(1, max(len(word) - 1, 2))
    letters = word[place : place + 2]
    slip = rng.choice((letters[:1] + letters, letters[1:], letters[::-1]))
    return text.replace(word, word[:place] + slip + word[place + 2 :], 1)


def _closed_now() -> str:
    """Open for an hour a day, twelve hours from now."""
    hour = (datetime.now(UTC).hour + 12) % 24
    return f"Mo-Su {hour:02}:00-{hour:02}:59"


def _is_plain(entry: Entry) -> bool:
    return not entry.is_small_talk and "![" not in entry.answer and entry.attachment is None


def _made_up(entries: int, phrasings: int) -> Iterator[str]:
    """So many entries as they stand in a file of the FAQ."""
    made = made_faq(entries * phrasings, random.Random(3))
    texts = [text for entry in made for text in (entry.question, *entry.also)]
    for start in range(0, entries * phrasings, phrasings):
        question, *also = texts[start : start + phrasings]
        listed = "\n".join(f"- {phrasing}" for phrasing in also)
        yield f"\n## {question} {{#e{start}}}\n\nТакже спрашивают:\n{listed}\n\nОтвет на это.\n"
