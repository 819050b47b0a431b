"""Sentences that were promised word by word, and the longest texts that can come up."""

import re

import pytest

from bot.desk.ticket.card import TEXT_ON_CARD
from bot.monitoring.issues import Detection, HealthIssue
from bot.staff.closing_time import parse_closure
from bot.telegram.limits import LIMITS
from bot.telegram.staff_group import HISTORY_ON_CARD
from bot.wording import LANGUAGES, cut, utf16
from faq.problems import Problem
from storage.models import Author, Closure, Message, Priority, State
from tests.wording.cases import (
    MOSCOW,
    NOW,
    OPENING,
    PASSED,
    Values,
    cases,
    customer,
    message,
    moscow,
    said,
    ticket,
)

CLOSED: Values = {"is_open": False, "opening": OPENING, "closure": None}
ENDLESS = "🦊" * 3000


def test_a_ticket_at_night() -> None:
    text = said("ru", "customer.accepted", ticket=ticket(), **CLOSED).text
    assert text.startswith(
        "Сейчас мы закрыты, откроемся в понедельник в 09:00 (МСК). "
        "Заявка №142 принята. Ответим в понедельник до 09:30.\n"
    )
    text = said("en", "customer.accepted", ticket=ticket(), **CLOSED).text
    assert text.startswith(
        "We're closed right now and will open on Monday at 09:00 (MSK). "
        "Your request is #142. We'll reply by 09:30 on Monday.\n"
    )


def test_a_promise_on_another_day_than_the_opening_names_its_own_day() -> None:
    text = said("ru", "customer.accepted", ticket=ticket(moscow("2026-11-24 10:00")), **CLOSED).text
    assert "откроемся в понедельник в 09:00 (МСК). Заявка №142 принята. Ответим во вторник до 10:00." in text


def test_who_looks_after_a_ticket() -> None:
    assert "занимается Анна" in said("ru", "customer.taken", ticket=ticket(), name="Анна").text
    assert said("ru", "toasts.taken_by_other", taken_by="Анна").text == "Уже у коллеги: Анна"


def test_a_promise_that_will_be_missed() -> None:
    at, new = moscow("2026-11-20 23:55"), moscow("2026-11-21 10:30")
    assert said("ru", "customer.late", ticket=ticket(new), old_promise=at, closure=None).text == (
        "По заявке №142 не успеваем ответить до 23:55, извините. Ответим завтра до 10:30."
    )
    assert said("en", "customer.late", ticket=ticket(new), old_promise=at, closure=None).text == (
        "Request #142: we can't reply by 23:55 after all, sorry. We'll reply by 10:30 tomorrow."
    )
    assert (
        "не успели ответить до 22:40, извините"
        in said("ru", "customer.late", ticket=ticket(new), old_promise=PASSED, closure=None).text
    )


def test_who_was_told_of_no_time_hears_no_excuse_for_one() -> None:
    in_danger = ticket(moscow("2026-11-21 10:30"), priority=Priority.URGENT)
    assert said("ru", "customer.late", ticket=in_danger, old_promise=PASSED, closure=None).text == (
        "По заявке №142 ещё не ответили, извините. Ответим завтра до 10:30."
    )
    assert said("en", "customer.late", ticket=in_danger, old_promise=PASSED, closure=None).text == (
        "Request #142: we haven't replied yet, sorry. We'll reply by 10:30 tomorrow."
    )


@pytest.mark.parametrize("name", ["customer.already_open", "customer.taken", "customer.my"])
def test_a_broken_promise_is_not_given_again(name: str) -> None:
    late = ticket(PASSED)
    values = {"tickets": [(late, None)]} if name == "customer.my" else {"ticket": late, "name": "Анна"}
    text = said("ru", name, **values).text
    assert "22:40" not in text
    assert "извините" in text


def test_a_message_that_did_not_arrive_says_why() -> None:
    for role in ("reply", "accepted", "anything"):
        values: Values = {"ticket": ticket(), "role": role, "reason": "Bad Request: too long", "message": None}
        assert (
            "не доставлено: клиент заблокировал бота." in said("ru", "staff.not_delivered", blocked=True, **values).text
        )
        assert (
            "не доставлено: Bad Request: too long." in said("ru", "staff.not_delivered", blocked=False, **values).text
        )


