"""config.example.toml, and what operators get wrong in their own."""

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import BaseModel

import bot
from bot.config import ConfigError, Settings, load_config, require_own_values
from tests.cli.premises import Command, Premises

BOT = Path(bot.__file__).parent
EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
NOT_USED_YET: set[tuple[str, str]] = set()
OPTIONAL = re.compile(r"^# (?=\w+ = )", re.MULTILINE)  # a key that stands there behind a "#"


def keys(model: type[BaseModel], section: str = "") -> Iterator[tuple[str, str]]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from keys(field.annotation, name)
        else:
            yield section, name


@pytest.mark.parametrize(("section", "key"), list(keys(Settings)))
def test_every_key_stands_in_the_example(section: str, key: str) -> None:
    everything = tomllib.loads(OPTIONAL.sub("", EXAMPLE.read_text(encoding="utf-8")))
    assert key in everything[section]


@pytest.mark.parametrize(("section", "key"), list(keys(Settings)))
def test_every_key_is_used(section: str, key: str) -> None:
    sources = [path for ending in ("py", "j2") for path in BOT.rglob(f"*.{ending}")]
    is_used = any(re.search(rf"\.{key}\b", path.read_text("utf-8")) for path in sources)
    assert is_used != ((section, key) in NOT_USED_YET), f"{section}.{key}"


def test_every_key_of_the_example_has_a_comment_above() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for above, line in pairwise(lines):
        if OPTIONAL.sub("", line).split(" =")[0].isidentifier() and " = " in line:
            assert above.startswith("#") or " = " in above, line


def test_the_example_is_valid() -> None:
    settings = load_config(EXAMPLE, {})
    assert settings.staff.chat_id < 0
    assert settings.calendar().zone.key == "Europe/Moscow"


def test_the_example_is_valid_with_its_optional_keys(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(OPTIONAL.sub("", EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
    (tmp_path / "token.txt").write_text("1:FILE\n", encoding="utf-8")
    assert load_config(config, {}).telegram.token.get_secret_value() == "1:FILE"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"more": "[storage]\nurl = desk.db"}, "config.toml:17: url: текст, время и промежуток дней пишут в двойных"),
        ({"more": "holiday = true"}, "config.toml:16: hours.holiday = true: такого ключа нет; может быть, holidays?"),
        ({"timezone": "Europe/Moskow"}, 'напишите часть света и город, например "Europe/Moscow"'),
        ({"week": "пн-пт до обеда"}, 'config.toml:15: hours.week = "пн-пт до обеда": непонятно «до обеда»'),
        ({"chat_id": '"night"'}, 'config.toml:10: staff.chat_id = "night": впишите номер группы'),
        ({"chat_id": "1001234567890"}, "если это группа, то её номер скорее всего -1001234567890"),
        ({"topics": '"yes"'}, 'config.toml:11: staff.topics = "yes": напишите true или false без кавычек'),
        ({"api_url": "api.telegram.org"}, "telegram.api_url"),
        ({"more": '[promise]\nreply_within = "soon"'}, 'promise.reply_within = "soon"'),
        ({"more": '[storage]\nurl = "desk.db"'}, "storage.url"),
        ({"more": "[faq]\nmax_wrong = 5"}, "faq.max_wrong = 5: напишите долю от 0 до 1; 5 % — это 0.05"),
        ({"language": "en", "more": "[faq]\nmax_wrong = 5"}, "write a share from 0 to 1; for 5 % write 0.05"),
    ],
)
@pytest.mark.parametrize(
    "command", [["run"], ["doctor"], ["hours"], ["faq", "check"], ["tickets", "list"], ["migrate"]]
)
def test_a_mistake_is_named_with_its_remedy(
    nightdesk: Command, premises: Premises, changes: dict[str, object], sentence: str, command: list[str]
) -> None:
    config = premises.configure(**changes)
    with pytest.raises(ConfigError):  # with a valid configuration `run` would go on for ever
        load_config(config, {})
    ended = nightdesk(*command, "--config", config)
    assert (ended.status, ended.out) == (2, "")
    assert sentence in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    "command", [["run"], ["doctor"], ["hours"], ["faq", "check"], ["tickets", "list"], ["migrate"]]
)
def test_no_config(nightdesk: Command, tmp_path: Path, command: list[str]) -> None:
    ended = nightdesk(*command, "--config", tmp_path / "config.toml")
    assert ended.status == 2
    assert "nightdesk init" in ended.err
    assert ended.err.count("\n") == 1


