"""A demo of its own, and its page in Chromium."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MILLISECONDS = 60_000  # that anything may take, on a busy machine


@contextmanager
def a_demo(*arguments: str) -> Iterator[str]:
    """The address of `nightdesk demo` with these arguments, as `make demo` starts it."""
    command = [sys.executable, "-m", "bot.cli", "demo", "--no-browser", "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        yield demo.stdout.readline().split()[2]
        demo.terminate()
        demo.wait(timeout=60)  # that it ends when told is tested in tests/cli


@contextmanager
def a_page(address: str, locale: str, width: int = 1280, height: int = 800) -> Iterator[Page]:
    """The page in a browser that speaks `locale`, of that size in pixels; a script error on it fails the test."""
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        expect.set_options(timeout=MILLISECONDS)
        page = browser.new_page(viewport={"width": width, "height": height}, locale=locale)
        page.set_default_timeout(MILLISECONDS)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(address)
        yield page
        browser.close()
    assert wrong == []
