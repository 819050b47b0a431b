"""The interview, with answers from a pipe."""

import asyncio
import os
import re
import stat
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from telegram import Update

from bot.commands.setup.files import write_config
from bot.commands.setup.groups import checked_at, seen_groups
from bot.commands.setup.guide import set_up
from bot.commands.setup.record import Record, record_beside
from bot.commands.words import page, words
from bot.config import load_config
from bot.sandbox import Sandbox
from bot.setup import Access, Setup, Step, country_named
from bot.telegram.setup_checks import NotAnsweredError, Obstacle, SeenGroup, groups_in
from faq.loading import load
from tests.cli.premises import CTRL_C, Command, Ended

# language, token, name, phone, address, hours, city, holidays, group, which group, first question, FAQ, trial
ANSWERS = ["", "1:TEST", 'Дом "Северный" \\', "+7 495 000-00-00", "", "", "", "", "", "1", "", "", ""]
PLACES = (
    *("language", "token", "name", "phone", "address", "week", "city", "holidays", "group", "which", "question", "faq"),
    "trial",
)


async def asked(nightdesk: Command, sandbox: Sandbox, folder: Path, answers: list[str]) -> Ended:
    typed = "".join(f"{answer}\n" for answer in answers)
    async with sandbox.serve() as address:
        arguments = ("init", "--config", folder / "config.toml", "--api-url", address)
        return await asyncio.to_thread(nightdesk, *arguments, answers=typed)


def changed(**answers: str | list[str]) -> list[str]:
    """The usual answers, with others (perhaps several, one after another) at some questions."""
    given: list[str] = []
    for place, usual in zip(PLACES, ANSWERS, strict=True):
        answer = answers.get(place, usual)
        given += answer if isinstance(answer, list) else [answer]
    return given


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def written_in_the_group(sandbox: Sandbox) -> Sandbox:
    """Somebody has written in the staff group, and somebody in private."""
    sandbox.customer("Мария").writes("Здравствуйте")
    sandbox.manager("Борис").writes("Проверка")
    return sandbox


async def test_from_questions_to_a_desk(nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path) -> None:
    sandbox = written_in_the_group
    ended = await asked(nightdesk, sandbox, tmp_path, ANSWERS)
    assert (ended.status, ended.err) == (0, "")
    settings = load_config(tmp_path / "config.toml", {})
    assert settings.company.name == 'Дом "Северный" \\'
    assert settings.company.phone == "+7 495 000-00-00"
    assert settings.company.language == "ru"
    assert settings.telegram.token.get_secret_value() == "1:TEST"
    assert (settings.staff.chat_id, settings.staff.topics) == (sandbox.staff_group.id, True)
    assert (settings.hours.timezone, settings.hours.holidays) == ("Europe/Moscow", "RU")
    assert [entry.question for entry in load(settings.faq.path).entries("ru")] == ["Как вы работаете?"]
    assert "«Ночная смена»" in ended.out
    assert "nightdesk doctor --config" in ended.out
    assert "кнопк" not in ended.out
    assert "вымышленного" not in ended.out


async def test_only_the_owner_can_read_the_token(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path
) -> None:
    await asked(nightdesk, written_in_the_group, tmp_path, ANSWERS)
    assert stat.S_IMODE((tmp_path / "config.toml").stat().st_mode) == 0o600


async def test_the_comments_are_in_the_chosen_language(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path
) -> None:
    ended = await asked(nightdesk, written_in_the_group, tmp_path, changed(language="en"))
    assert "What it can check" not in ended.out
    assert "The configuration is in" in ended.out
    assert "the staff group" in (tmp_path / "config.toml").read_text(encoding="utf-8")
    assert load_config(tmp_path / "config.toml", {}).hours.timezone == "Europe/London"


async def test_each_answer_is_checked_at_once(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path
) -> None:
    answers = changed(
        language=["de", "«Русский»"],
        name=["", "Северный дом"],
        phone=["всегда", "пн-пт 9-18", "112"],
        token=["нет", "1:OTHER", "1:TEST"],
        city=["Китеж", "Самара"],
        week=["с утра до вечера", "2/2 с 9 до 21", "Mo-Fr 10:00-19:00; PH off"],
        holidays=["нет", "XX", "kz"],
        group=["сто", "777", "\x1b[D", ""],
        question=["?", "Где вы?"],
        faq=["", "Тут.", ""],
    )
    ended = await asked(nightdesk, written_in_the_group, tmp_path, answers)
    assert ended.status == 0
    complaints = [line for line in ended.out.splitlines() if line.startswith("  ! ")]
    assert len(complaints) == 16
    assert "Китеж" in next(line for line in complaints if "в Москве, например" in line)
    assert not [line for line in complaints if "hours.holidays = " in line]
    hours = load_config(tmp_path / "config.toml", {}).hours
    assert (hours.timezone, hours.week, hours.holidays) == ("Europe/Samara", "Mo-Fr 10:00-19:00; PH off", "KZ")


