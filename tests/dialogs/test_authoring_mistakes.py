"""What authors do by mistake, or twice, or too late, when they change the FAQ from the chat."""

import sys
from pathlib import Path

import pytest
from sqlmodel import select

from bot.desk.unit_of_work import UnitOfWork
from bot.sandbox import document, photo, sticker, voice
from faq.publishing import UnwritableError
from storage.authoring_models import FaqTask, TaskState
from storage.faq_tasks import move
from storage.models import StaffMember
from tests.dialogs.authors import asks, publishes, read, repairs, told
from tests.dialogs.night import Night, texts
from tests.pictures import jpeg
from tests.postgres import both_databases

COMMAND = {"type": "bot_command", "offset": 0, "length": 4}
REFUSAL = (
    "В ответ клиенту идут текст и картинки. "
    "Пришлите текст, фотографию или файл jpg, png, webp ответом на то же сообщение."
)


@both_databases
async def test_an_edit_of_the_reply_makes_the_draft_anew(desk: Night, folder: Path) -> None:
    shown, _ = await asks(desk, "delivery-price")
    mine = desk.anna.writes("Везём за 35 ₽.", reply_to=shown)
    *_, question = await told(desk)
    desk.anna.edits(mine, "Везём за 350 ₽.")
    _, preview, _ = await told(desk)
    assert preview.text == "Везём за 350 ₽."
    assert await desk.press(desk.anna, "✅ Опубликовать", on=question) == "Эта кнопка уже не действует"
    desk.anna.edits_nothing(mine)
    assert await told(desk) == []
    await publishes(desk)
    desk.anna.edits(mine, "Везём за 400 ₽.")
    assert "Это уже опубликовано" in texts(await told(desk))[0]
    assert "Везём за 350 ₽." in read(folder)


async def test_an_edit_of_the_command(desk: Night) -> None:
    mine = desk.anna.writes("/faq + Есть ли розы?\nДа")
    await told(desk)
    desk.anna.edits(mine, "/faq + Есть ли розы?\nДа, красные.", entities=[COMMAND])
    _, preview, _ = await told(desk)
    assert preview.text == "Да, красные."


async def test_an_edit_of_the_command_leaves_what_was_shown_for_it(desk: Night) -> None:
    await repairs(desk)
    mine = desk.anna.writes("/faq")
    _, group = await told(desk)
    desk.anna.edits(mine, "/faq доставка", entities=[COMMAND])
    shown, _ = await told(desk)
    assert shown.text.startswith("«Сколько стоит доставка?»")
    assert await desk.press(desk.anna, "📝 Новая запись", on=group) == "Готовлю"


async def test_help_is_no_entry(desk: Night) -> None:
    desk.anna.writes("/faq")
    guide = texts(await told(desk))
    for words in ("help", "помощь", "?"):
        desk.anna.writes(f"/faq {words}")
        assert texts(await told(desk)) == guide


@pytest.mark.parametrize("words", ["", " история", " файлы", " отмена", " доставка", " + Есть ли розы?\nДа."])
async def test_an_edit_that_changes_nothing_asks_for_nothing(desk: Night, words: str) -> None:
    mine = desk.anna.writes(f"/faq{words}")
    await told(desk)
    desk.anna.edits_nothing(mine)
    assert await told(desk) == []


async def test_another_file_in_place_of_the_one_that_was_sent(desk: Night, folder: Path) -> None:
    [mine] = desk.anna.sends(document(name="roses.md", data="## Есть ли розы?\n\nДа.\n".encode()))
    *_, question = await told(desk)
    desk.anna.edits(mine, document(name="roses.md", data="## Есть ли розы?\n\nДа, красные.\n".encode()))
    assert texts(await told(desk))[1] == "Да, красные."
    assert await desk.press(desk.anna, "✅ Опубликовать", on=question) == "Эта кнопка уже не действует"
    await publishes(desk)
    assert "Да, красные." in read(folder, "roses.md")


async def test_another_photo_in_place_of_the_one_that_was_sent(desk: Night, folder: Path) -> None:
    shown, _ = await asks(desk, "delivery-price")
    [mine] = desk.anna.sends(photo("Вот так.", data=jpeg(40, 30)), reply_to=shown)
    await told(desk)
    desk.anna.edits(mine, photo("Вот так.", data=jpeg(50, 30)))
    await told(desk)
    await publishes(desk)
    assert [one.read_bytes() for one in (folder / "photos").iterdir()] == [jpeg(50, 30)]


async def test_an_edit_in_private(desk: Night) -> None:
    anna = desk.anna.in_private
    anna.writes("/faq delivery-price")
    await told(desk)
    shown, _ = await desk.replies(anna)
    mine = anna.writes("Везём за 35 ₽.", reply_to=shown)
    await told(desk)
    await desk.replies(anna)
    anna.edits(mine, "Везём за 350 ₽.")
    await told(desk)
    assert texts(await desk.replies(anna))[1] == "Везём за 350 ₽."


