"""A fortnight of one desk: customers ask, colleagues reply, an author taps, and each night the desk learns.

The first week the desk hands most over; in the second it answers the same needs itself, in words it never saw before.
"""

import shutil
from datetime import date, timedelta
from pathlib import Path

from tests.dialogs.night import FAQ, House, Night, a_night

REPAIR, PRICE = "Да, чиним любые лампы за три дня.", "По городу — 300 ₽, от 5 000 ₽ бесплатно."
BEGIN = date(2026, 11, 16)  # a Monday
# For each day what is asked, each time by somebody else.
FIRST_WEEK = (
    ("вы чините старые лампы?", "за сколько привезете"),
    ("чините ли вы лампы", "за сколько привезете"),
    ("можно у вас починить лампу", "почем отвезете"),
    ("почините лампу?", "почем отвезете"),
)
SECOND_WEEK = (
    ("а лампы вы чините?", REPAIR),
    ("можно починить лампу", REPAIR),
    ("за сколько привезете", PRICE),
    ("почем отвезете", PRICE),
)


async def asks(night: Night, words: str) -> str:
    """A customer asks; a preview of the price is confirmed. Returns what the bot said first."""
    customer = night.sandbox.customer("Клиент")
    customer.writes(words)
    await night.pause()
    told = (await night.replies(customer))[-1]
    first = told.text  # a confirmed preview becomes the answer
    if told.buttons and told.buttons[0] == ["Да, об этом"] and PRICE[:10] in told.text:
        await night.press(customer, "Да, об этом", on=told)
        await night.replies(customer)
    return first


async def colleagues_answer(night: Night) -> None:
    """Anna answers what waits, and solves it."""
    for card in [one for one in night.staff_sees() if one.text.startswith("№") and "🆕" in one.text]:
        reply = REPAIR if "ламп" in card.text or "чин" in card.text else "По городу 300 рублей, от 5000 бесплатно"
        night.anna.writes(reply, reply_to=card)
        await night.settled()
        await night.press(night.anna, "✅ Решено", on=card)
    await night.news()


async def day(night: Night, number: int) -> None:
    await night.at(f"{BEGIN + timedelta(days=number)} 12:00")


async def test_from_the_first_question_to_the_entry_that_answers_it(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FAQ, tmp_path / "faq"))
    async with a_night(tmp_path, House(at="2026-11-16 11:00", faq=folder)) as night:
        heard = []
        for number, questions in enumerate(FIRST_WEEK):
            await day(night, number)
            heard += [await asks(night, words) for words in questions]
            await colleagues_answer(night)
            await night.learns()
        assert PRICE not in heard[:2]
        assert REPAIR not in heard
        await day(night, 7)
        await night.news()
        night.anna.writes("/faq")
        await night.settled()
        await night.parts.authoring.look()
        await night.press(night.anna, "📝 Новая запись")
        await night.parts.authoring.look()
        await night.press(night.anna, "✅ Опубликовать")
        await night.parts.authoring.look()
        await night.news()
        for number, (words, answer) in enumerate(SECOND_WEEK, start=8):
            await day(night, number)
            assert answer in await asks(night, words), words  # at once, or previewed
            await night.learns()