async def test_hours_as_people_write_them_are_drawn_and_asked_again_until_they_are_right(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path
) -> None:
    answers = changed(week=["пн-пт 9-18", "пн-пт 9-18, обед 13-14, сб 10-16"])
    ended = await asked(nightdesk, written_in_the_group, tmp_path, answers)
    assert ended.status == 0
    assert ended.out.count("пн  ·········█████████······  09:00–18:00") == 1
    assert ended.out.count("пн  ·········████·████······  09:00–13:00, 14:00–18:00") == 1
    assert ended.out.count("вс  ························  закрыто") == 2
    hours = load_config(tmp_path / "config.toml", {}).hours
    assert hours.week == "Mo-Fr 09:00-13:00,14:00-18:00; Sa 10:00-16:00"


@pytest.mark.parametrize(
    ("language", "typed", "week"),
    [
        ("ru", ["пн-пт 9-18"], "Mo-Fr 09:00-18:00"),
        ("ru", ["пн-пт 9-18", "назад", "пн-пт 9-17"], "Mo-Fr 09:00-17:00"),
        ("ru", ["как обычно"], "Mo-Fr 09:00-18:00"),
        ("ru", ["круглосуточно"], "24/7"),
        ("en", ["weekdays 9 to 5"], "Mo-Fr 09:00-17:00"),
        ("en", ["Sat 1:30-5:30", "Sat 13:30-17:30", "Back", "Sun 13-17"], "Su 13:00-17:00"),
    ],
)
async def test_the_drawn_week_is_right_or_not(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path, language: str, typed: list[str], week: str
) -> None:
    ended = await asked(nightdesk, written_in_the_group, tmp_path, changed(language=language, week=typed))
    assert ended.status == 0
    assert load_config(tmp_path / "config.toml", {}).hours.week == week


@pytest.mark.parametrize(
    ("language", "usual"), [("ru", "[пн-пт 9-18, сб 10-16]"), ("en", "[Mon-Fri 9am-6pm, Sat 10am-4pm]")]
)
async def test_the_usual_week_is_offered_in_words_and_needs_one_key(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path, language: str, usual: str
) -> None:
    ended = await asked(nightdesk, written_in_the_group, tmp_path, changed(language=language))
    assert usual in ended.out
    assert load_config(tmp_path / "config.toml", {}).hours.week == "Mo-Fr 09:00-18:00; Sa 10:00-16:00"


@pytest.mark.parametrize(
    ("language", "typed", "offered", "week"),
    [
        ("ru", "пн-сб 10-20", "[пн–сб 10:00–20:00]", "Mo-Sa 10:00-20:00"),
        ("ru", "Mo-Fr 09:00-18:00; PH off", "[пн–пт 09:00–18:00]", "Mo-Fr 09:00-18:00; PH off"),
        ("en", "24/7", "[Mon–Sun around the clock]", "24/7"),
    ],
)
async def test_who_goes_back_is_offered_their_own_hours_as_people_write_them(
    nightdesk: Command,
    written_in_the_group: Sandbox,
    tmp_path: Path,
    language: str,
    typed: str,
    offered: str,
    week: str,
) -> None:
    back = {"ru": "назад", "en": "back"}[language]
    answers = changed(language=language, week=[typed, back, ""])
    ended = await asked(nightdesk, written_in_the_group, tmp_path, answers)
    assert ended.status == 0
    assert f"{offered}: " in ended.out
    assert load_config(tmp_path / "config.toml", {}).hours.week == week


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("ru", "непонятно «до упора»; напишите дни и часы"), ("en", '"до упора" is not understood; write days and hours')],
)
async def test_what_is_wrong_with_the_hours_is_said_in_the_operators_language(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path, language: str, sentence: str
) -> None:
    answers = changed(language=language, week=["пн-пт до упора", ""])
    ended = await asked(nightdesk, written_in_the_group, tmp_path, answers)
    assert ended.status == 0
    assert sentence in ended.out


