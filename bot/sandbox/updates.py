"""The queue of updates for the bot, kept until confirmed as in Telegram.

Telegram forgets updates after 24 hours; the sandbox doesn't, since its clock is moved by days.
"""

from collections import deque
from collections.abc import Iterable
from itertools import islice

from bot.sandbox.api_json import Json

_KIND_NAMES = (
    "message edited_message channel_post edited_channel_post business_connection business_message "
    "edited_business_message deleted_business_messages guest_message message_reaction message_reaction_count "
    "inline_query chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll "
    "poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot"
)
KINDS = frozenset(_KIND_NAMES.split())
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
MOST_AT_ONCE = 100
_FIRST_ID = 700_000_001


class Updates:
    """The queue of one bot. `delivered` has all delivered Updates; redelivered ones appear again."""

    def __init__(self) -> None:
        self.delivered: list[Json] = []
        self.allowed: tuple[str, ...] | None = None  # None: the default kinds
        self._waiting: deque[Json] = deque()
        self._confirmed_last: list[Json] = []
        self._offset = 0
        self._next_id = _FIRST_ID
        self._skipped = 0  # numbers that no update has, since the numbering went on elsewhere

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def waiting_messages(self) -> frozenset[tuple[int, int]]:
        """The new messages that the bot has not confirmed yet, as (chat's id, message's id)."""
        messages = (update["message"] for update in self._waiting if "message" in update)
        return frozenset((message["chat"]["id"], message["message_id"]) for message in messages)

    @property
    def added(self) -> int:
        """The number of updates so far, confirmed or not."""
        return self._next_id - _FIRST_ID - self._skipped

    def continue_at(self, update_id: int) -> None:
        """Give the next update this id, as Telegram does with a random one after a week without updates."""
        self._skipped += update_id - self._next_id
        self._next_id = update_id

    def add(self, kind: str, content: Json) -> None:
        """Add an update, if its kind is allowed."""
        if self._is_wanted(kind):
            self.add_unasked(kind, content)

    def add_unasked(self, kind: str, content: Json) -> int:
        """Add an update of any kind, and return its id: some that are not allowed come for a while after a change."""
        number = self._next_id
        self._waiting.append({"update_id": number, kind: content})
        self._next_id += 1
        return number

    def _is_wanted(self, kind: str) -> bool:
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Set allowed_updates; None keeps the current value, an empty list sets the default."""
        if kinds is not None:
            self.allowed = tuple(kinds) or None

    def confirm(self, offset: int) -> None:
        """Confirm updates before the offset; a negative offset keeps only that many of the newest."""
        self._offset = max(offset, 0)
        if offset < 0:
            offset = self._waiting[max(len(self._waiting) + offset, 0)]["update_id"] if self._waiting else 0
        confirmed = []
        while self._waiting and self._waiting[0]["update_id"] < offset:
            confirmed.append(self._waiting.popleft())
        self._confirmed_last = confirmed or self._confirmed_last

    def forget_confirmation(self) -> None:
        """Undo the last confirmation, so that those updates are delivered again."""
        self._waiting.extendleft(reversed(self._confirmed_last))
        self._confirmed_last = []

    def first(self, limit: int) -> list[Json]:
        """The first `limit` updates from the offset of the last confirmation on, without marking them as delivered."""
        return list(islice((update for update in self._waiting if update["update_id"] >= self._offset), limit))

    def drop(self) -> None:
        self._waiting.clear()
