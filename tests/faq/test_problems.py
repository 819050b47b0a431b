import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from faq import FaqError, Problem
from faq.loading import check, load
from faq.problems import WARNINGS, problem_texts

Folder = Callable[..., Path]
GOOD = "Также спрашивают:\n- раз\n- два\n- три\n\n"


def question(name: str = "q", *, also: str = "", answer: str = "Ответ", before: str = "") -> str:
    """An entry in which nothing is wrong but what is given."""
    listed = also or f"- {name} раз\n- {name} два\n- {name} три"
    return f"## Вопрос {name}? {{#{name}}}\nТакже спрашивают:\n{listed}\n{before}\n{answer}\n"


def problem(folder: Path, **arguments: object) -> Problem:
    (found,) = check(folder, **arguments)  # type: ignore[arg-type]  # the tests pass what check takes
    assert found.reason
    return found


CASES = {
    "text-before-question": ("# К\n\nПро доставку\n" + question(), 3),
    "empty-question": ("##\n" + GOOD + "Ответ", 1),
    "empty-answer": (question(answer=""), 1),
    "bad-id": ("## Вопрос? {#имя вопроса}\n" + GOOD + "Ответ", 1),
    "duplicate-id": (question() + question().replace("q", "w").replace("{#w}", "{#q}"), 8),
    "duplicate-phrasing": (question() + question("w", also="- w раз\n- q РАЗ!\n- w три"), 11),
    "few-phrasings": ("# К\n## Вопрос?\nОтвет", 2),
    "unknown-key": (question(before="\nТэги: а\n"), 7),
    "late-key": (question(answer="Ответ\n\nСрочно: да"), 9),
    "late-also": (question(answer="Ответ\n\nТакже спрашивают:\n- ещё"), 9),
    "repeated-key": (question(before="Теги: а\nТеги: б\n"), 7),
    "empty-key": (question(before="Теги:\n"), 6),
    "bad-date": (question(before="Действует до: 31.02.2026\n"), 6),
    "until-before-from": (question(before="Действует с: 2026-12-31\nДействует до: 2026-12-01\n"), 7),
    "bad-yes-no": (question(before="Срочно: наверное\n"), 6),
    "missing-attachment": (question(before="Вложение: price.pdf\n"), 6),
    "missing-image": (question(answer="Ответ\n![карта](photos/map.jpg)"), 8),
    "dead-link": (question(answer="Ответ\n\n[сайт](example.com)"), 9),
    "template-syntax": (question(answer="Ответ\n{{ hours today }}"), 8),
    "template-unclosed-braces": (question(answer="Ответ\n{{ hours.today"), 8),
    "template-unclosed-block": (question(answer="Ответ\n{% if hours.is_open %}да\n\nИ ещё"), 8),
    "template-stray-tag": (question(answer="Ответ\n{% endif %}"), 8),
    "template-unknown-tag": (question(answer="Ответ\n{% iff hours.is_open %}да{% endif %}"), 8),
    "template-unclosed-comment": (question(answer="Ответ\n{# заметка"), 8),
    "template-character": (question(answer="Ответ\n{{ customer.name or «гость» }}"), 8),
    "template-filter": (question(answer="Ответ\n{{ customer.name | titel }}"), 8),
    "template-too-deep": (question(answer="Ответ\n{{ " + "(" * 400 + "1" + ")" * 400 + " }}"), 7),
    "template-forbidden": (question(answer="Ответ\n\n{% for x in hours.today %}{% endfor %}"), 9),
    "template-variable": (question(answer="Ответ\n{{ hours.todya }}"), 8),
    "template-too-long": (question(answer="а" * 20_001), 7),
    "front-matter": ("---\ntitle: Вопросы\n---\n" + question(), 1),
    "table-of-contents": ("# К\n\n- [Вопрос q?](#q)\n\n" + question(), 3),
    "question-in-section": (f"## Доставка\n\n### Сколько стоит?\n\n{GOOD}300 ₽.", 3),
    "question-in-answer": (question(answer="Ответ.\n\n### Сколько стоит доставка?\n\n300 ₽."), 9),
    "hash-for-question": (f"# Сколько стоит?\n\n{GOOD}300 ₽.", 1),
    "heading-alone": ("##\n\n" + question(), 1),
    "no-words": (f"## 🚚\n\n{GOOD}В пути.", 1),
    "key-in-answer": (question(answer="Ответ\nСрочно: да"), 8),
    "unclosed-code": (question(answer="Ответ\n\n```\nкод\n\n## Ещё вопрос?\n\nДа."), 9),
    "unclosed-comment": (question(answer="Ответ\n\n<!-- заметка"), 9),
    "page-link": (question(answer="Ответ\n[наверх](#q)"), 8),
    "undefined-link": (question(answer="Ответ\n[на сайте][site]"), 8),
    "undefined-note": (question(answer="Ответ[^1]"), 7),
    "unclosed-mark": (question(answer="Ответ\n**Важно: паспорт"), 8),
    "unshown-html": (question(answer="Ответ\n\n<script>\nalert(1)\n</script>"), 9),
    "unknown-emoji": (question(answer="Вот :our_logo:"), 7),
    "link-in-heading": (question().replace("Вопрос q?", "[Вопрос](https://example.com) q?"), 1),
    "embedded-picture": (question(answer="![карта](data:image/png;base64,iVBORw0KGgo=)"), 7),
    "nothing-to-show": (question(answer="<video src='a.mp4'></video>"), 7),
    "long-answer": (question(answer="Слово за словом. " * 300), 7),
}


