"""The language in which mistakes in config.toml are told: the company's, else the system's."""

import re
from collections.abc import Mapping

_WRITTEN = re.compile(r"""^\s*language\s*[=:]\s*["'«“]?(ru|en)\b""", re.MULTILINE)
_DEFAULT = "ru"  # as in CompanySettings


def spoken(environ: Mapping[str, str]) -> str:
    """The user's language from LC_ALL, LC_MESSAGES or LANG: "ru" or "en"."""
    set_by = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "ru" if set_by.lower().startswith("ru") else "en"


def language_of(document: Mapping[str, object], environ: Mapping[str, str]) -> str:
    """The company's language, also when the key is left out; the system's when it has no valid value."""
    company = document.get("company")
    if not isinstance(company, dict):
        return spoken(environ)
    language = company.get("language", _DEFAULT)
    return language if language in ("ru", "en") else spoken(environ)


def language_of_text(text: str, environ: Mapping[str, str]) -> str:
    """The same for a file that is no valid TOML: the first line that looks like the key."""
    found = _WRITTEN.search(text)
    return found[1] if found else spoken(environ)
