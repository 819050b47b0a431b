"""What people get wrong in config.toml: the line, and what to write instead, in the company's language."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.config import ConfigError, Settings, load_config, load_for_authors, setup_record, validate
from bot.config.lines import lines_of_keys
from bot.config.syntax import parse
from bot.config.words import texts

CONFIG = """\
[company]
name = "Северный дом"
language = "ru"

[staff]
chat_id = -5

[hours]
week = "Mo-Fr 09:00-18:00"
"""
RUSSIAN, ENGLISH = {"LANG": "ru_RU.UTF-8"}, {"LANG": "en_GB.UTF-8"}


def mistakes(folder: Path, text: str | bytes, environ: Mapping[str, str] = RUSSIAN) -> list[str]:
    """What is said of a config.toml, line by line, without its folder."""
    path = folder / "config.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ConfigError) as refused:
        load_config(path, environ)
    return [line.removeprefix(f"{path}:") for line in str(refused.value).splitlines()]


def with_line(old: str, new: str) -> str:
    assert old in CONFIG
    return CONFIG.replace(old, new)


NAME, CHAT, WEEK = 'name = "Северный дом"', "chat_id = -5", 'week = "Mo-Fr 09:00-18:00"'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            NAME,
            "name = Северный дом",
            '2: name: текст, время и промежуток дней пишут в двойных кавычках: name = "Север',
        ),
        (NAME, "name = «Северный дом»", '2: name: текст пишут в прямых двойных кавычках: name = "Северный дом"'),
        (NAME, "name = “Северный дом”", '2: name: текст пишут в прямых двойных кавычках: name = "Северный дом"'),
        (NAME, 'name = "Северный дом', "2: name: нет закрывающей кавычки"),
        (NAME, "name = 'Северный дом", "2: name: нет закрывающей кавычки"),
        (NAME, 'name = "ООО "Север""', "2: name: внутри текста стоит кавычка"),
        (NAME, 'name: "Северный дом"', '2: name: между ключом и значением нужен знак =: name = "Северный дом"'),
        (NAME, 'name == "Северный дом"', "2: name: между ключом и значением нужен знак ="),
        (NAME, "name =", "2: name: после знака = ничего нет"),
        (NAME, "name", '2: в строке должны быть ключ, знак = и значение: name = "…"'),
        (NAME, f"{NAME},", "2: name: после значения есть лишнее: «,»"),
        (NAME, f"{NAME} // наше имя", "2: name: после значения есть лишнее: «// наше имя»"),
        (NAME, f"{NAME}\n; имя", "3: пояснение начинается со знака #"),
        (NAME, f"{NAME}\nname = 'Юг'", "3: ключ company.name есть дважды (первый — в строке 2)"),
        (NAME, 'название = "Север"', "2: название: ключи пишут латинскими буквами"),
        (CHAT, "chat_id = −5", "6: chat_id: напишите число с обычным минусом и без пробелов: chat_id = -5"),
        (CHAT, "chat_id = -100 123", "6: chat_id: напишите число с обычным минусом и без пробелов: chat_id = -100123"),
        (CHAT, f"{CHAT}\ntopics = да", "7: topics: напишите true или false, маленькими буквами"),
        (CHAT, f"{CHAT}\ntopics = True", "7: topics: напишите true или false, маленькими буквами"),
        (CHAT, f"{CHAT}\n[faq]\nmax_wrong = 0,05", "8: max_wrong: дробь пишут через точку: max_wrong = 0.05"),
        (CHAT, f'{CHAT}\n[faq]\npath = "C:\\desk"', "8: path: обратная черта в двойных кавычках — особый знак"),
        (CHAT, f'{CHAT}\n[faq]\npath = "C:\\Users"', "8: path: обратная черта в двойных кавычках — особый знак"),
        (CHAT, f"{CHAT}\n[on_call]\npeople = [1, 2", "8: people: нет закрывающей скобки ] у списка: people = [1, 2]"),
        (
            CHAT,
            f"{CHAT}\n[backup]\nat = 4:00",
            '8: at: текст, время и промежуток дней пишут в двойных кавычках: at = "4:00"',
        ),
        (
            WEEK,
            "week = пн-пт 9-18",
            '9: week: текст, время и промежуток дней пишут в двойных кавычках: week = "пн-пт 9-18"',
        ),
        (
            WEEK,
            f"{WEEK}\n[hours.dates]\n2026-12-24/2027-01-08 = 'closed'",
            "11: 2026-12-24/2027-01-08: этот ключ нужно",
        ),
        (
            WEEK,
            f"{WEEK}\n[hours.dates]\n2026-12-31 = 09:00-15:00",
            "11: 2026-12-31: текст, время и промежуток дней пишут",
        ),
        (CHAT, f"{CHAT}\n[faq]\nmax_wrong = 5%", "8: max_wrong: проценты пишут долей, без знака %: max_wrong = 0.05"),
        (CHAT, f"{CHAT}\n[faq]\nmax_wrong = .05", "8: max_wrong: перед точкой нужен ноль: max_wrong = 0.05"),
        (CHAT, f"{CHAT}\n[faq]\nmax_wrong = 0.05 или так", "8: max_wrong: после значения есть лишнее: «или так»"),
        (CHAT, f"{CHAT}\n[faq]\nmax_wrong = 0.05;", "8: max_wrong: после значения есть лишнее: «;»"),
        (CHAT, f"{CHAT}\n[faq]\nmax_wrong 0.05", "8: в строке должны быть ключ, знак = и значение: max_wrong = 0.05"),
        (CHAT, f"{CHAT}\n[promise]\nreply_within = 30 мин", "8: reply_within: текст, время и промежуток дней"),
        (CHAT, f"{CHAT}\ntopics\u00a0= true", "7: в строке есть невидимый знак или особый пробел"),
        (CHAT, f"{CHAT}\n\u200btopics = true", "7: в строке есть невидимый знак или особый пробел"),
        ("[hours]", "hours]", "8: название раздела пишут в скобках на отдельной строке: [hours]"),
        ("[hours]", "[часы]", "8: названия разделов пишут латинскими буквами: [hours]"),
        ("[hours]", "[hours", "8: название раздела пишут в скобках на отдельной строке: [hours]"),
        ("[hours]", "[hours]\n[hours]", "9: раздел [hours] есть дважды (первый — в строке 8)"),
    ],
)
def test_what_is_no_toml(tmp_path: Path, old: str, new: str, told: str) -> None:
    (line,) = mistakes(tmp_path, with_line(old, new))
    assert line.startswith(told)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[hours]", "[hour]", ["8: hour: раздела [hour] нет; может быть, [hours]?"]),
        ("[hours]", '[hours.dates]\n"2026-12-31" = "closed"\n[hour]', ["10: hour: раздела [hour] нет; может быть"]),
        ("[hours]", "[Hours]", ["8: Hours: раздела [Hours] нет; может быть, [hours]?"]),
        ("[staff]\nchat_id = -5", "", [" staff: не хватает раздела [staff]"]),
        ("week =", "weak =", ["9: hours.weak: такого ключа нет; может быть, week?"]),
        (NAME, f'{NAME}\ntimezone = "Europe/Moscow"', ["3: company.timezone = …"]),
        (
            CHAT,
            'chat_id = "-100 500"\ntopics = "yes"',
            ['7: staff.topics = "yes": напишите true или false без кавычек'],
        ),
        (CHAT, "chat_id = true", ["6: staff.chat_id = true: напишите число, а не true или false"]),
        (CHAT, 'chat_id = "@night"', ['6: staff.chat_id = "@night": впишите номер группы сотрудников']),
        (CHAT, "chat_id = 1001234567890", ["6: staff.chat_id = 1001234567890: номер группы начинается с минуса"]),
        (WEEK, 'week = ["пн"]', ["9: hours.week: напишите дни и часы одним текстом"]),
        (WEEK, f'{WEEK}\nshort_days = "нет"', ['10: hours.short_days = "нет": напишите true или false без кавычек']),
        (CHAT, f"{CHAT}\n[promise]\nreply_within = 30", ["8: promise.reply_within = 30: напишите промежуток времени"]),
        (
            CHAT,
            f"{CHAT}\n[promise]\nreply_within = '999999d'",
            ['8: promise.reply_within = "999999d": напишите промежуток короче'],
        ),
        (CHAT, f'{CHAT}\n[faq]\npath = "D:\\new"', ['8: faq.path = "D: ew": обратная черта']),
        (
            CHAT,
            f"{CHAT}\n[on_call]\npeople = 5",
            ["8: on_call.people = 5: впишите номера дежурных в Telegram в скобках"],
        ),
        (
            CHAT,
            f'{CHAT}\n[log]\nlevel = "loud"',
            ['8: log.level = "loud": напишите "debug", "info", "warning" / "error"'],
        ),
        ('"ru"', '"de"', ['3: company.language = "de": напишите "ru" или "en"']),
    ],
)
def test_what_is_no_setting(tmp_path: Path, old: str, new: str, told: list[str]) -> None:
    lines = mistakes(tmp_path, with_line(old, new))
    assert len(lines) == len(told)
    for line, beginning in zip(lines, told, strict=True):
        assert line.startswith(beginning) or beginning.endswith("…")


@pytest.mark.parametrize(
    ("value", "example"),
    [("5", "5 % — это 0.05"), ("2.5", "2.5 % — это 0.025"), ('"5 %"', "5 % — это 0.05"), ("-1", "0.05")],
)
def test_a_percentage_is_turned_into_a_share(tmp_path: Path, value: str, example: str) -> None:
    (line,) = mistakes(tmp_path, f"{CONFIG}[faq]\nmax_wrong = {value}\n")
    assert example in line


@pytest.mark.parametrize(
    ("written", "share"),
    [('"shadow"', 0.0), ('" Shadow "', 0.0), ("0", 0.0), ("0.2", 0.2), ('"0.2"', 0.2), ("1", 1.0), ("1.0", 1.0)],
)
def test_the_share_of_a_pilot(tmp_path: Path, written: str, share: float) -> None:
    (tmp_path / "config.toml").write_text(f"{CONFIG}[pilot]\nshare = {written}\n", encoding="utf-8")
    assert load_config(tmp_path / "config.toml", {}).pilot.share == share


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "20",
            'pilot.share = 20: напишите долю от 0 до 1 (20 % — это 0.2) или "shadow", чтобы сначала никому не отвечать',
        ),
        ('"20%"', 'pilot.share = "20%": напишите долю от 0 до 1 (20 % — это 0.2)'),
        ('"20 %"', 'pilot.share = "20 %": напишите долю от 0 до 1 (20 % — это 0.2)'),
        ("-0.2", "pilot.share = -0.2: напишите долю от 0 до 1"),
        ("nan", "pilot.share = nan: напишите долю от 0 до 1"),
        ('"shadov"', 'pilot.share = "shadov": может быть, "shadow"?'),
        ('"часть"', 'pilot.share = "часть": напишите долю от 0 до 1 (20 % — это 0.2)'),
        ('"тень"', 'pilot.share = "тень": напишите долю от 0 до 1'),
        ("true", "pilot.share = true: напишите число, а не true или false"),
    ],
)
def test_what_is_no_share_of_a_pilot(tmp_path: Path, written: str, told: str) -> None:
    (line,) = mistakes(tmp_path, f"{CONFIG}[pilot]\nshare = {written}\n")
    assert line.partition(": ")[2].startswith(told)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = """\
