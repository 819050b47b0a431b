"""Answers with pictures and files: uploaded once, and the words go without what Telegram does not take."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Customer, Seen
from bot.sandbox.files import Files, Upload
from tests.dialogs.night import House, Night, a_night, texts
from tests.pictures import EXE, HEIC, PDF, png
from tests.postgres import both_databases

FAQ = """# Магазин

## Где у вас парковка? {#parking}
Также спрашивают:
- куда поставить машину
- есть ли парковка
- можно ли припарковаться

Во дворе, **въезд** с переулка.

![Схема](map.png)

## Есть ли у вас прайс? {#price}
Также спрашивают:
- пришлите прайс
- прайс лист
- нужен прайс
Вложение: price.pdf

Вот он.

## Как выглядит ваш магазин? {#shop}
Также спрашивают:
- фото магазина
- покажите магазин
- как выглядит вход

![Вход](shop.png)

## Здравствуйте {#hello}
Теги: болтовня
Также спрашивают:
- привет
- добрый день
- доброе утро

Здравствуйте! Спрашивайте.

![](wave.png)
"""
PARKING, PRICE, SHOP = "Где у вас парковка?", "Пришлите прайс", "Покажите магазин"
WITHOUT_PICTURE = "Картинку к этому ответу сейчас отправить не получается"
WITHOUT_FILE = "Файл к этому ответу сейчас отправить не получается"
REPORT = "⚠️ Ответ «"


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    folder = tmp_path / "faq"
    folder.mkdir()
    (folder / "shop.md").write_text(FAQ, encoding="utf-8")
    for shade, name in enumerate(("map.png", "shop.png", "wave.png")):
        (folder / name).write_bytes(png(shade=shade))
    (folder / "price.pdf").write_bytes(PDF)
    return folder


@pytest.fixture
async def night(tmp_path: Path, faq: Path, database_url: str) -> AsyncIterator[Night]:
    async with a_night(tmp_path, House(faq=faq), database_url) as night:
        yield night


def uploads(night: Night, method: str = "sendPhoto") -> list[bool]:
    """For each file that was sent with success: whether it was uploaded, and not sent by its id."""
    calls = [call for call in night.sandbox.calls if call.method == method and call.ok]
    field = method.removeprefix("send").lower()
    return [not str(call.params[field]).startswith("SANDBOX-") for call in calls]


async def told_staff(night: Night) -> list[str]:
    """What the staff were told of answers."""
    return [text for text in texts(await night.news()) if text.startswith(REPORT)]


def questions(night: Night) -> list[tuple[object, ...]]:
    return night.ask("SELECT decision, entry_id, ticket_id FROM question ORDER BY id")


def replace_picture(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    os.utime(path, ns=(path.stat().st_mtime_ns + 1,) * 2)  # the clock of some disks is coarse


async def heard(night: Night, customer: Customer, question: str) -> list[Seen]:
    customer.writes(question)
    return await night.replies(customer)


# Uploaded once


@both_databases
async def test_a_picture_is_uploaded_once_for_all_customers(night: Night) -> None:
    for name in ("Олег", "Ира", "Яна"):
        said = await heard(night, night.sandbox.customer(name), PARKING)
        assert [one.kind for one in said] == ["text", "photo"]
        assert said[1].text == "Схема"
    assert uploads(night) == [True, False, False]


async def test_a_file_too_and_kinds_are_kept_apart(night: Night, faq: Path) -> None:
    (faq / "price.pdf").write_bytes((faq / "map.png").read_bytes())  # the same content as a photo and as a document
    for who in (night.maria, night.sandbox.customer("Олег")):
        await heard(night, who, PARKING)
        await heard(night, who, PRICE)
    assert uploads(night) == [True, False]
    assert uploads(night, "sendDocument") == [True, False]
    assert night.ask("SELECT kind, path FROM uploadedfile ORDER BY kind") == [
        ("document", "price.pdf"),
        ("photo", "map.png"),
    ]


@both_databases
async def test_customers_at_once_do_not_upload_it_each(night: Night) -> None:
    people = [night.sandbox.customer(f"Клиент {number}") for number in range(8)]
    for one in people:
        one.writes(PARKING)
    await night.settled()
    assert [[seen.kind for seen in one.sees if seen.from_bot] for one in people] == [["text", "photo"]] * 8
    assert sum(uploads(night)) <= 2


async def test_a_picture_that_was_edited_in_place_is_uploaded_anew(night: Night, faq: Path) -> None:
    await heard(night, night.maria, PARKING)
    replace_picture(faq / "map.png", png(shade=9))
    for who in (night.maria, night.sandbox.customer("Олег")):
        await heard(night, who, PARKING)
    assert uploads(night) == [True, True, False]
    assert night.ask("SELECT count(*) FROM uploadedfile") == [(1,)]


@both_databases
async def test_an_id_that_telegram_no_longer_knows_is_forgotten(night: Night) -> None:
    await heard(night, night.maria, PARKING)
    night.sandbox.world.files = Files()
    night.sandbox.world.files.store("document", Upload("a.txt", b"a"))  # so that the next upload gets another id
    said = await heard(night, night.sandbox.customer("Олег"), PARKING)
    assert [one.kind for one in said] == ["text", "photo"]
    await heard(night, night.sandbox.customer("Ира"), PARKING)
    assert uploads(night) == [True, True, False]
    assert night.ask("SELECT file_id FROM uploadedfile") == [("SANDBOX-photo-2",)]
    assert await told_staff(night) == []


# What Telegram refuses


@both_databases
async def test_the_words_go_without_a_picture_that_telegram_refuses(night: Night) -> None:
    """The customer is told, the question is answered, and the author hears of it once, not once for each customer."""
    night.sandbox.faults.add("file", method="sendPhoto", times=None)
    for name in ("Олег", "Ира"):
        words, instead = await heard(night, night.sandbox.customer(name), PARKING)
        assert words.text == "Во дворе, въезд с переулка."
        assert instead.text.startswith("Схема\n\n" + WITHOUT_PICTURE)
        assert instead.buttons == [["👍 Помогло", "👎 Не то"], ["🙋 Позвать человека"]]
    assert questions(night) == [("answer", "parking", None)] * 2
    [report] = await told_staff(night)
    assert "«Где у вас парковка?» (shop.md, строка 3) уходит без файла" in report
    assert "map.png" in report
    assert "PHOTO_INVALID_DIMENSIONS".lower() in report.lower()


async def test_a_file_that_is_too_large_for_the_server(night: Night) -> None:
    night.sandbox.faults.add("413", times=None)
    words, instead = await heard(night, night.maria, PRICE)
    assert words.text == "Вот он."
    assert instead.text.startswith(WITHOUT_FILE)
    [report] = await told_staff(night)
    assert "price.pdf" in report


@both_databases
async def test_a_person_takes_over_where_only_the_file_would_have_answered(night: Night) -> None:
    night.sandbox.faults.add("file", method="sendPhoto", times=None)
    told = (await heard(night, night.maria, SHOP))[-1]
    assert "Заявка №1 принята" in told.text
    assert [one.text for one in night.maria.sees if one.from_bot] == [told.text]
    assert questions(night) == [("hand_off", None, 1)]
    assert "🤖 не смог отправить ответ: «Как выглядит ваш магазин?»" in night.card().text
    assert "🤖 ответил" not in night.card().text
    reports = await told_staff(night)
    assert any("shop.png" in report for report in reports)


@both_databases
async def test_a_person_takes_over_where_the_words_are_refused_too(night: Night) -> None:
    """Refused with formatting, then plain, then without buttons: nothing of it counts as an answer."""
    night.sandbox.faults.add("file", times=None)
    night.sandbox.faults.add("words", chat_id=night.maria.id, times=5)
    said = await heard(night, night.maria, PARKING)
    assert "Заявка №1 принята" in said[-1].text
    assert questions(night) == [("hand_off", None, 1)]
    reports = await told_staff(night)
    assert any("не отправляется: вопрос передан коллегам" in one and "строка 3" in one for one in reports)
    night.maria.writes("А когда?")
    await night.pause()
    assert len(night.cards()) == 1


async def test_plain_words_without_buttons_are_better_than_none(night: Night) -> None:
    night.sandbox.faults.add("words", chat_id=night.maria.id, times=1)
    words, picture = await heard(night, night.maria, PARKING)
    assert (words.text, words.entities) == ("Во дворе, въезд с переулка.", [])
    assert picture.kind == "photo"
    assert questions(night) == [("answer", "parking", None)]


async def test_who_blocked_the_bot_is_not_counted_as_answered(night: Night) -> None:
    night.sandbox.faults.add("403", chat_id=night.maria.id, times=None)
    await heard(night, night.maria, PARKING)
    assert questions(night) == [("hand_off", None, None)]
    assert night.cards() == []
    assert await told_staff(night) == []


async def test_small_talk_goes_without_its_picture(night: Night) -> None:
    night.sandbox.faults.add("file", times=None)
    words, instead = await heard(night, night.maria, "Привет")
    assert words.text == "Здравствуйте! Спрашивайте."
    assert instead.text.startswith(WITHOUT_PICTURE)
    [report] = await told_staff(night)
    assert "wave.png" in report


# What is wrong with a file before it is sent


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (png(12_000, 300), "12000 × 300"),
        (b"", "пустой"),
        (HEIC, "внутри HEIC"),
        (EXE, "внутри EXE"),
        (png()[:-20], "повреждена"),
        (png() + bytes(10_000_000), "10 МБ"),
        (None, "нет в папке FAQ"),
    ],
    ids=["dimensions", "empty", "heic", "exe", "half", "heavy", "missing"],
)
async def test_a_picture_that_is_replaced_by_a_bad_one(
    night: Night, faq: Path, content: bytes | None, why: str
) -> None:
    """It is seen at once, also before the FAQ is read again; nothing is uploaded in vain."""
    if content is None:
        (faq / "map.png").unlink()
    else:
        replace_picture(faq / "map.png", content)
    for _ in range(2):
        words, instead = await heard(night, night.sandbox.customer("Олег"), PARKING)
        assert words.text == "Во дворе, въезд с переулка."
        assert WITHOUT_PICTURE in instead.text
    assert uploads(night) == []
    [report] = await told_staff(night)
    assert why in report


async def test_an_answer_that_is_nothing_but_a_bad_picture(night: Night, faq: Path) -> None:
    replace_picture(faq / "shop.png", HEIC)
    night.maria.writes(SHOP)
    await night.pause()
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    [report] = await told_staff(night)
    assert "«Как выглядит ваш магазин?»" in report
    assert "не отправляется: вопрос передан коллегам" in report
    assert "HEIC" in report


@both_databases
async def test_the_author_is_told_again_when_the_mended_file_is_refused_too(night: Night, faq: Path) -> None:
    night.sandbox.faults.add("file", times=None)
    await heard(night, night.maria, PARKING)
    replace_picture(faq / "map.png", png(shade=7))
    await heard(night, night.maria, PARKING)
    assert len(await told_staff(night)) == 2


# The FAQ is edited while the desk runs


async def faq_news(night: Night, text: str) -> str:
    """The message about the FAQ that has this in it, as soon as it has come."""

    def found() -> list[str]:
        return [one for one in texts(night.staff_sees()) if text in one]

    await night.sandbox.until(lambda: bool(found()), 20.0)
    return found()[0]


async def test_an_edit_with_a_bad_picture_is_served_without_it(night: Night, faq: Path) -> None:
    (faq / "map.png").write_bytes(HEIC)
    (faq / "shop.md").write_text(FAQ.replace("Во дворе", "За домом"), encoding="utf-8")
    told = await faq_news(night, "FAQ обновлён: 4 записи")
    assert "Ответы с этими файлами пока уходят без них" in told
    assert "shop.md, строка 11: «map.png» — не картинка, которую примет Telegram: внутри HEIC." in told
    words, instead = await heard(night, night.maria, PARKING)
    assert words.text == "За домом, въезд с переулка."
    assert WITHOUT_PICTURE in instead.text


async def test_a_picture_alone_that_was_replaced_is_noticed(night: Night, faq: Path) -> None:
    replace_picture(faq / "map.png", png(12_000, 300))
    assert "12000 × 300" in await faq_news(night, "FAQ обновлён")
    replace_picture(faq / "map.png", png(shade=5))
    await night.sandbox.until(lambda: not night.parts.transactions.context.knowledge.library.unsendable, 20.0)
    said = await heard(night, night.maria, PARKING)
    assert [one.kind for one in said] == ["text", "photo"]


async def test_a_desk_starts_with_a_bad_picture(tmp_path: Path, faq: Path, caplog: pytest.LogCaptureFixture) -> None:
    (faq / "map.png").unlink()
    async with a_night(tmp_path, House(faq=faq)) as night:
        words, instead = await heard(night, night.maria, PARKING)
        assert words.text == "Во дворе, въезд с переулка."
        assert WITHOUT_PICTURE in instead.text
    assert "shop.md:11: Картинки «map.png» нет в папке FAQ" in caplog.text
