"""What the worst messages cost to read: texts of 4,096 characters in every shape that we could think of.

    python -m bench.shapes [--no-semantic] [--most 50]

Prints the slowest shapes with their processor time in ms, the median of three; ends with status 1 if one takes more
than `--most`. Each shape is made of other words than the last, so that no cache helps.
"""

import argparse
import random
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import faq
from bot.desk.faq_reading import IntentOf, MatchesOf, read_in_turn
from faq import Answerer
from faq.loading import load

LONGEST = 4096  # characters of a Telegram message
EACH = 4  # characters of a Unicode general category
ON = date(2026, 11, 23)
SHOWN = 15
SEEDS = 3
SAMPLE = Path(__file__).parents[1] / "faq" / "sample"

REPEATED: Mapping[str, str] = {
    "alternating scripts": "aб ",
    "dotted letters": "а.",
    "spaced dots": "а. ",
    "opened": "(",
    "opened with letters": "((a",
    "spaced numbers": "1 ",
    "long numbers": "1234567890 ",
    "decimals": "1.5 ",
    "times": "10:30 ",
    "prices": "5 000 ₽, ",
    "asked commas": "?,",
    "asked letters": "а?,",
    "asked words": "сколько стоит?, ",
    "right to left": "\u202eсколько стоит\u202c ",
    "hebrew": "שלום ",
    "arabic": "مرحبا ",
    "ligatures": "ﷺ",
    "joined emoji": "👩\u200d👩\u200d👧\u200d👦",
    "emoji with skin": "👍🏿",
    "flags": "🇷🇺",
    "keycaps": "1\ufe0f\u20e3",
    "variation selectors": "❤\ufe0f",
    "combining": "a\u0301\u0302\u0303",
    "combining without a base": "\u0301",
    "zero width": "а\u200b",
    "soft hyphens": "до\u00adстав\u00adка ",
    "mixed direction": "а\u200fб\u200e ",
    "bold and italic": "**_а_** ",
    "nested marks": "**__~~||",
    "code": "`а` ",
    "links": "[а](http://б.рф) ",
    "tags": "<b><i>",
    "entities": "&amp;&#1076;",
    "addresses": "https://example.com/a?b=c&d=e#f ",
    "mail": "a.b@example.com ",
    "paths": "../../etc/passwd ",
    "apostrophes": "d'a'r'",
    "underscores": "а_б_",
    "hyphens": "а-б-",
    "line breaks": "а\n",
    "paragraphs": "да\n\nнет\n\n",
    "tabs": "а\tб\t",
    "blanks": " ",
    "no-break spaces": "\u00a0",
    "line separators": "а\u2028",
    "ellipses": "а… ",
    "semicolons": "да; нет; ",
    "conjunctions": "а ещё ",
    "and questions": " и сколько",
    "greetings": "привет ",
    "greetings and commas": "добрый, день, ",
    "thanks": "спасибо ",
    "nearly thanks": "спасибл ",
    "calls": "позовите ",
    "calls for somebody": "позовите мне ",
    "nearly people": "оператар ",
    "clauses of people": "оператар.",
    "negations": "не позовите ",
    "other layout": "ghbdtn ",
    "other layout back": "руддщ ",
    "latin letters": "dostavka ",
    "latin groups": "shchshch",
    "one question": "сколько стоит доставка? ",
    "misspelt question": "скольк стоет доставкка? ",
    "colloquial": "скока ",
    "surrogates": "\ud800а ",
    "null": "\x00а ",
    "shouting": "ДОСТАВКА!!! ",
    "one long word": "доставка",
    "letter thrice": "ааа",
    "letter twice": "ааббвв",
}
"""By name, what is repeated to the whole length."""


