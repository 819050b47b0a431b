"""Pictures and files that Telegram would refuse are found in the folder, with the line and what to do."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from faq import Problem
from faq.attachments import finding_of, sha256_of
from faq.loading import check, load
from faq.problems import WARNINGS
from tests.pictures import EXE, GIF, HEIC, HTML, PDF, SVG, jpeg, png, webp

Folder = Callable[..., Path]
ENTRY = """## Где парковка? {{#parking}}
Также спрашивают:
- парковка раз
- парковка два
- парковка три
{key}
Во дворе.

{picture}
"""

AS_PICTURE = {
    "good.png": (png(), None),
    "good.jpg": (jpeg(), None),
    "good.jpeg": (jpeg(after=b"\xff\xda motion photo"), None),
    "preview.jpg": (jpeg(preview=jpeg()), None),
    "good.webp": (webp(), None),
    "widest.png": (png(9_524, 476), "picture-dimensions"),
    "wide.png": (png(9_500, 475), None),
    "long.png": (png(40, 801), "picture-dimensions"),
    "as-long-as-can-be.png": (png(40, 800), None),
    "huge.png": (png(6_000, 4_001), "picture-dimensions"),
    "huge.jpg": (jpeg(8_000, 6_000), "picture-dimensions"),
    "huge.webp": (webp(8_000, 6_000), "picture-dimensions"),
    "heavy.png": (png() + bytes(10_000_000), "file-too-large"),
    "empty.png": (b"", "empty-file"),
    "phone.jpg": (HEIC, "not-a-picture"),
    "program.png": (EXE, "not-a-picture"),
    "moving.gif": (GIF, "not-a-picture"),
    "drawing.svg": (SVG, "not-a-picture"),
    "page.jpg": (HTML, "not-a-picture"),
    "text.png": ("просто слова".encode(), "unknown-picture"),
    "half.png": (png(640, 480)[:-20], "broken-picture"),
    "spoilt.png": (png().replace(b"IDAT", b"IDAT\x01", 1), "broken-picture"),
    "half.jpg": (jpeg()[:-80], "broken-picture"),
    "half-with-preview.jpg": (jpeg(preview=jpeg())[:-80], "broken-picture"),
    "headless.jpg": (jpeg()[:12], "broken-picture"),
    "half.webp": (webp()[:-4], "broken-picture"),
    "flat.png": (png(0, 10), "broken-picture"),
    "really.jpg": (png(), "renamed-picture"),
    "webp.png": (webp(), "renamed-picture"),
}
AS_FILE = {
    "price.pdf": (PDF, None),
    "price.xlsx": (b"PK\x03\x04" + bytes(40), None),
    "empty.pdf": (b"", "empty-file"),
    "huge.zip": (b"PK\x03\x04" + bytes(50_000_000), "file-too-large"),
    "program.pdf": (EXE, "renamed-file"),
    "not.pdf": (HTML, "renamed-file"),
    "setup.exe": (EXE, None),
    "phone.heic": (HEIC, None),
    "map.png": (png(9_000, 9_000), "picture-dimensions"),
}


def problems(folder: Folder, name: str, data: bytes, *, as_picture: bool) -> list[Problem]:
    key = "" if as_picture else f"\nВложение: {name}\n"
    text = ENTRY.format(key=key, picture=f"![]({name})" if as_picture else "")
    return check(folder({"a.md": text, name: data}))


@pytest.mark.parametrize("name", AS_PICTURE)
def test_a_picture_in_an_answer(name: str, folder: Folder) -> None:
    data, kind = AS_PICTURE[name]
    found = problems(folder, name, data, as_picture=True)
    assert [(one.kind, one.file, one.line) for one in found] == ([(kind, "a.md", 9)] if kind else [])
    assert all(name in one.reason and one.remedy for one in found)
    assert all(one.severity == ("warning" if kind in WARNINGS else "error") for one in found)


@pytest.mark.parametrize("name", AS_FILE)
def test_a_file_that_follows_an_answer(name: str, folder: Folder) -> None:
    data, kind = AS_FILE[name]
    found = problems(folder, name, data, as_picture=False)
    assert [(one.kind, one.file, one.line) for one in found] == ([(kind, "a.md", 7)] if kind else [])


def test_what_is_wrong_is_told_in_numbers(folder: Folder) -> None:
    [found] = problems(folder, "wide.png", png(12_000, 300), as_picture=True)
    assert "12000 × 300" in found.reason
    assert "10\u202f000 точек" in found.remedy
    [found] = problems(folder, "heavy.png", png() + bytes(12_300_000), as_picture=True)
    assert "12,3 МБ" in found.reason
    assert "10 МБ" in found.reason


@pytest.mark.parametrize("is_linked", [True, False])
def test_a_file_outside_the_folder(is_linked: bool, folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "map.png"
    outside.write_bytes(png())
    root = folder({})
    target = "map.png" if is_linked else os.path.relpath(outside, root)
    folder({"a.md": ENTRY.format(key="", picture=f"![]({target})")})
    if is_linked:
        (root / "map.png").symlink_to(outside)
    [found] = check(root)
    assert (found.kind, found.line) == ("outside-folder", 9)


def test_links_within_the_folder_are_followed(folder: Folder) -> None:
    root = folder({"a.md": ENTRY.format(key="", picture="![](map.png)"), "photos/real.png": png()})
    (root / "map.png").symlink_to(root / "photos" / "real.png")
    assert check(root) == []
    (root / "photos" / "real.png").unlink()
    assert [one.kind for one in check(root)] == ["missing-image"]


def test_a_file_that_may_not_be_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder({"a.md": ENTRY.format(key="", picture="![](map.png)"), "map.png": png()})
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "map.png":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    [found] = check(root)
    assert found.kind == "unreadable-file"
    assert "нет прав" in found.reason


def test_very_many_pictures_are_advised_against(folder: Folder) -> None:
    pictures = "\n\n".join(f"![]({number}.png)" for number in range(11))
    files = {f"{number}.png": png(shade=number) for number in range(11)}
    [found] = check(folder({"a.md": ENTRY.format(key="", picture=pictures), **files}))
    assert (found.kind, found.severity) == ("many-pictures", "warning")
    assert "11" in found.reason


def test_a_file_is_looked_at_again_once_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "map.png"
    path.write_bytes(png())
    before = sha256_of(path)
    assert finding_of(path, as_photo=True) is None
    path.write_bytes(png(12_000, 1))
    os.utime(path, (1, 1))
    assert finding_of(path, as_photo=True) is not None
    assert sha256_of(path) != before


def test_a_broken_file_does_not_take_the_faq_away(folder: Folder) -> None:
    """The words can be said without it; what is wrong with it is kept for the staff."""
    library = load(folder({"a.md": ENTRY.format(key="", picture="![](map.png) ![](road.png)"), "road.png": png()}))
    assert library.find("parking", "ru") is not None
    assert [one.kind for one in library.unsendable] == ["missing-image"]
    assert library.files == {"road.png"}
