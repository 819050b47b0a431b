from pathlib import Path

import pytest

from faq.decoding import decoded, lines_of
from faq.formatting import format_folder
from faq.loading import load

TEXT = "# Доставка\n\n## Сколько стоит доставка?\n\nПо городу — 300 руб., «до двери». Я ёж. SMS.\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1251", "Windows-1251"),
        ("mac_cyrillic", "MacCyrillic"),
    ],
)
def test_a_file_of_any_editor_is_read(codec: str, name: str) -> None:
    found = decoded(TEXT.encode(codec))
    assert found is not None
    assert (found.text, found.encoding) == (TEXT, name)


@pytest.mark.parametrize(("codec", "name"), [("koi8_r", "KOI8-R"), ("cp866", "CP866")])
def test_a_file_of_an_old_program_is_read(codec: str, name: str) -> None:
    text = "## Сколько стоит доставка?\n\nПо городу 300 рублей, ещё и бесплатно.\n"
    found = decoded(text.encode(codec))
    assert found is not None
    assert (found.text, found.encoding) == (text, name)


@pytest.mark.parametrize(
    "text", ["What’s the price? It’s 300 €.", "Où est le café? À côté.", "Größe und Maße – über uns"]
)
def test_western_texts_are_no_russian_ones(text: str) -> None:
    found = decoded(text.encode("cp1252"))
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    "data", [bytes(range(256)), b"\x89PNG\r\n\x1a\n\0\0", "## Привет, мир!".encode()[:-8] + b"\xff"]
)
def test_what_is_no_text_is_not_guessed(data: bytes) -> None:
    assert decoded(data) is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_lines_end_as_editors_end_them(end: str) -> None:
    assert lines_of(f"раз{end}два{end}") == ["раз", "два", ""]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1251"])
def test_whatever_the_file_its_entries_are_the_same_and_fmt_saves_it_as_utf_8(
    codec: str, end: str, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_bytes(TEXT.replace("\n", end).encode(codec))
    (entry,) = load(tmp_path).entries("ru")
    assert (entry.question, entry.line) == ("Сколько стоит доставка?", 3)
    assert entry.answer == "По городу — 300 руб., «до двери». Я ёж. SMS."
    formatted = format_folder(tmp_path, default_language="ru", language="ru")
    formatted.write()
    assert formatted.problems == ()
    assert (tmp_path / "a.md").read_bytes().decode() == TEXT.replace("доставка?", "доставка? {#skolko-stoit-dostavka}")
    assert format_folder(tmp_path, default_language="ru", language="ru").changed == ()


def test_a_tidy_file_in_another_encoding_is_saved_anew(tmp_path: Path) -> None:
    tidy = "## Сколько стоит? {#price}\n\n300 рублей.\n"
    (tmp_path / "a.md").write_bytes(tidy.encode("utf-16"))
    formatted = format_folder(tmp_path, default_language="ru", language="ru")
    assert formatted.changed_files == ["a.md"]
    formatted.write()
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == tidy