def test_two_mistakes_are_two_lines(nightdesk: Command, premises: Premises) -> None:
    ended = nightdesk("hours", "--config", premises.configure(topics='"often"', chat_id='"night"'))
    assert [line.split(":")[0] for line in ended.err.splitlines()] == ["nightdesk", "nightdesk"]


@pytest.mark.parametrize("command", ["run", "doctor"])
def test_what_came_with_the_example_is_not_taken_for_ones_own(nightdesk: Command, tmp_path: Path, command: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ConfigError):  # with a configuration of one's own `run` would go on for ever
        require_own_values(load_config(config, {}), config)
    ended = nightdesk(command, "--config", config)
    assert (ended.status, ended.out) == (2, "")
    assert [line.split(": ")[2].split(" = ")[0] for line in ended.err.splitlines()] == [
        *("telegram.token", "staff.chat_id", "on_call.people")
    ]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"token": "123456:PUT-THE-TOKEN-HERE"}, "telegram.token"),
        ({"token": "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"}, "telegram.token"),
        ({"token": "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"}, "telegram.token"),
        ({"chat_id": "-1001234567890"}, "staff.chat_id"),
        ({"more": "[on_call]\npeople = [12345678]"}, "on_call.people"),
    ],
)
def test_each_value_of_an_example_is_named(premises: Premises, changes: dict[str, object], key: str) -> None:
    with pytest.raises(ConfigError) as error:
        require_own_values(load_config(premises.configure(**changes), {}), premises.config)
    assert [line.split(": ")[1] for line in str(error.value).splitlines()] in ([key], [f"{key} = -1001234567890"])


def test_strangers_are_no_authors(premises: Premises) -> None:
    settings = load_config(premises.configure(), {})
    staff = settings.staff.model_copy(update={"authors": (12345678,)})
    with pytest.raises(ConfigError, match=r"staff\.authors: это номера из примера"):
        require_own_values(settings.model_copy(update={"staff": staff}), premises.config)


def test_a_real_token_may_have_such_letters(premises: Premises) -> None:
    token = "7012345678:AAYour-HEREtokenXXXXput-0123456789a"
    require_own_values(load_config(premises.configure(token=token), {}), premises.config)


@pytest.mark.parametrize(
    "token",
    [
        "bot7012345678:AAH9kPqZx2Lw8VmNs4Rt6Yb1Cd3Ef5Gh7Ij",
        "https://api.telegram.org/bot7012345678:AAH9kPqZx2Lw8VmNs4Rt6Yb1Cd3Ef5Gh7Ij/getMe",
        "токен: 7012345678:AAH9kPqZx2Lw8VmNs4Rt6Yb1Cd3Ef5Gh7Ij",
        "7012345678:AAH9kPqZx2Lw8VmNs4Rt6Yb1Cd3Ef5Gh7Ij # бот",
    ],
)
def test_a_token_with_something_around_it(premises: Premises, token: str) -> None:
    with pytest.raises(ConfigError, match=r"telegram\.token: вокруг токена есть лишнее"):
        require_own_values(load_config(premises.configure(token=token), {}), premises.config)


def test_a_command_that_needs_no_telegram_works_with_the_examples_token(nightdesk: Command, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert nightdesk("hours", "--config", config).status == 0