async def test_back_from_the_token_leads_to_the_language(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path
) -> None:
    ended = await asked(nightdesk, written_in_the_group, tmp_path, ["рус", "Назад", '"english"', *ANSWERS[1:]])
    assert ended.status == 0
    assert load_config(tmp_path / "config.toml", {}).company.language == "en"


async def test_words_around_the_phone_are_left_out(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path
) -> None:
    ended = await asked(
        nightdesk, written_in_the_group, tmp_path, changed(phone="8 (495) 123 45 67 звоните", group="потом", which=[])
    )
    assert "  Телефон: 8 (495) 123 45 67.\n" in ended.out
    setup = record_beside(tmp_path / "config.toml").read().setup
    assert setup
    assert setup.phone == "8 (495) 123 45 67"


async def test_no_phone_after_all(nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path) -> None:
    await asked(nightdesk, written_in_the_group, tmp_path, changed(phone="нет"))
    assert load_config(tmp_path / "config.toml", {}).company.phone == ""


async def test_no_holidays(nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path) -> None:
    await asked(nightdesk, written_in_the_group, tmp_path, changed(holidays="нет"))
    assert load_config(tmp_path / "config.toml", {}).hours.holidays is None


@pytest.mark.parametrize(
    ("language", "typed", "country"),
    [
        *(("ru", typed, "RU") for typed in ("Россия", "рф", "«Росия»", "России", "ru")),
        *(("ru", "Беларусь", "BY"), ("en", "Germany", "DE"), ("en", "the UK", "GB"), ("en", "England.", "GB-ENG")),
        *(("en", "usa", "US"), ("ru", "Южная Корея", "KR"), ("ru", "Австралия", "AU"), ("en", "austria", "AT")),
        *(("ru", typed, None) for typed in ("Нарния", "XX", "да", "33", "🙂")),
    ],
)
def test_a_country_by_its_name(language: str, typed: str, country: str | None) -> None:
    assert country_named(typed) == (None if typed == "ru" else country)


async def test_the_country_of_the_holidays(nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path) -> None:
    answers = changed(city="Берлин", holidays=["Нарния", "Казахстан"])
    ended = await asked(nightdesk, written_in_the_group, tmp_path, answers)
    assert "закрыты (нет — ни по каким) [Германия]: " in ended.out
    assert "  ! Праздников такой страны я не знаю. Напишите её название, например «Россия»" in ended.out
    assert "  Праздники: Казахстан.\n" in ended.out
    assert load_config(tmp_path / "config.toml", {}).hours.holidays == "KZ"


