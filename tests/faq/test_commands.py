import json
import re
import tomllib
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from faq import MEASURED, Answerer, commands
from faq.explaining import trial_text
from faq.loading import load
from faq.trying import try_question

Folder = Callable[..., Path]
TODAY = date(2026, 11, 30)
GOOD = """\
## Сколько стоит доставка? {#price}

Также спрашивают:
- почём доставка
- доставка платная?
- цена доставки

300 ₽
"""
OTHERS = """
## Как вернуть товар? {#return}

За 14 дней

## Когда вы открыты? {#hours}

Всегда

## Как оплатить заказ? {#pay}

Картой

## Где вы находитесь? {#address}

Рядом
"""
BAD = "## Вопрос?\n\n## Когда?\nОтвет\n"


def check(root: Path, language: str = "ru", *, as_json: bool = False) -> tuple[str, int]:
    return commands.check_command(root, default_language="ru", language=language, on=TODAY, as_json=as_json)


def tried(root: Path, question: str) -> str:
    """What a trial prints below the chat."""
    answerer = Answerer.of(load(root, default_language="ru"), max_wrong=0.05)
    return trial_text(try_question(answerer, question, on=TODAY), commands.command_texts("ru")["try"], "ru")


def examples_tried(root: Path) -> tuple[str, int]:
    return commands.test_command(root, default_language="ru", language="ru", max_wrong=0.05, on=TODAY, starts=MEASURED)


def tidied(root: Path) -> tuple[str, int]:
    return commands.fmt_command(root, default_language="ru", language="ru")


def test_check_praises_a_good_faq(folder: Folder) -> None:
    assert check(folder({"a.md": GOOD})) == ("Всё в порядке: вопросов 1, вместе с ними формулировок 4, языки: ru.", 0)


def test_check_tells_errors_and_advice(folder: Folder) -> None:
    printed, status = check(folder({"a.md": BAD}), "en")
    lines = printed.splitlines()
    assert status == 1
    assert lines[0].startswith("Error: a.md:1: The question “Вопрос?” has no answer.")
    assert lines[1].startswith("Advice: a.md:3:")
    assert lines[-1] == "Errors: 1, advice: 1."


def test_check_as_json(folder: Folder) -> None:
    printed, status = check(folder({"a.md": BAD}), as_json=True)
    first = json.loads(printed)[0]
    assert (status, first["file"], first["line"], first["severity"], first["kind"]) == (
        1,
        "a.md",
        1,
        "error",
        "empty-answer",
    )


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Почём доставка?", "Бот ответит: Сколько стоит доставка? (price)"),
        ("скока стоит", "Бот покажет начало ответа и спросит, об этом ли: Сколько стоит доставка? (price)"),
        ("позовите человека", "Бот позовёт человека: клиент просит об этом."),
        ("👍", "Бот позовёт человека: в сообщении нет слов."),
        ("кто выиграл вчера матч", "Бот позовёт человека: ничего похожего нет."),
    ],
)
def test_try_tells_what_would_be_done(question: str, told: str, folder: Folder) -> None:
    assert told in tried(folder({"a.md": GOOD + OTHERS}), question)


def test_try_tells_when_the_answer_does_not_hold_today(folder: Folder) -> None:
    root = folder({"a.md": GOOD.replace("300", "Действует до: 2026-01-31\n\n300")})
    assert "сегодня не действует" in tried(root, "почём доставка")


def test_test_refuses_a_broken_faq(folder: Folder) -> None:
    printed, status = examples_tried(folder({"a.md": BAD, "tests.md": "## —\n- а\n"}))
    assert status == 1
    assert "a.md:1" in printed


def test_test_counts_what_is_good(folder: Folder) -> None:
    root = folder({"a.md": GOOD, "tests.md": "## price\n- почём доставка\n## —\n- цена доставки\n"})
    assert examples_tried(root) == (
        "строка 4: «цена доставки»: ждали «никого», бот ответил «price»\nХорошо: 1 из 2.",
        1,
    )


def test_test_without_examples_says_where_to_write_them(folder: Folder) -> None:
    printed, status = examples_tried(folder({"a.md": GOOD}))
    assert status == 0
    assert "tests.md" in printed


def test_test_refuses_examples_that_cannot_be_read(folder: Folder) -> None:
    printed, status = examples_tried(folder({"a.md": GOOD, "tests.md": b"## \xff\x00"}))
    assert status == 1
    assert printed.splitlines()[1].startswith("tests.md:1:")


def test_fmt_rewrites_what_is_untidy_and_only_that(folder: Folder) -> None:
    root = folder({"ru/a.md": GOOD, "ru/b.md": "##Когда?\nЗавтра"})
    assert tidied(root) == ("Исправлен: ru/b.md", 0)
    assert (root / "ru/b.md").read_text(encoding="utf-8") == "## Когда? {#kogda}\n\nЗавтра\n"
    assert (root / "ru/a.md").read_text(encoding="utf-8") == GOOD
    assert sorted(path.name for path in (root / "ru").iterdir()) == ["a.md", "b.md"]
    assert tidied(root) == ("Всё уже в порядке.", 0)


def test_fmt_says_which_key_it_cannot_keep_and_leaves_the_file(folder: Folder) -> None:
    text = "## Когда? {#when}\nТеги: #*новинка\n\nЗавтра"
    root = folder({"a.md": text, "b.md": "##Где?\nТут"})
    printed, status = tidied(root)
    assert status == 1
    assert printed.splitlines()[0] == "Исправлен: b.md"
    assert printed.splitlines()[1].startswith("a.md:2: ")
    assert "«Теги:»" in printed
    assert (root / "a.md").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("broken", ["## Вопрос?\nСрочно: ага\n\nа", bytes(range(256))])
def test_fmt_touches_nothing_while_a_file_is_broken(broken: str | bytes, folder: Folder) -> None:
    root = folder({"a.md": broken, "b.md": "##Когда?\nЗавтра"})
    printed, status = tidied(root)
    assert (status, printed.splitlines()[1][:4]) == (1, "a.md")
    assert (root / "b.md").read_text(encoding="utf-8") == "##Когда?\nЗавтра"


def test_the_texts_have_the_same_names_and_gaps_in_both_languages() -> None:
    words = files("faq").joinpath("words")
    texts = [tomllib.loads(words.joinpath(language, "commands.toml").read_text("utf-8")) for language in ("ru", "en")]
    gaps = [
        {
            (part, name): sorted(re.findall(r"{(\w+)}", text))
            for part, named in one.items()
            for name, text in named.items()
        }
        for one in texts
    ]
    assert gaps[0] == gaps[1]