@pytest.mark.parametrize("nonsense", [sticker(), voice(), document(name="прайс.pdf", data=b"%PDF-1.4")])
async def test_what_can_not_be_an_answer(desk: Night, nonsense: object) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.sends(nonsense, reply_to=shown)  # type: ignore[arg-type]  # an attachment
    [hint] = await told(desk)
    assert hint.text == REFUSAL
    desk.anna.writes("Везём за 350 ₽.", reply_to=hint)
    assert texts(await told(desk))[1] == "Везём за 350 ₽."


async def test_a_second_reply_to_the_same_message_counts(desk: Night) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.writes("Везём за 35 ₽.", reply_to=shown)
    await told(desk)
    desk.anna.writes("Везём за 350 ₽.", reply_to=shown)
    assert texts(await told(desk))[1] == "Везём за 350 ₽."


async def test_a_variable_that_is_not_closed_is_told_and_mended_in_a_reply(desk: Night, folder: Path) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.writes("Сегодня {{ hours.today", reply_to=shown)
    [refusal] = await told(desk)
    assert "❌" in refusal.text
    desk.anna.writes("Сегодня {{ hours.today }}", reply_to=refusal)
    _, preview, _ = await told(desk)
    assert preview.text == "Сегодня 09:00–18:00"


async def test_a_discarded_draft_can_be_written_anew(desk: Night) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.writes("Везём за 35 ₽.", reply_to=shown)
    *_, question = await told(desk)
    await desk.press(desk.anna, "Отклонить", on=question)
    await desk.settled()
    now = next(one for one in desk.staff_sees() if one.id == question.id)
    assert (now.text, now.buttons) == ("🚫 Отклонено, ничего не изменилось. Кто отклонил: Анна.", [])
    desk.anna.writes("Везём за 350 ₽.", reply_to=question)
    assert texts(await told(desk))[1] == "Везём за 350 ₽."


async def test_the_same_answer_again(desk: Night) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.writes("По городу — **300 ₽**, от 5 000 ₽ бесплатно.", reply_to=shown)
    assert texts(await told(desk)) == ["Менять нечего: всё уже так и есть."]


async def test_a_folder_that_can_not_be_written_to_for_a_while(
    desk: Night, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.writes("Везём за 350 ₽.", reply_to=shown)
    await told(desk)

    def refuse(*_: object) -> None:
        raise UnwritableError("read-only", folder="faq", why="Read-only file system")

    with monkeypatch.context() as broken:
        broken.setattr(sys.modules["faq.publishing.publish"], "write", refuse)
        assert "В папку FAQ нельзя записать" in await publishes(desk)
    assert (await publishes(desk)).startswith("✅ Опубликовано")
    assert "Везём за 350 ₽." in read(folder)


@pytest.mark.parametrize("name", [".#delivery.md", "plan.md", "map.png"])
async def test_a_link_that_leads_nowhere_is_in_nobodys_way(desk: Night, folder: Path, name: str) -> None:
    """Emacs locks `delivery.md` with such a link while somebody edits it."""
    (folder / name).symlink_to("anna@office.1234:1")
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.sends(photo("Вот так.", data=jpeg(40, 30)), reply_to=shown)
    _, words, picture, _ = await told(desk)
    assert (words.text, picture.kind) == ("Вот так.", "photo")


@both_databases
async def test_two_authors_at_one_entry(desk: Night, folder: Path) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.writes("Везём за 350 ₽.", reply_to=shown)
    *_, first = await told(desk)
    again, _ = await asks(desk, "delivery-price")
    desk.anna.writes("Везём за 400 ₽.", reply_to=again)
    *_, second = await told(desk)
    await desk.press(desk.anna, "✅ Опубликовать", on=first)
    await told(desk)
    await desk.press(desk.anna, "✅ Опубликовать", on=second)
    conflict, *_ = await told(desk)
    assert "изменил кто-то ещё: delivery.md" in conflict.text
    assert "Везём за 350 ₽." in read(folder)


@both_databases
async def test_who_leaves_the_group_before_the_publication(desk: Night, folder: Path) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.writes("Везём за 350 ₽.", reply_to=shown)
    await told(desk)

    def presses_and_leaves(uow: UnitOfWork) -> None:
        draft = uow.session.exec(select(FaqTask).where(FaqTask.state == TaskState.SHOWN)).all()[-1]
        assert move(uow.session, draft, TaskState.SHOWN, TaskState.APPROVED, uow.now)
        uow.session.get_one(StaffMember, desk.anna.id).is_member = False

    await desk.parts.transactions.run(presses_and_leaves)
    assert "могут администраторы" in (await told(desk))[-1].text
    assert "Везём за 350 ₽." not in read(folder)


async def test_colleagues_may_talk_below_a_list(desk: Night) -> None:
    [history] = await asks(desk, "история")
    desk.anna.writes("Ясно, спасибо.", reply_to=history)
    assert await told(desk) == []
