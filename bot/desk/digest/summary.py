"""What came between two moments, and who waits now."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk.digest.gaps import Gaps, gaps_of
from bot.desk.digest.lines import Sections, listed, sections
from bot.desk.digest.totals import Contacts, Totals, totals_of
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import cut
from storage.customers import (
    banned_customers,
    customers_being_asked,
    questions_between,
    writers_between,
    writers_in_tickets_between,
)
from storage.tickets import opened_between, waiting

EXCERPT = 120  # characters
MOST_LISTED = 200  # tickets; after a storm a list of all would fill the group


@dataclass(frozen=True)
class Summary:
    """`opened`: how many tickets were opened; `waiting`: of how many tickets the customers wait now.

    `sections` has the `MOST_LISTED` most pressing ones of these.
    """

    since: datetime
    totals: Totals
    opened: int
    waiting: int
    sections: Sections
    gaps: Gaps

    @property
    def is_calm(self) -> bool:
        return not (self.totals.wrote or self.waiting)


def summarise(uow: UnitOfWork, since: datetime, until: datetime) -> Summary:
    """What came in [since, until), aware, without banned customers and spam. Raises NotReadError."""
    opened = opened_between(uow.session, since, until)
    unwanted = banned_customers(uow.session) | {ticket.customer_id for ticket in opened if ticket.is_spam}
    opened = [ticket for ticket in opened if ticket.customer_id not in unwanted]
    questions = [one for one in questions_between(uow.session, since, until) if one.customer_id not in unwanted]
    contacts = Contacts(
        wrote=writers_between(uow.session, since, until) - unwanted,
        opened={ticket.customer_id for ticket in opened},
        in_tickets=writers_in_tickets_between(uow.session, since, until) - unwanted,
        undecided=customers_being_asked(uow.session),
    )
    waits = [ticket for ticket in waiting(uow.session) if ticket.customer_id not in unwanted]
    listing = sections(listed(uow, waits[:MOST_LISTED]))
    totals, gaps = totals_of(contacts, questions), gaps_of(uow, questions)
    return Summary(since, totals, len(opened), len(waits), listing, gaps)


def excerpt_of(text: str) -> str:
    """A customer's words as one short line."""
    return cut(" ".join(text.split()), EXCERPT)
