"""What mkdocs.yml can't say by itself: links to files outside docs/, and the language of a page.

mkdocs calls these functions by their names (https://www.mkdocs.org/user-guide/plugins/#events).
"""

import posixpath
import re
from collections.abc import MutableMapping
from typing import Any

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(((?:\.\./)+[^)#\s]+)(#[^)]*)?\)")
RUSSIAN = "ru/"


def outside(page: str, target: str) -> str | None:
    """The path from the repository's root if that link of a page (its path in docs/) leaves docs/, else None."""
    path = posixpath.normpath(posixpath.join("docs", posixpath.dirname(page), target))
    return None if path.startswith("docs/") else path


def on_page_markdown(markdown: str, *, page: Any, config: MutableMapping[str, Any], **_: Any) -> str:
    """Let links to files outside docs/ lead to the repository, if `repo_url` names it; else show their paths."""
    repository = config["repo_url"]

    def elsewhere(link: re.Match[str]) -> str:
        path = outside(page.file.src_uri, link[2])
        if path is None:
            return link[0]
        return f"[{link[1]}]({repository.rstrip('/')}/blob/main/{path})" if repository else f"`{path}`"

    return _LINK.sub(elsewhere, markdown)


def on_page_context(context: dict[str, Any], *, page: Any, config: Any, **_: Any) -> dict[str, Any]:
    """Buttons, search and `<html lang>` speak the page's language."""
    config.theme["language"] = "ru" if page.file.src_uri.startswith(RUSSIAN) else "en"
    return context
