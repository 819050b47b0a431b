"""09:00. The managers see what the night brought and what to do first."""

from pathlib import Path

from bot.sandbox import Seen
from bot.wording import utf16_slice
from tests.dialogs.night import House, Night, a_night, moscow
from tests.postgres import both_databases

pytestmark = both_databases

SATURDAY_OPENING = "2026-11-21 10:00"


async def test_what_the_night_brought(night: Night) -> None:
    oleg, irina = night.sandbox.customer("Олег"), night.sandbox.customer("Ирина")
    night.maria.writes("почём доставка")
    irina.writes("цена доставки")
    await night.settled()
    await night.press(irina, "👍 Помогло")
    oleg.writes("У меня сломался утюг")
    await night.pause()
    await night.news()
    await night.at(SATURDAY_OPENING)
    digest, faq = await night.news()
    assert digest.topic is None
    assert digest.text.splitlines() == [
        "☀️ Доброе утро",
        "Написали 3 клиента:",
        "• новая заявка — 1",
        "• ответ бота помог — 1",
        "• бот ответил, больше не писали — 1",
        "",
        "Ждут ответа: 1",
        "№1 Олег: У меня сломался утюг · до 10:30",
    ]
    assert digest.buttons == [["№1", "🙋 Взять", "✅ Решено"]]
    assert not digest.silent
    assert faq.text.splitlines() == [
        "📖 FAQ за это время",
        "",
        "Нет ответа",
        "• У меня сломался утюг",
        "",
        "Чаще всего спрашивали",
        "• Сколько стоит доставка? × 2",
    ]
    assert faq.silent
    assert faq.buttons == []


async def test_in_english(tmp_path: Path, database_url: str) -> None:
    async with a_night(tmp_path, House(language="en"), database_url) as night:
        night.maria.writes("Thanks")
        night.sandbox.customer("Oleg").writes("/operator Hello, my iron is broken and hums very loudly today")
        await night.settled()
        await night.news()
        await night.at(SATURDAY_OPENING)
        [digest] = await night.news()
        assert digest.text.startswith("☀️ Good morning\n2 customers wrote:\n")
        assert digest.text.splitlines()[2:] == [
            "• new ticket — 1",
            "• only said hello or thanks — 1",
            "",
            "Waiting for a reply: 1",
            "#1 Oleg: my iron is broken and hums very loudly… · by 10:30",
        ]


def links(seen: Seen) -> list[tuple[str, str]]:
    """The words and the addresses of the links."""
    found = (one for one in seen.entities if one["type"] == "text_link")
    return [(utf16_slice(seen.text, one["offset"], one["length"]), one["url"]) for one in found]


async def test_a_ticket_is_a_link_to_its_topic(night: Night) -> None:
    await night.ticket_is_open()
    await night.at(SATURDAY_OPENING)
    digest, _ = await night.news()
    group = str(night.sandbox.staff_group.id).removeprefix("-100")
    assert links(digest) == [("№1 Мария", f"https://t.me/c/{group}/{night.card().topic}")]


async def test_or_to_its_card(tmp_path: Path, database_url: str) -> None:
    async with a_night(tmp_path, House(topics=False), database_url) as night:
        await night.ticket_is_open()
        await night.at(SATURDAY_OPENING)
        digest, _ = await night.news()
        group = str(night.sandbox.staff_group.id).removeprefix("-100")
        assert links(digest) == [("№1 Мария", f"https://t.me/c/{group}/{night.card().id}")]


async def test_tickets_of_a_night_are_promised_in_turn(night: Night) -> None:
    """Urgent ones first, whenever they came."""
    told = []
    for name in ("Олег", "Ирина", "Пётр"):
        person = night.sandbox.customer(name)
        person.writes(f"/operator Где мой заказ {name}")
        told.append((await night.reply(person)).text)
    assert [f"до 10:{minute}" in text for text, minute in zip(told, (30, 35, 40), strict=True)] == [True] * 3
    await night.news()
    await night.at(SATURDAY_OPENING)
    digest = (await night.news())[0].text
    assert digest.index("№1 Олег") < digest.index("№2 Ирина") < digest.index("№3 Пётр")
    assert digest.index("до 10:30") < digest.index("до 10:35") < digest.index("до 10:40")


