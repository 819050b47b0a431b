"""A message in the staff group that could not be handled: whoever wrote it hears so, where it stands."""

from bot.arrival import MessageRef
from bot.desk.outbox import Post, reply_to_colleague
from bot.desk.unit_of_work import UnitOfWork


def tell(uow: UnitOfWork, message: MessageRef, topic: int | None, update_id: int, is_edit: bool) -> None:
    """Nothing of it reached a customer; `update_id` is the update that could not be handled."""
    rich = uow.say(uow.staff_language, "staff.unread_here", update_id=update_id, is_edit=is_edit)
    reply_to_colleague(uow, topic, message.id, Post(rich))
