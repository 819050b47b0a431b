"""Articles of help centres, as their APIs give them: Zendesk and Chatwoot.

The shapes are those of https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/, with or
without `include=sections,categories`, and of Chatwoot's `/api/v1/accounts/ID/portals/SLUG/articles` and
`/public/api/v1/portals/SLUG/LOCALE/articles.json`. A list of such pages is read, too.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from faq.decoding import decoded
from faq.importing.drafts import Draft, Left, Read, SourceError
from faq.importing.pages import html_to_markdown, question_data

_PUBLISHED = ("published", 1, "1", None)
_STATUS = {0: "draft", "0": "draft", 2: "archived", "2": "archived"}

Object = Mapping[str, object]


def help_centre(path: Path, language: str) -> Read:
    """Published articles that everybody may read, in that language. Raises SourceError when it can't be read."""
    found = decoded(path.read_bytes())
    try:
        data = json.loads(found.text) if found else None
    except ValueError as error:
        raise SourceError("broken", file=path.name, why=str(error)) from error
    pages = [page for page in (data if isinstance(data, list) else [data]) if isinstance(page, dict)]
    if any("articles" in page for page in pages):
        return _joined(_zendesk(pages, language))
    if any("payload" in page for page in pages):
        return _joined(_chatwoot(pages, language))
    if any("body" in page and "title" in page for page in pages):  # a list of articles
        return _joined(_zendesk([{"articles": pages}], language))
    marked = tuple(question_data(data, path.name))
    if not marked:
        raise SourceError("unknown-shape", file=path.name)
    return Read(marked)


def _zendesk(pages: Iterable[Object], language: str) -> Iterator[Draft | Left]:
    pages = list(pages)
    names = {one.get("id"): str(one.get("name") or "") for page in pages for one in _objects(page, "sections")}
    for article in (one for page in pages for one in _objects(page, "articles")):
        where, title = f"#{article.get('id')}", _line(article.get("title") or article.get("name"))
        body = html_to_markdown(str(article.get("body") or ""), str(article.get("html_url") or ""))
        if why := _why_not_zendesk(article, language) or _why_incomplete(title, body):
            yield Left(where, why, title)
        else:
            tags = tuple(str(label) for label in _list(article.get("label_names")))
            yield Draft(title, body, where, names.get(article.get("section_id"), ""), tags=tags)


def _why_not_zendesk(article: Object, language: str) -> str:
    if article.get("draft"):
        return "draft"
    if article.get("user_segment_id") is not None or _list(article.get("user_segment_ids")):
        return "internal"  # only some users may read it
    return "" if _is_in(article.get("locale"), language) else "other-language"


def _chatwoot(pages: Iterable[Object], language: str) -> Iterator[Draft | Left]:
    for article in (one for page in pages for one in _objects(page, "payload")):
        where, title = f"#{article.get('id')}", _line(article.get("title"))
        content = str(article.get("content") or "").strip()
        category = article.get("category")
        category = category if isinstance(category, dict) else {}
        status = article.get("status")
        locale = category.get("locale") or article.get("locale")
        if status not in _PUBLISHED:
            yield Left(where, _STATUS.get(status, str(status)) if isinstance(status, int | str) else "draft", title)
        elif not _is_in(locale, language):
            yield Left(where, "other-language", title)
        elif why := _why_incomplete(title, content):
            yield Left(where, why, title)
        else:
            name = category.get("name") or str(category.get("slug") or "").replace("-", " ").capitalize()
            yield Draft(title, content, where, str(name))


def _why_incomplete(title: str, answer: str) -> str:
    return "no-question" if not title else "no-answer" if not answer else ""


def _is_in(locale: object, language: str) -> bool:
    """Whether "en-us" is the language "en"; an unknown locale may be any."""
    return not locale or str(locale).lower().replace("_", "-").split("-")[0] == language


def _joined(found: Iterable[Draft | Left]) -> Read:
    parts = list(found)
    drafts = tuple(part for part in parts if isinstance(part, Draft))
    return Read(drafts, tuple(part for part in parts if isinstance(part, Left)))


def _objects(page: Object, name: str) -> list[Object]:
    return [one for one in _list(page.get(name)) if isinstance(one, dict)]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _line(value: object) -> str:
    return " ".join(str(value or "").split())