async def test_the_answers_end_too_soon(nightdesk: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    ended = await asked(nightdesk, sandbox, tmp_path, ["ru", "1:TEST"])
    assert ended.status == 2
    assert (
        ended.err
        == "nightdesk: ответов меньше, чем вопросов: запустите `nightdesk init` ещё раз и продолжите с этого места\n"
    )
    assert names_in(tmp_path) == [".config-setup.json"]


async def test_it_goes_on_wherever_it_was_broken_off(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path
) -> None:
    group = str(written_in_the_group.staff_group.id)
    begun, again = ["", "1:TEST", "Северный дом"], ["", "1:TEST"]
    parts = [
        *(begun, [*again, "+7 495 000-00-00", "Тихий переулок, 1", "круглосуточно"]),
        *([*again, "Самара", "KZ"], [*again, group, "Где вы?"]),
    ]
    for answers in parts:
        ended = await asked(nightdesk, written_in_the_group, tmp_path, answers)
        assert (ended.status, ended.out.count("Продолжить с того же места?")) == (2, int(answers is not begun))
        assert names_in(tmp_path) == [".config-setup.json"]
    ended = await asked(nightdesk, written_in_the_group, tmp_path, [*again, "Тихий переулок, 1", "", "где вы"])
    assert ended.status == 0
    assert "│ Тихий переулок, 1" in ended.out
    settings = load_config(tmp_path / "config.toml", {})
    assert (settings.company.name, settings.company.phone) == ("Северный дом", "+7 495 000-00-00")
    assert (settings.company.address, settings.hours.week) == ("Тихий переулок, 1", "24/7")
    assert (settings.hours.timezone, settings.hours.holidays) == ("Europe/Samara", "KZ")
    assert [entry.question for entry in load(settings.faq.path).entries("ru")] == ["Где вы?"]
    assert names_in(tmp_path) == ["config.toml", "faq"]


async def test_no_question_is_asked_twice_whatever_the_answer(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path
) -> None:
    """Broken off at each question in turn, after answers of nothing."""
    await asked(nightdesk, written_in_the_group, tmp_path, ["", "1:TEST", "Северный дом", CTRL_C])
    following = ["Адрес", "Когда вы работаете", "Город", "По праздникам", "Номер группы"]
    for question in [*following, "О чём вас спрашивают", "Тогда с чего начать", "Проверьте"]:
        answer = "потом" if question.startswith("О чём") else ""
        ended = await asked(nightdesk, written_in_the_group, tmp_path, ["", "1:TEST", answer, CTRL_C])
        assert ended.status == 130
        assert ended.out.splitlines()[-2].startswith(question)
    group = str(written_in_the_group.staff_group.id)
    for answer, said in (("", "Осталась группа"), ("потом", "Осталась группа"), (group, "Дальше:")):
        ended = await asked(nightdesk, written_in_the_group, tmp_path, ["", "1:TEST", answer])
        assert ended.status == 0
        assert said in ended.out
    assert names_in(tmp_path) == ["config.toml", "faq"]


async def test_back_from_the_address_leads_to_the_phone(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path
) -> None:
    answers = changed(phone=["8 800 000-00-00", "назад", "+7 495 000-00-00"], address="нет")
    ended = await asked(nightdesk, written_in_the_group, tmp_path, answers)
    assert ended.status == 0
    company = load_config(tmp_path / "config.toml", {}).company
    assert (company.phone, company.address) == ("+7 495 000-00-00", "")


async def test_begun_again_instead(nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path) -> None:
    await asked(nightdesk, written_in_the_group, tmp_path, ["ru", "1:TEST", "Южный дом", "1"])
    ended = await asked(nightdesk, written_in_the_group, tmp_path, ["1:TEST", "Нет.", *ANSWERS[1:]])
    assert ended.status == 0
    assert ended.out.count("Напишите «да» или «нет»") == 1
    assert load_config(tmp_path / "config.toml", {}).company.name == 'Дом "Северный" \\'


async def test_begun_in_telegram_and_ended_at_the_shell(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path
) -> None:
    begun = Setup("en", Step.CITY, name="North House", week="Mo-Fr 09:00-17:00")
    record_beside(tmp_path / "config.toml").write(Record("code", owner=5, setup=begun))
    answers = ["", "1:TEST", "London", *ANSWERS[PLACES.index("holidays") :]]
    ended = await asked(nightdesk, written_in_the_group, tmp_path, answers)
    assert ended.status == 0
    assert "Go on where it stopped?" in ended.out
    settings = load_config(tmp_path / "config.toml", {})
    assert (settings.company.name, settings.hours.timezone, settings.hours.holidays) == (
        *("North House", "Europe/London"),
        "GB-ENG",
    )


async def test_begun_at_the_shell_and_ended_in_telegram(nightdesk: Command, tmp_path: Path) -> None:
    config, sandbox = tmp_path / "config.toml", Sandbox()
    owner = sandbox.manager("Анна").in_private
    answers = changed(group="потом", which=[], question=["Где вы?", "Тихий переулок, 1", ""], faq=[], trial="где вы")
    ended = await asked(nightdesk, sandbox, tmp_path, answers)
    assert ended.status == 0
    assert "Осталась группа" in ended.out
    assert not config.exists()

    async with sandbox.serve() as address:
        access = Access(address, "1:TEST", is_in_environment=True)
        task = asyncio.create_task(set_up(access, config, sandbox.clock))
        await sandbox.until(lambda: sandbox.world.polling.is_waiting, 30)
        owner.writes(f"/start {record_beside(config).read().code}")
        await sandbox.until(lambda: owner.sees and owner.sees[-1].buttons, 30)
        assert "остановились в терминале" in owner.sees[0].text
        owner.shares_chat("Выбрать группу с темами", sandbox.staff_group.id)  # which is one button, as `init` has said
        await asyncio.wait_for(task, 30)
    settings = load_config(config, {"NIGHTDESK_TOKEN": "1:TEST"})
    assert settings.company.phone == "+7 495 000-00-00"
    assert settings.staff.chat_id == sandbox.staff_group.id
    assert [entry.question for entry in load(settings.faq.path).entries("ru")] == ["Где вы?"]


async def test_ctrl_c_keeps_the_answers_and_says_so(nightdesk: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    ended = await asked(nightdesk, sandbox, tmp_path, ["ru", CTRL_C])
    assert (ended.status, ended.out.splitlines()[-1]) == (130, "Прервано, ничего не записано.")
    ended = await asked(nightdesk, sandbox, tmp_path, ["en", "1:TEST", "North House", CTRL_C])
    assert ended.status == 130
    assert "Your answers are kept" in ended.out


async def test_an_existing_configuration_is_left_alone(nightdesk: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("# моё\n", encoding="utf-8")
    ended = await asked(nightdesk, sandbox, tmp_path, ["ru", "нет"])
    assert ended.status == 0
    assert config.read_text(encoding="utf-8") == "# моё\n"


async def test_an_existing_configuration_is_replaced_when_wanted(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("# моё\n", encoding="utf-8")
    config.chmod(0o644)
    ended = await asked(nightdesk, written_in_the_group, tmp_path, ["ru", "да", *ANSWERS[1:]])
    assert ended.status == 0
    assert load_config(config, {}).company.phone == "+7 495 000-00-00"
    assert stat.S_IMODE(config.stat().st_mode) == 0o600


async def test_an_existing_faq_is_left_alone(nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "mine.md").write_text("## Где вы?\n\nТут.\n", encoding="utf-8")
    await asked(nightdesk, written_in_the_group, tmp_path, changed(question=[], faq=[]))
    assert names_in(tmp_path / "faq") == ["mine.md"]


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_an_faq_of_one_entry(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path, language: str
) -> None:
    await asked(nightdesk, written_in_the_group, tmp_path, changed(language=language))
    ended = nightdesk("faq", "check", "--config", tmp_path / "config.toml")
    assert ended.status == 0
    assert len(ended.out.splitlines()) == 1


@pytest.mark.parametrize(
    ("language", "warning"),
    [
        ("ru", "! Ответов вымышленного магазина в {folder}: 65. Поправьте или удалите их, пока их не увидели клиенты."),
        ("en", "! Answers of a fictional shop in {folder}: 65. Change or delete them before customers see them."),
    ],
)
async def test_the_sample_is_chosen_and_the_last_line_warns_of_it(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path, language: str, warning: str
) -> None:
    ended = await asked(nightdesk, written_in_the_group, tmp_path, changed(language=language, faq="2"))
    assert ended.status == 0
    assert len(load(tmp_path / "faq", default_language=language).entries(language)) >= 40
    assert ended.out.splitlines()[-1] == warning.format(folder=tmp_path / "faq")


async def test_a_token_from_the_environment_stays_out_of_the_file(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGHTDESK_TOKEN", "1:TEST")
    ended = await asked(nightdesk, written_in_the_group, tmp_path, changed(token=[]))
    assert ended.status == 0
    assert "1:TEST" not in (tmp_path / "config.toml").read_text(encoding="utf-8")


async def test_a_token_from_a_file_stays_there(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("1:TEST\n", encoding="utf-8")
    async with written_in_the_group.serve() as address:
        arguments = ("init", "--config", tmp_path / "config.toml", "--api-url", address)
        typed = "\n".join(changed(token=[])) + "\n"
        ended = await asyncio.to_thread(nightdesk, *arguments, "--token-file", tmp_path / "token", answers=typed)
    assert ended.status == 0
    assert "1:TEST" not in (tmp_path / "config.toml").read_text(encoding="utf-8")
    assert load_config(tmp_path / "config.toml", {}).telegram.token.get_secret_value() == "1:TEST"


async def test_a_wrong_token_in_the_environment(
    nightdesk: Command, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGHTDESK_TOKEN", "1:OTHER")
    ended = await asked(nightdesk, sandbox, tmp_path, changed(token=[]))
    assert ended.status == 2
    assert "NIGHTDESK_TOKEN" in ended.err


async def test_a_group_by_its_id(nightdesk: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    group = str(sandbox.staff_group.id)
    ended = await asked(nightdesk, sandbox, tmp_path, changed(group=["сто", "-100777", group], which=[]))
    assert ended.status == 0
    assert load_config(tmp_path / "config.toml", {}).staff.chat_id == sandbox.staff_group.id


async def test_what_the_bot_lacks_in_the_group_is_said(nightdesk: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.staff_group.makes_bot("member")
    group = str(sandbox.staff_group.id)
    ended = await asked(nightdesk, sandbox, tmp_path, changed(group=[group, "потом"], which=[]))
    assert ended.status == 0
    assert "Назначьте его администратором" in ended.out
    assert names_in(tmp_path) == [".config-setup.json"]


async def test_a_group_without_topics(nightdesk: Command, tmp_path: Path) -> None:
    sandbox = Sandbox(forum=False)
    sandbox.manager("Анна").writes("Проверка")
    ended = await asked(nightdesk, sandbox, tmp_path, ANSWERS)
    assert ended.status == 0
    assert load_config(tmp_path / "config.toml", {}).staff.topics is False


async def test_looking_for_the_group_loses_nothing(
    nightdesk: Command, written_in_the_group: Sandbox, tmp_path: Path
) -> None:
    waiting = len(written_in_the_group.world.updates)
    await asked(nightdesk, written_in_the_group, tmp_path, ANSWERS)
    assert len(written_in_the_group.world.updates) == waiting


async def test_patience_ends(sandbox: Sandbox) -> None:
    sandbox.customer("Мария").writes("Здравствуйте")
    async with sandbox.serve() as address:
        access = Access(address, sandbox.token, is_in_environment=False)
        await sandbox.carry_out("getUpdates", {"offset": -1}, None)
        assert await seen_groups(access, timedelta(0)) == []


async def test_the_group_is_found_as_soon_as_somebody_writes(sandbox: Sandbox) -> None:
    async with sandbox.serve() as address:
        access = Access(address, sandbox.token, is_in_environment=False)
        await sandbox.carry_out("deleteWebhook", {"drop_pending_updates": True}, None)
        looking = asyncio.create_task(seen_groups(access, timedelta(seconds=20)))
        await sandbox.until(lambda: sandbox.world.polling.is_waiting)
        sandbox.manager("Борис").writes("Проверка")
        assert await looking == [SeenGroup(sandbox.staff_group.id, "Ночная смена")]


async def test_somebody_else_gets_the_updates(sandbox: Sandbox) -> None:
    await sandbox.carry_out("setWebhook", {"url": "http://127.0.0.1:9/hook"}, None)
    async with sandbox.serve() as address:
        with pytest.raises(NotAnsweredError) as refusal:
            await seen_groups(Access(address, sandbox.token, is_in_environment=False), timedelta(0))
    assert refusal.value.obstacle is Obstacle.CONFLICT


async def test_telegram_breaks_off_while_the_group_is_examined(sandbox: Sandbox) -> None:
    sandbox.faults.add("502", method="getMe")
    async with sandbox.serve() as address:
        access = Access(address, sandbox.token, is_in_environment=False)
        with pytest.raises(NotAnsweredError) as refusal:
            await checked_at(access, sandbox.staff_group.id, "ru")
        assert refusal.value.obstacle is Obstacle.UNREACHABLE
        checked = await checked_at(access, sandbox.staff_group.id, "ru")
    assert checked.group is not None
    assert (checked.group.title, checked.problems) == ("Ночная смена", ())


def test_groups_that_the_bot_has_left_or_that_moved_are_not_offered() -> None:
    def message(update_id: int, chat_id: int, **more: object) -> Update:
        chat = {"id": chat_id, "type": "group", "title": f"группа {chat_id}"}
        said = {"message_id": 1, "date": 1, "chat": chat, "from": {"id": 1, "is_bot": False, "first_name": "А"}}
        update = Update.de_json({"update_id": update_id, "message": said | more}, None)
        assert update is not None
        return update

    seen = groups_in([message(1, -1), message(2, -2), message(3, -1, migrate_to_chat_id=-3), message(4, -3)])
    assert seen == [SeenGroup(-2, "группа -2"), SeenGroup(-3, "группа -3")]


def test_a_missing_folder(nightdesk: Command, tmp_path: Path) -> None:
    ended = nightdesk("init", "--config", tmp_path / "missing" / "config.toml")
    assert ended.status == 2
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize("command", ["init", "console", "token"])
def test_both_languages_ask_and_say_the_same(command: str) -> None:
    russian, english = words("ru", command), words("en", command)
    assert {part: set(russian[part]) for part in russian} == {part: set(english[part]) for part in english}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_what_init_writes_is_toml_with_every_usual_section(language: str) -> None:
    sections = tomllib.loads(
        re.sub(r"\$\w+", "1", re.sub(r"^\$\w+", "", page(language, "config.toml"), flags=re.MULTILINE))
    )
    assert set(sections) == {"company", "telegram", "staff", "hours", "faq", "promise", "privacy", "storage", "backup"}


def test_root_or_not_files_are_closed_to_others(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_config(tmp_path / "config.toml", "x = 1\n")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "config.toml").stat().st_mode) == 0o600
