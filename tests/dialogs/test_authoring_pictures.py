"""Authors send pictures for answers."""

from pathlib import Path

from bot.sandbox import document, photo
from tests.dialogs.authors import asks, git, names, publishes, read, told
from tests.dialogs.night import House, Night, a_night, texts
from tests.pictures import jpeg, png
from tests.postgres import both_databases


def pictures(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "photos").glob("[!.]*"))


@both_databases
async def test_a_photo_with_a_caption_is_the_answer(desk: Night, folder: Path) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.sends(photo("Везём вот так.", data=jpeg(40, 30)), reply_to=shown)
    draft, words, picture, _ = await told(desk)
    assert "Обратите внимание" not in draft.text
    assert words.text == "Везём вот так."
    assert picture.kind == "photo"
    assert pictures(folder) == []
    await publishes(desk)
    [added] = pictures(folder)
    assert added.startswith("delivery-price-")
    assert f"Везём вот так.\n\n![](photos/{added})" in read(folder)
    assert (folder / "photos" / added).read_bytes() == jpeg(40, 30)
    desk.maria.writes("почём доставка")
    await desk.pause()
    assert [one.kind for one in await desk.replies(desk.maria)] == ["text", "photo"]


async def test_a_photo_without_words_is_added_to_the_answer(desk: Night, folder: Path) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.sends(photo(data=jpeg(40, 30)), reply_to=shown)
    _, words, picture, question = await told(desk)
    assert words.text == "По городу — 300 ₽, от 5 000 ₽ бесплатно."
    desk.anna.writes("+ почём букет привезти", reply_to=question)
    _, _, picture, question = await told(desk)
    assert picture.kind == "photo"
    await publishes(desk)
    assert f"бесплатно.\n\n![](photos/{pictures(folder)[0]})" in read(folder)


@both_databases
async def test_undoing_takes_the_picture_away_again(desk: Night, folder: Path) -> None:
    before = read(folder)
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.sends(photo(data=jpeg(40, 30)), reply_to=shown)
    await told(desk)
    await publishes(desk)
    await desk.press(desk.anna, "↩️ Отменить")
    await told(desk)
    await publishes(desk)
    assert read(folder) == before
    assert pictures(folder) == []


async def test_an_album_is_one_answer(desk: Night, folder: Path) -> None:
    shown, _ = await asks(desk, "delivery-price")
    both = (photo("Вот так.", data=jpeg(40, 30)), photo(data=jpeg(50, 30)))
    desk.anna.sends(*both, reply_to=shown)
    *_, words, first, second, _ = await told(desk)
    assert (words.text, first.kind, second.kind) == ("Вот так.", "photo", "photo")
    await publishes(desk)
    assert len(pictures(folder)) == 2


async def test_a_picture_sent_as_a_file(desk: Night, folder: Path) -> None:
    [wish] = await asks(desk, "+ Как выглядит букет?")
    desk.anna.sends(document("Вот так.", name="Букет.PNG", data=png(40, 30)), reply_to=wish)
    draft, words, _, _ = await told(desk)
    assert draft.text.startswith("📝 Новая запись «Как выглядит букет?»")
    assert words.text == "Вот так."
    await publishes(desk)
    [added] = pictures(folder)
    assert added.startswith("kak-vyglyadit-buket-")
    assert added.endswith(".png")


async def test_a_new_entry_that_is_a_picture_only(desk: Night, folder: Path) -> None:
    [wish] = await asks(desk, "+ Как выглядит букет?")
    desk.anna.sends(photo(data=jpeg(40, 30)), reply_to=wish)
    _, picture, _ = await told(desk)
    assert picture.kind == "photo"
    assert (await publishes(desk)).startswith("✅ Опубликовано")


async def test_a_picture_that_telegram_would_refuse(desk: Night, folder: Path) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.sends(document("Вот так.", name="b.png", data=b"no picture"), reply_to=shown)
    draft, *_ = await told(desk)
    assert "Обратите внимание:" in draft.text
    assert ".png" in draft.text


async def test_a_picture_is_in_the_commit(tmp_path: Path, folder: Path) -> None:
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-qm", "begin")):
        git(folder, *arguments)
    async with a_night(tmp_path, House(faq=folder, at="2026-11-23 12:00")) as night:
        shown, _ = await asks(night, "delivery-price")
        night.anna.sends(photo(data=jpeg(40, 30)), reply_to=shown)
        await told(night)
        await publishes(night)
    assert git(folder, "status", "--porcelain") == ""
    assert len(git(folder, "show", "--name-only", "--format=").split()) == 2


async def test_in_private(desk: Night, folder: Path) -> None:
    anna = desk.anna.in_private
    anna.writes("/faq delivery-price")
    await told(desk)
    shown, _ = await desk.replies(anna)
    anna.sends(photo("Везём вот так.", data=jpeg(40, 30)), reply_to=shown)
    await told(desk)
    _, words, picture, _ = await desk.replies(anna)
    assert texts([words]) == ["Везём вот так."]
    assert picture.kind == "photo"
    assert "photos" not in names(folder)


async def test_drafts_that_come_to_nothing_keep_no_pictures(desk: Night, folder: Path) -> None:
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.sends(photo(data=jpeg(40, 30)), reply_to=shown)
    *_, question = await told(desk)
    desk.anna.writes("Везём за 350 ₽.", reply_to=question)
    *_, question = await told(desk)
    await desk.press(desk.anna, "Отклонить", on=question)
    await desk.settled()
    assert desk.ask("SELECT count(*) FROM faqtask WHERE content LIKE '%\"change\"%'") == [(0,)]
