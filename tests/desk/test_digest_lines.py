"""The tickets of a digest as lines, and how many fit."""

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.desk.digest.gaps import Gaps
from bot.desk.digest.lines import Waiting, joined, sections
from bot.desk.digest.posts import posts, queue_posts
from bot.desk.digest.summary import MOST_LISTED, Summary, summarise
from bot.desk.digest.totals import Totals
from bot.desk.knowledge import Knowledge
from bot.desk.outbox import Post
from bot.telegram.limits import LIMITS
from bot.wording import utf16
from faq.matters import in_brief
from storage.models import Customer, Priority, Ticket
from tests.dialogs.night import FAQ

from .desk import FRIDAY_NIGHT, a_desk

ENDLESS = "🦊" * 3000
LONG = "необыкновенно-неожиданное происшествие"


def a_ticket(number: int, subject: str, priority: Priority = Priority.NORMAL, name: str = "Мария") -> Waiting:
    ticket = Ticket(
        id=number,
        customer_id=number,
        priority=priority,
        subject=subject,
        opened_at=FRIDAY_NIGHT,
        waiting_since=FRIDAY_NIGHT,
        promised_at=FRIDAY_NIGHT + timedelta(hours=11, minutes=5 * number),
    )
    return Waiting(ticket, name, in_brief(subject, 8), None, f"https://t.me/c/2000000001/{number}")


def a_night(count: int) -> list[Waiting]:
    """Tickets with long names and long words, none about the same as another."""
    words = ((f"{LONG} номер{number}-{number}а " * 5).strip() for number in range(count))
    return [a_ticket(number, text, name="Константин-Александр") for number, text in enumerate(words, start=1)]


def a_summary(shown: list[Waiting]) -> Summary:
    totals = Totals(len(shown), 2, 3, 4, 5, 6, 7)
    return Summary(FRIDAY_NIGHT, totals, len(shown), len(shown), sections(shown), Gaps())


def told(tmp_path: Path, shown: list[Waiting]) -> list[Post]:
    with a_desk(tmp_path / "desk.db", Knowledge(FAQ, "ru", 0.05)) as desk:
        return desk.do(lambda uow: posts(uow, a_summary(shown)))


def test_thirty_fit_one_message_whatever_they_say(tmp_path: Path) -> None:
    [only] = told(tmp_path, a_night(30))
    assert utf16(only.rich.text) <= LIMITS.text
    assert len(only.rich.entities) <= LIMITS.entities
    assert only.rich.text.count("\n№") == 30
    assert len(only.buttons) == 3


@pytest.mark.parametrize("count", [31, 60, 200])
def test_more_are_split_between_lines(tmp_path: Path, count: int) -> None:
    pages = told(tmp_path, a_night(count))
    assert all(utf16(page.rich.text) <= LIMITS.text and len(page.rich.entities) <= LIMITS.entities for page in pages)
    lines = [line for page in pages for line in page.rich.text.splitlines() if line.startswith("№")]
    assert [line.partition(" ")[0] for line in lines] == [f"№{number}" for number in range(1, count + 1)]
    links = [one["url"] for page in pages for one in page.rich.entities if one["type"] == "text_link"]
    assert len(links) == count
    assert [len(page.buttons) for page in pages] == [3] + [0] * (len(pages) - 1)


def test_endless_words_and_names_fit(tmp_path: Path) -> None:
    shown = [replace(a_ticket(number, ENDLESS, name=ENDLESS), taken_by=ENDLESS) for number in range(1, 31)]
    apart = [replace(one, ticket=Ticket(**one.ticket.model_dump() | {"subject": str(one.ticket.id)})) for one in shown]
    assert len(told(tmp_path, apart)) == 1
    with a_desk(tmp_path / "queue.db", Knowledge(FAQ, "ru", 0.05)) as desk:
        assert len(desk.do(lambda uow: queue_posts(uow, shown))) == 1


def test_urgent_ones_come_first_and_complaints_are_apart() -> None:
    shown = [
        a_ticket(1, "искрит розетка", Priority.URGENT),
        a_ticket(2, "курьер уже едет", Priority.HIGH),
        a_ticket(3, "Курьер нахамил жене"),
        a_ticket(4, "сломался утюг"),
    ]
    found = sections(shown)
    numbers = [[one.ticket.id for line in lines for one in line.tickets] for lines in vars(found).values()]
    assert numbers == [[1], [3], [2, 4]]
    assert [one.ticket.id for one in found.tickets] == [1, 2, 4, 3]


def test_tickets_about_one_thing_are_one_line_with_the_nearest_promise() -> None:
    shown = [a_ticket(1, "сайт не открывается"), a_ticket(2, "сломался утюг"), a_ticket(3, "не открывается ваш сайт")]
    together, alone = joined(shown)
    assert [one.ticket.id for one in together.tickets] == [1, 3]
    assert together.promised_at == shown[0].ticket.promised_at
    assert [one.ticket.id for one in alone.tickets] == [2]


def test_after_a_storm_the_most_pressing_are_listed(tmp_path: Path) -> None:
    """Two thousand wait: the digest says so, and does not fill the group."""
    with a_desk(tmp_path / "desk.db", Knowledge(FAQ, "ru", 0.05)) as desk:
        desk.do(lambda uow: _storm(uow.session, 2000))
        begun = time.monotonic()
        pages = desk.do(lambda uow: posts(uow, summarise(uow, FRIDAY_NIGHT - timedelta(hours=1), uow.now)))
        assert time.monotonic() - begun < 10
    text = "\n".join(page.rich.text for page in pages)
    assert "Ждут ответа: 2000" in text
    assert text.count("№") == MOST_LISTED  # some share a line
    assert "… и ещё 1800. Вся очередь: /open" in text


def _storm(session: Session, count: int) -> None:
    for number in range(1, count + 1):
        session.add(Customer(id=number + 10, address=f"a{number}", name="Мария", created_at=FRIDAY_NIGHT))
        session.add(
            Ticket(**a_ticket(number, f"{LONG} номер{number}").ticket.model_dump() | {"customer_id": number + 10})
        )
