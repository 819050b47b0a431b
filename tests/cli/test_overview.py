"""What `nightdesk run` says when it starts."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.commands.overview import overview, warning_of_sample
from bot.config import load_config
from bot.desk.pilot.share import Pilot
from faq.loading import load
from tests.cli.premises import Premises

SAMPLE = Path(__file__).parents[2] / "faq" / "sample"
NIGHT, NOON = datetime(2026, 11, 20, 20, 40, tzinfo=UTC), datetime(2026, 11, 20, 9, tzinfo=UTC)


def told(premises: Premises, at: datetime, **changes: object) -> list[str]:
    settings = load_config(premises.configure(**changes), {})
    return overview(settings, "shop_bot", load(settings.faq.path, default_language="ru"), at)


def test_a_desk_at_night(premises: Premises) -> None:
    lines = told(premises, NIGHT)
    assert re.fullmatch(r"Nightdesk \d+\.\d+\.\d+", lines[0])
    assert lines[1:] == [
        "Бот: https://t.me/shop_bot",
        "Группа сотрудников: -5, по темам",
        f"Вопросов: ru 1 ({premises.folder / 'faq'})",
        "Сейчас 20.11.2026 23:40 (Europe/Moscow), закрыто",
        "Откроемся 21.11.2026 09:00",
        f"База: sqlite:///{premises.database}",
        "Ночных копий базы нет",
    ]


def test_a_desk_at_noon_with_backups(premises: Premises) -> None:
    lines = told(premises, NOON, language="en", topics="false", more='[backup]\nfolder = "copies"')
    assert "Staff group: -5, with cards" in lines
    assert "It is 2026-11-20 12:00 (Europe/Moscow), open" in lines
    assert lines[-1] == f"Backups: every night at 04:00, in {premises.folder / 'copies'}"
    assert not any(line.startswith("Opens") for line in lines)
    assert len(lines) <= 10


def test_answers_of_the_sample_are_told(premises: Premises) -> None:
    def warning(language: str) -> str | None:
        settings = load_config(premises.configure(language=language), {})
        return warning_of_sample(settings, load(settings.faq.path, default_language=language))

    assert warning("ru") is None
    shutil.copy(SAMPLE / "ru" / "09-account.md", premises.folder / "faq")
    assert warning("ru") == (
        "Ответов вымышленного магазина в FAQ: 4. Поправьте или удалите их, пока их не увидели клиенты; "
        "какие это, покажет `nightdesk faq check`"
    )
    assert (warning("en") or "").startswith("Answers of a fictional shop in the FAQ: 4.")


def test_a_password_is_not_told(premises: Premises) -> None:
    pytest.importorskip("psycopg")
    lines = told(premises, NOON, more='[storage]\nurl = "postgresql+psycopg://desk:secret@db/desk"')
    assert "secret" not in "\n".join(lines)


@pytest.mark.parametrize(
    ("share", "line"),
    [
        (0.0, "Пилот: бот только подсказывает коллегам"),
        (0.2, "Пилот: бот отвечает 20 % клиентов, на остальные вопросы подсказывает коллегам"),
        (1.0, "Пилот закончен: бот отвечает всем, раздел [pilot] можно убрать"),
    ],
)
def test_a_pilot_is_told(premises: Premises, share: float, line: str) -> None:
    settings = load_config(premises.configure(), {})
    library = load(settings.faq.path, default_language="ru")
    assert overview(settings, "shop_bot", library, NOON, Pilot(0.0, share, NIGHT))[-1] == line
