"""The demo of an author's own desk in a real browser: their language, questions and hours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.demo_page import CHROMIUM, a_demo, a_page

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
    with a_demo("--config", str(config)) as address:
        yield address


def test_a_question_of_the_author_s_own(address: str) -> None:
    with a_page(address, "en-US") as page:
        expect(page.get_by_test_id("clock-opening")).to_have_text("Opening 10:30")
        page.locator("button.try").filter(has_text="How much is a filling?").click()
        answer = page.get_by_test_id("customer-pane").get_by_test_id("message").filter(has_text="A filling is £120.")
        expect(answer).to_be_visible()
        expect(answer.locator("b, strong")).to_have_text("£120")
        page.get_by_test_id("clock-opening").click()
        expect(page.get_by_test_id("clock-time")).to_contain_text("10:29")
        page.get_by_test_id("language").click()
        expect(page.get_by_test_id("clock-opening")).to_contain_text("Открытие")
        expect(page.get_by_test_id("guide-toggle")).to_be_hidden()  # it is about the example shop
