"""Authors send files of every kind, and look at those that there are."""

from pathlib import Path

import pytest

from bot.sandbox import document
from tests.dialogs.authors import asks, hears, names, publishes, read, told, write
from tests.dialogs.night import Night, texts
from tests.postgres import both_databases

ROSES = "# Букеты\n\n## Есть ли розы?\n\nДа, красные и белые.\n"


async def test_a_file_from_notepad(desk: Night, folder: Path) -> None:
    data = ROSES.replace("\n", "\r\n").encode("cp1251")
    desk.anna.sends(document(name="Букеты.md", data=data))
    _, preview, _ = await told(desk)
    assert preview.text == "Да, красные и белые."
    await publishes(desk)
    assert (folder / "Букеты.md").read_bytes() == data
    assert await hears(desk, "розы есть?") == "Да, красные и белые."
    desk.anna.sends(document(name="Букеты.md", data=data))
    assert texts(await told(desk)) == ["Менять нечего: всё уже так и есть."]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Букеты.txt", "Есть ли розы?\nДа, красные и белые.\n"),
        ("Букеты.csv", "Вопрос;Ответ\nЕсть ли розы?;Да, красные и белые.\n"),
        ("Букеты.html", "<h1>Букеты</h1><h2>Есть ли розы?</h2><p>Да, красные и белые.</p>"),
    ],
)
async def test_another_programs_file_with_the_command_as_its_caption(
    desk: Night, folder: Path, name: str, text: str
) -> None:
    desk.anna.sends(document("/faq", name=name, data=text.encode()))
    draft, preview, _ = await told(desk)
    assert "➕ Новая запись «Есть ли розы?»" in draft.text
    assert preview.text == "Да, красные и белые."
    await publishes(desk)
    assert await hears(desk, "розы есть?") == "Да, красные и белые."


async def test_colleagues_may_share_other_files(desk: Night) -> None:
    desk.anna.sends(document("план на неделю", name="план.docx", data=b"PK"))
    assert await told(desk) == []


@pytest.mark.parametrize("name", ["план.docx", "план.xlsx", "план.pdf"])
async def test_a_file_that_can_not_be_read(desk: Night, folder: Path, name: str) -> None:
    desk.anna.sends(document("/faq", name=name, data=b"nothing"))
    [refusal] = await told(desk)
    assert refusal.text.startswith("❌ Не получилось. Ничего не изменилось.\n• ")
    assert name in refusal.text


@both_databases
async def test_a_file_is_sent_edited_and_sent_back(desk: Night, folder: Path) -> None:
    [files] = await asks(desk, "файлы")
    assert files.text.startswith("В FAQ 3 файла, ")
    assert files.buttons[0][1] == "🗑"
    await desk.press(desk.anna, files.buttons[0][0], on=files)
    [sent] = await told(desk)
    assert sent.kind == "document"
    desk.anna.sends(document(name="delivery.md", data=read(folder).replace("300 ₽", "350 ₽").encode()))
    _, preview, _ = await told(desk)
    assert preview.text == "По городу — 350 ₽, от 5 000 ₽ бесплатно."


@both_databases
async def test_beginning_anew_leaves_the_greetings(desk: Night, folder: Path) -> None:
    [files] = await asks(desk, "файлы")
    assert await desk.press(desk.anna, "🧹 Начать с чистого листа", on=files) == "Готовлю"
    draft, _ = await told(desk)
    assert draft.text.startswith("📝 Удаление файлов: delivery.md, shop.md")
    assert sorted(names(folder)) == ["delivery.md", "shop.md", "talk.md"]
    assert (await publishes(desk)).startswith("✅ Опубликовано")
    assert names(folder) == ["talk.md"]
    await asks(desk, "+ Есть ли розы?\nДа, красные и белые.")
    await publishes(desk)
    assert (await hears(desk, "есть ли розы?")).endswith("Да, красные и белые.")


async def test_the_last_file_can_not_be_removed(desk: Night, folder: Path) -> None:
    for name in ("delivery.md", "shop.md"):
        (folder / name).unlink()
    await desk.parts.faq_reloader.reload_published()
    [files] = await asks(desk, "файлы")
    assert "🧹" not in str(files.buttons)
    await desk.press(desk.anna, "🗑", on=files)
    [refusal] = await told(desk)
    assert "❌ Так опубликовать нельзя" in refusal.text


async def test_a_file_with_more_phrasings_than_a_message_holds(desk: Night, folder: Path) -> None:
    phrasings = "".join(f"- починить{' очень' * 20} старую лампу {number}\n" for number in range(30))
    text = f"## Чините лампы?\n\nТакже спрашивают:\n{phrasings}\nДа, за три дня.\n"
    desk.anna.sends(document(name="repair.md", data=text.encode()))
    draft, preview, _ = await told(desk)
    assert "старую лампу 23\n+ ещё 6 формулировок\n" in draft.text
    assert preview.text == "Да, за три дня."


async def test_an_answer_with_changes_all_over(desk: Night, folder: Path) -> None:
    before, after = (" ".join(f"{word}{number} и" for number in range(900)) for word in ("роза", "лилия"))
    write(folder, f"## Какие цветы есть?\n\n{before}\n", "flowers.md")
    desk.anna.sends(document(name="flowers.md", data=f"## Какие цветы есть?\n\n{after}\n".encode()))
    draft, *_ = await told(desk)
    assert "роза0лилия0 и" in draft.text
    assert draft.text.count("лилия") < 30


async def test_a_draft_that_no_message_holds_is_sent_in_several(desk: Night) -> None:
    text = ""
    for hall in range(12):
        long = "".join(f"- {word} {hall} {'какие цветы у вас сегодня ' * 6}\n" for word in ("роза", "лилия", "пион"))
        text += f"## Какие цветы есть в зале {hall}?\n\nТакже спрашивают:\n{long}\nРозы.\n\n"
    desk.anna.sends(document(name="halls.md", data=text.encode()))
    first, second, *_, question = await told(desk)
    assert first.text.startswith("📝 Файл halls.md")
    assert "в зале 11?" in second.text
    assert question.buttons == [["✅ Опубликовать", "Отклонить"]]


@pytest.mark.parametrize(
    ("name", "before", "after", "shown"),
    [
        ("words.md", "- сбп\n", "- сбп = быстрый платёж\n", "\n\n-- сбп\n+- сбп = быстрый платёж\n"),
        ("fire.md", "## Пахнет гарью?\n\nУходите.\n", "## Пахнет гарью?\nСрочно: да\n\nУходите.\n", "\n+Срочно: да\n"),
        (
            "talk2.md",
            "## Есть ли розы?\n\nДа.\n",
            "## Есть ли пионы?\n\nДа.\n",
            "\n-## Есть ли розы?\n+## Есть ли пионы?\n",
        ),
    ],
    ids=["words", "setting", "question"],
)
async def test_what_a_file_changes_beside_answers_is_shown_as_lines(
    desk: Night, folder: Path, name: str, before: str, after: str, shown: str
) -> None:
    write(folder, before, name)
    desk.anna.sends(document(name=name, data=after.encode()))
    draft, *_ = await told(desk)
    assert shown in f"{draft.text}\n"
