"""The demo of an author's own desk in a real browser: their language, questions and hours."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CONFIG = """\
[company]
name = "Bright Smile"
language = "en"

[staff]
chat_id = -1001234567890
topics = false

[hours]
timezone = "Europe/London"
week = "Mo-Fr 10:30-13:00,14:00-19:00"
"""
FAQ = "## How much is a filling? {#filling}\n\nA filling is **£120**.\n"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium: install the package chromium")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "faq").mkdir()
    (tmp_path / "faq" / "teeth.md").write_text(FAQ, encoding="utf-8")
    config = tmp_path / "config.toml"
    config.write_text(CONFIG, encoding="utf-8")
    command = [sys.executable, "-m", "bot.cli", "demo", "--no-browser", "--port", "0", "--config", str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        yield demo.stdout.readline().split()[2]
        demo.terminate()
        assert demo.wait(timeout=10) == 0


def test_a_question_of_the_author_s_own(address: str) -> None:
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.goto(address)
        expect(page.get_by_test_id("clock-opening")).to_have_text("Opening 10:30", timeout=15_000)
        page.locator("button.try").filter(has_text="How much is a filling?").click()
        answer = page.get_by_test_id("customer-pane").get_by_test_id("message").filter(has_text="A filling is £120.")
        expect(answer).to_be_visible(timeout=15_000)
        expect(answer.locator("b, strong")).to_have_text("£120")
        page.get_by_test_id("clock-opening").click()
        expect(page.get_by_test_id("clock-time")).to_contain_text("10:29")
        page.get_by_test_id("language").click()
        expect(page.get_by_test_id("clock-opening")).to_contain_text("Открытие")
        browser.close()
    assert wrong == []
