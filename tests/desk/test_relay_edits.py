"""What an edit becomes while the message itself waits in the outbox, is being sent, or could not be sent."""

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.desk.payloads import CopyEdit, Payload, TextMessage, from_json
from bot.desk.ticket import relay_edits, replies
from bot.desk.ticket.history import Incoming
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Customer, Json, Message, OutboxRow, Posting, Ticket
from tests.desk.desk import ANNA, Desk

HERS = 700  # the id of Anna's message in the group


def test_a_reply_that_waits_is_changed_and_nothing_else_is_sent(desk: Desk) -> None:
    a_reply_waits(desk, "Приходите в 10")
    anna_edits(desk, "Приходите в 11")
    anna_edits(desk, "Приходите в 12", photo("B"))
    [row] = rows_of_reply(desk)
    assert isinstance(row, TextMessage)
    assert (row.text, row.attachment) == ("Анна · №1\nПриходите в 12", photo("B"))


@pytest.mark.parametrize("state", ["claimed_at", "doubted_since", "error"])
def test_a_reply_that_was_tried_is_followed_by_its_edit(desk: Desk, state: str) -> None:
    """It may be in Telegram by now; and what was tried may stand for several messages."""
    a_reply_waits(desk, "Приходите в 10")
    change_rows(desk, {state: "429" if state == "error" else desk.now})
    anna_edits(desk, "Приходите в 11")
    before, edit = rows_of_reply(desk)
    assert isinstance(before, TextMessage)
    assert before.text == "Анна · №1\nПриходите в 10"
    assert edit == CopyEdit("Анна · №1\nПриходите в 11", edit.entities if isinstance(edit, CopyEdit) else ())


def test_an_edited_reply_that_waits_as_a_new_message_is_changed(desk: Desk) -> None:
    a_reply_waits(desk, "Приходите в 10")
    it_was_sent(desk)
    anna_edits(desk, "", {"kind": "voice", "file_id": "A", "unique_id": "A"}, "voice")
    anna_edits(desk, "с подписью", {"kind": "voice", "file_id": "A", "unique_id": "A"}, "voice")
    [row] = [one for one in rows_of_reply(desk) if isinstance(one, TextMessage)]
    assert (row.text, row.reply_to) == ("✏️ Анна · №1. Вместо прежнего сообщения:\nс подписью", 5)


def test_a_copy_that_was_never_delivered_is_sent_as_if_it_had_always_been_so(desk: Desk) -> None:
    a_reply_waits(desk, "Приходите в 10")
    change_rows(desk, {"failed_at": desk.now})

    def resend(uow: UnitOfWork) -> None:
        message = uow.session.exec(select(Message).where(Message.source_id == HERS)).one()
        relay_edits.send_corrected(uow, uow.session.get_one(Ticket, 1), message)

    desk.do(resend)
    [row] = rows_of_reply(desk)
    assert isinstance(row, TextMessage)
    assert (row.text, row.reply_to) == ("Анна · №1\nПриходите в 10", None)


def test_words_that_the_first_card_will_show_need_no_post_of_their_own(desk: Desk) -> None:
    desk.writes("У меня сломался чайник")
    desk.later(seconds=5)
    desk.edits_last("У меня сломался утюг")
    assert "edited" not in kinds(desk)
    change_rows(desk, {"claimed_at": desk.now})
    desk.edits_last("У меня сломался пылесос")
    assert kinds(desk).count("edited") == 1
    desk.edits_last("У меня сломался холодильник")
    assert kinds(desk).count("edited") == 1
    [shown] = [row for row in rows(desk) if isinstance(row, TextMessage) and row.kind == "edited"]
    assert shown.text == "✏️ Мария · исправлено:\nУ меня сломался холодильник"


def a_reply_waits(desk: Desk, text: str) -> None:
    desk.writes("У меня сломался чайник")
    desk.later(seconds=5)
    desk.do(lambda uow: replies.reply(uow, uow.session.get_one(Ticket, 1), ANNA, Incoming("text", text, -100, HERS)))


def anna_edits(desk: Desk, text: str, attachment: Json | None = None, kind: str = "photo") -> None:
    def edit(uow: UnitOfWork) -> None:
        message = uow.session.exec(select(Message).where(Message.source_id == HERS)).one()
        now = Incoming(kind if attachment else "text", text, -100, HERS, attachment=attachment)
        replies.edit_reply(uow, uow.session.get_one(Ticket, 1), message, now)

    desk.do(edit)


def it_was_sent(desk: Desk) -> None:
    """As the message 5 in the chat with Maria."""
    change_rows(desk, {"sent_at": desk.now})

    def note(uow: UnitOfWork) -> None:
        message = uow.session.exec(select(Message).where(Message.source_id == HERS)).one()
        chat = int(uow.session.get_one(Customer, desk.maria).address)
        copy = Posting(chat_id=chat, telegram_id=5, role="staff_message", message_id=message.id, posted_at=uow.now)
        uow.session.add(copy)

    desk.do(note)


def photo(name: str) -> Json:
    return {"kind": "photo", "file_id": name, "unique_id": name}


def change_rows(desk: Desk, values: Json) -> None:
    def change(session: Session) -> None:
        session.connection().execute(update(OutboxRow).values(values))

    desk.look(change)


def rows(desk: Desk, *, about_reply: bool = False) -> list[Payload]:
    """The rows that are neither sent nor given up, in order."""

    def read(session: Session) -> list[Payload]:
        waiting = select(OutboxRow).where(col(OutboxRow.sent_at).is_(None), col(OutboxRow.failed_at).is_(None))
        reply = session.exec(select(Message.id).where(Message.source_id == HERS)).first()
        found = session.exec(waiting.order_by(col(OutboxRow.id))).all()
        return [from_json(one.action, one.content) for one in found if not about_reply or one.message_id == reply]

    return desk.look(read)


def rows_of_reply(desk: Desk) -> list[Payload]:
    return rows(desk, about_reply=True)


def kinds(desk: Desk) -> list[str]:
    return [str(one.kind) for one in rows(desk) if isinstance(one, TextMessage)]