@pytest.mark.parametrize("kind", CASES)
def test_each_problem_in_a_file_is_found_with_its_line(kind: str, folder: Folder) -> None:
    text, line = CASES[kind]
    found = problem(folder({"a.md": text}))
    assert (found.kind, found.file, found.line) == (kind, "a.md", line)
    assert found.severity == ("warning" if kind in WARNINGS else "error")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("- комп, ноут = компьютер", None),
        ("- шкаф, гардероб", None),
        ("Всё прочее = для людей", None),
        ("- шкаф", "words-alone"),
        ("- = компьютер", "words-alone"),
        ("- комп =", "words-alone"),
        ("- где мой любимый заказ = статус", "words-too-long"),
    ],
)
def test_a_line_of_own_words_that_teaches_nothing(line: str, kind: str | None, folder: Folder) -> None:
    root = folder({"a.md": question(), "words.md": f"# Наши слова\n\n{line}\n"})
    found = check(root)
    assert [(one.kind, one.file, one.line, one.severity) for one in found] == (
        [(kind, "words.md", 3, "warning")] if kind else []
    )
    assert load(root).own_words("ru").count(line) == 1


def test_a_file_in_another_encoding_is_read_and_its_author_told(folder: Folder) -> None:
    root = folder({"a.md": question(), "b.md": question("w").encode("cp1251")})
    found = problem(root)
    assert (found.kind, found.file, found.line, found.severity) == ("other-encoding", "b.md", 0, "warning")
    assert "Windows-1251" in found.reason
    assert [entry.question for entry in load(root).entries("ru")] == ["Вопрос q?", "Вопрос w?"]


def test_a_file_that_is_no_text(folder: Folder) -> None:
    found = problem(folder({"a.md": question(), "b.md": b"## Q {#x}\n\xff\x00\x01\xfe"}))
    assert (found.kind, found.file, found.line, found.severity) == ("not-utf8", "b.md", 2, "error")
    assert "UTF-8" in found.remedy


def test_a_file_that_is_too_long(folder: Folder) -> None:
    assert problem(folder({"a.md": question(), "b.md": "а" * 300_000})).kind == "too-long-file"


def test_a_file_that_may_not_be_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder({"a.md": question(), "b.md": question("w")})
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "b.md":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = problem(root)
    assert (found.kind, found.file) == ("unreadable", "b.md")
    assert "нет прав" in found.reason


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    found = problem(tmp_path / "nowhere")
    assert (found.kind, found.file) == ("no-folder", str(tmp_path / "nowhere"))


@pytest.mark.parametrize("files", [{}, {"README.md": "# Читайте"}, {"_draft.md": question()}, {"a.txt": "## Вопрос"}])
def test_a_folder_without_questions(files: dict[str, str], folder: Folder) -> None:
    assert problem(folder(files)).kind == "empty-folder"


def test_a_file_without_a_single_question_is_no_faq(folder: Folder) -> None:
    assert problem(folder({"a.md": "# Доставка\n"})).kind == "empty-folder"


def test_a_folder_of_an_unknown_language(folder: Folder) -> None:
    found = problem(folder({"ru/a.md": question(), "rus/a.md": question(), "_old/a.md": "x", "photos/a.png": b""}))
    assert (found.kind, found.file) == ("unknown-language", "rus")


def test_nothing_in_the_main_language(folder: Folder) -> None:
    assert problem(folder({"en/a.md": question()})).kind == "no-default-language"


def test_translations_are_held_against_the_main_language(folder: Folder) -> None:
    root = folder(
        {
            "ru/a.md": question("delivery") + question("payment"),
            "en/a.md": question("delivery") + question("paiment") + "## How?\nAlso asked:\n- a\n- b\n- c\n\nSo",
        }
    )
    found = [(one.kind, one.file, one.line) for one in check(root)]
    assert found == [
        ("translation-of-nothing", "en/a.md", 8),
        ("translation-without-id", "en/a.md", 15),
        ("missing-translation", "ru/a.md", 8),
    ]
    assert "payment" in check(root)[0].remedy


def test_an_answer_whose_time_is_over(folder: Folder) -> None:
    root = folder({"a.md": question(before="Действует до: 2026-01-31\n")})
    assert check(root, on=date(2026, 1, 31)) == []
    found = problem(root, on=date(2026, 2, 1))
    assert (found.kind, found.line, found.severity) == ("out-of-date", 6, "warning")


