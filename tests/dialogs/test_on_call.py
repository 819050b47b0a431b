"""`/oncall`: who is rung at night, and how colleagues change it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import OnCallSettings
from tests.dialogs.night import House, Night, a_night, texts
from tests.postgres import both_databases

pytestmark = both_databases

ANNA, BORIS = 5200000002, 5200000003
PEOPLE = OnCallSettings(people=(BORIS, ANNA))


@pytest.fixture
async def group(tmp_path: Path, database_url: str) -> AsyncIterator[Night]:
    """Friday 23:40; it is Anna's week. Both have started the bot and written in the group."""
    async with a_night(tmp_path, House(on_call=PEOPLE), database_url) as group:
        for colleague in (group.anna, group.boris):
            colleague.in_private.writes("/start")
            colleague.writes("Я тут")
        await group.settled()
        yield group


async def says(night: Night, command: str) -> list[str]:
    """What the bot answers in the group to Boris's command."""
    await night.news()
    night.boris.writes(command)
    return texts(await night.news())


async def test_whose_turn_it_is(group: Night) -> None:
    assert await says(group, "/oncall") == ["Дежурит Анна до 09:00 23 ноября.\nЕсли не ответит: Борис."]


async def test_somebody_is_put_on_call(group: Night) -> None:
    assert await says(group, "/oncall Бориса до вс 18:00") == [
        "Дежурит Борис до 18:00 22 ноября, назначение: Борис.\nЕсли не ответит: Анна."
    ]
    group.maria.writes("у нас пожар")
    assert "Дежурит Борис" in (await group.replies(group.maria))[0].text
    await group.at("2026-11-22 18:00")
    assert await says(group, "/oncall") == ["Дежурит Анна до 09:00 завтра.\nЕсли не ответит: Борис."]


async def test_oneself_until_the_next_turn_and_back(group: Night) -> None:
    [set_by_hand] = await says(group, "/oncall я")
    assert set_by_hand.startswith("Дежурит Борис до 09:00 23 ноября")
    ended, now = await says(group, "/oncall off")
    assert ended == "Назначение снято."
    assert now.startswith("Дежурит Анна")
    assert (await says(group, "/oncall_off"))[0] == "Назначений и не было."


async def test_an_unknown_name_and_a_time_that_can_not_be_read(group: Night) -> None:
    assert await says(group, "/oncall Зина до пн") == ["Не знаю, кто такой «Зина». Знаю: Анна, Борис."]
    [when] = await says(group, "/oncall Анна до рассвета")
    assert when.startswith("Не разобрал время «до рассвета», или оно уже прошло. Например: до пн")
    assert "/oncall Анна до пн" in (await says(group, "/oncall help"))[0]
    assert (await says(group, "/oncall"))[0].startswith("Дежурит Анна")


async def test_two_of_the_same_name(group: Night) -> None:
    for name in ("Петров", "Сидоров"):
        group.sandbox.manager("Олег", last_name=name).writes("Я тут")
    await group.settled()
    assert await says(group, "/oncall Олег") == ["Таких несколько: Олег Петров, Олег Сидоров. Напишите имя полностью."]
    assert (await says(group, "/oncall Олег Петров"))[0].startswith("Дежурит Олег Петров")


async def test_a_colleague_who_has_not_started_the_bot(group: Night) -> None:
    group.sandbox.manager("Вера").writes("Я тут")
    await group.settled()
    [shown] = await says(group, "/oncall Вера на 2 дня")
    assert shown.endswith("⚠️ Вера не получит личных сообщений: нужно открыть бота и нажать Start.")


async def test_nobody(tmp_path: Path, database_url: str) -> None:
    async with a_night(tmp_path, House(), database_url) as night:
        [shown] = await says(night, "/oncall")
        assert shown.startswith("Дежурного нет: при беде у клиента сообщение придёт только в эту группу.")


async def test_everybody(tmp_path: Path, database_url: str) -> None:
    everybody = OnCallSettings(people=(ANNA, BORIS), rota="all")
    async with a_night(tmp_path, House(on_call=everybody), database_url) as night:
        for colleague in (night.anna, night.boris):
            colleague.in_private.writes("/start")
        assert (await says(night, "/oncall"))[0].startswith("Дежурят все сразу: Анна, Борис.")
        night.maria.writes("у нас пожар")
        assert "Дежурят Анна и Борис: пишу лично" in (await night.reply(night.maria)).text
