"""Somebody who writes: a customer and their message, always both in one transaction."""

from datetime import UTC, datetime
from itertools import count
from threading import Event

from storage import Database
from storage.models import Author, Customer, Message

PAIRED = "SELECT (SELECT count(*) FROM customer), (SELECT count(*) FROM message)"


def write_pairs(database: Database, stop: Event) -> None:
    now = datetime.now(UTC)
    for number in count(2):
        if stop.is_set():
            return
        with database.transaction() as session:
            customer = Customer(address=str(number), created_at=now)
            session.add(customer)
            session.flush()
            session.add(Message(customer_id=customer.id, author=Author.CUSTOMER, text="и снова", at=now))