def test_answers_of_the_sample_are_told_once_a_file(folder: Folder) -> None:
    text = Path("faq/sample/ru/09-account.md").read_text(encoding="utf-8")
    found = problem(folder({"own.md": question(), "account.md": text}))
    assert (found.kind, found.file, found.line, found.severity) == ("sample-answer", "account.md", 3, "warning")
    assert found.reason.count(", ") >= 2


def test_what_an_author_does_everywhere_is_told_once_a_file(folder: Folder) -> None:
    text = "# К\n\n" + "\n".join(f"## Вопрос {number}?\n\nОтвет\n" for number in range(5))
    found = problem(folder({"a.md": text}))
    assert (found.kind, found.line) == ("few-phrasings", 3)
    assert "7, 11, 15, 19" in found.reason


def test_one_cause_is_one_message(folder: Folder) -> None:
    twice = question() + question().replace(" {#q}", "")
    assert [one.kind for one in check(folder({"a.md": twice.replace(" {#q}", "")}))] == ["duplicate-phrasing"]
    misspelt = question().replace("Также спрашивают", "Тakже спрaшивaют")
    assert [one.kind for one in check(folder({"a.md": misspelt}))] == ["unknown-key"]
    assert [one.kind for one in check(folder({"a.md": "## Вопрос?\n"}))] == ["empty-answer"]
    assert [one.kind for one in check(folder({"a.md": "# Сколько стоит?\n\n" + GOOD + "300 ₽."}))] == [
        "hash-for-question"
    ]


def test_all_problems_are_told_at_once_and_warnings_stop_nothing(folder: Folder) -> None:
    root = folder({"a.md": "## Один?\n\n## Два?\nСрочно: ага\n\nОтвет", "b.md": "## Три?\nОтвет"})
    with pytest.raises(FaqError) as caught:
        load(root)
    assert [(one.file, one.line, one.kind) for one in caught.value.problems] == [
        ("a.md", 1, "empty-answer"),
        ("a.md", 4, "bad-yes-no"),
    ]
    assert "a.md:4: «ага» непонятно." in str(caught.value)


def test_a_misspelled_variable_comes_with_the_one_that_was_meant(folder: Folder) -> None:
    root = folder({"a.md": question(answer="{{ hours.todya }}")})
    assert "«hours.today»?" in problem(root).remedy
    assert "Perhaps “hours.today”?" in problem(root, language="en").remedy


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        ("Ответ.\n\nЗвоните: {{ company.phone }}.", [9]),
        ("Ответ\n{% if hours.is_open %}{{ company.phone }}{% else %}нет\n{{ company.phone }}{% endif %}", [8, 9]),
        ("Да, {{ customer.name or company.phone }}", [7]),
        ("{% if company.phone %}Звоните: {{ company.phone }}.{% else %}{{ company.name }}{% endif %}", []),
    ],
)
def test_an_answer_that_shows_what_the_settings_leave_empty(folder: Folder, answer: str, lines: list[int]) -> None:
    root = folder({"a.md": question(answer=answer)})
    found = check(root, company={"name": "Дом", "phone": "", "address": "Тут"})
    assert [(one.kind, one.file, one.line, one.severity) for one in found] == [
        ("empty-value", "a.md", line, "warning") for line in lines
    ]
    assert all("phone в разделе [company]" in one.remedy and "{% if company.phone %}" in one.remedy for one in found)
    assert check(root) == check(root, company={"name": "Дом", "phone": "+7", "address": "Тут"}) == []


def test_both_places_of_a_duplicate_are_named(folder: Folder) -> None:
    root = folder({"a.md": question(), "b.md": question("w").replace("{#w}", "{#q}")})
    found = problem(root)
    assert (found.file, found.line) == ("b.md", 1)
    assert "a.md:1" in found.reason


def test_the_texts_are_there_in_both_languages_with_the_same_gaps() -> None:
    russian, english = problem_texts("ru"), problem_texts("en")
    assert russian.keys() == english.keys()
    for kind in russian:
        gaps = [
            sorted(set(re.findall(r"(?<!{){(\w+)}(?!})", " ".join(one[kind].values())))) for one in (russian, english)
        ]
        assert gaps[0] == gaps[1], kind


def test_each_kind_of_problem_is_tested() -> None:
    elsewhere = {"test-of-nothing", "test-without-id", "not-tidied", "hint", "more"}
    elsewhere |= {"emergency-heading", "emergency-empty", "emergency-vague"}  # tests/faq/emergencies/test_own.py
    elsewhere |= {"telegram-refuses", "answer-refused", "answer-fails"}  # tests/dialogs/test_answers_with_files.py
    elsewhere |= {"says-nothing-now"}  # tests/cli/test_cli_faq_preview.py
    here = "".join(
        Path(__file__).with_name(f"test_{name}.py").read_text("utf-8") for name in ("problems", "attachments")
    )
    assert [kind for kind in problem_texts("ru") if kind not in elsewhere and f'"{kind}"' not in here] == []
