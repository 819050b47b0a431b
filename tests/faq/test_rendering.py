from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq import Entry
from faq.rendering import AnswerError, File, Part, Photo, Text, render

HOURS = {"today": "9–18", "tomorrow": "9–18", "week": "пн–пт 9–18\nсб 10–16", "next_opening": "завтра", "is_open": True}


def rendered(
    answer: str, root: Path = Path("/nowhere"), *, name: str = "Анна", attachment: str | None = None
) -> list[Part]:
    variables = {
        "hours": HOURS,
        "company": {"name": "Дом_и_сад", "phone": "+7 (495) 000-00-00", "address": "Москва"},
        "customer": {"name": name},
    }
    return render(
        Entry("q", "Вопрос?", answer=answer, attachment=attachment, file="ru/a.md", line=3), variables, root=root
    )


def text(answer: str, **arguments: str) -> str:
    (part,) = rendered(answer, **arguments)  # type: ignore[arg-type]  # only names are passed
    assert isinstance(part, Text)
    return part.text


def styles(answer: str) -> list[tuple[object, ...]]:
    """The kind of each entity, the text under it as Telegram counts it, and its link if it has one."""
    (part,) = rendered(answer)
    assert isinstance(part, Text)
    units = part.text.encode("utf-16-le")
    found: list[tuple[object, ...]] = []
    for entity in part.entities:
        start, length = int(entity["offset"]), int(entity["length"])
        under = units[2 * start : 2 * (start + length)].decode("utf-16-le")
        found.append((entity["type"], under, *([entity["url"]] if "url" in entity else [])))
    return found


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("**жирно** и *курсив*", [("bold", "жирно"), ("italic", "курсив")]),
        ("👍🏽 эмодзи **до**", [("bold", "до")]),
        ("[сайт](https://example.com/a?b=c)", [("text_link", "сайт", "https://example.com/a?b=c")]),
        ("~~нет~~ `код`", [("strikethrough", "нет"), ("code", "код")]),
        ("> цитата\n> дальше", [("blockquote", "цитата\nдальше")]),
        ("```python\nx = 1\n```", [("pre", "x = 1")]),
        ("### Заголовок\nтекст", [("bold", "Заголовок")]),
        ("**жирный `код`**", [("code", "код")]),
        ("> > цитата", [("blockquote", "цитата")]),
        ("[файл](price.pdf) [x](javascript:alert)", []),
        ("Сегодня **{{ hours.today }}**.", [("bold", "9–18")]),
        (
            "[карта](https://example.com/?q={{company.address}})",
            [("text_link", "карта", "https://example.com/?q=%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0")],
        ),
    ],
)
def test_formatting_becomes_entities(answer: str, expected: list[tuple[object, ...]]) -> None:
    assert styles(answer) == expected


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("- раз\n- два", "• раз\n• два"),
        ("1. раз\n2. два", "1. раз\n2. два"),
        ("Цена $5, а было $10 и $15$", "Цена $5, а было $10 и $15$"),
        ("100$/мес или 200$/год, $$", "100$/мес или 200$/год, $$"),
        ("Напишите <order number> и <b>ждите</b>", "Напишите <order number> и ждите"),
        ("<div>\n  <p>Текст <i>в теге</i></p>\n</div>", "Текст в теге"),
        ("раз<br>два<br/>три", "раз\nдва\nтри"),
        ("<ul><li>раз</li><li>два</li></ul>", "• раз\n• два"),
        ("до <!-- заметка --> после", "до  после"),
        ("<!--\nзаметка\n-->\n\nтекст", "текст"),
        (
            "| Зона | Цена |\n|---|---|\n| Москва | **300 ₽** |\n| Область | [от 500](https://example.com) |",
            "Зона — Цена\n\n• Москва — 300 ₽\n• Область — от 500",
        ),
        (
            "| Зона | Срок | Цена |\n|---|---|---|\n| Москва | 1 день | 300 |\n| Урал | | 900 |",
            "• Москва — Срок: 1 день; Цена: 300\n• Урал — Цена: 900",
        ),
        ("[позвоните](tel:+74950000000)", "позвоните (+74950000000)"),
        ("[a_b@example.com](mailto:a_b@example.com)", "a_b@example.com"),
        ("<a_b@example.com>", "a_b@example.com"),
        ("Звоните: {{ company.phone }}", "Звоните: +7 (495) 000-00-00"),
        ("{{ hours.week }}", "пн–пт 9–18\nсб 10–16"),
        ("`{{ company.phone }}`", "+7 (495) 000-00-00"),
        ("2 * 3 * 4 и снейк_кейс_тут", "2 * 3 * 4 и снейк_кейс_тут"),
    ],
)
def test_everything_comes_out_readable(answer: str, shown: str) -> None:
    assert text(answer) == shown


