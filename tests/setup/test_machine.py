"""The steps of a set-up, as a table: what is heard, what is said, and what comes of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.setup import (
    AtShell,
    FirstEntry,
    Group,
    GroupChecked,
    GroupNamed,
    Heard,
    Pressed,
    Setup,
    Step,
    Tried,
    Turn,
    Wish,
    Wrote,
    begin,
    entries_text,
    group_lost,
    keyboard,
    not_opened,
    pressed,
    repeat,
    step,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)  # 15:00 in Moscow
GROUP = Group(-1001, "Ночная смена", topics=True)
DELIVERY = Wrote("Сколько стоит доставка?\nПо городу — 300 ₽.", "Сколько стоит доставка?\nПо городу — **300 ₽**.")
TO_CITY: tuple[Heard, ...] = (Wrote("Северный дом"), Wrote("пн-пт 9-18, сб 10-16"))
TO_GROUP: tuple[Heard, ...] = (*TO_CITY, Wrote("Москва"))
TO_QUESTION: tuple[Heard, ...] = (*TO_GROUP, GroupNamed(-1001), GroupChecked(GROUP))
TO_TRIAL: tuple[Heard, ...] = (*TO_QUESTION, DELIVERY)


def after(*heard: Heard, has_own_faq: bool = False) -> Turn:
    """The last turn of a set-up in Russian in which this was heard."""
    turn = begin("ru", NOON, has_own_faq)
    for one in heard:
        turn = step(turn.setup, one, NOON)
    return turn


def said(turn: Turn) -> list[str]:
    return [line.name.removeprefix("setup.") for line in turn.said]


def buttons(setup: Setup) -> set[str]:
    return {button.name for row in keyboard(setup) for button in row}


def test_the_whole_way() -> None:
    turn = after(*TO_TRIAL, Wrote("почём доставка"))
    assert (turn.wish, turn.about) == (Wish.TRY_QUESTION, "почём доставка")
    opened = step(turn.setup, Tried("answered"), NOON)
    assert (opened.wish, opened.setup.step) == (Wish.OPEN, Step.DONE)
    hours = opened.setup.hours
    assert (hours.timezone, hours.week, hours.holidays) == ("Europe/Moscow", "Mo-Fr 09:00-18:00; Sa 10:00-16:00", "RU")
    assert opened.setup.entries == (FirstEntry("Сколько стоит доставка?", "По городу — **300 ₽**."),)
    assert keyboard(opened.setup) == ()


@pytest.mark.parametrize("answer", ["", "   "])
@pytest.mark.parametrize("way", [(), TO_CITY, TO_GROUP, TO_QUESTION, TO_TRIAL])
def test_a_message_without_words_is_asked_again(way: tuple[Heard, ...], answer: str) -> None:
    before = after(*way).setup
    turn = step(before, Wrote(answer), NOON)
    assert said(turn)[0] == "words_please"
    assert turn.setup == before


@pytest.mark.parametrize("name", ["я" * 101, "/help", "🙂", "«»", "Дом\n" + "9" * 201, "+\nул. Труда", "Назад", "back"])
def test_a_name_that_is_none(name: str) -> None:
    turn = after(Wrote(name))
    assert said(turn) == ["bad_name"]
    assert turn.setup.step is Step.NAME


def test_phone_and_address_may_stand_below_the_name() -> None:
    setup = after(Wrote("Северный дом\n+7 495 000-00-00\nМосква, Мясницкая, 5")).setup
    assert (setup.name, setup.phone, setup.address) == ("Северный дом", "+7 495 000-00-00", "Москва, Мясницкая, 5")
    renamed = step(step(setup, Pressed("back"), NOON).setup, Wrote("Южный дом"), NOON).setup
    assert (renamed.name, renamed.phone, renamed.address) == ("Южный дом", "", "")
    at_shell = replace(setup, answered_at_shell=frozenset({AtShell.PHONE}))
    renamed = step(step(at_shell, Pressed("back"), NOON).setup, Wrote("Южный дом"), NOON).setup
    assert (renamed.name, renamed.phone, renamed.address) == ("Южный дом", setup.phone, setup.address)
    corrected = step(step(setup, Pressed("back"), NOON).setup, Wrote("Южный дом\n112"), NOON).setup
    assert (corrected.name, corrected.phone, corrected.address) == ("Южный дом", "112", "")


def test_hours_are_asked_again_until_they_are_understood() -> None:
    turn = after(Wrote("Северный дом"), Wrote("когда как"))
    assert said(turn) == ["bad_hours"]
    assert str(turn.said[0].values["problem"]).startswith("непонятно «когда как»")
    turn = step(turn.setup, Wrote("ежедневно 10-20"), NOON)
    assert (turn.setup.week, said(turn)) == ("Mo-Su 10:00-20:00", ["week_read", "ask_city"])


def test_hours_that_were_read_wrongly_are_written_again_instead_of_the_city() -> None:
    turn = after(*TO_CITY, Wrote("пн-сб 10-19"))
    assert (turn.setup.step, turn.setup.week, said(turn)) == (Step.CITY, "Mo-Sa 10:00-19:00", ["week_read", "ask_city"])


def test_the_week_is_drawn_for_the_width_of_a_phone() -> None:
    drawn = str(after(*TO_CITY).said[0].values["drawn"]).splitlines()
    assert drawn[1] == "пн  ·········█████████······"
    assert drawn[7] == "вс  ························"
    assert max(map(len, drawn)) <= 30


@pytest.mark.parametrize(
    ("city", "zone", "country"),
    [
        ("Москва", "Europe/Moscow", "RU"),
        ("  санкт-петербург ", "Europe/Moscow", "RU"),
        ("Питер", "Europe/Moscow", "RU"),
        ("Екатеренбург", "Asia/Yekaterinburg", "RU"),
        ("Челябинск", "Asia/Yekaterinburg", "RU"),
        ("Хабаровск", "Asia/Vladivostok", "RU"),
        ("Алматы", "Asia/Almaty", "KZ"),
        ("London", "Europe/London", "GB-ENG"),
        ("new york", "America/New_York", "US"),
        ("San Fransisco", "America/Los_Angeles", "US"),
        ("Asia/Omsk", "Asia/Omsk", "RU"),
        ("по Москве", "Europe/Moscow", "RU"),
        ("в Уфе", "Asia/Yekaterinburg", "RU"),
        ("г. Кемерово", "Asia/Novokuznetsk", "RU"),
        ("Казань, Россия", "Europe/Moscow", "RU"),
        ("in London, UK", "Europe/London", "GB-ENG"),
        ("Chicago, IL", "America/Chicago", "US"),
        ("leeds uk", "Europe/London", "GB-ENG"),
        ("glasgow scotland", "Europe/London", "GB-SCT"),
        ("in New York USA", "America/New_York", "US"),
        ("paris france", "Europe/Paris", "FR"),
        ("chicago il", "America/Chicago", "US"),
        ("москва рф", "Europe/Moscow", "RU"),
        ("Россия Казань", "Europe/Moscow", "RU"),
        ("Лондон Великобритания", "Europe/London", "GB-ENG"),
        ("Eastern time", "America/New_York", "US"),
        ("UTC+3", "Europe/Moscow", "RU"),
        ("МСК +2", "Asia/Yekaterinburg", "RU"),
        ("3:05 PM", "Europe/Moscow", "RU"),
        ("20:00", "Asia/Irkutsk", "RU"),
        ("15:04", "Europe/Moscow", "RU"),
    ],
)
def test_a_city_gives_the_time_zone_and_the_country(city: str, zone: str, country: str) -> None:
    setup = after(*TO_CITY, Wrote(city)).setup
    assert (setup.step, setup.timezone, setup.country) == (Step.GROUP, zone, country)


@pytest.mark.parametrize(
    "city",
    [
        "Китеж",
        "Sun Villa",
        "Средние Броды",
        "5-й микрорайон",
        "лондон канада",
        "london zz",
        "25:00",
        "25 pm",
        "UTC+3:07",
        "ю",
        "в",
        "🙂",
    ],
)
def test_a_city_that_nobody_knows_is_asked_again(city: str) -> None:
    turn = after(*TO_CITY, Wrote(city))
    assert (turn.setup.step, said(turn)) == (Step.CITY, ["bad_city"])


@pytest.mark.parametrize(
    "hours",
    [
        *("closed Mondays", "9-5 Mon-Fri, 10-4 Saturdays, Sundays by appointment", "8am till late", "Sun closed"),
        *(
            "10 til 6, late night Thursday till 8",
            "пн-пт как получится",
            "по понедельникам закрыто",
            "с 8 до последнего",
        ),
        *("по будням как придётся", "Mon, Tue if it rains"),
    ],
)
def test_hours_that_can_not_be_read_are_no_city(hours: str) -> None:
    turn = after(*TO_CITY, Wrote(hours))
    assert (turn.setup, said(turn)) == (after(*TO_CITY).setup, ["bad_hours", "hours_stand"])


@pytest.mark.parametrize(("city", "is_time"), [("Китеж", False), ("09:00", True), ("9 am", True), ("UTC+14", False)])
def test_what_time_it_is_elsewhere_is_told_as_an_example(city: str, is_time: bool) -> None:
    turn = after(*TO_CITY, Wrote(city))
    assert turn.said[0].values == {"city": city, "is_time": is_time, "time": "15:00"}


def test_holidays_are_those_of_the_city_and_can_be_left_out() -> None:
    at_group = after(*TO_GROUP)
    assert at_group.said[0].values == {"city": "Москва", "time": "15:00", "country": "RU", "keeps_holidays": True}
    assert "open_on_holidays" in buttons(at_group.setup)
    off = step(at_group.setup, Pressed("open_on_holidays"), NOON).setup
    assert off.hours.holidays is None
    assert step(off, Pressed("closed_on_holidays"), NOON).setup.hours.holidays == "RU"


@pytest.mark.parametrize(
    ("week", "holidays"),
    [
        ("круглосуточно", None),
        ("ежедневно 10-20", None),
        ("пн-сб 10-20", "RU"),
        ("ежедневно 10-20, в праздники закрыто", "RU"),
    ],
)
def test_who_is_open_every_day_is_open_on_holidays(week: str, holidays: str | None) -> None:
    assert after(Wrote("Северный дом"), Wrote(week), Wrote("Москва")).setup.hours.holidays == holidays


@pytest.mark.parametrize("answer", ["Да", "всё верно!", "ок"])
def test_yes_to_the_week_asks_for_the_city_alone(answer: str) -> None:
    turn = after(*TO_CITY, Wrote(answer))
    assert (turn.setup.step, said(turn)) == (Step.CITY, ["only_city"])


@pytest.mark.parametrize("answer", ["Нет", "не так"])
def test_no_to_the_week_asks_for_it_again(answer: str) -> None:
    turn = after(*TO_CITY, Wrote(answer))
    assert (turn.setup.step, said(turn)) == (Step.HOURS, ["ask_hours"])


def test_hours_on_holidays_need_the_holidays() -> None:
    at_group = after(Wrote("Северный дом"), Wrote("Mo-Fr 09:00-18:00; PH off"), Wrote("Москва"))
    turn = step(at_group.setup, Pressed("open_on_holidays"), NOON)
    assert (said(turn), turn.setup.hours.holidays) == (["bad_hours"], "RU")


def test_a_group_that_can_not_be_used_is_chosen_again() -> None:
    turn = after(*TO_GROUP, GroupNamed(-7))
    assert (turn.wish, turn.about) == (Wish.CHECK_GROUP, -7)
    turn = step(turn.setup, GroupChecked(None, ("бот не администратор",)), NOON)
    assert (turn.setup.step, said(turn)) == (Step.GROUP, ["group_problems"])
    turn = step(turn.setup, GroupChecked(GROUP, ("темы выключены",)), NOON)
    assert (turn.setup.step, said(turn)) == (Step.QUESTION, ["group_problems", "group_ready", "ask_question"])


def test_a_group_is_taken_only_when_it_is_asked_for() -> None:
    turn = after(Wrote("Северный дом"), GroupNamed(-1001))
    assert (turn.wish, turn.setup.step, said(turn)) == (None, Step.HOURS, ["ask_hours"])


def test_a_group_that_was_left_for_later_is_chosen_in_the_end() -> None:
    turn = after(*TO_GROUP, Pressed("group_later"), DELIVERY, Pressed("open"))
    assert (turn.wish, turn.setup.step, said(turn)) == (None, Step.GROUP, ["group_left", "city_chosen", "ask_group"])
    assert said(step(turn.setup, Pressed("group_later"), NOON))[0] == "group_left"
    turn = step(turn.setup, GroupChecked(GROUP, ("темы выключены",)), NOON)
    assert (turn.wish, turn.setup.step, said(turn)) == (Wish.OPEN, Step.DONE, ["group_problems", "group_ready"])


def test_question_and_answer_in_two_messages() -> None:
    turn = after(*TO_QUESTION, Wrote("Где вы?"))
    assert (turn.setup.step, said(turn)) == (Step.ANSWER, ["ask_answer"])
    turn = step(turn.setup, Wrote("Тихий переулок, 1"), NOON)
    assert turn.setup.entries == (FirstEntry("Где вы?", "Тихий переулок, 1"),)
    assert (turn.setup.step, said(turn)) == (Step.TRIAL, ["entry_noted", "ask_trial"])


@pytest.mark.parametrize("question", ["я" * 201, "/menu", "???"])
def test_a_question_that_is_none(question: str) -> None:
    turn = after(*TO_QUESTION, Wrote(question))
    assert (turn.setup.step, said(turn)) == (Step.QUESTION, ["bad_question"])


def test_three_entries_and_no_more() -> None:
    turn = after(*TO_TRIAL)
    for question in ("Где вы?", "Как оплатить?"):
        assert "one_more" in buttons(turn.setup)
        turn = step(step(turn.setup, Pressed("one_more"), NOON).setup, Wrote(f"{question}\nСкажем."), NOON)
    assert len(turn.setup.entries) == 3
    assert "one_more" not in buttons(turn.setup)
    assert "back" in buttons(turn.setup)


def test_a_question_with_its_answer_at_the_trial_is_one_more_entry() -> None:
    turn = after(*TO_TRIAL)
    assert turn.said[1].values == {"example": "Сколько стоит доставка?", "left": 2}
    for number, question in enumerate(("Где вы?", "как оплатить"), 2):
        turn = step(turn.setup, Wrote(f"{question}\nСкажем."), NOON)
        assert (turn.wish, said(turn), len(turn.setup.entries)) == (None, ["entry_noted", "ask_trial"], number)
    full = step(turn.setup, Wrote("Когда привезёте?\nЗавтра."), NOON)
    assert (full.wish, said(full), full.setup) == (None, ["entries_full"], turn.setup)
    corrected = step(turn.setup, Wrote("где вы\nТут."), NOON).setup
    assert (len(corrected.entries), corrected.entries[-1].answer) == (3, "Тут.")


SEVERAL = [
    "В: Розы есть?\nО: Да.\n\nВ: А пионы?\n+ пиончики есть?\nО: **В мае.**",
    "В: Розы есть? О: Да.\nВ: А пионы? О: **В мае.**",
    "Вот вопросы:\n\nВопрос 1: Розы есть?\nОтвет: Да.\nВопрос 2: А пионы?\n**В мае.**",
    "Розы есть?\nДа.\n\nА пионы?\n**В мае.**",
]


@pytest.mark.parametrize("way", [TO_QUESTION, TO_TRIAL])
@pytest.mark.parametrize("text", SEVERAL)
def test_several_entries_in_one_message(text: str, way: tuple[Heard, ...]) -> None:
    turn = step(after(*way).setup, Wrote(text.replace("*", ""), text), NOON)
    assert (turn.setup.step, said(turn)) == (Step.TRIAL, ["entry_noted", "ask_trial"])
    read = [(one.question, one.answer) for one in turn.setup.entries[-2:]]
    assert read == [("Розы есть?", "Да."), ("А пионы?", "**В мае.**")]
    assert turn.said[0].values == {"taken": 2, "replaced": 0, "left": 0}


def test_more_entries_than_fit() -> None:
    text = "\n\n".join(f"Q: Question {number}?\nA: {number}." for number in range(1, 6))
    turn = after(*TO_TRIAL, Wrote(f"В: сколько стоит доставка\nО: 0.\n\n{text}"))
    assert [one.answer for one in turn.setup.entries] == ["0.", "1.", "2."]
    assert turn.said[0].values == {"taken": 3, "replaced": 1, "left": 3}


@pytest.mark.parametrize("text", ["В: Розы есть?\nВ: А пионы?\nО: В мае.", "В: Розы есть?\nО: Да.\n\nВ: А пионы?"])
def test_a_question_among_several_without_its_answer(text: str) -> None:
    turn = after(*TO_QUESTION, Wrote(text))
    assert (turn.setup.step, turn.setup.entries, said(turn)) == (Step.QUESTION, (), ["answer_missing"])


def test_the_mark_of_a_single_question_goes() -> None:
    turn = after(*TO_QUESTION, Wrote("Вопрос: где вы?"), Wrote("Ответ: +7 495 000-00-00"))
    assert turn.setup.entries == (FirstEntry("Где вы?", "+7 495 000-00-00"),)


def test_an_entry_that_would_keep_the_desk_closed_is_refused() -> None:
    turn = after(*TO_TRIAL, Wrote("Как вас найти?\nТакже спрашивают: сколько стоит доставка?\n\nТут."))
    assert (turn.setup, said(turn)) == (after(*TO_TRIAL).setup, ["entry_refused"])
    assert "сколько стоит доставка" in str(turn.said[0].values["problem"])


def test_an_answer_that_would_swallow_the_next_entry_is_refused() -> None:
    turn = after(*TO_QUESTION, Wrote("Как вас найти?\n```\nТут."))
    assert (turn.setup.entries, said(turn)) == ((), ["bad_answer"])


def test_a_full_list_does_not_grow_and_can_be_changed() -> None:
    full = after(*TO_TRIAL, Wrote("Где вы?\nТут."), Wrote("Как оплатить?\nКартой.")).setup
    asked = step(full, Pressed("back"), NOON)
    assert (asked.setup.step, len(asked.said[0].values["questions"])) == (Step.QUESTION, 3)  # type: ignore[arg-type]
    for text in ("А розы есть?", "А розы есть?\nДа."):
        turn = step(asked.setup, Wrote(text), NOON)
        assert (turn.setup, said(turn)) == (full, ["entries_full"])
    turn = step(step(asked.setup, Wrote("Где вы?"), NOON).setup, Wrote("Там."), NOON)
    assert [one.answer for one in turn.setup.entries] == ["По городу — **300 ₽**.", "Картой.", "Там."]
    assert turn.said[0].values == {"taken": 1, "replaced": 1, "left": 0}


@pytest.mark.parametrize(
    "text", ["Здравствуйте\nсколько стоит доставка", "Сколько стоит доставка?\nИ когда привезёте?", "Где вы?\n…"]
)
def test_a_customers_question_of_several_lines_is_tried(text: str) -> None:
    turn = after(*TO_TRIAL, Wrote(text))
    assert (turn.wish, turn.about, said(turn)) == (Wish.TRY_QUESTION, text, ["customer_reads"])
    assert after(*TO_QUESTION, Wrote(text), has_own_faq=True).wish is Wish.TRY_QUESTION


def test_the_same_question_again_replaces_its_answer() -> None:
    again = step(after(*TO_TRIAL).setup, Pressed("one_more"), NOON).setup
    turn = step(again, Wrote("сколько стоит доставка\n500 ₽"), NOON)
    assert turn.setup.entries == (FirstEntry("Сколько стоит доставка?", "500 ₽"),)


def test_entries_can_be_skipped() -> None:
    turn = after(*TO_QUESTION, Pressed("skip"))
    assert (turn.setup.step, said(turn)) == (Step.TRIAL, ["ask_trial"])


def test_a_desk_with_a_faq_is_asked_for_no_entries() -> None:
    turn = after(*TO_QUESTION, has_own_faq=True)
    assert turn.setup.step is Step.TRIAL
    assert "one_more" not in buttons(turn.setup)
    assert step(turn.setup, Pressed("back"), NOON).setup.step is Step.GROUP


@pytest.mark.parametrize("outcome", ["unsure", "handed_over", "small_talk"])
def test_a_trial_without_an_answer_leaves_the_desk_closed(outcome: str) -> None:
    turn = after(*TO_TRIAL, Tried(outcome))  # type: ignore[arg-type]  # one of its words
    assert (turn.wish, turn.setup.step, said(turn)) == (None, Step.TRIAL, ["not_answered"])
    assert step(turn.setup, Pressed("open"), NOON).wish is Wish.OPEN


def test_a_faq_with_errors_keeps_the_desk_closed() -> None:
    done = after(*TO_TRIAL, Pressed("open")).setup
    assert repeat(done, NOON).wish is Wish.OPEN  # as after a restart
    turn = not_opened(done, "faq/a.md:3: нет ответа")
    assert (turn.setup.step, said(turn)) == (Step.TRIAL, ["faq_broken"])


def test_back_leads_to_the_question_before() -> None:
    turn = after(*TO_TRIAL)
    for _ in range(5):
        turn = step(turn.setup, Pressed("back"), NOON)
    assert (turn.setup.step, said(turn)) == (Step.NAME, ["ask_name"])
    assert "back" not in buttons(turn.setup)


def test_who_went_back_keeps_the_other_answers() -> None:
    setup = after(*TO_TRIAL).setup
    first = setup
    for _ in range(5):
        first = step(first, Pressed("back"), NOON).setup
    ahead = step(first, Wrote("Южный дом"), NOON).setup
    for number in range(3):
        assert "keep" in buttons(ahead), number
        ahead = step(ahead, Pressed("keep"), NOON).setup
    assert ahead == replace(setup, name="Южный дом")
    assert "keep" not in buttons(after().setup) | buttons(after(*TO_GROUP).setup)


def test_a_group_that_was_lost_is_asked_for_again() -> None:
    turn = group_lost(after(*TO_TRIAL, Pressed("open")).setup, ("бот не в группе",))
    assert (turn.setup.step, turn.setup.group, said(turn)) == (Step.GROUP, None, ["group_lost", "group_problems"])
    turn = step(step(turn.setup, GroupNamed(-1001), NOON).setup, GroupChecked(GROUP), NOON)
    assert (turn.wish, len(turn.setup.entries)) == (Wish.OPEN, 1)
    closed = not_opened(turn.setup, "faq/a.md:3: нет ответа").setup
    again = step(step(closed, Pressed("back"), NOON).setup, Pressed("back"), NOON).setup
    assert step(again, Pressed("keep"), NOON).wish is None  # who went back goes on by steps


def test_the_other_language() -> None:
    turn = after(Pressed("other_language"))
    assert (turn.setup.language, said(turn)) == ("en", ["hello", "ask_name"])


def test_every_button_is_understood() -> None:
    ways = [(), TO_CITY, TO_GROUP, TO_QUESTION, TO_TRIAL, TO_CITY[:1], (*TO_QUESTION, Wrote("Где вы?"))]
    for way in ways:
        setup = after(*way).setup
        for button in (one for row in keyboard(setup) for one in row):
            name = pressed(setup, f" label of {button.name} ", lambda name: f"label of {name}")
            assert name == (None if button.is_answer or button.request else button.name)
            if name:
                assert step(setup, Pressed(name), NOON).setup
                assert pressed(setup, f"LABEL OF {name}", lambda name: f"label of {name}") == name


def test_the_entries_as_a_file() -> None:
    text = entries_text([FirstEntry("Где вы?", "Тут: {{ company }}"), FirstEntry("Где вы", "## Там")], "ru")
    assert text == "## Где вы? {#gde-vy}\n\nТут: {{ '{' }}{ company }}\n\n## Где вы {#gde-vy-2}\n\n### Там\n"
