"""Validation of reply_markup with Telegram's error messages."""

from dataclasses import dataclass

from bot.sandbox.api_json import Json, utf16_length
from bot.sandbox.chat_requests import check_chat_request
from bot.sandbox.errors import BotApiError, bad_request
from bot.sandbox.links import checked_link

MOST_BUTTONS = 100
MOST_DATA_BYTES = 64  # https://core.telegram.org/bots/api#inlinekeyboardbutton
MOST_COPIED_CHARACTERS = 256
_ACTIONS = ("url", "callback_data", "copy_text", "switch_inline_query", "switch_inline_query_current_chat", "web_app")
_LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})
_KEYBOARDS = ("keyboard", "remove_keyboard", "force_reply")


@dataclass(frozen=True)
class Markup:
    """Parsed markup: an inline keyboard is part of the Message, the other kinds are only displayed."""

    inline: Json | None = None
    keyboard: Json | None = None


def checked_markup(given: Json) -> Markup:
    """Parse reply_markup. Raises BotApiError when it is invalid."""
    if not given:
        return Markup()
    if "inline_keyboard" in given:
        return Markup(inline=inline_keyboard(given))
    if not any(kind in given for kind in _KEYBOARDS):
        raise bad_request("object expected as reply markup")
    for row in _rows(given.get("keyboard", []), "keyboard"):
        for button in row:
            _label(button, "keyboard")
            if isinstance(button, dict) and "request_chat" in button:
                check_chat_request(button["request_chat"])
    return Markup(keyboard=given)


def requested_chats(markup: Markup) -> list[Json]:
    """The KeyboardButtonRequestChat objects of a reply keyboard."""
    rows = (markup.keyboard or {}).get("keyboard", [])
    return [button["request_chat"] for row in rows for button in row if "request_chat" in button]


def inline_keyboard(given: Json) -> Json | None:
    """The keyboard as Telegram stores it, or None for an empty one."""
    if not given:
        return None
    if "inline_keyboard" not in given:
        raise bad_request("inline keyboard expected")
    rows = _rows(given["inline_keyboard"], "inline keyboard")
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    checked = [[_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": checked} if checked else None


def _rows(rows: object, where: str) -> list[list[object]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f"can't parse {where}: expected an Array of Array of buttons")
    return rows


def _label(button: object, where: str) -> str:
    label = button.get("text") if isinstance(button, dict) else button
    if not isinstance(label, str):
        raise bad_request(f'can\'t parse {where} button: field "text" must be of type String')
    if not label.strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    return label


def _button(button: object) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    label = _label(button, "inline keyboard")
    actions = [action for action in _ACTIONS if action in button]
    unknown = button.keys() - {*_ACTIONS, *_LOOKS}
    if unknown:
        raise bad_request(f'can\'t parse inline keyboard button: unknown field "{min(unknown)}"')
    if not actions:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"inline keyboard button has more than one action: {', '.join(actions)}")
    return {**button, "text": label} | _action(actions[0], button[actions[0]])


def _action(kind: str, value: object) -> Json:
    if kind == "callback_data":
        return {kind: _data(value)}
    if kind == "url":
        return {kind: _url(value)}
    if kind == "copy_text" and not _is_copied_text(value):
        raise _invalid()
    return {}


def _data(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value.encode("utf-8", "surrogatepass")) <= MOST_DATA_BYTES:
        raise _invalid()
    return value


def _url(value: object) -> str:
    checked = checked_link(value) if isinstance(value, str) else None
    if checked is None:
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    return checked


def _is_copied_text(value: object) -> bool:
    text = value.get("text") if isinstance(value, dict) else None
    return isinstance(text, str) and 1 <= utf16_length(text) <= MOST_COPIED_CHARACTERS


def _invalid() -> BotApiError:
    return bad_request("BUTTON_DATA_INVALID")
