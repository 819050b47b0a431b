"""Chat members: ChatMember objects and their updates."""

from bot.sandbox.api_json import Json
from bot.sandbox.chats import Chat, Person
from bot.sandbox.world import World

_FLAGS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def member_object(chat: Chat, user: Json, status: str) -> Json:
    """A ChatMember object."""
    member: Json = {"status": status, "user": user}
    if status == "administrator":
        return dict.fromkeys(_FLAGS, False) | chat.rights | member
    if status == "creator":
        return member | {"is_anonymous": False}
    return member | {"until_date": 0} if status == "kicked" else member


def bot_member(world: World, chat: Chat) -> Json:
    return member_object(chat, world.bot, "member" if chat.is_private else chat.bot_status)


def person_member(world: World, chat: Chat, person_id: int) -> Json:
    status = "member" if chat.person_id == person_id else chat.members.get(person_id, "left")
    return member_object(chat, world.people[person_id].user, status)


def join(world: World, chat: Chat, person: Person) -> None:
    """Add a member; the first one is the owner. Creates a service message and, if allowed, a chat_member update."""
    before = person_member(world, chat, person.id)
    chat.members[person.id] = "member" if "creator" in chat.members.values() else "creator"
    world.announce(chat, person.user, {"new_chat_members": [person.user]})
    _report(world, chat, "chat_member", person.user, before, person_member(world, chat, person.id))


def leave(world: World, chat: Chat, person: Person) -> None:
    before = person_member(world, chat, person.id)
    chat.members.pop(person.id, None)
    world.announce(chat, person.user, {"left_chat_member": person.user})
    _report(world, chat, "chat_member", person.user, before, person_member(world, chat, person.id))


def set_bot_status(world: World, chat: Chat, status: str, rights: dict[str, bool]) -> None:
    """Change the bot's status or rights, with a my_chat_member update."""
    before = bot_member(world, chat)
    chat.bot_status = status
    chat.rights = chat.rights | rights
    _report(world, chat, "my_chat_member", _owner(world, chat), before, bot_member(world, chat))


def report_block(world: World, person: Person, *, blocked: bool) -> None:
    """Create the my_chat_member update for a blocked or unblocked bot."""
    chat = world.private_chat(person.id)
    states = [member_object(chat, world.bot, status) for status in ("member", "kicked")]
    before, after = states if blocked else reversed(states)
    _report(world, chat, "my_chat_member", person.user, before, after)


def _owner(world: World, chat: Chat) -> Json:
    """The actor of changes in the group: its owner, or the bot without one."""
    owners = [person_id for person_id, status in chat.members.items() if status == "creator"]
    return world.people[owners[0]].user if owners else world.bot


def _report(world: World, chat: Chat, kind: str, actor: Json, before: Json, after: Json) -> None:
    change = {"chat": world.chat_object(chat), "from": actor, "date": world.clock.unix()}
    world.updates.add(kind, change | {"old_chat_member": before, "new_chat_member": after})
    world.changes.happened()
