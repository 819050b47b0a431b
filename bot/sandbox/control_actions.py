"""Actions of the control API, one function for each endpoint."""

from collections.abc import Callable

from bot.sandbox import user_actions
from bot.sandbox.api_json import Json
from bot.sandbox.chats import ALL_RIGHTS, Chat
from bot.sandbox.control_input import Asked
from bot.sandbox.errors import Impossible
from bot.sandbox.people import Customer, Manager, Press, Somebody
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.snapshot import clock_state, message_state, person_state
from bot.sandbox.user_actions import Attachment, Place


def add_person(sandbox: Sandbox, asked: Asked) -> Json:
    role = asked.required_text("role")
    makers = {"customer": sandbox.customer, "manager": sandbox.manager}
    if role not in makers:
        raise Impossible(f"role must be customer or manager, not {role!r}")
    somebody: Somebody = makers[role](
        asked.required_text("first_name"),
        language_code=asked.text("language_code") or "ru",
        last_name=asked.text("last_name") or None,
        username=asked.text("username") or None,
    )
    return person_state(somebody.person)


def send(sandbox: Sandbox, asked: Asked) -> Json:
    person = _somebody(sandbox, asked).person
    place = _place(sandbox, asked)
    attachment = _attachment(asked)
    if attachment is None:
        entities = asked.decoded("entities")
        words = entities if isinstance(entities, list) else None
        message = user_actions.write(sandbox.world, person, place, asked.text("text") or "", words)
    else:
        message = user_actions.send(sandbox.world, person, place, attachment, asked.text("media_group_id"))
    return message_state(message)


def share_chat(sandbox: Sandbox, asked: Asked) -> Json:
    """Choose a chat with a button of the reply keyboard; the staff group where none is named."""
    person = Customer(sandbox.world, _somebody(sandbox, asked).id)
    person.shares_chat(asked.required_text("text"), asked.integer("chat_id") or sandbox.staff_group.id)
    return {}


def edit(sandbox: Sandbox, asked: Asked) -> Json:
    person = _somebody(sandbox, asked).person
    message_id = asked.required_integer("message_id")
    text = asked.required_text("text")
    return message_state(user_actions.edit(sandbox.world, person, _chat(sandbox, asked), message_id, text))


async def press(sandbox: Sandbox, asked: Asked) -> Json:
    """Wait for the bot's answer. Raises TimeoutError without one."""
    person = _somebody(sandbox, asked).person
    message_id, data = asked.required_integer("message_id"), asked.required_text("data")
    callback = user_actions.press(sandbox.world, person, _chat(sandbox, asked), message_id, data)
    answer = await Press(sandbox.world, callback).answered()
    return {"text": answer.text, "show_alert": answer.show_alert}


def react(sandbox: Sandbox, asked: Asked) -> Json:
    person = _somebody(sandbox, asked).person
    message_id = asked.required_integer("message_id")
    user_actions.react(sandbox.world, person, _chat(sandbox, asked), message_id, asked.text("emoji"))
    return {}


def block(sandbox: Sandbox, asked: Asked) -> Json:
    somebody = _somebody(sandbox, asked)
    user_actions.block(sandbox.world, somebody.person, blocked=asked.flag("blocked"))
    return person_state(somebody.person)


def move_clock(sandbox: Sandbox, asked: Asked) -> Json:
    """Set the clock, advance it by seconds, or reset it to real time."""
    if "now" in asked:
        moment = asked.moment("now")
        if moment.tzinfo is None:
            raise Impossible("now needs an offset, for example +03:00")
        sandbox.clock.set(moment)
    elif "advance" in asked:
        sandbox.clock.advance(asked.required_integer("advance"))
    else:
        sandbox.clock.reset()
    sandbox.world.changes.happened()
    return clock_state(sandbox)


def restart(sandbox: Sandbox, asked: Asked) -> Json:
    """Have the story begin anew in a language; answers at once with the number of the story that ends."""
    language = asked.required_text("language")
    if sandbox.restart is None or language not in sandbox.languages:
        raise Impossible(f"nothing begins anew here in {language!r}")
    sandbox.restart(language)
    return {"story": sandbox.story}


def add_fault(sandbox: Sandbox, asked: Asked) -> Json:
    """Add a fault; without `times` it stays until it is removed."""
    fault = sandbox.faults.add(
        asked.required_text("kind"),
        method=asked.text("method") or None,
        chat_id=asked.integer("chat_id"),
        times=asked.integer("times"),
        retry_after=asked.integer("retry_after") or 3,
    )
    sandbox.world.changes.happened()
    return fault.described


