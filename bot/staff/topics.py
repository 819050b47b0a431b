"""What the staff do to topics by hand: rename, close, reopen."""

from bot.arrival import Arrival
from bot.desk.outbox import remove_message
from bot.desk.ticket import topic
from bot.desk.unit_of_work import UnitOfWork
from bot.staff.unrecorded import wait_for_records
from storage.tickets import thread_of, ticket_of_topic


def is_topic_change(arrival: Arrival) -> bool:
    return arrival.topic_change is not None


def on_topic_changed(uow: UnitOfWork, arrival: Arrival) -> None:
    """Note a change of a ticket's topic; closing and reopening ask what is meant for the ticket.

    The desk renames topics often: the line that says so is removed. Raises PostponedError as `wait_for_records` does.
    """
    change, chat, line = arrival.topic_change, arrival.chat, arrival.message
    if change is None or chat is None:
        return
    ticket = ticket_of_topic(uow.session, chat, change.topic)
    thread = thread_of(uow.session, ticket.id) if ticket else None
    if ticket is None or thread is None:
        wait_for_records(uow, arrival)
        return
    if change.is_own and line:
        remove_message(uow, ticket, line.ref.chat, line.ref.id)
    elif change.name is not None:
        topic.rename_by_hand(uow, ticket, thread, change.name)
    elif change.is_closed:
        topic.close_by_hand(uow, ticket, thread)
    else:
        topic.reopen_by_hand(uow, ticket, thread)
