"""`nightdesk faq preview`: an entry exactly as a customer gets it."""

import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from tests.cli.premises import FAQ, Command, Premises

LONG = "Можно ли забрать заказ самому, если он уже оплачен и лежит в пункте выдачи?"
MORE = f"""
# Заказ

## {LONG} {{#pickup}}

Также спрашивают:
- самовывоз

Да, это **бесплатно**. Спросите [на сайте](https://example.com), *или* так:

```
позвоните
```

## Привет {{#hello}}

Теги: smalltalk

Привет, {{{{ customer.name }}}}.
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def faq(premises: Premises) -> Path:
    folder = premises.folder / "faq"
    (folder / "order.md").write_text(MORE, encoding="utf-8")
    return folder


def previewed(nightdesk: Command, premises: Premises, entry: str, *more: str) -> dict[str, Any]:
    ended = nightdesk("faq", "preview", entry, "--json", "--config", premises.config, *more)
    assert ended.err == ""
    told: dict[str, Any] = json.loads(ended.out)
    assert ended.status == int(bool(told["problems"]))
    return told


def test_all_of_it(nightdesk: Command, premises: Premises, faq: Path) -> None:
    ended = nightdesk("faq", "preview", "pickup", "--config", premises.config)
    assert (ended.status, ended.err) == (0, "")
    head, _, chats = ended.out.partition("\n\n")
    assert head.splitlines() == [
        LONG,
        "pickup · ru · order.md:4",
        "В меню: Заказ → [Можно ли забрать заказ самому, если он уже оплачен и лежит…]",
        "В меню и на кнопках вопрос обрезан: он длиннее 60 знаков. "
        "Сократите заголовок, остальное перенесите в «Также спрашивают».",
    ]
    assert (
        chats
        == f"""\
Клиент получит:
Бот
  Да, это бесплатно. Спросите на сайте (https://example.com), или так:

  позвоните
  [👍 Помогло] [👎 Не то]
  [🙋 Позвать человека]

Если бот не уверен, он сначала покажет:
Бот
  Похоже, вы об этом: {LONG}

  Да, это бесплатно. Спросите на сайте (https://example.com), или так:

  позвоните
  [Да, об этом]
  [🙋 Позвать человека]
"""
    )


@pytest.mark.parametrize(
    ("environ", "shown"),
    [
        ({"TERM": "xterm"}, "Да, это \x1b[1mбесплатно\x1b[22m."),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "Да, это бесплатно."),
        ({"TERM": "dumb"}, "Да, это бесплатно."),
    ],
)
def test_a_terminal_shows_bold_as_bold(
    premises: Premises, faq: Path, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], shown: str
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", terminal := Terminal())
    assert main(["faq", "preview", "pickup", "--config", str(premises.config)]) == 0
    assert shown in terminal.getvalue()


@pytest.mark.parametrize("name", ["delivery-price", "#delivery-price", "сколько стоит доставка", "Почём доставка?"])
def test_an_entry_is_named_by_its_id_or_its_words(nightdesk: Command, premises: Premises, faq: Path, name: str) -> None:
    told = previewed(nightdesk, premises, name)
    assert (told["id"], told["file"], told["line"]) == ("delivery-price", "delivery.md", 3)
    assert told["menu"] == {"category": "Доставка", "title": "Сколько стоит доставка?"}
    assert [one["text"] for one in told["messages"]] == ["По городу — 300 ₽."]
    assert told["first_lines"]["text"] == "Похоже, вы об этом: Сколько стоит доставка?\n\nПо городу — 300 ₽."


@pytest.mark.parametrize("name", ["delivery-prise", "Сколько стоит доставить", "DELIVERY"])
def test_similar_ones_are_named(nightdesk: Command, premises: Premises, faq: Path, name: str) -> None:
    ended = nightdesk("faq", "preview", name, "--config", premises.config)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == f"nightdesk: вопроса «{name}» в FAQ нет; похожие: delivery-price\n"


def test_nothing_is_similar(nightdesk: Command, premises: Premises, faq: Path) -> None:
    for name in ("xyz", "?", ""):
        ended = nightdesk("faq", "preview", name, "--config", premises.config)
        assert (ended.status, ended.err) == (2, f"nightdesk: вопроса «{name}» в FAQ нет\n")


def test_small_talk_is_in_no_menu(nightdesk: Command, premises: Premises, faq: Path) -> None:
    told = previewed(nightdesk, premises, "hello")
    assert (told["menu"], told["first_lines"]) == (None, None)
    assert [(one["text"], one["buttons"]) for one in told["messages"]] == [("Привет, Мария.", [])]
    assert "В меню его нет" in nightdesk("faq", "preview", "hello", "--config", premises.config).out


def test_what_holds_on_other_days(nightdesk: Command, premises: Premises, faq: Path) -> None:
    today = date(2026, 11, 20)
    for key, day, said in (
        ("Действует с", today + timedelta(days=1), "действует с 21.11.2026"),
        ("Действует до", today - timedelta(days=1), "действовал до 19.11.2026"),
    ):
        (faq / "delivery.md").write_text(FAQ.replace("По городу", f"{key}: {day}\n\nПо городу"), encoding="utf-8")
        told = previewed(nightdesk, premises, "delivery-price", "--at", "2026-11-20 12:00")
        assert (told["is_valid"], told["menu"]) == (False, None)
        assert told["messages"][0]["text"] == "По городу — 300 ₽."
        ended = nightdesk("faq", "preview", "delivery-price", "--at", "2026-11-20 12:00", "--config", premises.config)
        assert said in ended.out
    assert previewed(nightdesk, premises, "delivery-price", "--at", "2026-11-19 12:00")["is_valid"]


def test_a_picture_that_can_not_be_sent(nightdesk: Command, premises: Premises, faq: Path) -> None:
    (faq / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(30))
    (faq / "delivery.md").write_text(FAQ + "\n![Схема](map.png)\n", encoding="utf-8")
    ended = nightdesk("faq", "preview", "delivery-price", "--config", premises.config)
    assert ended.status == 1
    assert "Это клиент не получит:\n  delivery.md:3: " in ended.out
    assert "Картинку к этому ответу сейчас отправить не получается." in ended.out


def test_an_answer_of_which_nothing_can_be_sent(nightdesk: Command, premises: Premises, faq: Path) -> None:
    answer = "{% if hours.is_open %}Открыто.{% endif %}"
    (faq / "delivery.md").write_text(FAQ.replace("По городу — 300 ₽.", answer), encoding="utf-8")
    assert previewed(nightdesk, premises, "delivery-price", "--at", "12:00")["messages"][0]["text"] == "Открыто."
    told = previewed(nightdesk, premises, "delivery-price", "--at", "23:40")
    assert (told["messages"], told["first_lines"]) == ([], None)
    [problem] = told["problems"]
    assert (problem["kind"], problem["line"]) == ("says-nothing-now", 3)
    assert "{% else %}" in problem["remedy"]


def test_the_language_of_the_customer(nightdesk: Command, premises: Premises, faq: Path) -> None:
    told = previewed(nightdesk, premises, "delivery-price", "--language", "en")
    assert (told["language"], told["customer_language"]) == ("ru", "en")
    assert told["messages"][0]["text"] == "So far we have this answer only in another language:"
    assert told["messages"][-1]["buttons"][0] == ["👍 That helped", "👎 Not that"]