CATEGORIES = (
    *("Cc", "Cf", "Cn", "Co", "Cs", "Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl", "No", "Pc", "Pd"),
    *("Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "So", "Zl", "Zp", "Zs"),
)
"""Unicode's general categories."""


def shapes(seed: int = 0) -> Iterator[tuple[str, str]]:
    """Named texts of up to 4,096 characters; the made-up words depend on the seed."""
    yield from repeated()
    for category in CATEGORIES:
        yield from of_category(category, seed)
    yield from made(seed)


def repeated() -> Iterator[tuple[str, str]]:
    return ((name, _to_length(part)) for name, part in REPEATED.items())


def of_category(category: str, seed: int = 0) -> Iterator[tuple[str, str]]:
    """Some characters of a general category, each repeated, and many different ones."""
    characters = by_category()[category]
    for character in random.Random(seed).sample(characters, min(EACH, len(characters))):
        yield f"{category} {ord(character):04X}", character * LONGEST
        yield f"{category} {ord(character):04X} spaced", _to_length(f"{character} ")
    yield f"{category}, different ones", "".join(characters[:LONGEST])


def made(seed: int = 0) -> Iterator[tuple[str, str]]:
    return ((name, make(random.Random(seed))[:LONGEST]) for name, make in MADE.items())


@cache
def by_category() -> Mapping[str, list[str]]:
    """Unicode's characters by general category."""
    found: dict[str, list[str]] = {}
    for code in range(sys.maxunicode + 1):
        found.setdefault(unicodedata.category(chr(code)), []).append(chr(code))
    return found


def _words(rng: random.Random, letters: str, longest: int, between: str) -> str:
    made: list[str] = []
    size = 0
    while size < LONGEST:
        word = "".join(rng.choices(letters, k=rng.randint(1, longest)))
        made.append(word)
        size += len(word) + len(between)
    return between.join(made)


def _parts(rng: random.Random, letters: str, words: int) -> str:
    """Six sentences of so many words each."""
    return ". ".join(" ".join(_words(rng, letters, 9, " ").split()[:words]) for _ in range(6))


RUSSIAN, ENGLISH = "абвгдежзийклмнопрстуфхцчшщъыьэюя", "abcdefghijklmnopqrstuvwxyz"
MADE: Mapping[str, Callable[[random.Random], str]] = {
    "different words": lambda rng: _words(rng, RUSSIAN, 9, " "),
    "different long words": lambda rng: _words(rng, RUSSIAN, 30, " "),
    "different short words": lambda rng: _words(rng, RUSSIAN, 4, " "),
    "different english words": lambda rng: _words(rng, ENGLISH, 9, " "),
    "different words of both": lambda rng: _words(rng, RUSSIAN + ENGLISH, 9, " "),
    "different sentences": lambda rng: _words(rng, RUSSIAN, 9, ". "),
    "different questions": lambda rng: _words(rng, RUSSIAN, 9, "? Сколько "),
    "different lines": lambda rng: _words(rng, RUSSIAN, 9, "\n"),
    "different conjunctions": lambda rng: _words(rng, RUSSIAN, 9, " а ещё "),
    "different clauses": lambda rng: _words(rng, RUSSIAN, 9, ", "),
    "different and asked": lambda rng: _words(rng, RUSSIAN, 9, "?,"),
    "different numbers": lambda rng: _words(rng, "0123456789", 9, " "),
    "different letters": lambda rng: "".join(chr(0x4E00 + n) for n in rng.sample(range(20_000), LONGEST)),
    "different letters apart": lambda rng: " ".join(chr(0x4E00 + n) for n in rng.sample(range(20_000), LONGEST // 2)),
    "different hangul": lambda rng: "".join(chr(0xAC00 + n) for n in rng.sample(range(11_000), LONGEST)),
    "six parts of different words": lambda rng: ". ".join(_words(rng, RUSSIAN, 8, " ")[:680] for _ in range(6)),
    "six english parts": lambda rng: ". ".join(_words(rng, ENGLISH, 8, " ")[:680] for _ in range(6)),
    "six parts almost asked": lambda rng: "? ".join("Сколько " + _words(rng, RUSSIAN, 5, " ")[:670] for _ in range(6)),
    "six parts that are all read": lambda rng: _parts(rng, RUSSIAN, 16),
    "six english parts that are all read": lambda rng: _parts(rng, ENGLISH, 16),
    "a sure part among others": lambda rng: f"Сколько стоит доставка? {_parts(rng, RUSSIAN, 15)}",
    "a sure part among stories": lambda rng: f"Сколько стоит доставка? {_parts(rng, RUSSIAN, 60)}",
    "emoji of all kinds": lambda rng: "".join(chr(rng.randint(0x1F300, 0x1FAFF)) for _ in range(LONGEST)),
    "any characters": lambda rng: "".join(chr(rng.randint(0, 0x2FFFF)) for _ in range(LONGEST)),
}
"""By name, how a text of ever different words is made."""


def _to_length(part: str) -> str:
    return (part * (LONGEST // len(part) + 1))[:LONGEST]


def read(text: str, answerer: Answerer) -> object:
    """What the desk has read of a message before it handles it."""
    language = faq.language_of(text, "ru")
    return read_in_turn([IntentOf(text, language), MatchesOf(text, language, ON)], answerer)


def milliseconds(asked: Sequence[str], answerer: Answerer) -> float:
    """Processor time of a text that is read for the first time: the median of texts of one shape."""
    took = []
    for text in asked:
        begun = time.thread_time()
        read(text, answerer)
        took.append((time.thread_time() - begun) * 1000)
    return statistics.median(took)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--semantic", action=argparse.BooleanOptionalAction, default=None)
    parser.add_argument("--most", type=float, default=50.0, help="processor time in ms; default 50")
    given = parser.parse_args()
    answerer = Answerer.of(load(SAMPLE), max_wrong=0.05, semantic=given.semantic)
    for _, text in made(SEEDS):  # what is loaded with the first questions
        read(text, answerer)
    by_name: dict[str, list[str]] = {}
    for seed in range(SEEDS):
        for place, (name, text) in enumerate(shapes(seed)):
            by_name.setdefault(name if " " not in name[2:3] else f"{name[:2]} {place}", []).append(text)
    took = sorted(((milliseconds(texts, answerer), name) for name, texts in by_name.items()), reverse=True)
    print("\n".join(f"{spent:6.1f} ms  {name}" for spent, name in took[:SHOWN]))
    sys.exit(took[0][0] > given.most)


if __name__ == "__main__":
    main()
