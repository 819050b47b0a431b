from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from faq import Entry, FaqError, Found
from faq.loading import load

Folder = Callable[..., Path]


@pytest.fixture
def root(folder: Folder) -> Path:
    delivery = "# Доставка\n## Сколько? {#price}\n300 ₽\n## Когда? {#time}\nЗавтра\n"
    payment = "# Оплата\n## Чем? {#pay}\nКартой"
    return folder(
        {
            "ru/1.md": delivery + payment,
            "ru/2.md": "# Разговор\n## Привет {#hi}\nТеги: болтовня\n\nДобрый вечер",
            "en/1.md": "# Delivery\n## How much? {#price}\n300 ₽",
        }
    )


def test_entries_by_language_in_file_order(root: Path) -> None:
    library = load(root)
    assert library.languages == ("ru", "en")
    assert [entry.id for entry in library.entries("ru")] == ["price", "time", "pay", "hi"]
    assert [entry.language for entry in library.entries("en")] == ["en"]
    assert library.entries("de") == library.entries("ru")


def test_categories_leave_small_talk_out(root: Path) -> None:
    found = [(name, [entry.id for entry in entries]) for name, entries in load(root).categories("ru")]
    assert found == [("Доставка", ["price", "time"]), ("Оплата", ["pay"])]


def test_a_missing_translation_falls_back_and_says_so(root: Path) -> None:
    library = load(root)
    english, russian = library.find("price", "en"), library.find("time", "en")
    assert english == Found(library.entries("en")[0], "en", fallback=False)
    assert russian == Found(library.entries("ru")[1], "ru", fallback=True)
    assert library.find("nothing", "en") is None


def test_files_in_the_folder_itself_are_in_the_default_language(folder: Folder) -> None:
    root = folder({"faq.md": "## How?\nSo", "words.md": "x", "tests.md": "x", "readme.md": "x", "_old.md": "x"})
    library = load(root, default_language="en")
    assert [(entry.language, entry.question) for entry in library.entries("en")] == [("en", "How?")]


def test_a_file_saved_with_a_byte_order_mark(folder: Folder) -> None:
    assert load(folder({"a.md": b"\xef\xbb\xbf" + "## Как?\nТак".encode()})).entries("ru")[0].question == "Как?"


@pytest.mark.parametrize(
    ("day", "is_valid"),
    [(date(2026, 11, 30), False), (date(2026, 12, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_both_days_of_a_validity_belong_to_it(day: date, is_valid: bool) -> None:
    entry = Entry("a", "А?", valid_from=date(2026, 12, 1), valid_until=date(2026, 12, 31))
    assert entry.is_valid(day) is is_valid


def test_a_translation_without_a_name_is_refused_even_if_it_is_good_otherwise(folder: Folder) -> None:
    root = folder({"ru/a.md": "## Как? {#kak}\nТак", "en/a.md": "## Kak?\nSo"})
    with pytest.raises(FaqError, match=r"en/a\.md:1"):
        load(root)
