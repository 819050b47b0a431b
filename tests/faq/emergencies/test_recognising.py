"""Danger, and what presses, told from questions that use the same words: as people type at night."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from faq.emergencies import DangerKind, danger_in, is_pressing, kinds_mentioned

HERE = Path(__file__).parent


def phrases(name: str) -> Iterator[str]:
    lines = (HERE / f"{name}.txt").read_text("utf-8").splitlines()
    return (line for line in lines if line and not line.startswith("#"))


def pairs(name: str) -> list[tuple[str, str]]:
    return [(kind.strip(), text.strip()) for kind, _, text in (line.partition("|") for line in phrases(name))]


@pytest.mark.parametrize(("kind", "text"), [*pairs("ru_danger"), *pairs("en_danger")])
def test_danger_is_recognised(kind: str, text: str) -> None:
    found = danger_in(text, "ru")
    assert found is not None, text
    assert DangerKind(kind) in found.kinds, (text, found)


@pytest.mark.parametrize("text", [*phrases("ru_no_danger"), *phrases("en_no_danger")])
def test_a_question_is_no_danger(text: str) -> None:
    assert danger_in(text, "ru") is None, (text, danger_in(text, "ru"))


@pytest.mark.parametrize("text", [*phrases("ru_pressing"), *phrases("en_pressing")])
def test_what_presses_is_recognised(text: str) -> None:
    assert is_pressing(text, "ru")


@pytest.mark.parametrize("text", [*phrases("ru_no_pressing"), *phrases("en_no_pressing")])
def test_what_can_wait_does_not_press(text: str) -> None:
    assert not is_pressing(text, "ru")


def test_a_long_message_takes_no_longer() -> None:
    """The words that are read are bounded; the danger at the begin is found."""
    assert danger_in("трубу прорвало " + "и так далее " * 5000, "ru") is not None
    assert danger_in("и так далее " * 5000, "ru") is None


def test_what_a_text_speaks_of_although_it_is_a_question() -> None:
    assert DangerKind.GAS in kinds_mentioned("Что делать, если пахнет газом?", "ru")
    assert kinds_mentioned("Сколько стоит доставка?", "ru") == frozenset()
