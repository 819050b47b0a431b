"""Snowball's stemmers. Only those in use are loaded: the package itself loads thirty languages, which take 3 MB."""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from threading import Lock
from typing import Protocol

_PACKAGE = "snowballstemmer"
_importing = Lock()


class Stemmer(Protocol):
    """A stemmer of one language. It keeps the word it works on in itself: one thread at a time may use it."""

    def stemWord(self, word: str) -> str:  # noqa: N802 - Snowball's name
        """The stem of a word in lower case."""


def stemmer(language: str) -> Stemmer:
    """Snowball's stemmer of a language, by its English name in lower case.

    Raises ModuleNotFoundError where the package is not installed or has no such language.
    """
    with _importing:
        module = import_module(f"{_PACKAGE}.{language}_stemmer") if _PACKAGE in sys.modules else _import_alone(language)
    made: Stemmer = getattr(module, f"{language.capitalize()}Stemmer")()
    return made


def _import_alone(language: str) -> object:
    """The module of one language, imported without running the package's own module, which imports all of them."""
    spec = find_spec(_PACKAGE)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {_PACKAGE!r}", name=_PACKAGE)
    sys.modules[_PACKAGE] = module_from_spec(spec)
    try:
        return import_module(f"{_PACKAGE}.{language}_stemmer")
    finally:
        del sys.modules[_PACKAGE]  # whoever imports the package gets all of it