[company]
name = «Север»
language = "ru"
[staff]
chat_id = 5
topic = true
[hours]
timezone = "Europe/Moskow"
week = "пн-пт до обеда"
holidays = "Russia"
[hours.dates]
"2026-12-24/2027-01-08" = "closed"
31.12.2026 = "до обеда"
"31.12" = "closed"
short_days = true
"2027-01-08/2026-12-24" = "closed"
[faq]
max_wrong = 5
"""
    lines = mistakes(tmp_path, text)
    assert [line.split(":")[0] for line in lines] == ["2", "5", "6", "8", "9", "10", "13", "14", "15", "16", "18"]
    assert [line.split(": ")[1].split(" = ")[0] for line in lines] == [
        *("name", "staff.chat_id", "staff.topic", "hours.timezone", "hours.week", "hours.holidays"),
        *("hours.dates.31.12.2026", "hours.dates.31.12", "hours.dates.short_days"),
        *("hours.dates.2027-01-08/2026-12-24", "faq.max_wrong"),
    ]
    assert lines[8].endswith("этот ключ из раздела [hours]: перенесите строку туда")


def test_what_an_editor_on_windows_saves(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    for encoding in ("utf-8-sig", "utf-16"):
        path.write_bytes(CONFIG.replace("\n", "\r\n").encode(encoding))
        assert load_config(path, {}).company.name == "Северный дом"
    (line,) = mistakes(tmp_path, CONFIG.encode("cp1251"), ENGLISH)
    assert line.startswith("2: эта строка не в UTF-8, скорее всего в Windows-1251")


def test_a_date_without_quotes_is_a_date(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'{CONFIG}[hours.dates]\n31.12.2026 = "10-15"\n2027-01-15 = "closed"\n', encoding="utf-8")
    assert load_config(path, {}).hours.dates == {"31.12.2026": "10-15", "2027-01-15": "closed"}


@pytest.mark.parametrize("written", ["04:00:00", '"4:00"', '"04.00"', '"04:00"'])
def test_a_time_in_any_shape(tmp_path: Path, written: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"{CONFIG}[backup]\nat = {written}\n", encoding="utf-8")
    assert load_config(path, {}).backup.at == time(4)


class TestTheLanguage:
    @pytest.mark.parametrize("environ", [RUSSIAN, ENGLISH])
    def test_is_the_companys(self, tmp_path: Path, environ: Mapping[str, str]) -> None:
        text = with_line(CHAT, "chat_id = 'x'").replace('"ru"', '"en"')
        assert "write the id of the staff group" in mistakes(tmp_path, text, environ)[0]
        assert "write the id of the staff group" not in mistakes(tmp_path, with_line(CHAT, "chat_id = 'x'"), environ)[0]

    def test_is_the_companys_where_the_file_is_no_toml(self, tmp_path: Path) -> None:
        text = with_line("[hours]", "[hours").replace('"ru"', '"en"')
        assert "a section stands in brackets" in mistakes(tmp_path, text, RUSSIAN)[0]

    def test_is_the_systems_where_the_companys_is_not_known(self, tmp_path: Path) -> None:
        text = with_line('language = "ru"', 'language = "de"')
        assert 'write "ru" or "en"' in mistakes(tmp_path, text, ENGLISH)[0]
        assert 'напишите "ru" или "en"' in mistakes(tmp_path, text, RUSSIAN)[0]
        for environ, sentence in ((RUSSIAN, "такого файла нет"), (ENGLISH, "there is no such file")):
            with pytest.raises(ConfigError, match=sentence):
                load_config(tmp_path / "missing.toml", environ)
            with pytest.raises(ConfigError, match=sentence):
                load_for_authors(tmp_path / "missing.toml", environ)


def test_while_a_set_up_is_half_done_the_file_is_not_just_missing(tmp_path: Path) -> None:
    config = tmp_path / "desk.toml"
    setup_record(config).touch()
    for load in (load_config, load_for_authors):
        with pytest.raises(ConfigError, match="the set-up isn't finished; go on where it stopped: `nightdesk run`"):
            load(config, ENGLISH)


@pytest.mark.parametrize(("environ", "language"), [(RUSSIAN, "ru"), (ENGLISH, "en")])
def test_the_lines_that_authors_are_told_to_write_are_enough(
    tmp_path: Path, environ: dict[str, str], language: str
) -> None:
    config = tmp_path / "config.toml"
    with pytest.raises(ConfigError) as told:
        load_for_authors(config, environ)
    config.write_text("\n".join(re.findall(r'\w+\.\w+ = "[^"]+"', str(told.value))), encoding="utf-8")
    assert load_for_authors(config, environ).company.language == language


TOKEN = "123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.mark.parametrize(
    "line", [f"token = {TOKEN}", f'token = "{TOKEN}', f'tokn = "{TOKEN}"', f'token: "{TOKEN}"', f'token = ["{TOKEN}"]',
             f'token = "{TOKEN}" {TOKEN}', f'[telegram.{TOKEN}', f'name = "x{TOKEN}y" {TOKEN}']
)  # fmt: skip
def test_no_message_has_a_token(tmp_path: Path, line: str) -> None:
    assert "AAHdq" not in "\n".join(mistakes(tmp_path, f"{CONFIG}[telegram]\n{line}\n"))


@pytest.mark.parametrize("table", list(texts("en")))
def test_both_languages_say_the_same(table: str) -> None:
    russian, english = texts("ru")[table], texts("en")[table]
    assert list(russian) == list(english)
    for name, sentence in english.items():
        gaps, russian_gaps = (
            sorted({gap for _, gap, _, _ in Formatter().parse(one) if gap}) for one in (sentence, russian[name])
        )
        assert gaps == russian_gaps, name
        assert re.search("[а-я]", russian[name]), name


def keys(model: type[BaseModel], prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            found += [(*prefix, name), *keys(field.annotation, (*prefix, name))]
        else:
            found.append((*prefix, name))
    return found


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.times()
    | st.sampled_from(["closed", "yes", "5%", "-5", "10-16", "postgresql://h:x/y", "http://[", "1:2", "24/7", "30m"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=4,
)  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(st.sampled_from(keys(Settings)), VALUES, st.sampled_from(["ru", "en"]))
def test_any_value_is_taken_or_refused_in_the_companys_language(
    key: tuple[str, ...], value: object, language: str
) -> None:
    document: dict[str, Any] = tomllib.loads(CONFIG)
    document["company"]["language"] = language
    if value is None:
        return
    inner = document
    for section in key[:-1]:
        inner = inner.setdefault(section, {})
    inner[key[-1]] = value
    try:
        validate(document, Path("config.toml"), {"LANG": language})
    except ConfigError as error:
        for line in str(error).splitlines():
            assert line.startswith(f"config.toml: {key[0]}")
            assert ("напишите" in line or re.search("[а-я]{4}", line)) if language == "ru" else True
            assert "Input should" not in line
            assert "Value error" not in line


LINES = st.sampled_from(
    [
        *CONFIG.splitlines(),
        *("[hours.dates]", "«", '"', "= 5", "x = [", "a: b", "[", "]", "#", '"""', "topics = да", "2026-12-31 = 9-18"),
        *("\\", 'path = "C:\\new"', "name = 'a' b", "a.b = 1", "a = 1", "\t", "[[hours]]", "}", "{ x =", "x = 'a"),
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(LINES | st.text(max_size=12), max_size=12).map("\n".join))
def test_any_file_is_read_or_its_mistakes_are_on_its_lines(text: str) -> None:
    document, problems = parse(text)
    try:
        assert tomllib.loads(text.replace("\r\n", "\n")) == document or problems
    except tomllib.TOMLDecodeError:
        assert problems
    assert all(1 <= (problem.line or 0) <= len(text.split("\n")) for problem in problems)
    for problem in problems:
        for language in ("ru", "en"):
            assert texts(language)[problem.table][problem.name].format_map(problem.details)


def test_the_line_of_a_key() -> None:
    text = 'top = 1\n[a]\nb = """\nc = 5\n"""\nc = 6\n[a."d e"]\n"31.12.2026" = 1\n31.12.2027 = 2\n [[f]]\n g . h=1\n'
    assert lines_of_keys(text) == {
        **{"top": 1, "a": 2, "a.b": 3, "a.c": 6, "a.d e": 7, "a.d e.31.12.2026": 8, "a.d e.31.12.2027": 9},
        **{"f": 10, "f.g.h": 11},
    }


def test_values_made_by_the_program_are_as_good_as_written_ones() -> None:
    document = tomllib.loads(CONFIG) | {"promise": {"reply_within": timedelta(minutes=5)}}
    assert validate(document, Path("x")).promise.reply_within == timedelta(minutes=5)
    assert validate(tomllib.loads(CONFIG), Path("x")).calendar().plan(date(2026, 4, 13)).shifts
