"""Questions taken over from other programs' files."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from faq.importing import Imported, Left, SourceError, import_source
from faq.importing.importing import READERS
from faq.importing.report import import_text, reason, refusal_text
from faq.loading import check, load

Folder = Callable[..., Path]

FAQ = "# Доставка\n\n## Сколько стоит доставка? {#price}\n\n300 ₽.\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)


def pages() -> None:
    pytest.importorskip("bs4", reason="the extra import is not installed")
    pytest.importorskip("markdownify", reason="the extra import is not installed")


@pytest.fixture
def take(folder: Folder, tmp_path: Path) -> Callable[[str, str | bytes], Imported]:
    """Imports a file of that name and content into an FAQ with one question, and writes it."""

    def taken(name: str, content: str | bytes) -> Imported:
        source = tmp_path / "source" / name
        root = folder({"faq/a.md": FAQ, f"source/{name}": content}) / "faq"
        found = import_source(source, root, "ru")
        if found.drafts:
            found.write()
        return found

    return taken


Take = Callable[[str, str | bytes], Imported]


def entries(found: Imported) -> dict[str, str]:
    """The answers of the new file, by question, as the desk reads them."""
    return {entry.question: entry.answer for entry in load(found.root).entries("ru") if entry.file == found.file}


def left(found: Imported) -> list[tuple[str, str]]:
    return [(one.where, one.kind) for one in found.left]


@pytest.mark.parametrize("codec", ["utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_table_of_any_spreadsheet(codec: str, between: str, take: Take) -> None:
    rows = [
        ["№", "Раздел", "Вопрос", "Ответ", "Также спрашивают", "Теги", "Автор"],
        ["1", "Оплата", "Можно ли картой?", '"Да, картой.\nИ наличными"', '"по карте; безнал"', "оплата", "Иван"],
        ["2", "", "Есть ли рассрочка?", "Да", "", "", ""],
        ["3", "Доставка", "Сколько стоит доставка?", "500 руб.", "", "", ""],
        ["4", "", "Пусто?", "", "", "", ""],
        ["", "", "", "Ничей ответ", "", "", ""],
    ]
    text = "\r\n".join(between.join(row) for row in rows) + "\r\n"
    found = take("таблица.csv", text.encode(codec))
    assert found.file == "tablitsa.md"
    assert entries(found) == {"Можно ли картой?": "Да, картой.\nИ наличными", "Есть ли рассрочка?": "Да"}
    first, second = (entry for entry in load(found.root).entries("ru") if entry.file == found.file)
    assert (first.category, first.also, first.tags) == ("Оплата", ("по карте", "безнал"), ("оплата",))
    assert second.category == "Оплата"
    assert left(found) == [
        ("таблица.csv:1", "unknown-column"),
        ("таблица.csv:5", "no-answer"),
        ("таблица.csv:6", "no-question"),
        ("таблица.csv:4", "known"),
    ]


@pytest.mark.parametrize("between", ["; ", " | ", "\n", ";\n"])
def test_several_phrasings_in_one_cell(between: str, take: Take) -> None:
    found = take("b.csv", f'Вопрос,Ответ,Также спрашивают\nГде вы?,В Москве,"куда ехать{between}адрес"\n')
    (entry,) = (entry for entry in load(found.root).entries("ru") if entry.file == found.file)
    assert entry.also == ("куда ехать", "адрес")


def test_a_table_without_names_of_columns(take: Take) -> None:
    assert entries(take("b.csv", "Где вы?,В Москве\nКогда?,Всегда\n")) == {"Где вы?": "В Москве", "Когда?": "Всегда"}


def test_a_question_that_comes_twice_is_taken_once(take: Take) -> None:
    found = take("b.csv", "question,answer\nГде вы?,В Москве\nгде ВЫ,В Туле\n")
    assert entries(found) == {"Где вы?": "В Москве"}
    assert found.left == (Left("b.csv:3", "known", "где ВЫ", "b.csv:2"),)


def test_what_would_be_read_as_something_else_stays_text(take: Take) -> None:
    found = take(
        "b.csv", 'question,answer\n"Что такое {{ x }} и *y*?","{{ hours.todya }} {% if %}\n# Раз\n## Два\n---\nТри"\n'
    )
    assert list(entries(found)) == ["Что такое {{ x }} и *y*?"]
    assert [problem.kind for problem in check(found.root) if problem.severity == "error"] == []


def test_excel(take: Take) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter", reason="the extra xlsx is not installed")
    pytest.importorskip("openpyxl", reason="the extra import is not installed")
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    for name, question, answer in (("Оплата", "Можно ли картой?", "Да"), ("Склад", "Сколько лет?", 12.0)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Вопрос", "Ответ"])
        sheet.write_row(1, 0, [question, answer])
    sheet.write_row(2, 0, ["Где сайт?"])
    sheet.write_url(2, 1, "https://example.com/", string="вот")
    book.add_worksheet("Старое").hide()
    book.close()
    found = take("faq.xlsx", data.getvalue())
    assert entries(found) == {
        "Можно ли картой?": "Да",
        "Сколько лет?": "12",
        "Где сайт?": "[вот](https://example.com/)",
    }
    assert [draft.category for draft in found.drafts] == ["Оплата", "Склад", "Склад"]
    assert left(found) == [("faq.xlsx Старое", "hidden-sheet")]


def test_a_page_with_its_questions(take: Take) -> None:
    pages()
    found = take(
        "page.html",
        "<head><base href='https://shop.example/'><style>p {}</style></head><body><nav>Меню</nav><main><h1>Вопросы</h1>"
        "<p>Здесь ответы.</p><h2>Самовывоз</h2><details><summary><b>Где вы?</b></summary><p>В <b>Москве</b>, "
        "<a href='/map'>карта</a>.</p></details><button>Когда работаете?</button><div>Всегда</div>"
        "<button>Купить</button><dl><dt>Есть ли склад?</dt><dd>Да</dd></dl><iframe src='https://video.example/1'></iframe></main>"
        "<footer>© 2026</footer></body>",
    )
    assert entries(found) == {
        "Где вы?": "В **Москве**, [карта](https://shop.example/map).",
        "Когда работаете?": "Всегда",
        "Есть ли склад?": "Да\n\n<https://video.example/1>",
    }
    assert {draft.category for draft in found.drafts} == {"Самовывоз"}
    assert left(found) == [("page.html:3", "no-question")]


def test_a_page_that_marks_its_questions_for_search_engines(take: Take) -> None:
    pages()
    data = {
        "@graph": [
            {
                "@type": "FAQPage",
                "mainEntity": [
                    {
                        "@type": "Question",
                        "name": "Где &laquo;вы&raquo;?",
                        "acceptedAnswer": {"text": "<p>В <b>Туле</b></p>"},
                    }
                ],
            }
        ]
    }
    html = f"<script type='application/ld+json'>{json.dumps(data)}</script><h1>Вопросы</h1>"
    assert entries(take("page.htm", html)) == {"Где «вы»?": "В **Туле**"}


def paragraph(text: str, style: str = "", *, bold: bool = False) -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}<w:t>{text}</w:t></w:r></w:p>"


def docx(body: str) -> bytes:
    """A document of Word with a picture, whose relation is rId5."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="rId5" '
        f'Type="{office}/image" Target="media/a.png"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{word}">'
        + "".join(
            f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{name}"/></w:style>'
            for one, name in (("1", "heading 1"), ("2", "heading 2"))
        )
        + "</w:styles>",
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
        "word/media/a.png": PNG,
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return data.getvalue()


PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="a" descr="Схема"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
    '<a:blip r:embed="rId5" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)


def test_a_document_of_word_with_a_picture(take: Take) -> None:
    pages()
    pytest.importorskip("mammoth", reason="the extra import is not installed")
    found = take(
        "Вопросы.docx",
        docx(
            paragraph("Самовывоз", "1")
            + paragraph("Где вы?", "2")
            + paragraph("В Москве.")
            + PICTURE
            + paragraph("Оплата", "1")
            + paragraph("Можно ли картой?", bold=True)
            + paragraph("Да.")
        ),
    )
    assert entries(found) == {"Где вы?": "В Москве.\n\n![Схема](photos/voprosy-1.png)", "Можно ли картой?": "Да."}
    assert [draft.category for draft in found.drafts] == ["Самовывоз", "Оплата"]
    assert (found.root / "photos/voprosy-1.png").read_bytes() == PNG
    assert [problem.kind for problem in check(found.root) if problem.severity == "error"] == []


ZENDESK = {
    "articles": [
        {
            "id": 1,
            "title": "Как вернуть товар?",
            "body": "<p>За <b>14 дней</b>. <a href='/hc/ru/1'>Форма</a></p><h2>Деньги</h2><ul><li>на карту</li></ul>",
            "draft": False,
            "user_segment_id": None,
            "locale": "ru",
            "section_id": 5,
            "label_names": ["возврат"],
            "html_url": "https://shop.example/hc/ru/articles/1",
        },
        {"id": 2, "title": "Новое", "body": "<p>x</p>", "draft": True, "locale": "ru"},
        {"id": 3, "title": "Пароли склада", "body": "<p>x</p>", "user_segment_id": 7, "locale": "ru"},
        {"id": 4, "title": "How?", "body": "<p>x</p>", "locale": "en-us"},
        {"id": 5, "title": "Ролик", "body": "<p> </p>", "locale": "ru"},
    ],
    "sections": [{"id": 5, "name": "Возврат"}],
}


