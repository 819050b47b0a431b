"""The guided night, as a visitor plays it."""

import time

from playwright.sync_api import Locator, Page, expect

from tests.browser.demo_page import MILLISECONDS

STEPS = 7
MARGIN = 4  # pixels of light around what it is on
LOOK_MILLISECONDS = 50


class GuidedNight:
    """The card of the guide and what it lights."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.card = page.get_by_test_id("guide")
        self.light = page.get_by_test_id("spotlight")
        self.button = page.get_by_test_id("guide-act")
        self.text = page.get_by_test_id("guide-text")
        self.customer = page.get_by_test_id("customer-pane").get_by_test_id("message")
        self.staff = page.get_by_test_id("staff-pane").get_by_test_id("message")

    def begin(self) -> None:
        """From the invitation to the first step."""
        self.press()
        expect(self.card.locator(".reached")).to_have_count(1)

    def press(self) -> None:
        """Press the card's button and wait for what it does."""
        self.button.click()
        expect(self.page.locator('[data-testid="guide-act"][aria-busy="true"]')).to_have_count(0)

    def customer_sees(self, text: str) -> Locator:
        return self._sees(self.customer, text)

    def staff_see(self, text: str) -> Locator:
        return self._sees(self.staff, text)

    def lights(self, message: Locator) -> None:
        """Wait until the light is around the message, which may be drawn anew meanwhile."""
        ends = time.monotonic() + MILLISECONDS / 1000
        while not self._is_lit(message):
            assert time.monotonic() < ends, "the light is elsewhere"
            self.page.wait_for_timeout(LOOK_MILLISECONDS)

    def _is_lit(self, message: Locator) -> bool:
        box, light = message.locator(".stack").bounding_box(), self.light.bounding_box()
        if box is None or light is None:
            return False
        beside = light["x"] - (box["x"] - MARGIN), light["width"] - (box["width"] + 2 * MARGIN)
        return max(map(abs, beside)) < 1

    def _sees(self, messages: Locator, text: str) -> Locator:
        message = messages.filter(has_text=text).last
        expect(message).to_be_visible()
        return message
