"""An entry is given another question."""

from pathlib import Path

import pytest

from faq.publishing import NothingChangedError, PublishingError, replace_question
from faq.publishing.change import Kind


def changed(folder: Path, text: str, question: str, entry_id: str = "price") -> str:
    (folder / "a.md").write_text(text, encoding="utf-8")
    return replace_question(folder, entry_id, "ru", question).files[0].after or ""


def test_the_id_and_all_else_stay(tmp_path: Path) -> None:
    text = "# Цены\n\n## Почём? {#price}\n\nТакже спрашивают:\n- дорого\n\n300 ₽.\n\n## Где? {#where}\n\nТут.\n"
    assert changed(tmp_path, text, "Сколько  стоит?") == text.replace("Почём?", "Сколько стоит?")


def test_an_id_that_was_made_of_the_old_question_is_written_down(tmp_path: Path) -> None:
    assert changed(tmp_path, "## Почём?\n\n300 ₽.\n", "Сколько стоит?", "pochem") == (
        "## Сколько стоит? {#pochem}\n\n300 ₽.\n"
    )


@pytest.mark.parametrize("text", ["В: Почём? {#price}\nО: 300 ₽.\n", "### Почём? {#price}\n\n300 ₽.\n"])
def test_other_ways_to_write_a_question(tmp_path: Path, text: str) -> None:
    assert "Сколько стоит?" in changed(tmp_path, text, "Сколько стоит?")
    assert "300 ₽." in changed(tmp_path, text, "Сколько стоит?")


def test_characters_that_mean_something_in_markdown(tmp_path: Path) -> None:
    assert "## Почём \\*розы\\*? {#price}" in changed(tmp_path, "## Почём? {#price}\n\n300 ₽.\n", "Почём *розы*?")


def test_the_change_says_what_it_does(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## Почём? {#price}\n\n300 ₽.\n", encoding="utf-8")
    change = replace_question(tmp_path, "price", "ru", "Сколько стоит?")
    assert change.kind is Kind.QUESTION
    assert change.summary("ru") == "Вопрос «Почём?» теперь звучит «Сколько стоит?»"


def test_what_is_no_other_question(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## Почём? {#price}\n\n300 ₽.\n", encoding="utf-8")
    with pytest.raises(NothingChangedError):
        replace_question(tmp_path, "price", "ru", "Почём?")
    with pytest.raises(PublishingError, match="no-words"):
        replace_question(tmp_path, "price", "ru", "?!")
