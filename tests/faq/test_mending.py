"""What is certain in an answer is read as it was meant, and fmt writes it so."""

from pathlib import Path

import pytest

from faq import Entry
from faq.folder import Source, find_file
from faq.formatting import fmt
from faq.parsing import ParsedEntry, parse_file
from faq.parsing.mending import mended


def parsed(text: str) -> ParsedEntry:
    (found,) = parse_file(Source("a.md", "ru", text)).entries
    return found


def faults(text: str) -> list[tuple[str, int]]:
    return [(fault.kind, fault.line) for fault in sorted(parse_file(Source("a.md", "ru", text)).faults)]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("![Схема](photos/схема проезда.png)", "![Схема](<photos/схема проезда.png>)"),
        ("![Схема](photos\\схема.png)", "![Схема](photos/схема.png)"),
        ("![](схема (1).jpg) и ![](b.png)", "![](<схема (1).jpg>) и ![](b.png)"),
        ('![Схема](схема проезда.png "Как пройти")', '![Схема](<схема проезда.png> "Как пройти")'),
        ("![Схема](map.png =300x200)", "![Схема](map.png)"),
        ("![Схема](map.png){width=50%}", "![Схема](map.png)"),
        ("![[схема проезда.png|300]]", "![](<схема проезда.png>)"),
        ("<img src=\"photos/map.png\" alt='Карта' width=300>", "![Карта](photos/map.png)"),
        ("<IMG width=300 SRC='схема проезда.png' />", "![](<схема проезда.png>)"),
        ("[прайс](https://example.com/прайс лист.pdf)", "[прайс](<https://example.com/прайс лист.pdf>)"),
        ("[сайт](https://example.com)", "[сайт](https://example.com)"),
        ("![Схема](<схема проезда.png>)", "![Схема](<схема проезда.png>)"),
        ("`![a](b c.png)` и `<img src=a>`", "`![a](b c.png)` и `<img src=a>`"),
        ("Цена [см. ниже](и выше)", "Цена [см. ниже](и выше)"),
    ],
)
def test_pictures_and_links_are_written_as_markdown_knows_them(line: str, meant: str) -> None:
    assert mended(line) == meant
    assert mended(meant) == meant


def test_fmt_writes_them_so() -> None:
    text = "## Где вы? {#where}\n\nВо дворе.\n\n![Схема](схема проезда.png)\n"
    assert fmt(Source("a.md", "ru", text)).text == text.replace("(схема проезда.png)", "(<схема проезда.png>)")


@pytest.mark.parametrize(
    "reference",
    ["схема проезда.png", "%D1%81%D1%85%D0%B5%D0%BC%D0%B0%20проезда.png", "./схема проезда.png", "/схема проезда.png"],
)
def test_a_picture_is_found_however_its_address_is_written(reference: str, tmp_path: Path) -> None:
    (tmp_path / "схема проезда.png").write_bytes(b"png")
    assert find_file(tmp_path, "a.md", reference) == tmp_path / "схема проезда.png"
    assert find_file(tmp_path / "inside", "a.md", "%2e%2e/схема проезда.png") is None


def test_a_link_is_known_wherever_the_file_says_where_it_leads() -> None:
    text = (
        "[rules]: https://example.com/rules\n\n## Где правила?\n\n[На сайте][Rules], сноска[^1].\n\n"
        "## Ещё?\n\nДа.\n\n[^1]: Кроме белья.\n"
    )
    first, second = (one.entry.answer for one in parse_file(Source("a.md", "ru", text)).entries)
    assert first == "[На сайте][Rules], сноска[^1].\n\n[rules]: https://example.com/rules\n[^1]: Кроме белья."
    assert second == "Да.\n\n[^1]: Кроме белья."
    assert faults(text) == []
    formatted = fmt(Source("a.md", "ru", text)).text
    assert formatted.count("https://example.com/rules") == formatted.count("Кроме белья") == 1