async def test_several_tickets_about_one_thing_are_one_line(night: Night) -> None:
    for name, words in (
        ("Олег", "Добрый вечер! Не открывается ваш сайт"),
        ("Ирина", "Не работает кран на кухне, помогите"),
        ("Пётр", "сайт не открывается"),
    ):
        night.sandbox.customer(name).writes(f"/operator {words}")
        await night.settled()
    await night.news()
    await night.at(SATURDAY_OPENING)
    digest = (await night.news())[0]
    assert "№1 Олег, №3 Пётр: Не открывается ваш сайт · до 10:30" in digest.text
    assert "№2 Ирина: Не работает кран на кухне, помогите · до 10:35" in digest.text
    assert "Ждут ответа: 3" in digest.text


async def test_complaints_are_apart(night: Night) -> None:
    for name, words in (("Олег", "Курьер нахамил моей жене"), ("Ирина", "У меня сломался утюг")):
        night.sandbox.customer(name).writes(f"/operator {words}")
        await night.settled()
    await night.news()
    await night.at(SATURDAY_OPENING)
    digest = (await night.news())[0].text
    assert digest.index("№2 Ирина") < digest.index("Из них жалобы: 1") < digest.index("№1 Олег")
    assert "Ждут ответа: 2" in digest


async def test_what_the_faq_lacked_is_without_refusals_and_what_it_answers(night: Night) -> None:
    oleg, irina = night.sandbox.customer("Олег"), night.sandbox.customer("Ирина")
    oleg.writes("доставка")
    await night.pause()
    oleg.writes("нет, не то")
    await night.pause()
    irina.writes("У меня сломался утюг")
    await night.pause()
    night.maria.writes("утюг сломался у меня")
    await night.pause()
    await night.news()
    await night.at(SATURDAY_OPENING)
    faq = (await night.news())[-1].text
    lacking = faq.partition("Нет ответа\n")[2].partition("\n\n")[0]
    assert lacking.splitlines()[0] == "• утюг сломался у меня × 2"
    assert "не то" not in lacking


async def test_thirty_tickets_fit_one_message(night: Night) -> None:
    for number in range(30):
        night.sandbox.customer(f"Александра-Виктория {number}").writes(
            f"/operator {_thing(number)} совершенно неожиданно перестал работать сегодня вечером, что мне теперь делать"
        )
    await night.settled()
    await night.news()
    await night.at(SATURDAY_OPENING)
    digest, *others = await night.news()
    assert "Ждут ответа: 30" in digest.text
    assert len(links(digest)) == 30
    assert len(digest.text.encode("utf-16-le")) <= 2 * 4096
    assert len(digest.entities) <= 100
    assert len(digest.buttons) == 3
    assert not any("№" in other.text for other in others)


def _thing(number: int) -> str:
    """Thirty things that have nothing to do with one another."""
    one, another = (
        ["стол", "шкаф", "диван", "кресло", "утюг", "чайник"],
        ["кухни", "спальни", "дачи", "гаража", "офиса"],
    )
    return f"{one[number % 6]} для {another[number // 6]}"


async def test_the_buttons_of_the_digest_work(night: Night) -> None:
    await night.ticket_is_open()
    await night.at(SATURDAY_OPENING)
    digest, _ = await night.news()
    assert await night.press(night.anna, "🙋 Взять", on=digest) == "Заявка ваша"
    assert "занимается Анна" in (await night.reply(night.maria)).text
    assert "Анна" in str(await night.press(night.boris, "🙋 Взять", on=digest))
    assert await night.press(night.boris, "№1", on=digest) is not None
    [card] = await night.news()
    assert card.text.startswith("№1 · 🙋 в работе · Анна")
    assert await night.press(night.anna, "✅ Решено", on=digest) is not None
    assert "решена" in (await night.reply(night.maria)).text
    assert await night.press(night.anna, "✅ Решено", on=digest) == "Эта кнопка уже не действует"


async def test_urgent_comes_first_then_the_nearest_promise(night: Night) -> None:
    for name, thing in (("Олег", "утюг"), ("Ирина", "стол"), ("Пётр", "чайник")):
        night.sandbox.customer(name).writes(f"У меня сломался {thing}")
        await night.pause()
    night.anna.writes("/urgent 3")
    await night.news()
    await night.at(SATURDAY_OPENING)
    digest, _ = await night.news()
    order = [digest.text.index(f"№{number} ") for number in (3, 1, 2)]
    assert order == sorted(order)
    assert "🔥" in digest.text
    assert [row[0] for row in digest.buttons] == ["№3", "№1", "№2"]


