"""Tasks of authors: asked for, told of, and moved from state to state."""

from bot.desk.authoring.people import Author
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Buttons, Post, reply_to_colleague, to_customer
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import split
from storage.authoring_models import FaqTask, TaskKind, TaskState
from storage.models import Customer, Json, OutboxRow, Posting

FAQ_BUTTON = "fq"  # the name in the data of authors' buttons
_KEY = "faq_task:"


def ask(
    uow: UnitOfWork,
    author: Author,
    kind: TaskKind,
    content: Json,
    language: str = "",
    state: TaskState = TaskState.WANTED,
) -> FaqTask:
    """Write down what an author asks for; it is done as soon as it is committed."""
    task = FaqTask(
        kind=kind,
        state=state,
        language=language,
        content=content,
        author_id=author.id,
        author_name=author.name,
        customer_id=author.customer.id if author.customer else None,
        topic_id=author.topic,
        reply_to=author.message,
        made_at=uow.now,
        changed_at=uow.now,
    )
    uow.session.add(task)
    uow.session.flush()
    return task


def author_of(uow: UnitOfWork, task: FaqTask) -> Author:
    """Who asked for it, and where."""
    customer = uow.session.get(Customer, task.customer_id) if task.customer_id else None
    return Author(task.author_id, task.author_name, task.reply_to, customer, task.topic_id)


def tell(uow: UnitOfWork, task: FaqTask, post: Post) -> None:
    """Send the post where the task was asked for. A reply to it is about the task."""
    _send(uow, task, author_of(uow, task), post)


def say(uow: UnitOfWork, task: FaqTask, template: str, buttons: Buttons = (), /, **values: object) -> None:
    """The same with a text for the staff; a long one in several messages, the last of which has the buttons."""
    *first, last = split(uow.say(uow.staff_language, template, **values), uow.context.limits.text)
    for part in first:
        tell(uow, task, Post(part))
    tell(uow, task, Post(last, buttons))


def answer(uow: UnitOfWork, author: Author, task: FaqTask, template: str, /, **values: object) -> None:
    """Say to an author something about another one's task, or about their own in reply to a later message."""
    _send(uow, task, author, Post(uow.say(uow.staff_language, template, **values)))


def _send(uow: UnitOfWork, task: FaqTask, author: Author, post: Post) -> None:
    if author.customer is None:
        reply_to_colleague(uow, author.topic, author.message, post, merge_key=f"{_KEY}{task.id}")
        return
    row = to_customer(uow, author.customer, post, Notification.COMMAND_REPLY, reply_to=author.message)
    row.merge_key = f"{_KEY}{task.id}"


def drop_change(task: FaqTask) -> None:
    """Forget the files that the task would have published: a picture takes megabytes."""
    task.content = {name: value for name, value in task.content.items() if name != "change"}


def button(task: FaqTask, label: str, action: str) -> Button:
    """action: what `bot.desk.authoring.pressing` does, with its argument behind a colon."""
    return Button(label, f"{FAQ_BUTTON}:{task.id}:{action}")


def task_of_posting(uow: UnitOfWork, posting: Posting | None) -> FaqTask | None:
    """The task that the message is about."""
    row = uow.session.get(OutboxRow, posting.outbox_id) if posting and posting.outbox_id else None
    key = row.merge_key if row and row.merge_key else ""
    return uow.session.get(FaqTask, int(key.removeprefix(_KEY))) if key.startswith(_KEY) else None
