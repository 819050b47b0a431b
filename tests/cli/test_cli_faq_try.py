"""`nightdesk faq try`: what the desk would send to a question, as it would be sent."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storage import Database
from storage.learning_models import LearntPhrasing, PhrasingState
from tests.cli.premises import FAQ, Command, Premises

MORE = """
# Магазин

## Как проехать в магазин? {#way}

Также спрашивают:
- как до вас добраться
- где вы находитесь

Вложение: price.pdf

> Вход **со двора**.

![Схема](photos/map.png)

Звоните: {{ company.phone }}.
{% if hours.is_open %}Сейчас открыто.{% else %}Откроемся {{ hours.next_opening }}.{% endif %}

## Здравствуйте {#hello}

Также спрашивают:
- добрый вечер

Теги: smalltalk

Добрый вечер, {{ customer.name }}.

## Есть ли сейчас консультант? {#now}

Также спрашивают:
- консультант на месте?

{% if hours.is_open %}Да, звоните.{% endif %}

## Можно ли вернуть лампу? {#sale}

Также спрашивают:
- примете лампу обратно?

Действует до: 2026-11-30

Да.
"""
PNG = (Path(__file__).parents[2] / "faq" / "sample" / "photos" / "showroom-map.png").read_bytes()
NIGHT = ("--at", "2026-11-20 23:40")  # Friday


@pytest.fixture
def shop(premises: Premises) -> Premises:
    faq = premises.folder / "faq"
    (faq / "shop.md").write_text(MORE, encoding="utf-8")
    (faq / "photos").mkdir()
    (faq / "photos" / "map.png").write_bytes(PNG)
    (faq / "price.pdf").write_bytes(b"%PDF-1.4")
    text = premises.config.read_text(encoding="utf-8")
    premises.config.write_text(
        text.replace('language = "ru"', 'language = "ru"\nphone = "8 800 555"'), encoding="utf-8"
    )
    return premises


def chat_of(printed: str) -> str:
    """What is above the explanation."""
    return printed.partition("\nВопрос:")[0]


def tried(nightdesk: Command, shop: Premises, question: str, *more: str) -> dict[str, Any]:
    ended = nightdesk("faq", "try", question, "--json", "--config", shop.config, *more)
    assert (ended.status, ended.err) == (0, "")
    told: dict[str, Any] = json.loads(ended.out)
    return told


def test_an_answer_reads_like_a_chat(nightdesk: Command, shop: Premises) -> None:
    ended = nightdesk("faq", "try", "как до вас добраться", "--config", shop.config, *NIGHT)
    assert (ended.status, ended.err) == (0, "")
    assert (
        chat_of(ended.out)
        == """\
Мария · 20.11.2026 23:40 · закрыто
  как до вас добраться
Бот
  > Вход со двора.
Бот
  🖼 photos/map.png
  Схема
Бот
  Звоните: 8 800 555.
  Откроемся завтра в 09:00.
Бот
  📎 price.pdf
  [👍 Помогло] [👎 Не то]
  [🙋 Позвать человека]
