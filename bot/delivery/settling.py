"""Records the outcome of an attempt to send an outbox row, with everything that follows from it. The only place."""

import logging
from datetime import timedelta
from functools import partial

from bot.delivery.giving_up import given_up, is_by_itself, is_worth_keeping
from bot.delivery.outcomes import (
    CardGone,
    FileRefused,
    GiveUp,
    GroupMoved,
    NewThread,
    NotEditable,
    Outcome,
    Repair,
    Repairable,
    Retry,
    Sent,
    TopicGone,
    TopicReopened,
)
from bot.desk.on_call.alarms import note_call_lost
from bot.desk.payloads import Outgoing, TicketCard, kind_of, loss_is_told, question_of
from bot.desk.refusals import note_answer_lost, note_sent_without_file, send_without_file
from bot.desk.staff_chat import forget_cards, forget_thread, note_topic, staff_chat_moved
from bot.desk.ticket.replies import note_delivered, note_sent_in_words, note_undelivered, send_again
from bot.desk.ticket.undelivered import tell_given_up
from bot.desk.unit_of_work import UnitOfWork
from bot.monitoring import metrics
from storage import outbox
from storage.database import after_commit
from storage.uploaded_files import note_upload
from storage.writing import insert_postings, put_thread

log = logging.getLogger(__name__)


def settle(uow: UnitOfWork, row: Outgoing, outcome: Outcome) -> Outcome:
    """Mark the row sent, failed, or due again; record the messages sent, and tell the staff of a loss.

    Returns the outcome: `GiveUp` instead of another one when the row has failed by itself for too long.
    """
    by_itself = is_by_itself(uow, row, outcome)
    ended = given_up(uow, row, outcome, by_itself)
    outcome = ended or outcome
    match outcome:
        case Sent() as sent:
            _note_sent(uow, row, sent)
        case NotEditable():
            outbox.note_sent(uow.session, row.id, row.content, uow.now)
            send_again(uow, row)
        case GiveUp(error=error, is_blocked=is_blocked):
            _give_up(uow, row, error, is_blocked, is_refused=ended is None)
        case Retry(seconds=seconds, error=error, is_try=is_try, maybe_sent=maybe_sent):
            since, failing_since = row.claimed_at if maybe_sent else None, row.claimed_at if is_try else None
            due_at = uow.now + timedelta(seconds=seconds)
            outbox.postpone(uow.session, row.id, due_at, error, failing_since, by_itself, since)
        case Repair(what=FileRefused(), error=error):
            if not send_without_file(uow, row, error):
                return settle(uow, row, GiveUp(error))
        case Repair(what=what, seconds=seconds, error=error):
            _repair(uow, row, what)
            due_at = uow.now + timedelta(seconds=seconds)
            outbox.postpone(uow.session, row.id, due_at, error, row.claimed_at, by_itself)
    return outcome


def _note_sent(uow: UnitOfWork, row: Outgoing, sent: Sent) -> None:
    if sent.thread:
        note_thread(uow, sent.thread)
    outbox.note_sent(uow.session, row.id, row.content, uow.now)
    kind = kind_of(row.payload)
    insert_postings(
        uow.session,
        [
            {
                "chat_id": one.chat_id,
                "telegram_id": one.telegram_id,
                "message_id": one.message_id,
                "role": one.kind or kind,
                "ticket_id": row.ticket_id,
                "outbox_id": row.id,
                "question_id": question_of(row.payload),
                "posted_at": uow.now,
            }
            for one in sent.messages
        ],
    )
    if sent.upload:
        note_upload(uow.session, sent.upload.key, sent.upload.path, sent.upload.file_id, uow.now)
    if sent.without_file:
        note_sent_without_file(uow, row, sent.without_file)
    elif sent.messages:
        note_delivered(uow, row)
    if sent.is_in_words:
        note_sent_in_words(uow, row)


def note_thread(uow: UnitOfWork, thread: NewThread) -> None:
    """Record where the staff discuss the ticket from now on."""
    put_thread(uow.session, {**vars(thread), "is_closed": False, "named_by_hand": False})


def mark_done(uow: UnitOfWork, row: Outgoing, outcome: Outcome) -> None:
    """Mark the row sent or failed, without what follows from it: used when `settle` itself fails."""
    error = outcome.error if isinstance(outcome, GiveUp) else None
    if error is None:
        outbox.note_sent(uow.session, row.id, row.content, uow.now)
    else:
        outbox.note_failed(uow.session, row.id, row.content, error, uow.now)


def count_outcome(row: Outgoing, outcome: Outcome, seconds: float) -> None:
    """Count the outcome in the metrics. `seconds`: the row's age."""
    match outcome:
        case Sent() | NotEditable():
            metrics.DELIVERIES.labels("sent").inc()
            metrics.DELIVERY.observe(seconds)
        case GiveUp():
            log.warning("Outbox row %s is given up: %s", row.id, outcome.error)
            metrics.DELIVERIES.labels("given_up").inc()
        case _:
            metrics.DELIVERIES.labels("retried").inc()


def _give_up(uow: UnitOfWork, row: Outgoing, error: str, is_blocked: bool, is_refused: bool) -> None:
    """Keep the row as a dead letter if somebody can replay it, and tell the staff; a lost answer goes to a person.

    No dead letters are a message to a customer who has blocked the bot, which stays with the ticket, and a refused
    change of a card, which the next change replaces.
    """
    is_change_of_card = isinstance(row.payload, TicketCard) and not row.payload.is_new
    is_kept = is_worth_keeping(row.payload) and not is_blocked and not (is_refused and is_change_of_card)
    if is_kept:
        outbox.set_aside(uow.session, row.id, error, uow.now)
        told = "Outbox row %s is a dead letter; `nightdesk outbox show %s` shows why"
        after_commit(uow.session, partial(log.error, told, row.id, row.id))
    else:
        outbox.note_failed(uow.session, row.id, row.content, error, uow.now)
    if loss_is_told(row.payload):
        note_undelivered(uow, row, error, is_blocked)
    if is_kept and (row.customer_id is None or row.ticket_id is None):
        tell_given_up(uow, row, error)
    note_answer_lost(uow, row, error, is_blocked)
    note_call_lost(uow, row)


def _repair(uow: UnitOfWork, row: Outgoing, what: Repairable) -> None:
    match what:
        case GroupMoved(chat_id=chat_id):
            staff_chat_moved(uow, chat_id)
        case CardGone():
            forget_cards(uow, row.ticket)
        case TopicGone():
            forget_thread(uow, row.ticket)
        case TopicReopened():
            note_topic(uow, row.ticket, is_closed=False)
