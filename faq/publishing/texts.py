"""The sentences about changes that people read, from words/LANGUAGE/publishing.toml."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def publishing_texts(language: str) -> dict[str, dict[str, str]]:
    """The sentences by section and name; the names in braces are filled in."""
    return tomllib.loads(files("faq").joinpath("words", language, "publishing.toml").read_text(encoding="utf-8"))
