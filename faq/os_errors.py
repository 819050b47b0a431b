"""The operating system's reasons why a file can't be used, in the reader's language."""

import errno
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_NAMES = {
    errno.ENOENT: "no-such-file",
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.EISDIR: "is-a-folder",
    errno.ENOTDIR: "not-a-folder",
    errno.ENOSPC: "disk-full",
    errno.EROFS: "read-only",
}
_KNOWN = {os.strerror(number): name for number, name in _NAMES.items()}


def reason_of(error: OSError, language: str) -> str:
    """Why it failed, "нет такого файла"; what is not known is in the system's own words."""
    return in_words(error.strerror or str(error), language)


def in_words(why: str, language: str) -> str:
    """The system's sentence, as `OSError.strerror` has it, in that language; any other text as it is."""
    name = _KNOWN.get(why)
    return _texts(language)[name] if name else why


def worded(values: Mapping[str, str], language: str) -> dict[str, str]:
    """The values of a sentence, with the system's reason `why`, if it has one, in that language."""
    return {name: in_words(value, language) if name == "why" else value for name, value in values.items()}


@cache
def _texts(language: str) -> dict[str, str]:
    return tomllib.loads(files("faq").joinpath("words", language, "os_errors.toml").read_text(encoding="utf-8"))
