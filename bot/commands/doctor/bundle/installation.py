"""What is installed: the program, Python, the system, the libraries. No names of machines, people or folders."""

import os
import platform
import re
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

_NAME = re.compile(r"^[A-Za-z0-9._-]+")
_WORD = re.compile(r"[A-Za-z0-9._-]{1,32}")
_NUMBERS = re.compile(r"\d+(\.\d+)*")  # a kernel's own suffix may have the name of a machine


def installation_lines() -> Iterator[str]:
    yield f"nightdesk: {_numbers(version('nightdesk'))}"
    yield f"Python: {platform.python_implementation()} {_numbers(platform.python_version())}"
    yield f"system: {_system()}, {platform.system()} {_numbers(platform.release())}, {platform.machine()}"
    yield f"C library: {' '.join(platform.libc_ver()) or 'unknown'}"
    yield f"SQLite: {sqlite3.sqlite_version}"
    yield f"processors: {os.cpu_count()}"
    yield f"in an environment of its own: {'yes' if sys.prefix != sys.base_prefix else 'no'}"
    yield f"in a container: {'yes' if _is_container() else 'no'}"
    yield f"encoding: {sys.getfilesystemencoding()}"


def library_lines() -> Iterator[str]:
    """Each library that the program or one of its extras asks for."""
    named = {_NAME.match(one) for one in requires("nightdesk") or () if 'extra == "dev"' not in _unquoted(one)}
    for name in sorted({found[0].lower() for found in named if found}):
        try:
            yield f"{name}: {_numbers(version(name))}"
        except PackageNotFoundError:
            yield f"{name}: not installed"


def _unquoted(requirement: str) -> str:
    return requirement.replace("'", '"')


def _numbers(text: str) -> str:
    found = _NUMBERS.match(text)
    return found[0] if found else "unknown"


def _system() -> str:
    try:
        told = platform.freedesktop_os_release()
    except OSError:  # not Linux
        return platform.system()
    words = [told.get(key, "") for key in ("ID", "VERSION_ID")]
    return " ".join(word for word in words if _WORD.fullmatch(word)) or "Linux"


def _is_container() -> bool:
    """Docker and Podman each leave a file."""
    return any(Path(mark).exists() for mark in ("/.dockerenv", "/run/.containerenv"))