@pytest.mark.parametrize("shape", ["one page", "several pages", "articles only"])
def test_zendesk(shape: str, take: Take) -> None:
    pages()
    articles = ZENDESK["articles"]
    shapes: dict[str, object] = {
        "one page": ZENDESK,
        "several pages": [{"articles": articles[:2]}, {**ZENDESK, "articles": articles[2:]}],
        "articles only": articles,
    }
    found = take("zendesk.json", json.dumps(shapes[shape]))
    answer = "За **14 дней**. [Форма](https://shop.example/hc/ru/1)\n\n### Деньги\n\n- на карту"
    assert entries(found) == {"Как вернуть товар?": answer}
    assert [(draft.category, draft.tags) for draft in found.drafts] == [
        ("" if shape == "articles only" else "Возврат", ("возврат",))
    ]
    assert left(found) == [("#2", "draft"), ("#3", "internal"), ("#4", "other-language"), ("#5", "no-answer")]


def test_chatwoot(take: Take) -> None:
    articles = [
        {
            "id": 1,
            "title": "Гарантия",
            "content": "# Срок\n\nГод.",
            "status": "published",
            "category": {"slug": "garantiya-i-servis", "locale": "ru"},
        },
        {"id": 2, "title": "Новое", "content": "x", "status": "draft"},
        {"id": 3, "title": "Старое", "content": "x", "status": 2},
        {"id": 4, "title": "How?", "content": "x", "status": "published", "category": {"locale": "en"}},
    ]
    found = take("chatwoot.json", json.dumps({"payload": articles, "meta": {}}))
    assert entries(found) == {"Гарантия": "### Срок\n\nГод."}
    assert found.drafts[0].category == "Garantiya i servis"
    assert left(found) == [("#2", "draft"), ("#3", "archived"), ("#4", "other-language")]


def test_markdown_of_another_program(take: Take) -> None:
    found = take("notes.md", "---\ntags: a\n---\n# Магазин\n\n**Где вы?**\n\nВ Москве[^1].\n\n[^1]: У метро.\n")
    assert entries(found) == {"Где вы?": "В Москве[^1].\n\n[^1]: У метро."}


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", "%PDF", "unknown-type"),
        ("a.json", '{"tickets": []}', "unknown-shape"),
        ("a.json", "{", "broken"),
        ("a.csv", bytes(range(256)), "not-text"),
        ("a.md", FAQ.replace("доставка", "гарантия"), "already-there"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(name: str, content: str | bytes, kind: str, take: Take) -> None:
    with pytest.raises(SourceError) as caught:
        take(name, content)
    assert caught.value.kind == kind
    for language in ("ru", "en"):
        assert name in refusal_text(caught.value, language)


@pytest.mark.parametrize(("name", "package"), [("a.xlsx", "openpyxl"), ("a.docx", "mammoth"), ("a.html", "bs4")])
def test_a_missing_reader_says_what_to_install(
    name: str, package: str, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(SourceError) as caught:
        take(name, "x")
    assert "'.[import]'" in refusal_text(caught.value, "en")


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx"])
def test_a_damaged_document_says_so(name: str, take: Take) -> None:
    pytest.importorskip({"a.xlsx": "openpyxl", "a.docx": "mammoth"}[name], reason="the extra import is not installed")
    with pytest.raises(SourceError) as caught:
        take(name, b"PK\x03\x04 no")
    assert caught.value.kind == "broken"


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        import_source(tmp_path / "no.csv", tmp_path, "ru")
    assert caught.value.kind == "unreadable"


def test_the_report_names_everything_that_was_left(take: Take) -> None:
    found = take("b.csv", "question,answer\nГде вы?,В Москве\nКогда?,\n")
    assert import_text(found, "ru", is_written=True).splitlines() == [
        "Взято вопросов: 1, файл b.md.",
        "Не взято: 1.",
        "  b.csv:3: нет ответа: «Когда?»",
        "Проверьте их: nightdesk faq check.",
    ]
    assert import_text(found, "en", is_written=False).startswith(
        "Questions that can be taken: 1, the file would be b.md."
    )


def test_each_reason_has_its_text() -> None:
    sources = "".join(path.read_text("utf-8") for path in Path(__file__).parents[2].glob("faq/importing/*.py"))
    for kind in ("no-question", "no-answer", "unknown-column", "hidden-sheet", "picture", "draft", "internal", "known"):
        assert f'"{kind}"' in sources
        for language in ("ru", "en"):
            assert reason(Left("a", kind, "слова"), language)


def test_documented_kinds_of_files() -> None:
    text = (Path(__file__).parents[2] / "docs" / "faq-files.md").read_text(encoding="utf-8")
    assert [end for end in READERS if end not in (".htm", ".json") and f"`{end}`" not in text] == []
