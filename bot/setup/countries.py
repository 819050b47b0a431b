"""The country that somebody names, in Russian or English."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from bot.wording import LANGUAGES
from bot.wording.dates import country_names, region_names

_ALIKE = 85  # percent: from here on a name is a misspelt country
_SHORTEST_MISSPELT = 5  # characters
_NOT_A_LETTER = re.compile(r"[\W_]+")
_THE = re.compile(r"^the\s")


def country_named(text: str) -> str | None:
    """The code of a country or region in ISO 3166, by its name, perhaps misspelt; None for one that isn't known."""
    name, known = _normal(text), _countries_by_name()
    if name in known:
        return known[name]
    if len(name) < _SHORTEST_MISSPELT:
        return None
    best = process.extractOne(name, known.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return known[best[0]] if best else None


def is_country(name: str, code: str) -> bool:
    """Whether that is the name of the country of these two letters, or of its region; a misspelt one is none."""
    return _countries_by_name().get(_normal(name), "").partition("-")[0] == code


def _normal(name: str) -> str:
    return _THE.sub("", _NOT_A_LETTER.sub(" ", name.casefold().replace("ё", "е")).strip())


@cache
def _countries_by_name() -> Mapping[str, str]:
    return {_normal(name): code for name, code in _names()}


def _names() -> Iterator[tuple[str, str]]:
    """Names with their countries; later ones win."""
    for language in LANGUAGES:
        for names_of in (region_names, country_names):
            yield from ((name, code) for code, name in names_of(language).items())
    for code, names in tomllib.loads(files("bot.setup").joinpath("countries.toml").read_text(encoding="utf-8")).items():
        yield from ((name, code) for name in names)
