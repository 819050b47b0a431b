"""The demo in a real browser: an evening question, a night ticket, the morning digest, a reply, solved, reopened."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.demo_page import CHROMIUM, a_demo, a_page

SCREENSHOT = os.environ.get("NIGHTDESK_SCREENSHOT")  # where to keep a picture of the night, for the README

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium: install the package chromium")


@pytest.fixture
def page() -> Iterator[Page]:
    """The page of a Russian shop, wide enough for both sides, without the guide."""
    with a_demo("--language", "ru") as address, a_page(address, "ru-RU") as page:
        page.get_by_test_id("guide-leave").click()
        yield page


class Screen:
    """What a person does on the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.customer = page.get_by_test_id("customer-pane")
        self.staff = page.get_by_test_id("staff-pane")

    def clock(self, preset: str, shows: str) -> None:
        self.page.get_by_test_id(f"clock-{preset}").click()
        expect(self.page.get_by_test_id("clock-time")).to_contain_text(shows)

    def customer_writes(self, text: str) -> None:
        self.page.get_by_test_id("composer-customer").fill(text)
        self.page.get_by_test_id("send-customer").click()

    def manager_writes(self, text: str) -> None:
        self.page.get_by_test_id("composer-staff").fill(text)
        self.page.get_by_test_id("send-staff").click()

    def customer_sees(self, text: str) -> Locator:
        return self._sees(self.customer, text)

    def staff_see(self, text: str) -> Locator:
        return self._sees(self.staff, text)

    def press(self, pane: Locator, label: str) -> None:
        pane.get_by_test_id("button").filter(has_text=label).last.click()

    def topic(self, name: str) -> Locator:
        return self.page.get_by_test_id("topic").filter(has=self.page.get_by_test_id("topic-name").get_by_text(name))

    def _sees(self, pane: Locator, text: str) -> Locator:
        message = pane.get_by_test_id("message").filter(has_text=text).last
        expect(message).to_be_visible()
        return message


def test_the_whole_story(page: Page) -> None:
    screen = Screen(page)

    screen.clock("evening", "19:40")
    screen.customer_writes("сколько стоит доставка?")
    screen.customer_sees("Помогло")
    screen.press(screen.customer, "Помогло")
    expect(page.get_by_test_id("toast")).to_contain_text("Рады")

    screen.clock("night", "23:40")
    screen.customer_writes("позовите человека, у меня лампа мигает")
    screen.customer_sees("Заявка №1 принята")
    screen.topic("№1").click()
    screen.staff_see("у меня лампа мигает")
    if SCREENSHOT:
        expect(page.get_by_test_id("toast")).to_have_count(0)
        page.screenshot(path=SCREENSHOT)

    screen.clock("opening", "08:59")
    screen.page.locator('[data-testid="topic"][data-thread-id="general"]').click()
    screen.staff_see("Ждут ответа: 1")

    screen.topic("№1").click()
    screen.press(screen.staff, "Взять")
    screen.customer_sees("занимается Анна")
    screen.manager_writes("Здравствуйте! Выключите её, мы заменим.")
    screen.customer_sees("Выключите её, мы заменим.")
    expect(screen.staff.get_by_text("👌")).to_be_visible()
    screen.press(screen.staff, "Решено")
    screen.customer_sees("Заявка №1 решена")

    screen.customer_writes("новая тоже мигает, что теперь")
    screen.customer_sees("снова открыта")
    expect(screen.topic("№1")).to_be_visible()
