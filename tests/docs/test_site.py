"""The pages as a site: mkdocs.yml lists them all, and every link between them leads to a page and a heading.

`make docs` builds it; these tests need no generator.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import docs_site

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))


class _Loader(yaml.SafeLoader):
    """Reads mkdocs' tags for Python objects as nothing."""


_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)
SITE: dict[str, Any] = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Loader)
SEARCH: dict[str, Any] = next(plugin["search"] for plugin in SITE["plugins"] if "search" in plugin)


def listed(entry: Any) -> Iterator[str]:
    """The pages of a part of the navigation."""
    if isinstance(entry, str):
        yield entry
    else:
        for inner in entry.values() if isinstance(entry, dict) else entry:
            yield from listed(inner)


def without_blocks(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE)


def without_code(page: Path) -> str:
    return re.sub(r"`[^`\n]+`", "", without_blocks(page))


def anchors(page: Path) -> set[str]:
    """A page's headings as links name them, and its marks."""
    text = without_blocks(page)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([\w-]+)">', text))


def test_every_page_is_in_the_navigation_once() -> None:
    assert sorted(listed(SITE["nav"])) == sorted(str(page.relative_to(DOCS)) for page in PAGES)


def test_each_language_has_its_part() -> None:
    english, russian = (list(listed(part)) for part in SITE["nav"])
    assert all(page.startswith(docs_site.RUSSIAN) for page in russian)
    assert not any(page.startswith(docs_site.RUSSIAN) for page in english)
    assert (english[0], russian[0]) == ("index.md", "ru/index.md")
    assert SEARCH["lang"] == ["en", "ru"]


def indexed(word: str) -> str:
    """What search keeps of a word; one on a page is found when it begins with the one that is typed."""
    return re.split(SEARCH["separator"], word)[0]


@pytest.mark.parametrize(
    "forms",
    [
        "заявка заявку заявке заявки заявками",
        "бот бота боту ботами",
        "копия копию копии копий копиями",
        "клиент клиента клиентов клиентам",
        "обещание обещания обещаний",
        "очередь очереди очередью",
        "случай случая случаев",
        "резервная резервной резервную резервные резервных резервными",
    ],
)
def test_each_form_of_a_russian_word_finds_all_others(forms: str) -> None:
    [kept] = {indexed(form) for form in forms.split()}
    assert len(kept) >= 3


@pytest.mark.parametrize(
    ("typed", "on_the_page"), [("заявок", "заявка"), ("Настроек", "Настройка"), ("восстановить", "восстановление")]
)
def test_a_form_whose_stem_is_shorter_finds_others(typed: str, on_the_page: str) -> None:
    assert indexed(on_the_page).startswith(indexed(typed))


@pytest.mark.parametrize("word", ["ответ", "приоритет", "файл", "тема", "человека", "tickets", "max_wrong"])
def test_what_is_no_ending_stays(word: str) -> None:
    assert indexed(word) == word


def test_the_highlighter_of_found_words_can_use_the_separator() -> None:
    """It adds two groups of its own and takes them by number."""
    assert re.compile(SEARCH["separator"]).groups == 0


def test_what_the_pages_load_is_there() -> None:
    assert SITE["extra_css"]
    assert [file for file in SITE["extra_css"] if not (DOCS / file).exists()] == []


def test_a_broken_link_stops_the_build() -> None:
    assert SITE["strict"] is True
    assert set(SITE["validation"]["links"].values()) == set(SITE["validation"]["nav"].values()) == {"warn"}


@pytest.mark.parametrize("page", [*PAGES, *ROOT.glob("*.md")], ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for target, anchor in re.findall(r"\]\((?!https?:|photos/)([^)#\s]*)(?:#([^)]+))?\)", without_code(page)):
        file = (page.parent / target) if target else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), f"{target}#{anchor}"


@each_page
def test_a_list_begins_after_a_blank_line(page: Path) -> None:
    """Python-Markdown takes it for a part of the paragraph above otherwise."""
    text = without_blocks(page)
    assert re.findall(r"^(?!-|\d+\.|  |\||$|<).+\n(?=- |\d+\. )", text, re.MULTILINE) == []


@each_page
def test_a_block_in_a_numbered_list_is_indented_by_four(page: Path) -> None:
    assert re.findall(r"^ {1,3}(?:```|\| ).*$", page.read_text(encoding="utf-8"), re.MULTILINE) == []


def test_links_that_leave_the_docs_are_told_from_others() -> None:
    assert docs_site.outside("operations.md", "../CHANGELOG.md") == "CHANGELOG.md"
    assert docs_site.outside("ru/configuration.md", "../../config.example.toml") == "config.example.toml"
    assert docs_site.outside("ru/privacy.md", "../threat-model.md") is None
    assert docs_site.outside("howto/README.md", "../../bot") == "bot"