async def test_each_opening_after_a_closed_period_has_one(night: Night) -> None:
    """And after a calm night it is one calm line."""
    await night.at(SATURDAY_OPENING)
    [digest] = await night.news()
    assert "никто не писал" in digest.text
    assert "\n" not in digest.text
    assert digest.buttons == []
    await night.later(minutes=1)
    await night.at("2026-11-21 15:00")
    assert await night.news() == []
    await night.at("2026-11-22 20:00")
    night.maria.writes("почём доставка")
    await night.settled()
    await night.at("2026-11-23 09:00")
    digest, _ = await night.news()
    assert "1 клиент" in digest.text
    await night.at("2026-11-24 09:00")
    [digest] = await night.news()
    assert "никто не писал" in digest.text


async def test_after_downtime_the_digest_says_that_it_is_late_and_misses_nothing(night: Night) -> None:
    """Nobody was there on Saturday: Monday's digest tells of Friday night, too."""
    night.maria.writes("почём доставка")
    await night.settled()
    await night.at("2026-11-23 11:30")
    digest, _ = await night.news()
    assert "опозданием" in digest.text
    assert "1 клиент" in digest.text


async def test_the_first_digest_begins_when_the_desk_did(day: Night) -> None:
    """No digest in the middle of the shift in which the desk was started."""
    assert await day.news() == []
    day.maria.writes("почём доставка")
    await day.settled()
    await day.at("2026-11-24 09:00")
    [digest] = await day.news()
    assert "никто не писал" in digest.text


async def test_after_lunch_only_when_something_came(tmp_path: Path, database_url: str) -> None:
    with_lunch = House(at="2026-11-23 13:05", week="Mo-Fr 09:00-13:00,14:00-18:00")
    async with a_night(tmp_path, with_lunch, database_url) as lunch:
        await lunch.at("2026-11-23 14:00")
        assert await lunch.news() == []
        await lunch.at("2026-11-24 09:00")
        assert len(await lunch.news()) == 1
        await lunch.at("2026-11-24 13:10")
        await lunch.ticket_is_open()
        await lunch.at("2026-11-24 14:00")
        digest, _ = await lunch.news()
        assert "№1 Мария" in digest.text


async def test_a_ticket_that_was_answered_in_the_night_is_not_waiting(night: Night) -> None:
    await night.ticket_is_open()
    night.anna.writes("Не сплю. Что с ним?", topic="№1")
    await night.later(minutes=2)
    await night.news()
    await night.at(SATURDAY_OPENING)
    digest = (await night.news())[0]
    assert "Ответа никто не ждёт" in digest.text
    assert digest.buttons == []


async def test_an_answer_that_did_not_help_is_told_as_such(night: Night) -> None:
    """The FAQ does have an answer: its author hears that it was not the right one."""
    night.maria.writes("почём доставка")
    await night.settled()
    await night.press(night.maria, "👎 Не то")
    await night.press(night.maria, "🙋 Позвать человека")
    await night.news()
    await night.at(SATURDAY_OPENING)
    digest, faq = await night.news()
    assert "помог" not in digest.text
    assert "• новая заявка — 1" in digest.text
    assert "Сколько стоит доставка?" in faq.text.partition("Ответ не помог")[2]
    assert "Нет ответа" not in faq.text


async def test_a_confirmed_preview_is_an_answer_without_a_person(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    await night.press(night.maria, "Да, об этом")
    await night.at(SATURDAY_OPENING)
    digest, faq = await night.news()
    assert "• бот ответил, больше не писали — 1" in digest.text
    assert "Нет ответа" not in faq.text


async def test_a_banned_customer_is_not_counted(night: Night) -> None:
    await night.ticket_is_open("Купите у меня гараж, недорого")
    await night.press(night.anna, "⋯ Ещё", on=night.card())
    await night.press(night.anna, "🚫 Спам", on=night.card())
    night.anna.writes("/ban 1")
    await night.news()
    night.maria.writes("Гараж! Гараж!")
    await night.at(SATURDAY_OPENING)
    [digest] = await night.news()
    assert "никто не писал" in digest.text


async def test_the_digest_on_demand(night: Night) -> None:
    await night.ticket_is_open()
    night.anna.writes("/digest")
    digest, _ = await night.news()
    assert "Ждут ответа: 1" in digest.text
    assert digest.buttons


async def test_what_is_decided_at_the_same_moment_is_in_the_digest(night: Night) -> None:
    """Reading the FAQ for it takes a while; the digest, which is due after it, waits."""
    await night.ticket_is_open()
    night.sandbox.customer("Олег").writes("У меня сломался утюг")
    await night.settled()
    night.sandbox.clock.set(moscow("2026-11-21 10:00:01"))
    await night.parts.scheduler.look()
    await night.settled()
    [digest] = [seen for seen in await night.news() if "Доброе утро" in seen.text]
    assert "Ждут ответа: 2" in digest.text
    assert "утюг" in digest.text
