"""The guided night on the real desk: seven steps, for an English and for a Russian visitor, wide and narrow."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.demo_page import CHROMIUM, a_demo, a_page
from tests.browser.guided_night import STEPS, GuidedNight

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium: install the package chromium")

SEEN = {
    "en-US": ("£5", "You seem to be asking about this", "Your request is #1", "#1 Oliver", "a card with your words"),
    "ru-RU": ("300 ₽", "Похоже, вы об этом", "Заявка №1 принята", "№1 Олег", "открытка с вашим текстом"),
}
LEARNT = {
    "en-US": ("with a big bow", "Nothing with a price goes into a gift"),
    "ru-RU": ("это для мамы", "В подарочный заказ не кладём ничего с ценами"),
}
"""Other words than those that the colleague replied to, and what the FAQ says to them: more than the colleague did."""


@pytest.fixture
def address() -> Iterator[str]:
    """A demo that was started in Russian."""
    with a_demo("--language", "ru") as address:
        yield address


def no_overlap(one: Locator, other: Locator) -> bool:
    a, b = one.bounding_box(), other.bounding_box()
    assert a is not None
    assert b is not None
    beside = a["x"] + a["width"] <= b["x"] or b["x"] + b["width"] <= a["x"]
    return beside or a["y"] + a["height"] <= b["y"] or b["y"] + b["height"] <= a["y"]


def is_inside(card: Locator, width: int, height: int) -> bool:
    box = card.bounding_box()
    assert box is not None
    return box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= height


@pytest.mark.parametrize(("locale", "width", "height"), [("en-US", 1280, 800), ("ru-RU", 390, 844)])
def test_the_seven_steps(address: str, locale: str, width: int, height: int) -> None:
    price, unsure, number, waits, replied = SEEN[locale]
    with a_page(address, locale, width, height) as page:
        night = GuidedNight(page)
        one_can_begin_or_ask(page, night)
        night.begin()
        expect(page.get_by_test_id("clock-time")).to_contain_text("23:40")

        night.press()
        night.customer_sees(price)
        leave_and_resume(page, night)
        night.press()

        night.press()
        lit = night.customer_sees(unsure)
        expect(lit.get_by_test_id("button").first).to_be_visible()
        assert is_inside(night.card, width, height)
        night.press()

        night.press()
        night.customer_sees(number)
        night.press()

        night.press()  # the morning
        expect(page.get_by_test_id("clock-time")).to_contain_text("09:00")
        night.lights(night.staff_see(waits))
        night.press()
        night.lights(night.staff_see(waits))
        assert is_inside(night.card, width, height)

        night.press()  # opens the request
        expect(page.locator('[data-testid="topic"][aria-pressed="true"]')).to_contain_text(waits.split()[-1])
        night.press()

        night.press()  # the reply
        night.customer_sees(replied)
        night.press()

        asked, answer = LEARNT[locale]
        night.press()  # the night in which the desk learns, and a question like it of somebody else
        expect(page.get_by_test_id("clock-time")).to_contain_text("05:00")
        night.customer_sees(asked)
        expect(night.customer_sees(answer).get_by_test_id("button").first).to_be_visible()
        expect(night.card.locator(".reached")).to_have_count(STEPS)
        night.press()
        expect(night.card).to_be_hidden()
        page.reload()
        expect(page.get_by_test_id("guide-toggle")).to_be_visible()
        expect(night.card).to_be_hidden()


def one_can_begin_or_ask(page: Page, night: GuidedNight) -> None:
    """The invitation hides no question that is proposed, and only one button says that something begins."""
    proposed = page.locator("button.try")
    expect(proposed).to_have_count(3)
    expect(night.button).to_be_visible()
    for question in proposed.all():
        expect(question).to_be_in_viewport(ratio=1)
        assert no_overlap(night.card, question)
    expect(page.get_by_test_id("start")).to_be_hidden()


def leave_and_resume(page: Page, night: GuidedNight) -> None:
    """By Escape and by the cross; the step is remembered, also when the page is loaded again."""
    words = night.text.inner_text()
    page.keyboard.press("Escape")
    expect(night.card).to_be_hidden()
    expect(night.light).to_be_hidden()
    page.reload()
    page.get_by_test_id("guide-toggle").click()
    expect(night.text).to_have_text(words)
    page.get_by_test_id("guide-leave").click()
    expect(night.card).to_be_hidden()
    page.get_by_test_id("guide-toggle").click()
    expect(night.card).to_be_visible()


def what_the_bot_offers(page: Page) -> None:
    """A customer and a manager who write "/" are shown their commands, and Enter sends the first."""
    for side, command in (("staff", "/find"), ("customer", "/menu")):
        page.get_by_test_id(f"composer-{side}").press_sequentially(command[:2])
        offered = page.get_by_test_id(f"{side}-pane").get_by_test_id("suggestions")
        expect(offered.get_by_test_id("command").first).to_contain_text(command)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("composer-customer")).to_have_value("")
    GuidedNight(page).customer_sees("/menu")


def one_is_asked_before_chats_are_lost(page: Page) -> None:
    page.get_by_test_id("guide-toggle").click()
    page.get_by_test_id("guide-act").click()
    page.get_by_test_id("keep-chats").click()
    GuidedNight(page).customer_sees("/menu")
    page.keyboard.press("Escape")


def test_a_visitor_gets_a_shop_in_their_language(address: str) -> None:
    with a_page(address, "en-GB") as page:
        chips = page.get_by_test_id("customer-pane").get_by_test_id("person-chip")
        expect(chips).to_contain_text(["Emily", "Oliver", "Grace", "Мария"])
        expect(page.get_by_test_id("guide-text")).to_contain_text("Seven steps")
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("start")).to_be_visible()
        page.locator("button.try").first.click()
        night = GuidedNight(page)
        asked = night.customer_sees("how much is delivery?")
        night.customer_sees("A courier in London")
        expect(asked.get_by_test_id("ticks")).to_have_attribute("aria-label", "Read")
        what_the_bot_offers(page)
        one_is_asked_before_chats_are_lost(page)

        page.get_by_test_id("language").click()  # chats would be lost
        page.get_by_test_id("keep-chats").click()
        expect(chips.first).to_contain_text("Emily")
        expect(page.get_by_test_id("side-staff")).to_contain_text("Сотрудники")
        page.get_by_test_id("language").click()
        page.get_by_test_id("language").click()
        page.get_by_test_id("anew").click()
        expect(chips).to_contain_text(["Мария", "Олег", "Вера", "James"])
        expect(page.get_by_test_id("staff-pane").locator(".chat-title")).to_have_text("Ночная смена")


def test_the_customers_are_in_view_together(address: str) -> None:
    with a_page(address, "ru-RU", 1440, 900) as page:
        chips = page.get_by_test_id("customer-pane").get_by_test_id("person-chip")
        expect(chips.nth(3)).to_be_in_viewport()
        expect(chips.nth(1)).to_contain_text("пока нет сообщений")
        page.keyboard.press("Escape")
        chips.nth(1).click()
        page.locator("button.try").first.click()
        chips.nth(0).click()
        expect(chips.nth(1).locator(".chip-preview")).to_contain_text("По Москве")
        expect(chips.nth(1).locator(".badge")).to_have_text("1")
