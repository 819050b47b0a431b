"""A message as displayed to a user."""

from dataclasses import dataclass

from bot.sandbox.api_json import Json
from bot.sandbox.chats import StoredMessage


@dataclass(frozen=True)
class Seen:
    """A live view of a message: after an edit it has the new content."""

    stored: StoredMessage

    @property
    def id(self) -> int:
        return self.stored.id

    @property
    def api(self) -> Json:
        """The Message object of the Bot API."""
        return self.stored.api

    @property
    def text(self) -> str:
        """The text or the caption; empty when there is neither."""
        return str(self.api.get("text", self.api.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        marked = self.api.get("entities") or self.api.get("caption_entities") or []
        return list(marked)

    @property
    def from_bot(self) -> bool:
        return bool(self.api["from"]["is_bot"])

    @property
    def kind(self) -> str:
        """The content type: "text", "photo", or the field of a service message."""
        shown = self.api.keys() - _NOT_KIND
        return "animation" if "animation" in shown else "venue" if "venue" in shown else min(shown, default="")

    @property
    def buttons(self) -> list[list[str]]:
        """Button labels by row, of the inline keyboard or else of the reply keyboard."""
        inline = self.api.get("reply_markup", {}).get("inline_keyboard")
        rows = inline if inline is not None else (self.stored.keyboard or {}).get("keyboard", [])
        return [[button if isinstance(button, str) else button["text"] for button in row] for row in rows]

    @property
    def silent(self) -> bool:
        return self.stored.silent

    @property
    def deleted(self) -> bool:
        return self.stored.deleted

    @property
    def edited(self) -> bool:
        return "edit_date" in self.api

    @property
    def reply_to(self) -> int | None:
        """The id of the message this one replies to; a topic's first message does not count."""
        replied = self.api.get("reply_to_message")
        return None if replied is None or "forum_topic_created" in replied else int(replied["message_id"])

    @property
    def topic(self) -> int | None:
        return self.stored.in_topic

    @property
    def reactions(self) -> list[str]:
        return [emoji for given in self.stored.reactions.values() for emoji in given]

    def data_of(self, label: str) -> str | None:
        """The callback data of the button with this label, or None."""
        for row in self.api.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if button["text"] == label and "callback_data" in button:
                    return str(button["callback_data"])
        return None


_OTHER_FIELDS = (
    "message_id from chat date message_thread_id is_topic_message reply_to_message edit_date forward_origin "
    "entities caption caption_entities reply_markup link_preview_options has_protected_content media_group_id "
    "has_media_spoiler show_caption_above_media sender_chat author_signature is_automatic_forward"
)
_NOT_KIND = frozenset(_OTHER_FIELDS.split())