@pytest.mark.parametrize("anchor", [" {#more}", "{: #more}", " {#more .big}"])
def test_an_anchor_in_an_answer_is_no_template(anchor: str) -> None:
    text = f"## Где вы? {{#where}}\n\n### Подробнее{anchor}\n\nВ Москве. `{{#x}}` {{# заметка #}}\n"
    assert parsed(text).entry.answer == "### Подробнее\n\nВ Москве. `` {# заметка #}"
    assert fmt(Source("a.md", "ru", text)).text == text


@pytest.mark.parametrize(
    "begin",
    [
        "---\ntitle: Вопросы и ответы\nlayout: faq\n---\n\n",
        "---\r\ntags:\r\n  - faq\r\n\r\n# заметка\r\n...\r\n",
        '+++\ntitle = "Вопросы"\n+++\n',
        "\ufeff---\ntitle: a\n---\n",
    ],
)
def test_settings_of_other_programs_are_read_past_and_kept(begin: str) -> None:
    text = f"{begin}# Доставка\n\n## Сколько стоит?\n\n300 ₽.\n"
    found = parsed(text)
    assert (found.entry.question, found.entry.category) == ("Сколько стоит?", "Доставка")
    assert faults(text) == [("front-matter", 1)]
    assert begin.lstrip("\ufeff").replace("\r\n", "\n").strip() in fmt(Source("a.md", "ru", text)).text


def test_a_separator_at_the_begin_is_no_setting() -> None:
    assert faults("---\n\n## Сколько стоит?\n\n300 ₽.\n\n---\n") == []


@pytest.mark.parametrize(
    "contents",
    [
        "- [Сколько стоит?](#skolko)\n  - [Где?](#gde)\n",
        "1. [Сколько стоит?](#skolko)\n",
        "[Сколько стоит?](#skolko) |\n",
        "[TOC]\n",
        "[[_TOC_]]\n",
        "* TOC\n{:toc}\n",
        "## Содержание\n\n- [Сколько стоит?](#skolko)\n",
        "## Оглавление\n\n1. Сколько стоит?\n",
    ],
)
def test_a_table_of_contents_is_read_past_and_kept(contents: str) -> None:
    text = f"# Магазин\n\n{contents}\n## Сколько стоит?\n\n300 ₽.\n"
    assert parsed(text).entry.question == "Сколько стоит?"
    assert [kind for kind, _ in faults(text)] == ["table-of-contents"]
    assert contents.strip() in fmt(Source("a.md", "ru", text)).text


@pytest.mark.parametrize("key", ["Срочно: да", "**Срочно:** да"])
@pytest.mark.parametrize("answer", ["300 ₽.\n\n{}", "300 ₽.\n\n{}\n\nИ ещё."])
def test_a_key_below_an_answer_counts_and_is_not_sent(key: str, answer: str) -> None:
    text = f"## Сколько стоит? {{#price}}\n\n{answer.format(key)}\n"
    found = parsed(text)
    assert found.entry.urgent
    assert "рочно" not in found.entry.answer
    assert faults(text) == [("late-key", 5)]
    assert fmt(Source("a.md", "ru", text)).text.startswith("## Сколько стоит? {#price}\n\nСрочно: да\n\n300 ₽.")


def test_phrasings_below_an_answer_count() -> None:
    text = (
        "## Сколько стоит?\n\nТакже спрашивают:\n- почём\n\n300 ₽.\n\nТакже спрашивают:\n- цена\n- прайс\n\nТеги: а\n"
    )
    found = parsed(text)
    assert (found.entry.also, found.entry.tags, found.entry.answer) == (("почём", "цена", "прайс"), ("а",), "300 ₽.")
    assert faults(text) == [("late-also", 8), ("late-key", 12)]


@pytest.mark.parametrize(
    "answer", ["300 ₽.\nСрочно: да", "300 ₽.\n\nСрочно: наверное", "Действует с: понедельника\nпо среду"]
)
def test_what_may_be_a_sentence_stays_text_with_a_remark(answer: str) -> None:
    text = f"## Сколько стоит?\n\nВот.\n\n{answer}\n"
    assert parsed(text).entry == Entry(
        "skolko-stoit", "Сколько стоит?", answer=f"Вот.\n\n{answer}", language="ru", category="A", file="a.md", line=1
    )
    assert [kind for kind, _ in faults(text)] == ["key-in-answer"]
