"""The packaged word lists by language: words/ru/*.txt and words/en/*.txt.

A list has one word or phrase a line; `#` begins a comment.
"""

from functools import cache
from importlib.resources import files

LANGUAGES = ("ru", "en")


@cache
def words(language: str, name: str) -> tuple[str, ...]:
    """The lines of one list, in file order."""
    text = files("faq").joinpath("words", language, f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


@cache
def all_words(name: str) -> tuple[str, ...]:
    """The lines of that list in every language, for messages whose language is not known yet."""
    return tuple(word for language in LANGUAGES for word in words(language, name))
