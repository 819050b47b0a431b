"""A new entry goes where its author would look for it, and nothing else changes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from faq import Answerer, Entry, FaqError, Match
from faq.loading import load
from faq.publishing import NewEntry, Place, PublishingError, check, new_entry

Folder = Callable[..., Path]
FILE = """\
# Доставка

## Сколько стоит? {#price}

300 ₽.

## Когда? {#when}

Завтра.

<!-- ниже про деньги -->

# Оплата

## Картой? {#card}

Да.
"""
DOG = NewEntry("Можно с собакой?", "Можно.", also=("пустите с псом?", "Можно с СОБАКОЙ", "!", "пустите с псом"))
BLOCK = "## Можно с собакой? {#mozhno-s-sobakoy}\n\nТакже спрашивают:\n- пустите с псом?\n\nМожно.\n"


def match(file: str, category: str, probability: float) -> Match:
    return Match(Entry("x", "?", file=file, category=category), probability)


def test_it_goes_below_the_category_of_what_is_alike(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    alike = [match("a.md", "Оплата", 0.3), match("a.md", "Доставка", 0.2), match("a.md", "Доставка", 0.2)]
    added = new_entry(root, "ru", DOG, alike=alike)
    (file,) = added.change.files
    assert (added.entry_id, added.place) == ("mozhno-s-sobakoy", Place("a.md", "Доставка"))
    assert file.after == FILE.replace("Завтра.\n", f"Завтра.\n\n{BLOCK}")


def test_the_matcher_finds_what_is_alike() -> None:
    sample = Path("faq/sample")
    answerer = Answerer.of(load(sample), max_wrong=0.05, semantic=False)
    question = "Сколько стоит доставка в Сочи?"
    added = new_entry(sample, "ru", NewEntry(question, "Столько же."), alike=answerer.match(question, "ru"))
    assert added.place == Place("ru/01-delivery.md", "Доставка")


@pytest.mark.parametrize(
    ("files", "language", "path"),
    [
        ({"a.md": FILE}, "ru", "вопросы.md"),
        ({"ru/a.md": FILE}, "ru", "ru/вопросы.md"),
        ({"a.md": FILE}, "en", "en/questions.md"),
    ],
)
def test_what_is_like_nothing_gets_a_file_of_its_own(
    folder: Folder, files: dict[str, str], language: str, path: str
) -> None:
    (file,) = new_entry(folder(files), language, DOG, alike=[match("a.md", "Доставка", 0.01)]).change.files
    assert (file.path, file.before) == (path, None)
    assert file.after == (BLOCK if language == "ru" else BLOCK.replace("Также спрашивают", "Also asked"))


def test_the_next_one_joins_it(folder: Folder) -> None:
    root = folder({"вопросы.md": BLOCK.rstrip("\n")})
    (file,) = new_entry(root, "ru", NewEntry("А с котом?", "Тоже.")).change.files
    assert file.after == f"{BLOCK}\n## А с котом? {{#a-s-kotom}}\n\nТоже."


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place("a.md", "Оплата"), f"{FILE}\n{BLOCK}"),
        (Place("a.md"), f"{FILE}\n{BLOCK}"),
        (Place("a.md", "Звери"), f"{FILE}\n# Звери\n\n{BLOCK}"),
        (Place("b.md", "Звери"), f"# Звери\n\n{BLOCK}"),
    ],
)
def test_the_author_says_where(folder: Folder, place: Place, expected: str) -> None:
    added = new_entry(folder({"a.md": FILE}), "ru", DOG, place=place)
    (file,) = added.change.files
    assert file.after == expected
    assert added.place == Place(place.file, place.category or "Оплата")


def test_line_ends_and_encoding_are_those_of_the_file(folder: Folder) -> None:
    data = FILE.replace("₽", "руб").replace("\n", "\r\n").encode("cp1251")
    (file,) = new_entry(folder({"a.md": data}), "ru", DOG, place=Place("a.md", "Доставка")).change.files
    block = BLOCK.replace("\n", "\r\n").encode("cp1251")
    tomorrow = "Завтра.\r\n".encode("cp1251")
    assert file.after_bytes == data.replace(tomorrow, tomorrow + b"\r\n" + block)


def test_an_id_is_never_taken_twice(folder: Folder) -> None:
    root = folder({"a.md": "## Где?\n\nТут.\n\n## Где же?! {#gde-2}\n\nТам.\n"})
    assert new_entry(root, "ru", NewEntry("Где…", "Здесь.")).entry_id == "gde-3"
    with pytest.raises(PublishingError) as raised:
        new_entry(root, "ru", NewEntry("Куда?", "Туда."), entry_id="gde-2")
    assert raised.value.kind == "known-id"


def test_a_translation_has_the_id_of_its_original(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    question = NewEntry("When?", "- Tomorrow.", also=("how soon",), tags=("delivery",))
    change = new_entry(root, "en", question, entry_id="when").change
    assert check(change, root, "ru").errors == ()
    text = "## When? {#when}\n\nAlso asked:\n* how soon\n\nTags: delivery\n\n- Tomorrow.\n"
    assert change.files[0].after == text
    assert check(new_entry(root, "en", NewEntry("How soon?", "Now.")).change, root, "ru").errors


def test_markdown_keeps_its_keys_and_its_id(folder: Folder) -> None:
    text = "## Можно *с собакой*? {#dog}\nДействует до: 1.5.2030\nА: Можно.\n"
    added = new_entry(folder({"a.md": FILE}), "ru", text, place=Place("a.md"))
    assert added.entry_id == "dog"
    end = "\n## Можно *с собакой*? {#dog}\n\nДействует до: 2030-05-01\n\nА: Можно.\n"
    assert added.change.files[0].after == FILE + end
    assert added.change.about == "Можно с собакой?"


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (NewEntry("🐶", "Да."), "no-words"),
        (NewEntry("Где?", " "), "empty-answer"),
        ("Просто текст", "not-one-entry"),
        ("## Раз?\n\nДа.\n\n## Два?\n\nНет.", "not-one-entry"),
        (NewEntry("Где?", "Тут.\n\n<!--"), "answer-unclosed"),
    ],
)
def test_what_is_no_entry_is_refused(folder: Folder, entry: NewEntry | str, kind: str) -> None:
    with pytest.raises(PublishingError) as raised:
        new_entry(folder({"a.md": FILE}), "ru", entry, place=Place("a.md", "Доставка"))
    assert raised.value.kind == kind


def test_markdown_with_errors_names_them(folder: Folder) -> None:
    with pytest.raises(FaqError, match=r"31\.02\.2026"):
        new_entry(folder({"a.md": FILE}), "ru", "## Где?\nДействует до: 31.02.2026\n\nТут.")