@pytest.mark.parametrize(
    "name", ["**x**", "[a](https://b.example)", "`код`", "<b>", "# x", "- x", "||x||", "_a_", "\\", "{{ x }}", "$a$"]
)
def test_a_customers_name_stays_what_it_is(name: str) -> None:
    (part,) = rendered("{{ customer.name }}, *добрый* вечер", name=name)
    assert isinstance(part, Text)
    assert part.text == f"{name}, добрый вечер"
    assert [entity["type"] for entity in part.entities] == ["italic"]


def test_marks_that_turn_the_writing_direction_are_left_out_of_values() -> None:
    assert text("Привет, {{ customer.name }}!", name="\u202eanna\x00\n") == "Привет, anna\n!"


def test_a_picture_follows_its_paragraph(tmp_path: Path) -> None:
    for name in ("photos/map.jpg", "ru/b.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"jpg")
    parts = rendered("Мы ![наша *карта*, {{ customer.name }}](photos/map.jpg) здесь.\n\nДальше\n\n![](b.png)", tmp_path)
    assert parts == [
        Text("Мы  здесь."),
        Photo((tmp_path / "photos/map.jpg").resolve(), "наша карта, Анна"),
        Text("Дальше"),
        Photo((tmp_path / "ru/b.png").resolve()),
    ]


def test_a_picture_from_elsewhere_is_a_link() -> None:
    assert styles("![карта](https://example.com/m.png)") == [("text_link", "карта", "https://example.com/m.png")]


def test_an_emoji_of_telegrams_own_stays_in_the_text() -> None:
    assert styles("Да ![👍](tg://emoji?id=5368324170671202286)") == [("custom_emoji", "👍")]


def test_a_caption_that_is_too_long_goes_on_in_a_message(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"png")
    photo, rest = rendered(f"![{'слово ' * 300}](a.png)", tmp_path)
    assert isinstance(photo, Photo)
    assert isinstance(rest, Text)
    assert len(photo.caption) <= 1024
    assert f"{photo.caption} {rest.text}".split() == ["слово"] * 300


def test_attachments_come_last(tmp_path: Path) -> None:
    (tmp_path / "price.pdf").write_bytes(b"pdf")
    (tmp_path / "map.PNG").write_bytes(b"png")
    assert rendered("Вот", tmp_path, attachment="price.pdf") == [Text("Вот"), File((tmp_path / "price.pdf").resolve())]
    assert rendered("", tmp_path, attachment="map.PNG") == [Photo((tmp_path / "map.PNG").resolve())]


@pytest.mark.parametrize(
    "answer",
    [
        "{{ hours.todya }}",
        "{% for x in 'a' %}{% endfor %}",
        "{{",
        "{% if customer.name == 'x' %}a{% endif %}",
        "![](no.png)",
        "![](../../etc/passwd)",
        "![](\x00)",
    ],
)
def test_an_answer_that_cannot_be_given_says_which(answer: str, tmp_path: Path) -> None:
    with pytest.raises(AnswerError, match=r"ru/a\.md:3 \(q\)"):
        rendered(answer, tmp_path)


WORDS = st.sampled_from(
    [
        "**жирный** ",
        "*курсив* ",
        "`код` ",
        "[ссылка](https://example.com) ",
        "слово ",
        "👍🏽",
        "\n\n",
        "\n",
        "- пункт\n",
        "> цитата\n",
        "| a | b |\n|---|---|\n| в | г |\n",
        "```\nкод\n```\n",
        "<b>",
        "<div>\n",
        "$",
        "||",
        "~~",
        "**",
        "_",
        "[",
        "](",
        ")",
        "![",
        "\t",
        "# ",
        "{",
    ]
)


@settings(deadline=None)
@given(st.lists(WORDS | st.text(max_size=5), max_size=60).map("".join), st.integers(1, 60))
def test_any_markdown_gives_messages_that_telegram_takes(markdown: str, times: int) -> None:
    answer = "Ответ\n\n{% raw %}" + (markdown * times)[:9000].replace("{%", "").replace("![", "") + "{% endraw %}."
    for part in rendered(answer):
        assert isinstance(part, Text)
        size = len(part.text.encode("utf-16-le")) // 2
        assert 1 <= size <= 4096
        assert part.text == part.text.strip()
        for entity in part.entities:
            start, end = int(entity["offset"]), int(entity["offset"]) + int(entity["length"])
            assert 0 <= start < end <= size
            part.text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