def remove_fault(sandbox: Sandbox, asked: Asked) -> Json:
    sandbox.faults.remove(asked.required_integer("fault_id"))
    sandbox.world.changes.happened()
    return {}


def remove_faults(sandbox: Sandbox, _asked: Asked) -> Json:
    sandbox.faults.clear()
    sandbox.world.changes.happened()
    return {}


def change_group(sandbox: Sandbox, asked: Asked) -> Json:
    action = asked.required_text("action")
    if action not in _GROUP_ACTIONS:
        raise Impossible(f"action must be one of {', '.join(_GROUP_ACTIONS)}, not {action!r}")
    _GROUP_ACTIONS[action](sandbox, asked)
    return {"chat_id": sandbox.staff_group.id}


def _close_topic(sandbox: Sandbox, asked: Asked) -> None:
    sandbox.staff_group.closes(asked.required_integer("message_thread_id"))


def _reopen_topic(sandbox: Sandbox, asked: Asked) -> None:
    sandbox.staff_group.reopens(asked.required_integer("message_thread_id"))


def _delete_topic(sandbox: Sandbox, asked: Asked) -> None:
    sandbox.staff_group.deletes(asked.required_integer("message_thread_id"))


def _migrate(sandbox: Sandbox, _asked: Asked) -> None:
    sandbox.staff_group.becomes_supergroup()


def _forum(sandbox: Sandbox, asked: Asked) -> None:
    sandbox.staff_group.becomes_forum(is_forum=asked.flag("is_forum"))


def _leave(sandbox: Sandbox, asked: Asked) -> None:
    """Remove a person, or with the bot's own id the bot, from the group."""
    if asked.required_integer("person_id") == sandbox.world.bot["id"]:
        sandbox.staff_group.makes_bot("kicked")
    else:
        _manager(sandbox, asked).leaves()


def _join(sandbox: Sandbox, asked: Asked) -> None:
    if asked.required_integer("person_id") == sandbox.world.bot["id"]:
        sandbox.staff_group.makes_bot("administrator")
    else:
        _manager(sandbox, asked).joins()


def _rights(sandbox: Sandbox, asked: Asked) -> None:
    sandbox.staff_group.allows_bot(**{right: asked.flag(right) for right in ALL_RIGHTS if right in asked})


_GROUP_ACTIONS: dict[str, Callable[[Sandbox, Asked], None]] = {
    "close_topic": _close_topic,
    "reopen_topic": _reopen_topic,
    "delete_topic": _delete_topic,
    "migrate": _migrate,
    "forum": _forum,
    "leave": _leave,
    "join": _join,
    "rights": _rights,
}


def _somebody(sandbox: Sandbox, asked: Asked) -> Somebody:
    return sandbox.person(asked.required_integer("person_id"))


def _manager(sandbox: Sandbox, asked: Asked) -> Manager:
    return Manager(sandbox.world, _somebody(sandbox, asked).id)


def _chat(sandbox: Sandbox, asked: Asked) -> Chat:
    """The staff group, or the private chat with the person of this id."""
    chat_id = asked.required_integer("chat_id")
    if chat_id == asked.integer("person_id"):
        return sandbox.world.private_chat(chat_id)
    chat = sandbox.world.chats.get(chat_id)
    if chat is None or chat.is_private or chat.migrated_to is not None:
        raise Impossible(f"chat_id {chat_id} is neither the staff group nor the person's own id")
    return chat


def _place(sandbox: Sandbox, asked: Asked) -> Place:
    chat = _chat(sandbox, asked)
    reply_id = asked.integer("reply_to_message_id")
    reply_to = chat.found(reply_id) if reply_id else None
    if reply_id and reply_to is None:
        raise Impossible(f"there is no message {reply_id} to reply to")
    return Place(chat, asked.integer("message_thread_id"), reply_to)


def _attachment(asked: Asked) -> Attachment | None:
    given = asked.decoded("attachment")
    upload = asked.upload("file")
    if given is None and upload is None:
        return None
    about = dict(given) if isinstance(given, dict) else {}
    kind = str(about.pop("kind", "document"))
    name = about.pop("name", None) or (upload.name if upload else None)
    caption = str(about.pop("caption", None) or asked.text("text") or "")
    return Attachment(kind, name, caption, upload.data if upload else None, about)
