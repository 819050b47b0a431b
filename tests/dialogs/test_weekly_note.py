"""On Monday the authors find a note: what would help most, and how the desk answered."""

from pathlib import Path

from tests.dialogs.night import House, Night, a_night, moscow
from tests.postgres import both_databases

MONDAY_MORNING = "2026-11-23 05:30"


async def a_week(night: Night) -> None:
    """Customers ask what the FAQ knows, and what it doesn't."""
    for number, words in enumerate(("почём доставка", "вы чините лампы?", "чините ли вы лампы", "почините лампу?")):
        customer = night.sandbox.customer(f"Клиент {number}")
        customer.writes(words)
        await night.pause()
        await night.replies(customer)
        if number == 0:
            await night.press(customer, "👍 Помогло")
    await night.news()


async def notes(night: Night) -> list[str]:
    await night.settled()
    await night.parts.advice.look()
    return [one.text for one in await night.news() if "FAQ за неделю" in one.text or "FAQ this week" in one.text]


@both_databases
async def test_it_says_how_the_bot_answered_and_what_is_lacking(night: Night) -> None:
    await a_week(night)
    assert await notes(night) == []  # it is Friday
    await night.at(MONDAY_MORNING)
    [note] = await notes(night)
    assert "Вопросов 4: сразу 1, начало ответа 0, на выбор 0, человеку 3." in note
    assert "Верных ответов: 100 % из 1, о которых отозвались" in note
    assert "Не хватает записей" in note
    assert len(note) <= 4096


async def test_it_comes_once_a_week(night: Night) -> None:
    await a_week(night)
    await night.at(MONDAY_MORNING)
    assert len(await notes(night)) == 1
    await night.at("2026-11-23 06:30")
    assert await notes(night) == []


async def test_a_clock_that_is_set_back_a_little_does_not_bring_it_again(night: Night) -> None:
    await a_week(night)
    await night.at("2026-11-23 05:30:10")
    assert len(await notes(night)) == 1
    await night.at("2026-11-23 05:29:50")
    assert await notes(night) == []


async def test_a_note_under_a_clock_that_was_years_ahead_does_not_stop_the_next_ones(night: Night) -> None:
    await a_week(night)
    night.sandbox.clock.set(moscow("2031-01-01 12:00"))
    await night.parts.advice.look()
    night.sandbox.clock.set(moscow("2026-11-20 23:50"))
    await night.at(MONDAY_MORNING)
    assert len(await notes(night)) == 1


async def test_a_week_without_questions_has_none(night: Night) -> None:
    await night.at(MONDAY_MORNING)
    assert await notes(night) == []


async def test_a_desk_that_was_off_on_monday_writes_it_when_it_is_back(night: Night) -> None:
    await a_week(night)
    await night.at("2026-11-25 12:00")
    assert len(await notes(night)) == 1


async def test_in_english(tmp_path: Path) -> None:
    async with a_night(
        tmp_path, House(language="en", faq=Path(__file__).parent / "faq_in_two_languages" / "en")
    ) as night:
        night.maria.writes("how much is delivery")
        await night.replies(night.maria)
        await night.at(MONDAY_MORNING)
        [note] = await notes(night)
        assert "1 question: 1 answered at once" in note
