"""Replacing an answer: its question, phrasings and keys stay, and so does everything around."""

from collections.abc import Callable
from pathlib import Path

import pytest

from faq.loading import load
from faq.publishing import NothingChangedError, PublishingError, replace_answer

Folder = Callable[..., Path]
FILE = """\
# Доставка

## Сколько стоит? {#price}

Также спрашивают:
- почём

Действует до: 31.12.2030

<!-- сверить в мае -->
По городу — 300 ₽.

Срочно: да

За город — [как тут][t].

[t]: https://example.com/tariff
---

## Когда? {#when}
Завтра, [как тут][t].
"""


def after(root: Path, entry_id: str, text: str) -> str:
    (file,) = replace_answer(root, entry_id, "ru", text).files
    assert file.after is not None
    return file.after


def test_keys_comments_and_what_others_use_stay(folder: Folder) -> None:
    root = folder({"a.md": FILE})
    before = load(root).entries("ru")
    new = after(root, "price", "Везде **350 ₽**.\n\n- без выходных\n")
    assert new == FILE.replace(
        "По городу — 300 ₽.\n\nСрочно: да\n\nЗа город — [как тут][t].\n\n[t]: https://example.com/tariff\n",
        "\nВезде **350 ₽**.\n\n- без выходных\n\n[t]: https://example.com/tariff\n\nСрочно: да\n\n",
    )
    (root / "a.md").write_text(new, encoding="utf-8")
    price, when = load(root).entries("ru")
    assert price.answer.startswith("<!-- сверить в мае -->\n\nВезде **350 ₽**.\n\n- без выходных")
    assert (price.urgent, price.valid_until, price.also) == (True, before[0].valid_until, ("почём",))
    assert when.answer == before[1].answer


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("## Где? {#x}\nТут.\n\n\n## Когда?\nДнём.", "## Где? {#x}\nНа Мира, 5.\n\n\n## Когда?\nДнём."),
        ("## Где? {#x}\r\n\r\nТут.\r\nТам.\r\n", "## Где? {#x}\r\n\r\nНа Мира, 5.\r\n"),
        ("## Где? {#x}\n\n```\nТут.\n```", "## Где? {#x}\n\nНа Мира, 5."),
        ("## Где? {#x}\nТеги: а\n", "## Где? {#x}\nТеги: а\n\nНа Мира, 5.\n"),
        ("## Где? {#x}", "## Где? {#x}\n\nНа Мира, 5."),
        ("## А\n\n### Где?\nТут.\n\n### Когда?\nДнём.\n", "## А\n\n### Где?\nНа Мира, 5.\n\n### Когда?\nДнём.\n"),
        ("# А\n\nВ: Где?\nО: Тут.\n\nВ: Когда?\nО: Днём.\n", "# А\n\nВ: Где?\nО: На Мира, 5.\n\nВ: Когда?\nО: Днём.\n"),
        (
            "<details><summary>Где?</summary>\n\nТут.\n\n</details>\n",
            "<details><summary>Где?</summary>\n\nНа Мира, 5.\n\n</details>\n",
        ),
        ('??? question "Где?"\n    Тут.\n', '??? question "Где?"\n    На Мира, 5.\n'),
    ],
)
def test_every_way_to_write_it_is_kept(folder: Folder, before: str, expected: str) -> None:
    root = folder({"a.md": before})
    name = "x" if "{#x}" in before else "gde"
    assert after(root, name, "На Мира, 5.") == expected
    (root / "a.md").write_bytes(expected.encode())
    assert load(root).entries("ru")[0].answer == "На Мира, 5."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Цены\nВот.", "### Цены\nВот."),
        ("##Цены", "\\##Цены"),
        ("Цены\n====\nВот.", "Цены\n* * *\nВот."),
        ("Ждём.\n#скидки", "Ждём.\n\\#скидки"),
        ("#скидки ждут", "\\#скидки ждут"),
        ("Сегодня {{ hours.today }}", "Сегодня {{ hours.today }}"),
        ("Раз\r\nдва", "Раз\nдва"),
    ],
)
def test_no_line_of_an_answer_begins_a_question(folder: Folder, text: str, expected: str) -> None:
    root = folder({"a.md": "## Где? {#x}\nТут.\n## Когда? {#y}\nДнём.\n"})
    new = after(root, "x", text)
    assert new == f"## Где? {{#x}}\n{expected}\n## Когда? {{#y}}\nДнём.\n"
    (root / "a.md").write_text(new, encoding="utf-8")
    assert [entry.id for entry in load(root).entries("ru")] == ["x", "y"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (" \n", "empty-answer"),
        ("---", "empty-answer"),
        ("Срочно: да\n\nТут.", "answer-with-key"),
        ("Также спрашивают", "empty-answer"),
        ("Тут.\n\n<!-- и ещё", "answer-unclosed"),
        ("Тут.\n\n```\nкод", "answer-unclosed"),
    ],
)
def test_what_is_no_answer_is_refused(folder: Folder, text: str, kind: str) -> None:
    with pytest.raises(PublishingError) as raised:
        replace_answer(folder({"a.md": FILE}), "price", "ru", text)
    assert raised.value.kind == kind
    assert raised.value.text("en")


def test_the_same_answer_changes_nothing(folder: Folder) -> None:
    with pytest.raises(NothingChangedError):
        replace_answer(folder({"a.md": "## Где? {#x}\n\nТут.\n"}), "x", "ru", " Тут.\n")


def test_every_answer_of_the_sample_can_be_replaced() -> None:
    sample = Path("faq/sample")
    library = load(sample)
    for language in library.languages:
        for entry in library.entries(language):
            (file,) = replace_answer(sample, entry.id, language, "Ответ в одну строку.").files
            assert "\n\nОтвет в одну строку.\n" in (file.after or "")
