"""What authors add in words.md, and what they are told about it."""

from pathlib import Path

import pytest

from faq import Answerer
from faq.emergencies import DangerKind, danger_in, is_pressing, own_emergency_words
from faq.loading import check, load
from faq.matching.own_words import own_items

WORDS = """# Наши слова
- комп, ноут = компьютер

## Опасность
Так пишут, когда застревают:
- застряли в лифте, лифт стоит с людьми
- не закрывается люк

## Срочно
- гости уже на пороге

## Ещё слова
- шкаф, гардероб
"""
FAQ = """## Сколько стоит доставка? {#delivery}
Также спрашивают:
- почём доставка
- цена доставки
- доставка платная

300 рублей.

## Застряли в лифте {#lift}
Также спрашивают:
- лифт застрял
- не выйти из лифта
- лифт встал

Срочно: да

Нажмите кнопку вызова диспетчера.
"""


@pytest.mark.parametrize(
    "text",
    ["мы застряли в лифте!", "в лифте застрял", "Лифт стоит с людьми внутри", "люк не закрывается"],
)
def test_an_authors_phrase_is_a_danger(text: str) -> None:
    own = own_emergency_words(WORDS)
    found = danger_in(text, "ru", own)
    assert found is not None
    assert found.kind is DangerKind.OTHER
    assert danger_in(text, "ru") is None


@pytest.mark.parametrize("text", ["лифт есть?", "люк закрывается", "а если застряли в лифте?"])
def test_other_words_are_none(text: str) -> None:
    assert danger_in(text, "ru", own_emergency_words(WORDS)) is None


def test_an_authors_phrase_presses() -> None:
    own = own_emergency_words(WORDS)
    assert is_pressing("гости на пороге уже", "ru", own)
    assert not is_pressing("гости на пороге уже", "ru")


def test_english_sections_in_a_russian_file() -> None:
    own = own_emergency_words("## Danger\n- stuck in the lift\n## Pressing\n- guests are here\n")
    assert danger_in("we are stuck in your lift", "en", own) is not None
    assert is_pressing("the guests are here", "en", own)


def test_these_sections_teach_no_synonyms() -> None:
    assert [item.text for item in own_items(WORDS)] == ["комп, ноут = компьютер", "шкаф, гардероб"]
    assert [item.line for item in own_items(WORDS)] == [2, 13]


def test_the_urgent_entry_about_an_authors_danger_is_found(tmp_path: Path) -> None:
    (tmp_path / "faq.md").write_text(FAQ, encoding="utf-8")
    (tmp_path / "words.md").write_text(WORDS, encoding="utf-8")
    answerer = Answerer.of(load(tmp_path), max_wrong=0.05, semantic=False)
    danger = answerer.danger("помогите застряли в лифте", "ru")
    assert danger is not None
    assert [one.entry.id for one in answerer.urgent_matches("помогите застряли в лифте", "ru", danger)] == ["lift"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("## Опастность\n- застряли в лифте, не выйти из лифта", [("emergency-heading", 1)]),
        ("## Опасность\n\n## Слова\n- шкаф, гардероб", [("emergency-empty", 1)]),
        ("## Опасность", [("emergency-empty", 1)]),
        ("## Срочно\n- ой\n- гости на пороге", [("emergency-vague", 2)]),
        ("## Срочно\n- а и не, гости на пороге", [("emergency-vague", 2)]),
        ("## Опасность\n- " + "очень " * 8 + "длинно", [("emergency-vague", 2)]),
        ("## Danger\n- stuck in the lift", []),
        (WORDS, []),
    ],
)
def test_mistakes_are_explained(tmp_path: Path, lines: str, found: list[tuple[str, int]]) -> None:
    (tmp_path / "faq.md").write_text(FAQ, encoding="utf-8")
    (tmp_path / "words.md").write_text(lines, encoding="utf-8")
    problems = [problem for problem in check(tmp_path) if problem.file == "words.md"]
    assert [(problem.kind, problem.line) for problem in problems] == found
    assert all(problem.severity == "warning" and problem.remedy for problem in problems)
