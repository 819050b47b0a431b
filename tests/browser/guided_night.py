"""The guided night, as a visitor plays it."""

from playwright.sync_api import Locator, Page, expect

STEPS = 7
MARGIN = 4  # pixels of light around what it is on


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
        """Wait until the light is around the message."""
        box = message.locator(".stack").bounding_box()
        assert box is not None
        expect(self.light).to_have_css("left", f"{box['x'] - MARGIN:g}px")
        expect(self.light).to_have_css("width", f"{box['width'] + 2 * MARGIN:g}px")

    def _sees(self, messages: Locator, text: str) -> Locator:
        message = messages.filter(has_text=text).last
        expect(message).to_be_visible()
        return message
