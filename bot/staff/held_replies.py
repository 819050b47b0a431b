"""The buttons below a reply that was written out of hours: send it now, at the opening, or not at all."""

from bot.arrival import Press
from bot.desk.outbox import Post, rewrite, set_buttons
from bot.desk.ticket import held_replies
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from bot.staff.acts import Toast
from bot.staff.order import say
from storage.models import Ticket


def send_now(uow: UnitOfWork, _colleague: Colleague, ticket: Ticket, press: Press) -> Toast:
    if not held_replies.send_now(uow, ticket):
        return _gone(uow, press)
    _replace(uow, press, say(uow, "actions.reply_goes_now", ticket=ticket))
    return Toast("sent_now")


def send_at_opening(uow: UnitOfWork, _colleague: Colleague, ticket: Ticket, press: Press) -> Toast:
    opening = held_replies.send_at_opening(uow, ticket)
    if opening is None:
        return _gone(uow, press)
    post = say(uow, "actions.reply_goes_later", ticket=ticket, opening=opening)
    _replace(uow, press, Post(post.rich, held_replies.buttons(uow, ticket, is_kept=True)))
    return Toast("sent_later", {"opening": opening})


def take_back(uow: UnitOfWork, _colleague: Colleague, ticket: Ticket, press: Press) -> Toast:
    if not held_replies.take_back(uow, ticket):
        return _gone(uow, press)
    _replace(uow, press, say(uow, "actions.reply_taken_back", ticket=ticket))
    return Toast("taken_back")


def _gone(uow: UnitOfWork, press: Press) -> Toast:
    if press.message:
        set_buttons(uow, press.message.chat, press.message.id)
    return Toast("reply_gone")


def _replace(uow: UnitOfWork, press: Press, post: Post) -> None:
    if press.message:
        rewrite(uow, press.message.chat, press.message.id, post)