def test_why_the_desk_is_closed_is_told_in_the_words_of_the_staff() -> None:
    closure = Closure(starts_at=NOW, reason="авария на складе.", announced_by="Анна")
    text = said("ru", "customer.accepted", ticket=ticket(), **{**CLOSED, "closure": closure}).text
    assert text.startswith("Сейчас мы закрыты: авария на складе. Откроемся в понедельник в 09:00 (МСК). Заявка")
    abroad = said("en", "customer.accepted", ticket=ticket(), **{**CLOSED, "closure": closure}).text
    assert abroad.startswith("We're closed right now: “авария на складе”. We'll open on Monday at 09:00")


def test_people_who_talk_are_not_told_the_usual_hours() -> None:
    assert said("ru", "customer.added", ticket=ticket(), **CLOSED).text == (
        "Добавил к заявке №142. Ответим в понедельник до 09:30."
    )


def test_a_reminder_mentions_who_took_the_ticket() -> None:
    rich = said("ru", "staff.reminder", ticket=ticket(taken_by=5), taken_by="Анна")
    [mention] = [one for one in rich.entities if one["type"] == "text_mention"]
    assert mention["user"]["id"] == 5
    assert "Занимается Анна" in rich.text


def test_a_card_tells_the_date_since_it_is_read_on_other_days() -> None:
    [card, *_] = (said("ru", "staff.card", **values).text for values in cases("staff.card"))
    assert "Обещали ответить 23 ноября до 09:30" in card


def test_the_staff_see_what_was_said_to_the_customer_about_a_missed_promise() -> None:
    old = moscow("2026-11-20 23:55")
    told = said("ru", "staff.promise_missed", ticket=ticket(), taken_by=None, old_promise=old).text
    assert "Клиенту назвали новое время: в понедельник до 09:30." in told
    unknown = said("ru", "staff.promise_missed", ticket=ticket(None), taken_by=None, old_promise=old).text
    assert "Клиенту сказали, что новое время сообщим позже." in unknown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_of_away_can_be_given(language: str) -> None:
    examples = re.findall(r"/away (.+)", said(language, "staff.away_help").text)
    closures = [parse_closure(example, NOW, MOSCOW) for example in examples]
    assert [closure and bool(closure.until) for closure in closures] == [True, True, True, False, None]
    assert all(closure.reason for closure in closures[:4] if closure)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_card_can_be_sent(language: str) -> None:
    talk = [message(Author.CUSTOMER, cut(ENDLESS, TEXT_ON_CARD)), message(Author.BOT, cut(ENDLESS, 750), "suggest")]
    [card, *_] = cases("staff.card")
    history = [Message(customer_id=7, author=Author.STAFF, author_name=ENDLESS, text=ENDLESS, at=NOW)] * HISTORY_ON_CARD
    values = {**card, "said": talk, "suggested": [ENDLESS] * 3, "history": history}
    values |= {"customer": customer(name=cut(ENDLESS, 129))}
    assert utf16(said(language, "staff.card", **values).text) <= LIMITS.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_peoples_endless_words_fit(language: str) -> None:
    closure = Closure(starts_at=NOW, reason=ENDLESS, announced_by="Анна")
    told = [
        said(language, "customer.accepted", ticket=ticket(), **{**CLOSED, "closure": closure}),
        said(language, "customer.my", tickets=[(ticket(subject=ENDLESS, state=State.OPEN), "Анна")] * 5),
        said(language, "staff.away_announced", until=None, reason=ENDLESS),
        said(language, "staff.faq_broken", problems=[Problem("ru/delivery.md", 1, ENDLESS, ENDLESS)] * 99),
        said(
            language, "staff.not_delivered", ticket=ticket(), role="reply", blocked=False, reason=ENDLESS, message=None
        ),
        said(language, "health.unwell", detections=[Detection(issue, NOW, 10**9, ENDLESS) for issue in HealthIssue]),
        said(language, "staff.reminder", ticket=ticket(subject=ENDLESS), taken_by=None),
    ]
    assert max(utf16(rich.text) for rich in told) <= LIMITS.text
