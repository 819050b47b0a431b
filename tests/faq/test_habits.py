"""Other programs' markdown, as customers see it."""

import pytest

from faq.rendering.remarks import remarks
from tests.faq.test_rendering import rendered, styles, text


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("**Важно: берите паспорт", "Важно: берите паспорт"),
        ("Берите паспорт** и чек", "Берите паспорт и чек"),
        ("__Важно: берите `паспорт", "Важно: берите паспорт"),
        ("Цена 300 ₽**\n\n** без доставки", "Цена 300 ₽**\n\n** без доставки"),
        ("Карта **4276, 2 ** 3, \\*\\*x", "Карта **4276, 2 ** 3, **x"),
        ("- [ ] чек\n- [x] коробка", "☐ чек\n✅ коробка"),
        ("H<sub>2</sub>O, м<sup>2</sup>, 1<sup>st</sup>", "H₂O, м², 1st"),
        (
            "<table><tr><th>Зона</th><th>Цена</th></tr><tr><td>Центр</td><td>300</td></tr></table>",
            "• Зона — Цена\n• Центр — 300",
        ),
        ("| Зона | Цена |\n| Центр | 300 |", "• Зона — Цена\n• Центр — 300"),
        (
            "- Цены:\n\n  | Зона | Цена |\n  |---|---|\n  | Центр | **300** |\n- Сроки",
            "• Цены:\nЗона — Цена\n  • Центр — 300\n• Сроки",
        ),
        ("H~2~O, м^2^, ++новое++, C++ и 1+1", "H₂O, м², новое, C++ и 1+1"),
        ("Да.<script>alert(1)</script>", "Да."),
        ("<style>\np { color: red }\n\nb { }\n</style>\n\nДа.", "Да."),
        ("<iframe src='https://example.com'></iframe>Да.", "Да."),
        ("<details>\n<summary>От метро</summary>\n\nНалево.\n\n</details>", "От метро\n\nНалево."),
        ("<details><summary>От метро</summary>Налево.</details>\nДа.", "От метро\n\nНалево.\nДа."),
        ("<h3>Цены</h3>\n<p align='center'>300 ₽</p>", "Цены\n\n300 ₽"),
        (
            "Сноска[^1] и ещё[^a].\n\n[^a]: вторая\n[^1]: первая\n    дальше",
            "Сноска¹ и ещё².\n\n¹ первая дальше\n² вторая",
        ),
        ("Сноска[^9].", "Сноска."),
        ("Сноска^[прямо здесь].", "Сноска (прямо здесь)."),
        ("Правила [на сайте][rules].", "Правила на сайте."),
        ("Возврат\n: за 14 дней", "Возврат — за 14 дней"),
        ("Возврат\n: за 14 дней\n: с чеком", "Возврат — за 14 дней\n— с чеком"),
        ("| Зона | Цена |\n|---|---|\n| Центр<br>Юг | 300 |", "Зона — Цена\n\n• Центр, Юг — 300"),
        ("<table>\n<tr>\n<td>Центр</td>\n<td>300</td>\n</tr>\n</table>", "• Центр — 300"),
        ("Это >!секрет!<", "Это секрет"),
        ("> [!NOTE]\n> Берите паспорт", "Берите паспорт"),
        ('!!! note "Важно"\n    Берите\n    паспорт\n\nДа.', "Важно\n\nБерите\nпаспорт\n\nДа."),
        ("::: tip Совет\nБерите паспорт\n:::", "Совет\nБерите паспорт"),
        ("См. [[Оплата]] и [[Оплата|ещё]] %%проверить%%", "См. Оплата и ещё"),
        ("300 ₽. [↑ Наверх](#top)", "300 ₽."),
        ("300 ₽. См. [оплату](#pay).", "300 ₽. См. оплату."),
        ("[TOC]\n\nДа.", "Да."),
        ("{: .note}\nДа.", "Да."),
        ("[Да]{.underline}, [сайт](https://example.com){.button}", "Да, сайт"),
        (":smile: да :our_logo: в 12:30:45", "😄 да  в 12:30:45"),
        ("Звоните: <tel:+74950000000>, <mailto:a@example.com>", "Звоните: +74950000000, a@example.com"),
        ("`[x][y] <b>` и ==", "[x][y] <b> и =="),
        ("```\n| a | b |\n**x\n```", "| a | b |\n**x"),
        (
            "<Note>Берите <Link to='/x'>паспорт</Link></Note> <Icon name='x'/><номер заказа>",
            "Берите паспорт <номер заказа>",
        ),
        ("== Цены ==\n300 ₽", "Цены\n\n300 ₽"),
        ("Выберите [x] здесь <номер заказа>", "Выберите [x] здесь <номер заказа>"),
    ],
)
def test_nothing_reaches_a_person_raw(answer: str, shown: str) -> None:
    assert text(answer) == shown


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("==важно== и <b>да</b>", [("bold", "важно"), ("bold", "да")]),
        ("<i>нет</i> <del>старое</del>", [("italic", "нет"), ("strikethrough", "старое")]),
        ("<a class='b' href='https://example.com/?a=1'>сайт</a>", [("text_link", "сайт", "https://example.com/?a=1")]),
        ("[сайт][s]\n\n[s]: https://example.com", [("text_link", "сайт", "https://example.com")]),
        ("<b> Да </b>", [("bold", "Да")]),
    ],
)
def test_what_html_means_is_kept(answer: str, expected: list[tuple[object, ...]]) -> None:
    assert styles(answer) == expected


def test_the_words_of_a_linked_picture_are_a_link(tmp_path: object) -> None:
    parts = rendered("[![Вход](https://example.com/in.png)](https://example.com/in)")
    (part,) = parts
    assert [entity["url"] for entity in part.entities] == ["https://example.com/in.png", "https://example.com/in"]  # type: ignore[union-attr]  # it is a text


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("Да.\n\n[на сайте][rules]", [("undefined-link", 2)]),
        ("Да[^1].", [("undefined-note", 0)]),
        ("Да.\n**важно", [("unclosed-mark", 1)]),
        ("Да.\n<script>x</script>", [("unshown-html", 1)]),
        ("Да :our_logo:", [("unknown-emoji", 0)]),
        ("`[a][b]` `<script>` `**` `:our_logo:` **да** :smile:", []),
    ],
)
def test_remarks_on_what_is_not_shown(answer: str, found: list[tuple[str, int]]) -> None:
    assert [(remark.kind, remark.line) for remark in remarks(answer, answer)] == found
