"""Adding a phrasing: only its own line changes, however the author writes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from faq.decoding import decoded
from faq.folder import Source
from faq.formatting import fmt
from faq.loading import load
from faq.publishing import (
    Change,
    NotEditableError,
    PublishingError,
    SeveralEntriesError,
    UnknownEntryError,
    add_phrasing,
)

Folder = Callable[..., Path]
LIST = """\
<!-- правит Ольга -->
# Доставка

## Сколько стоит   доставка? {#price}

Также спрашивают:
- почём доставка
- доставка платная?

Теги: доставка ,цена
Действует до: 31.12.2030

По городу — **300 ₽**.  
## Когда? {#when}
Также спрашивают: скоро ли; во сколько
Завтра.
"""  # noqa: W291 - two spaces at the end of a line are a line break


def after(change: Change) -> str:
    (file,) = change.files
    assert file.after is not None
    return file.after


def test_it_goes_to_the_end_of_the_list(folder: Folder) -> None:
    change = add_phrasing(folder({"a.md": LIST}), "price", "ru", "  за сколько\nпривезёте ")
    assert after(change) == LIST.replace("- доставка платная?\n", "- доставка платная?\n- за сколько привезёте\n")
    assert change.files[0].before == LIST
    assert change.summary("ru") == "Формулировка «за сколько привезёте» к вопросу «Сколько стоит доставка?»"
    assert change.summary("en") == "Phrasing “за сколько привезёте” for “Сколько стоит доставка?”"


def test_several_are_named_each_in_quotes(folder: Folder) -> None:
    change = replace(add_phrasing(folder({"a.md": LIST}), "price", "ru", "почём"), detail="почём\nцена; скидка")
    assert change.summary("ru") == "Формулировки «почём», «цена; скидка» к вопросу «Сколько стоит доставка?»"
    change = replace(change, detail="a\nb\nc\nd\ne")
    assert change.summary("en") == "Phrasings “a”, “b”, “c” and 2 more for “Сколько стоит доставка?”"


def test_it_goes_to_the_end_of_the_line(folder: Folder) -> None:
    change = add_phrasing(folder({"a.md": LIST}), "when", "ru", "ждать долго?")
    assert after(change) == LIST.replace("во сколько\n", "во сколько; ждать долго?\n")


def test_with_a_semicolon_it_needs_a_line_of_its_own(folder: Folder) -> None:
    root = folder({"a.md": LIST})
    change = add_phrasing(root, "when", "ru", "долго; когда")
    assert after(change) == LIST.replace("во сколько\n", "во сколько\n- долго; когда\n")


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("## Где? {#x}\n\nТут.\n", "## Где? {#x}\n\nТакже спрашивают:\n- адрес\n\nТут.\n"),
        ("## Где? {#x}\nТут.\n", "## Где? {#x}\n\nТакже спрашивают:\n- адрес\n\nТут.\n"),
        ("## Где? {#x}\nТеги: а\n\nТут.", "## Где? {#x}\n\nТакже спрашивают:\n- адрес\n\nТеги: а\n\nТут."),
        ("## Где? {#x}\n\n- Тут.\n- Там.\n", "## Где? {#x}\n\nТакже спрашивают:\n* адрес\n\n- Тут.\n- Там.\n"),
        (
            "## Где? {#x}\nТакже спрашивают\n1. куда\n\nТут.",
            "## Где? {#x}\nТакже спрашивают\n1. куда\n2. адрес\n\nТут.",
        ),
        (
            "## Где? {#x}\nТакже спрашивают:\nкуда\nкак\n\nТут.",
            "## Где? {#x}\nТакже спрашивают:\nкуда\nкак\nадрес\n\nТут.",
        ),
        (
            "## Где? {#x}\nТакже спрашивают:\n  * куда\n    ехать\n\nТут.",
            "## Где? {#x}\nТакже спрашивают:\n  * куда\n    ехать\n  * адрес\n\nТут.",
        ),
        (
            "## Где? {#x}\n\nТут.\n\nТакже спрашивают:\n– куда\n",
            "## Где? {#x}\n\nТут.\n\nТакже спрашивают:\n– куда\n– адрес\n",
        ),
        ("## Где?\n\nТут.\n", "## Где?\n\nТакже спрашивают:\n- адрес\n\nТут.\n"),
        ("## Where? {#x}\n\nHere.\n", "## Where? {#x}\n\nAlso asked:\n- адрес\n\nHere.\n"),
        (
            "## Магазин\n\n### Где?\nТут.\n\n### Когда открыты?\nДнём.\n",
            "## Магазин\n\n### Где?\n\nТакже спрашивают:\n- адрес\n\nТут.\n\n### Когда открыты?\nДнём.\n",
        ),
        (
            "# Магазин\n\n**Где?**\nТут.\n\n**Когда открыты?**\nДнём.\n",
            "# Магазин\n\n**Где?**\n\nТакже спрашивают:\n- адрес\n\nТут.\n\n**Когда открыты?**\nДнём.\n",
        ),
        (
            "# Магазин\n\nВ: Где?\nО: Тут.\n\nВ: Когда открыты?\nО: Днём.\n",
            "# Магазин\n\nВ: Где?\nО: Тут.\n\nТакже спрашивают:\n- адрес\n\nВ: Когда открыты?\nО: Днём.\n",
        ),
    ],
)
def test_every_way_to_list_them_is_kept(folder: Folder, before: str, expected: str) -> None:
    root = folder({"a.md": before})
    question = load(root).entries("ru")[0]
    change = add_phrasing(root, question.id, "ru", "адрес")
    assert after(change) == expected
    (root / "a.md").write_text(expected, encoding="utf-8")
    assert "адрес" in load(root).entries("ru")[0].also
    assert load(root).entries("ru")[0].answer == question.answer


@pytest.mark.parametrize(
    "words",
    ["* где?", "- где - там", "1. где", "_где_ [тут]", "где\\когда", "<b>где</b>", "{{ где }}", "# где", "где: тут"],
)
def test_marks_of_markdown_are_words(folder: Folder, words: str) -> None:
    root = folder({"a.md": "## Куда? {#x}\nТакже спрашивают:\n- где искать\n\nТут.\n"})
    change = add_phrasing(root, "x", "ru", words)
    (root / "a.md").write_text(after(change), encoding="utf-8")
    assert load(root).entries("ru")[0].also == ("где искать", words)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1251", "koi8_r", "mac_cyrillic", "cp866"]
)
def test_encoding_and_line_ends_are_kept(folder: Folder, codec: str, end: str) -> None:
    text = LIST.replace("—", "-").replace("₽", "руб").replace("\n", end)
    data = text.encode(codec)
    change = add_phrasing(folder({"a.md": data}), "price", "ru", "за сколько привезёте")
    (file,) = change.files
    added = f"- доставка платная?{end}- за сколько привезёте{end}"
    assert file.before_bytes == data
    assert file.after_bytes == text.replace(f"- доставка платная?{end}", added).encode(codec)
    assert not file.is_converted


def test_a_letter_that_the_encoding_lacks_needs_utf_8(folder: Folder) -> None:
    text = LIST.replace("₽", "руб")
    change = add_phrasing(folder({"a.md": text.encode("cp1251")}), "price", "ru", "сколько ₽?")
    (file,) = change.files
    assert file.is_converted
    assert file.before_bytes == text.encode("cp1251")
    assert file.after_bytes == text.replace("платная?\n", "платная?\n- сколько ₽?\n").encode()


def test_mixed_line_ends_stay_as_they_are(folder: Folder) -> None:
    text = "## Где? {#x}\r\nТакже спрашивают:\r\n- куда\n\r\nТут.\r\n"
    assert after(add_phrasing(folder({"a.md": text}), "x", "ru", "адрес")) == text.replace(
        "куда\n", "куда\n- адрес\r\n"
    )


def test_the_language_says_which_of_two_entries(folder: Folder) -> None:
    english = "## Where? {#x}\n\nHere.\n"
    root = folder({"ru/a.md": "## Где? {#x}\n\nТут.\n", "en/a.md": english})
    (file,) = add_phrasing(root, "x", "en", "address").files
    assert (file.path, file.after) == ("en/a.md", "## Where? {#x}\n\nAlso asked:\n- address\n\nHere.\n")
    with pytest.raises(UnknownEntryError):
        add_phrasing(folder({"en/b.md": "## Why? {#y}\n\nSo.\n"}), "y", "ru", "почему")


def test_two_entries_of_one_id_are_told_apart_by_nobody(folder: Folder) -> None:
    root = folder({"a.md": "## Где?\n\nТут.\n\n## Где?\n\nТам.\n"})
    with pytest.raises(SeveralEntriesError) as raised:
        add_phrasing(root, "gde", "ru", "адрес")
    assert raised.value.places == ("a.md:1", "a.md:5")
    assert "a.md:1, a.md:5" in raised.value.text("ru")


def test_what_is_there_already_or_says_nothing(folder: Folder) -> None:
    root = folder({"a.md": LIST})
    for words, kind in (("ПОЧЁМ доставка!", "known-phrasing"), ("?!", "no-words"), (" ", "no-words")):
        with pytest.raises(PublishingError) as raised:
            add_phrasing(root, "price", "ru", words)
        assert raised.value.kind == kind
        assert raised.value.text("ru") != raised.value.text("en")


def test_an_entry_in_one_line_needs_a_tidy_file_first(folder: Folder) -> None:
    table = "# Цены\n\n| Вопрос | Ответ |\n|---|---|\n| Сколько стоит доставка? | 300 |\n| Почём подъём? | 900 |\n"
    root = folder({"a.md": table})
    name = load(root).entries("ru")[0].id
    with pytest.raises(NotEditableError) as raised:
        add_phrasing(root, name, "ru", "за лифт")
    assert raised.value.file == "a.md"
    (root / "a.md").write_text(fmt(Source("a.md", "ru", table)).text, encoding="utf-8")
    (root / "a.md").write_text(after(add_phrasing(root, name, "ru", "за лифт")), encoding="utf-8")
    assert load(root).entries("ru")[0].also == ("за лифт",)
    assert load(root).entries("ru")[0].answer == "300"


def test_every_entry_of_the_sample_takes_one(tmp_path: Path) -> None:
    sample = Path("faq/sample")
    library = load(sample)
    for language in library.languages:
        for entry in library.entries(language):
            (file,) = add_phrasing(sample, entry.id, language, "совсем новые слова").files
            assert file.before_bytes == (sample / file.path).read_bytes()
            assert file.after is not None
            assert set(file.after.split("\n")) - set((file.before or "").split("\n")) == {"- совсем новые слова"}
            assert decoded(file.after_bytes or b"") is not None
