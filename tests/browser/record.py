"""`make recording`: the guided night as a short animated picture for the README, in both languages.

Waiting is left out: after each press at most a few pictures of what changes are kept, and each text stands long enough
to be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Page

from tests.browser.demo_page import a_demo, a_page
from tests.browser.guided_night import STEPS, GuidedNight

DOCS = Path(__file__).parents[2] / "docs"
RECORDINGS = (("ru", "ru-RU", DOCS / "night.webp"), ("en", "en-US", DOCS / "night.en.webp"))
SIZE = (1024, 640)  # pixels of the recording; the page is played at 1280 by 800
MOST_BYTES = 3_000_000

LOOK_MS = 200  # between two pictures
MOST_CHANGES = 4  # pictures kept of what a press does
CHANGE_MS, TASK_MS, OUTCOME_MS = 160, 950, 1400  # how long a picture stands: in between, before a press, after it


@dataclass(frozen=True)
class Frame:
    """A picture and how many milliseconds it stands."""

    picture: Image.Image
    lasts: int


def main() -> None:
    for language, locale, path in RECORDINGS:
        with a_demo("--language", language) as address, a_page(address, locale) as page:
            frames = list(_played(page))
        _keep(frames, path)
        seconds = sum(frame.lasts for frame in frames) / 1000
        print(f"{path.name}: {seconds:.0f} s, {len(frames)} pictures, {path.stat().st_size // 1000} kB", flush=True)


def _played(page: Page) -> Iterator[Frame]:
    night = GuidedNight(page)
    night.begin()
    for _ in range(STEPS):
        page.wait_for_timeout(2 * LOOK_MS)
        yield Frame(_picture(page), TASK_MS)
        yield from _pressed(page, night)
        page.wait_for_timeout(2 * LOOK_MS)
        yield Frame(_picture(page), OUTCOME_MS)
        night.press()


def _pressed(page: Page, night: GuidedNight) -> Iterator[Frame]:
    """Different pictures of what the press does, evenly taken from all of them."""
    night.button.click()
    seen = [_picture(page)]
    while night.button.get_attribute("aria-busy") == "true":
        page.wait_for_timeout(LOOK_MS)
        picture = _picture(page)
        if ImageChops.difference(picture, seen[-1]).getbbox():
            seen.append(picture)
    step = max(1, len(seen) // MOST_CHANGES)
    for picture in seen[::step][:MOST_CHANGES]:
        yield Frame(picture, CHANGE_MS)


def _picture(page: Page) -> Image.Image:
    with Image.open(BytesIO(page.screenshot())) as shot:
        return shot.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)


def _keep(frames: list[Frame], path: Path) -> None:
    """Write an animated WebP, coarser until it is small enough."""
    first, *others = [frame.picture for frame in frames]
    durations = [frame.lasts for frame in frames]
    for quality in (80, 65, 50, 35):
        first.save(path, save_all=True, append_images=others, duration=durations, loop=0, quality=quality, method=4)
        if path.stat().st_size <= MOST_BYTES:
            return
    raise SystemExit(f"{path} is larger than {MOST_BYTES} bytes")


if __name__ == "__main__":
    main()