"""
    )
    assert "Бот ответит: Как проехать в магазин? (way)" in ended.out


def test_the_hours_are_those_of_the_moment(nightdesk: Command, shop: Premises) -> None:
    for moment in ("2026-11-20 12:00", "20.11.2026 12:00", "12:00"):
        told = tried(nightdesk, shop, "как до вас добраться", "--at", moment)
        assert told["is_open"]
        assert told["messages"][2]["text"] == "Звоните: 8 800 555.\nСейчас открыто."
    assert told["at"].endswith("T12:00:00+03:00")
    refused = nightdesk("faq", "try", "почём", "--at", "вечером", "--config", shop.config)
    assert (refused.status, refused.out) == (2, "")
    assert '"2026-12-31 23:40"' in refused.err


def test_the_same_for_programs(nightdesk: Command, shop: Premises) -> None:
    told = tried(nightdesk, shop, "как до вас добраться", *NIGHT)
    assert (told["decision"], told["answered"], told["opens_ticket"]) == ("answer", ["way"], False)
    words, picture, _, last = told["messages"]
    assert words == {
        "kind": "answer",
        "entry": "way",
        "text": "Вход со двора.",
        "entities": [
            {"type": "blockquote", "offset": 0, "length": 14},
            {"type": "bold", "offset": 5, "length": 8},
        ],
        "file": None,
        "buttons": [],
    }
    assert picture["file"] == {"kind": "photo", "name": "photos/map.png"}
    assert last["file"] == {"kind": "document", "name": "price.pdf"}
    assert last["buttons"] == [["👍 Помогло", "👎 Не то"], ["🙋 Позвать человека"]]


def test_a_pilot_keeps_no_answer_from_an_author(nightdesk: Command, shop: Premises) -> None:
    shop.configure(more='[pilot]\nshare = "shadow"')
    assert tried(nightdesk, shop, "почём доставка")["decision"] == "answer"


def test_a_preview_and_a_choice(nightdesk: Command, shop: Premises) -> None:
    text = shop.config.read_text(encoding="utf-8")
    previewing = f"{text}\n[faq]\nmax_wrong = 0.0001\npreview_from = 0.01"
    shop.config.write_text(previewing, encoding="utf-8")
    [shown] = tried(nightdesk, shop, "доставочка", *NIGHT)["messages"]
    assert shown["text"] == "Похоже, вы об этом: Сколько стоит доставка?\n\nПо городу — 300 ₽."
    assert shown["buttons"][0] == ["Да, об этом"]
    choosing = f"{text}\n[faq]\nmax_wrong = 0.0001\npreview_from = 0.99\noffer_from = 0.01"
    shop.config.write_text(choosing, encoding="utf-8")
    told = tried(nightdesk, shop, "доставочка", *NIGHT)
    assert (told["decision"], told["suggested"][0]) == ("suggest", "delivery-price")
    assert told["messages"][0]["buttons"][0] == ["Сколько стоит доставка?"]
    assert told["messages"][0]["buttons"][-1] == ["Ничего не подходит"]


@pytest.mark.parametrize(
    ("question", "decision", "said"),
    [
        ("добрый вечер", "answer", "Добрый вечер, Мария."),
        ("спасибо", "talk", "Пожалуйста"),
        ("вы работаете сегодня?", "fact", "откроемся завтра в 09:00"),
        ("у нас пожар", "danger", "Заявка №1 срочная"),
        ("позовите человека", "hand_off", "Ответим завтра до 09:30"),
        ("я буду жаловаться на вас в суд", "hand_off", "Ответим завтра до 09:30"),
        ("кто выиграл вчера матч", "hand_off", "Ответим завтра до 09:30"),
        ("/menu", "other", "Выберите тему"),
        ("👍", "other", "опишете вопрос словами"),
    ],
)
def test_what_the_desk_does_besides_answering(
    nightdesk: Command, shop: Premises, question: str, decision: str, said: str
) -> None:
    told = tried(nightdesk, shop, question, *NIGHT)
    assert told["decision"] == decision
    assert said in told["messages"][0]["text"]
    assert told["opens_ticket"] == (decision in ("danger", "hand_off"))


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("у нас пожар", "Бот сразу зовёт коллег"),
        ("я буду жаловаться на вас в суд", "Бот сразу зовёт человека, FAQ не спрашивает"),
        ("вы работаете сегодня?", "Бот отвечает сам, по конфигурации."),
        ("спасибо", "Бот отвечает сам, FAQ не нужен."),
        ("позовите человека", "Бот позовёт человека: клиент просит об этом."),
        ("примете лампу обратно?", "подходящий ответ сегодня не действует"),
    ],
)
def test_why(nightdesk: Command, shop: Premises, question: str, why: str) -> None:
    ended = nightdesk("faq", "try", question, "--config", shop.config, "--at", "2026-12-01 23:40")
    assert why in ended.out


def test_who_is_on_call_is_named_but_not_rung(nightdesk: Command, shop: Premises) -> None:
    text = shop.config.read_text(encoding="utf-8")
    shop.config.write_text(f"{text}\n[on_call]\npeople = [12345678]\n", encoding="utf-8")
    told = tried(nightdesk, shop, "у нас пожар", *NIGHT)
    assert "Дежурит Анна: пишу лично и в группу коллег" in told["messages"][0]["text"]
    assert [one["kind"] for one in told["colleagues"]] == ["call", "alarm"]


def test_an_answer_that_can_not_be_sent(nightdesk: Command, shop: Premises) -> None:
    ended = nightdesk("faq", "try", "консультант на месте?", "--config", shop.config, *NIGHT)
    assert "Заявка №1 принята" in ended.out
    assert "Ответ сейчас пуст" in ended.out
    assert "{% else %}" in ended.out
    assert "Бот нашёл ответ, но отправить его не может" in ended.out
    told = tried(nightdesk, shop, "консультант на месте?", *NIGHT)
    assert (told["decision"], told["answered"]) == ("hand_off", [])


def test_an_answer_in_another_language_says_so(nightdesk: Command, premises: Premises) -> None:
    faq = premises.folder / "faq"
    (faq / "ru").mkdir()
    (faq / "delivery.md").rename(faq / "ru" / "delivery.md")
    (faq / "en").mkdir()
    (faq / "ru" / "pay.md").write_text("## Как оплатить? {#pay}\n\nКартой.\n", encoding="utf-8")
    english = "## How do I pay? {#pay}\n\nBy card.\n"
    (faq / "en" / "pay.md").write_text(english, encoding="utf-8")
    ended = nightdesk("faq", "preview", "delivery-price", "--language", "en", "--json", "--config", premises.config)
    note, answer = json.loads(ended.out)["messages"]
    assert note["text"] == "So far we have this answer only in another language:"
    assert (answer["text"], answer["entry"]) == ("По городу — 300 ₽.", "delivery-price")
    told = tried(nightdesk, premises, "how do i pay")
    assert told["messages"][0]["text"] == "By card."
    assert told["messages"][0]["buttons"][0] == ["👍 That helped", "👎 Not that"]


def test_a_folder_without_a_configuration_has_its_values_in_brackets(nightdesk: Command, shop: Premises) -> None:
    ended = nightdesk("faq", "try", "как до вас добраться", shop.folder / "faq")
    assert "Звоните: [company.phone]." in ended.out
    assert ended.out.rstrip().endswith("Свои: --config config.toml")


def test_neither_token_nor_group_nor_database_is_needed(nightdesk: Command, shop: Premises) -> None:
    text = shop.config.read_text(encoding="utf-8")
    text = text.replace('token = "1:TEST"', 'token_file = "nowhere.txt"').replace("chat_id = -5\n", "")
    shop.config.write_text(text, encoding="utf-8")
    assert tried(nightdesk, shop, "почём доставка")["answered"] == ["delivery-price"]
    assert not shop.database.exists()
    assert sorted(path.name for path in shop.folder.iterdir()) == ["config.toml", "faq"]


def test_what_the_desk_has_learnt_counts(nightdesk: Command, shop: Premises, database: Database) -> None:
    asked = "привезти на дом как у вас с этим"
    assert tried(nightdesk, shop, asked, *NIGHT)["decision"] != "answer"
    with database.transaction() as session:
        row = LearntPhrasing(
            language="ru",
            entry_id="delivery-price",
            text=asked,
            state=PhrasingState.ACTIVE,
            learnt_at=datetime(2026, 11, 20, tzinfo=UTC),
        )
        session.add(row)
    assert tried(nightdesk, shop, asked, *NIGHT)["answered"] == ["delivery-price"]
    database.close()
    shop.database.write_bytes("не база".encode() * 500)
    ended = nightdesk("faq", "try", asked, "--json", "--config", shop.config, *NIGHT)
    assert (ended.status, json.loads(ended.out)["answered"]) == (0, [])
    assert ended.err.startswith("Чему бот научился, не учтено: ")


def test_only_the_faq_counts_that_has_no_errors(nightdesk: Command, shop: Premises) -> None:
    (shop.folder / "faq" / "delivery.md").write_text(FAQ + "\n## Пусто? {#empty}\n", encoding="utf-8")
    for action in (["try", "почём доставка"], ["preview", "delivery-price"]):
        ended = nightdesk("faq", *action, "--config", shop.config)
        assert (ended.status, ended.err) == (1, "")
        assert "delivery.md:12: " in ended.out
