"""Authors send pictures for answers."""

from pathlib import Path

from bot.sandbox import document, photo
from tests.dialogs.authors import asks, hears, publishes, read, told
from tests.dialogs.night import Night
from tests.pictures import png
from tests.postgres import both_databases


def pictures(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "photos").glob("*") if path.is_file())


@both_databases
async def test_a_photo_with_a_caption_is_the_answer(desk: Night, folder: Path) -> None:
    known = pictures(folder)
    shown, _ = await asks(desk, "delivery-price")
    desk.anna.sends(photo("Везём вот так.", data=png(40, 30)), reply_to=shown)
    draft, words, picture, question = await told(desk)
    assert "Обратите внимание" not in draft.text
    assert words.text == "Везём вот так."
    assert picture.kind == "photo"
    assert pictures(folder) == known
    await publishes(desk)
    [added] = [path for path in pictures(folder) if path not in known]
    assert f"Везём вот так.\n\n![](photos/{added.name})" in read(folder)
    assert added.read_bytes() == png(40, 30)
