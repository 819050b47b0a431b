"""The set-up in the chat: who may lead it, restarts, groups that can't be used, what is written."""

import asyncio
import re
import shutil
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from bot.commands.errors import CommandError
from bot.commands.setup.guide import set_up
from bot.commands.setup.record import record_beside
from bot.config import load_config
from bot.sandbox import Customer, Manager, Sandbox, photo, voice
from bot.sandbox.webhook import Webhook
from bot.setup import Access
from faq.loading import load

PATIENCE = 60.0


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
def anna(sandbox: Sandbox) -> Manager:
    return sandbox.manager("Анна")


@pytest.fixture
def russian_console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed since the last look."""
    return capsys.readouterr().out


@asynccontextmanager
async def setting_up(sandbox: Sandbox, folder: Path) -> AsyncIterator["asyncio.Task[None]"]:
    """The set-up as a task, once it listens."""
    async with sandbox.serve() as address:
        access = Access(address, "1:TEST", is_in_environment=False)
        task = asyncio.create_task(set_up(access, folder / "config.toml", sandbox.clock))
        try:
            await sandbox.until(lambda: sandbox.world.polling.is_waiting, PATIENCE)
            yield task
        finally:
            task.cancel()
            await asyncio.wait([task])


def code_in(folder: Path) -> str:
    return record_beside(folder / "config.toml").read().code


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def hears(sandbox: Sandbox, person: Customer, act: Callable[[], object], text: str) -> None:
    """Act, and wait for a new message with that text."""
    before = len(person.sees)
    act()
    await sandbox.until(lambda: any(text in message.text for message in person.sees[before:]), PATIENCE)


async def led_to_the_group(
    sandbox: Sandbox, owner: Customer, folder: Path, week: str = "круглосуточно", city: str = "Самара"
) -> None:
    await hears(sandbox, owner, lambda: owner.writes(f"/start {code_in(folder)}"), "Как называется")
    await hears(sandbox, owner, lambda: owner.writes("Северный дом"), "Когда вы работаете?")
    await hears(sandbox, owner, lambda: owner.writes(week), "назовите город")
    await hears(sandbox, owner, lambda: owner.writes(city), "Теперь группа")


def shares(sandbox: Sandbox, owner: Customer) -> None:
    owner.shares_chat("Выбрать группу с темами", sandbox.staff_group.id)


async def test_only_the_first_with_the_link_is_the_owner(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    maria, eve = sandbox.customer("Мария"), sandbox.customer("Eve", language_code="en")
    async with setting_up(sandbox, tmp_path):
        await hears(sandbox, maria, lambda: maria.writes("Здравствуйте"), "ещё настраивают")
        await hears(sandbox, eve, lambda: eve.writes("/start wrong"), "This link isn't valid")
        code = code_in(tmp_path)
        await hears(sandbox, anna.in_private, lambda: anna.in_private.writes(f"/start {code}"), "Как называется")
        await hears(sandbox, maria, lambda: maria.writes(f"/start {code}"), "уже открыл другой человек")
        maria.writes(f"/start {code}")
        maria.writes("Алло?")
        await hears(sandbox, anna.in_private, lambda: anna.in_private.writes("Северный дом"), "Когда вы работаете?")
        assert len(maria.sees) == 2  # each is told once


async def test_an_owner_who_starts_the_bot_without_the_link(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    owner = anna.in_private
    async with setting_up(sandbox, tmp_path):
        await hears(sandbox, owner, lambda: owner.writes("/start"), "Если это ваш бот, откройте ссылку из окна")
        await hears(sandbox, owner, lambda: owner.writes(f"/start {code_in(tmp_path)}"), "Как называется")


async def test_who_wrote_too_early_hears_when_the_desk_is_open(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    owner, maria, eve = anna.in_private, sandbox.customer("Мария"), sandbox.customer("Eve", language_code="en")
    async with setting_up(sandbox, tmp_path):
        await hears(sandbox, maria, lambda: maria.writes("Вы работаете?"), "ещё настраивают")
        await led_to_the_group(sandbox, owner, tmp_path)
        await hears(sandbox, eve, lambda: eve.writes("Hello"), "I'll write to you when it works")
    async with setting_up(sandbox, tmp_path) as task:  # remembered over a restart
        await hears(sandbox, owner, lambda: shares(sandbox, owner), "спрашивают чаще всего")
        await hears(sandbox, owner, lambda: owner.writes("Пропустить"), "проверьте меня")
        await hears(sandbox, owner, lambda: owner.writes("Начать работу"), "Готово, я на смене")
        await asyncio.wait_for(task, PATIENCE)
    assert [message.text for message in maria.sees][1:] == [
        "Здравствуйте. Теперь всё готово: напишите, пожалуйста, ваш вопрос."
    ]
    assert "Everything is ready now" in eve.sees[-1].text
    assert sum("Теперь всё готово" in message.text for message in owner.sees) == 0


async def test_it_goes_on_where_it_was_after_a_restart(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    owner = anna.in_private
    async with setting_up(sandbox, tmp_path):
        await led_to_the_group(sandbox, owner, tmp_path)
    record = record_beside(tmp_path / "config.toml").path
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    before = len(owner.sees)
    async with setting_up(sandbox, tmp_path):
        await sandbox.until(lambda: owner.sees[-1].buttons, PATIENCE)
        assert "снова на связи" in owner.sees[before].text
        assert "Теперь группа" in owner.sees[-1].text
        await hears(sandbox, owner, lambda: owner.writes("Назад"), "назовите город")


async def test_who_goes_back_sees_the_hours_on_the_clocks_of_their_city(
    sandbox: Sandbox, anna: Manager, tmp_path: Path
) -> None:
    owner = anna.in_private
    async with setting_up(sandbox, tmp_path):
        await led_to_the_group(sandbox, owner, tmp_path, "пн-пт 9-18", "Екатеринбург")
        await hears(sandbox, owner, lambda: owner.writes("Назад"), "назовите город")
    assert owner.sees[-2].text.splitlines()[-1] == "пн–пт 09:00–18:00; сб–вс выходной"


async def test_a_group_by_command_without_rights_and_then_with(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    owner, boris = anna.in_private, sandbox.manager("Борис")
    sandbox.staff_group.makes_bot("member")
    async with setting_up(sandbox, tmp_path) as task:
        await led_to_the_group(sandbox, owner, tmp_path)
        await hears(sandbox, owner, lambda: owner.writes("Моей группы там нет"), "если в ней есть темы")
        await hears(sandbox, owner, lambda: boris.writes("/here"), "не вижу, что это вы")
        await hears(sandbox, owner, lambda: anna.behind_the_group().writes("/here"), "отключите анонимность")
        await hears(sandbox, owner, lambda: anna.writes("/here@nightdesk_sandbox_bot"), "Исправьте это")
        assert owner.sees[-1].text == (
            "• Бот в группе «Ночная смена» не администратор. "
            "Назначьте его администратором с правом «Управление темами».\n"
            "\nИсправьте это и выберите группу ещё раз."
        )
        sandbox.staff_group.allows_bot(can_manage_topics=False)
        await hears(sandbox, owner, lambda: anna.writes("/here"), "нельзя вести темы. Дайте ему право")
        assert sandbox.staff_group.topics == []
        sandbox.staff_group.allows_bot(can_manage_topics=True)
        await hears(sandbox, owner, lambda: anna.writes("/here"), "спрашивают чаще всего")
        await hears(sandbox, owner, lambda: owner.writes("Пропустить"), "проверьте меня")
        await hears(sandbox, owner, lambda: owner.writes("Есть ли у вас лодки?"), "передал бы вопрос вам")
        read, request, told = (message.text for message in owner.sees[-3:])
        assert read == "Это проверка. Клиент прочитал бы вот что:"
        assert "№1" in request
        assert told.startswith("Ответа на это я не знаю и передал бы вопрос вам. Сейчас заявки нет: это проверка.")
        await hears(sandbox, owner, lambda: owner.writes("спасибо"), "На такое я отвечаю сам. Теперь спросите о деле")
        await hears(sandbox, owner, lambda: owner.writes("Начать работу"), "Готово, я на смене")
        await asyncio.wait_for(task, PATIENCE)
    settings = load_config(tmp_path / "config.toml", {})
    assert (settings.hours.timezone, settings.hours.week, settings.hours.holidays) == ("Europe/Samara", "24/7", None)
    assert settings.telegram.token.get_secret_value() == "1:TEST"
    assert [entry.question for entry in load(settings.faq.path).entries("ru")] == ["Как вы работаете?"]
    assert names_in(tmp_path) == ["config.toml", "faq"]


async def test_a_channel_is_no_group(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    owner, channel = anna.in_private, sandbox.channel("Новости дома")
    async with setting_up(sandbox, tmp_path):
        await led_to_the_group(sandbox, owner, tmp_path)
        before = len(owner.sees)
        channel.publishes("Мы переехали")
        await hears(sandbox, owner, lambda: channel.publishes("/here@nightdesk_sandbox_bot"), "это канал")
        assert [message.text for message in owner.sees[before:]] == [
            "«Новости дома» — это канал, а мне нужна группа: в ней коллеги видят заявки и пишут клиентам ответы. "
            "Добавьте меня в группу и напишите /here там."
        ]
        await hears(sandbox, owner, lambda: shares(sandbox, owner), "спрашивают чаще всего")


async def test_what_comes_after_the_last_step_is_the_desk_s(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    owner = anna.in_private
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "mine.md").write_text("## Где вы?\n\nТут.\n", encoding="utf-8")
    async with setting_up(sandbox, tmp_path) as task:
        await led_to_the_group(sandbox, owner, tmp_path)
        await hears(sandbox, owner, lambda: shares(sandbox, owner), "проверьте меня")
        owner.writes("Начать работу")
        sandbox.customer("Мария").writes("Где вы?")
        await asyncio.wait_for(task, PATIENCE)
        assert sandbox.pending == 1
    assert names_in(tmp_path / "faq") == ["mine.md"]


async def test_the_samples_answers_are_warned_of_at_the_end(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    owner = anna.in_private
    (tmp_path / "faq").mkdir()
    shutil.copy(Path(__file__).parents[2] / "faq" / "sample" / "ru" / "09-account.md", tmp_path / "faq")
    async with setting_up(sandbox, tmp_path) as task:
        await led_to_the_group(sandbox, owner, tmp_path)
        await hears(sandbox, owner, lambda: shares(sandbox, owner), "проверьте меня")
        await hears(sandbox, owner, lambda: owner.writes("Начать работу"), "Готово, я на смене")
        await asyncio.wait_for(task, PATIENCE)
    assert owner.sees[-1].text.splitlines()[-2:] == [
        "",
        "В FAQ ещё 4 ответа вымышленного магазина. Поправьте или удалите их, пока их не увидели клиенты.",
    ]


async def test_an_english_owner_from_the_link_to_the_open_desk(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    owner = sandbox.manager("Anna", language_code="en-GB").in_private
    async with setting_up(sandbox, tmp_path) as task:
        link = f"https://t.me/nightdesk_sandbox_bot?start={code_in(tmp_path)}"
        assert f"Open this link in Telegram and press Start; the bot asks for the rest:\n\n  {link}\n" in printed(
            capsys
        )
        await hears(sandbox, owner, lambda: owner.writes(f"/start {code_in(tmp_path)}"), "What is your company called?")
        await hears(sandbox, owner, lambda: owner.writes("North House"), "When are you open?")
        await hears(sandbox, owner, lambda: owner.writes("Every day 10–20"), "Mon–Sun 10:00–20:00")
        await hears(sandbox, owner, lambda: owner.writes("London"), "Now the group")
        on_holidays = "You are open on the holidays of England too. "
        assert f"{on_holidays}If that is not so, press “We are closed on holidays”." in owner.sees[-2].text
        share = lambda: owner.shares_chat("Choose a group with topics", sandbox.staff_group.id)  # noqa: E731
        await hears(sandbox, owner, share, "What are you asked most often?")
        await hears(sandbox, owner, lambda: owner.writes("How much is delivery?\nIn town £5."), "Now test me")
        assert "only what is asked in nearly the same words" in owner.sees[-1].text
        assert owner.sees[-1].text.endswith("the question on the first line, its answer below it.")
        assert ["Back"] in owner.sees[-1].buttons
        await hears(sandbox, owner, lambda: owner.writes("how much is delivery"), "The desk is open")
        await asyncio.wait_for(task, PATIENCE)
    assert owner.sees[-1].text.splitlines()[2:] == [
        "Requests will come to the group “Ночная смена”. Questions and answers are in the folder faq: changes "
        "there take effect at once. The settings are in config.toml: changes take effect at the next start.",
        "",
        "I promise customers a reply within 30 min of your opening hours; reply_within in config.toml changes that.",
    ]
    assert any(message.text == "In town £5." for message in owner.sees)
    russian = re.compile("[а-яё]", re.IGNORECASE)
    title = sandbox.staff_group.chat.title or ""
    said = [message.text.replace(title, "") for message in (*owner.sees, *sandbox.staff_group.messages())]
    assert [text for text in said if russian.search(text)] == []
    assert [row for message in owner.sees for row in message.buttons if russian.search("".join(row))] == [["По-русски"]]
    settings = load_config(tmp_path / "config.toml", {})
    assert (settings.company.language, settings.hours.timezone, settings.hours.holidays) == (
        *("en", "Europe/London"),
        None,
    )
    assert russian.search((tmp_path / "config.toml").read_text(encoding="utf-8")) is None
    assert names_in(tmp_path / "faq") == ["questions.md"]
    assert printed(capsys) == f"The settings are in {tmp_path / 'config.toml'}. The bot starts to work.\n"


async def test_the_same_group_again_gets_no_second_card(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    owner = anna.in_private
    async with setting_up(sandbox, tmp_path):
        await led_to_the_group(sandbox, owner, tmp_path)
        await hears(sandbox, owner, lambda: shares(sandbox, owner), "спрашивают чаще всего")
        await hears(sandbox, owner, lambda: owner.writes("Назад"), "Теперь группа")
        await hears(sandbox, owner, lambda: shares(sandbox, owner), "спрашивают чаще всего")
        assert [topic.name for topic in sandbox.staff_group.topics] == ["Проверка связи"]


async def test_a_group_that_is_lost_before_the_desk_opens(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    owner = anna.in_private
    async with setting_up(sandbox, tmp_path) as task:
        await led_to_the_group(sandbox, owner, tmp_path)
        await hears(sandbox, owner, lambda: shares(sandbox, owner), "спрашивают чаще всего")
        await hears(sandbox, owner, lambda: owner.writes("Пропустить"), "проверьте меня")
        sandbox.staff_group.makes_bot("kicked")
        await hears(sandbox, owner, lambda: owner.writes("Начать работу"), "Исправьте это и выберите группу")
        assert owner.sees[-1].text.startswith("• Бота в этой группе нет. Добавьте его туда администратором.\n")
        assert owner.sees[-2].text == "Открыться не получилось: в группе «Ночная смена» что-то изменилось."
        assert ["Выбрать группу с темами"] in owner.sees[-1].buttons
        assert not (tmp_path / "config.toml").exists()
        await hears(sandbox, owner, lambda: shares(sandbox, owner), "Готово, я на смене")
        await asyncio.wait_for(task, PATIENCE)


async def test_a_disk_that_can_not_be_written_stops_the_set_up_with_a_word(
    sandbox: Sandbox, anna: Manager, tmp_path: Path, russian_console: None
) -> None:
    owner, record = anna.in_private, record_beside(tmp_path / "config.toml").path
    async with setting_up(sandbox, tmp_path) as task:
        await hears(sandbox, owner, lambda: owner.writes(f"/start {code_in(tmp_path)}"), "Как называется")
        (tmp_path / f".{record.name}.new").mkdir()  # no file can be made there
        await hears(sandbox, owner, lambda: owner.writes("Северный дом"), "Не могу записать ответ на диск")
        with pytest.raises(CommandError, match=r"записать не получается .* освободите место или выберите другую папку"):
            await asyncio.wait_for(task, PATIENCE)
    (tmp_path / f".{record.name}.new").rmdir()
    async with setting_up(sandbox, tmp_path):  # the answer comes again from Telegram
        await sandbox.until(lambda: "Когда вы работаете?" in owner.sees[-1].text, PATIENCE)


async def test_a_folder_that_does_not_exist(sandbox: Sandbox, tmp_path: Path, russian_console: None) -> None:
    async with sandbox.serve() as address:
        access = Access(address, "1:TEST", is_in_environment=False)
        with pytest.raises(CommandError, match="записать не получается"):
            await set_up(access, tmp_path / "nowhere" / "config.toml", sandbox.clock)


@pytest.mark.parametrize("content", ["{", '{"code": "x", "setup": {"language": "ru", "step": "shoe_size"}}', "[]"])
async def test_a_damaged_record_says_what_to_remove(
    sandbox: Sandbox, tmp_path: Path, russian_console: None, content: str
) -> None:
    record = record_beside(tmp_path / "config.toml").path
    record.write_text(content, encoding="utf-8")
    async with sandbox.serve() as address:
        with pytest.raises(CommandError, match=rf"{record.name}: .* удалите его, и настройка начнётся заново"):
            await set_up(Access(address, "1:TEST", is_in_environment=False), tmp_path / "config.toml", sandbox.clock)


async def test_who_stops_the_program_is_told_that_it_can_go_on(
    sandbox: Sandbox, tmp_path: Path, russian_console: None, capsys: pytest.CaptureFixture[str]
) -> None:
    async with setting_up(sandbox, tmp_path):
        printed(capsys)
    assert "ответы сохранены. Запустите программу снова" in printed(capsys)


async def test_a_bot_that_was_served_by_another_program(
    sandbox: Sandbox, anna: Manager, tmp_path: Path, russian_console: None, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = anna.in_private
    sandbox.world.webhook = Webhook("https://shop.example.com/hook/1:SECRET")
    async with setting_up(sandbox, tmp_path):
        text = printed(capsys)
        assert "Раньше этого бота обслуживала программа на shop.example.com." in text
        assert "SECRET" not in text
        await hears(sandbox, owner, lambda: owner.writes(f"/start {code_in(tmp_path)}"), "Как называется")


async def test_another_program_with_the_same_token(
    sandbox: Sandbox, anna: Manager, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    owner = anna.in_private
    async with setting_up(sandbox, tmp_path):
        other = asyncio.create_task(sandbox.world.polling.poll(sandbox.world.updates, sandbox.world.changes, 1, 1))
        await sandbox.until(lambda: "409" in str(sandbox.calls[-1].response), PATIENCE)
        await asyncio.wait([other])
        await hears(sandbox, owner, lambda: owner.writes(f"/start {code_in(tmp_path)}"), "Как называется")
    assert "Another program polls with this token: stop it." in caplog.text


async def test_what_is_no_text_and_no_answer(sandbox: Sandbox, anna: Manager, tmp_path: Path) -> None:
    owner = anna.in_private
    async with setting_up(sandbox, tmp_path):
        await hears(sandbox, owner, lambda: owner.writes(f"/start {code_in(tmp_path)}"), "Как называется")
        for attachment in (voice(), photo(caption="Северный дом")):
            await hears(sandbox, owner, partial(owner.sends, attachment), "Как называется")
            assert owner.sees[-2].text == "Ответьте, пожалуйста, словами."
