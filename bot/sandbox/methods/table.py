"""The Bot API methods of the sandbox: name, parameters (`!` marks required ones), function.

A parameter that is not named here is refused, even where Telegram would take no notice of it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.sandbox.methods import chat_info, editing, profile, receiving, relaying, sending, topics
from bot.sandbox.params import Parameter, Params, signature
from bot.sandbox.world import World

Answer = object | Awaitable[object]


@dataclass(frozen=True)
class Method:
    name: str
    parameters: tuple[Parameter, ...]
    call: Callable[[World, Params], Answer]


_WHERE = "chat_id:chat! message_thread_id:integer reply_parameters:object reply_markup:object"
_HOW = "disable_notification:boolean protect_content:boolean"
_SEND = f"{_WHERE} {_HOW}"
_CAPTION = "caption:string parse_mode:string caption_entities:array"
_ABOVE = "show_caption_above_media:boolean"
_SHOWN = f"{_CAPTION} {_ABOVE} has_spoiler:boolean"
_FRAME = "duration:integer width:integer height:integer thumbnail:file"
_MESSAGE = "chat_id:chat! message_id:integer!"
_TOPIC = "chat_id:chat! message_thread_id:integer!"
_AUDIENCE = "scope:object language_code:string"

_TABLE = (
    ("getMe", "", profile.get_me),
    ("setMyCommands", f"commands:array! {_AUDIENCE}", profile.set_my_commands),
    ("getMyCommands", _AUDIENCE, profile.get_my_commands),
    ("deleteMyCommands", _AUDIENCE, profile.delete_my_commands),
    ("setMyDescription", "description:string language_code:string", profile.set_my_description),
    ("setMyShortDescription", "short_description:string language_code:string", profile.set_my_short_description),
    ("setChatMenuButton", "chat_id:integer menu_button:object", profile.set_chat_menu_button),
    (
        "getUpdates",
        "offset:integer limit:integer timeout:integer allowed_updates:array",
        receiving.get_updates,
    ),
    (
        "setWebhook",
        "url:string max_connections:integer allowed_updates:array drop_pending_updates:boolean secret_token:string",
        receiving.set_webhook,
    ),
    ("deleteWebhook", "drop_pending_updates:boolean", receiving.delete_webhook),
    ("getWebhookInfo", "", receiving.get_webhook_info),
    (
        "sendMessage",
        f"{_SEND} text:string! parse_mode:string entities:array link_preview_options:object",
        sending.send_message,
    ),
    ("sendPhoto", f"{_SEND} {_SHOWN} photo:file!", sending.send_photo),
    ("sendVideo", f"{_SEND} {_SHOWN} {_FRAME} video:file! supports_streaming:boolean", sending.send_video),
    (
        "sendAudio",
        f"{_SEND} {_CAPTION} audio:file! duration:integer performer:string title:string thumbnail:file",
        sending.send_audio,
    ),
    ("sendVoice", f"{_SEND} {_CAPTION} voice:file! duration:integer", sending.send_voice),
    (
        "sendVideoNote",
        f"{_SEND} video_note:file! duration:integer length:integer thumbnail:file",
        sending.send_video_note,
    ),
    ("sendAnimation", f"{_SEND} {_SHOWN} {_FRAME} animation:file!", sending.send_animation),
    (
        "sendDocument",
        f"{_SEND} {_CAPTION} document:file! thumbnail:file disable_content_type_detection:boolean",
        sending.send_document,
    ),
    ("sendSticker", f"{_SEND} sticker:file! emoji:string", sending.send_sticker),
    (
        "sendLocation",
        f"{_SEND} latitude:float! longitude:float! horizontal_accuracy:float live_period:integer",
        sending.send_location,
    ),
    (
        "sendVenue",
        f"{_SEND} latitude:float! longitude:float! title:string! address:string!",
        sending.send_venue,
    ),
    (
        "sendContact",
        f"{_SEND} phone_number:string! first_name:string! last_name:string vcard:string",
        sending.send_contact,
    ),
    (
        "sendMediaGroup",
        f"chat_id:chat! message_thread_id:integer reply_parameters:object media:array! {_HOW}",
        sending.send_media_group,
    ),
    ("copyMessage", f"{_SEND} {_CAPTION} {_ABOVE} from_chat_id:chat! message_id:integer!", relaying.copy_message),
    (
        "forwardMessage",
        f"chat_id:chat! message_thread_id:integer from_chat_id:chat! message_id:integer! {_HOW}",
        relaying.forward_message,
    ),
    (
        "editMessageText",
        f"{_MESSAGE} text:string! parse_mode:string entities:array link_preview_options:object reply_markup:object",
        editing.edit_message_text,
    ),
    ("editMessageCaption", f"{_MESSAGE} {_CAPTION} {_ABOVE} reply_markup:object", editing.edit_message_caption),
    ("editMessageMedia", f"{_MESSAGE} media:object! reply_markup:object", editing.edit_message_media),
    ("editMessageReplyMarkup", f"{_MESSAGE} reply_markup:object", editing.edit_message_reply_markup),
    ("deleteMessage", _MESSAGE, editing.delete_message),
    ("setMessageReaction", f"{_MESSAGE} reaction:array is_big:boolean", editing.set_message_reaction),
    ("pinChatMessage", f"{_MESSAGE} disable_notification:boolean", editing.pin_chat_message),
    ("unpinChatMessage", "chat_id:chat! message_id:integer", editing.unpin_chat_message),
    (
        "answerCallbackQuery",
        "callback_query_id:string! text:string show_alert:boolean cache_time:integer",
        chat_info.answer_callback_query,
    ),
    ("sendChatAction", "chat_id:chat! message_thread_id:integer action:string!", chat_info.send_chat_action),
    ("getFile", "file_id:string!", chat_info.get_file),
    ("getChat", "chat_id:chat!", chat_info.get_chat),
    ("getChatMember", "chat_id:chat! user_id:integer!", chat_info.get_chat_member),
    ("getChatAdministrators", "chat_id:chat! return_bots:boolean", chat_info.get_chat_administrators),
    ("getChatMemberCount", "chat_id:chat!", chat_info.get_chat_member_count),
    ("leaveChat", "chat_id:chat!", chat_info.leave_chat),
    (
        "createForumTopic",
        "chat_id:chat! name:string! icon_color:integer icon_custom_emoji_id:string",
        topics.create_forum_topic,
    ),
    ("editForumTopic", f"{_TOPIC} name:string icon_custom_emoji_id:string", topics.edit_forum_topic),
    ("closeForumTopic", _TOPIC, topics.close_forum_topic),
    ("reopenForumTopic", _TOPIC, topics.reopen_forum_topic),
    ("deleteForumTopic", _TOPIC, topics.delete_forum_topic),
    ("getForumTopicIconStickers", "", topics.get_forum_topic_icon_stickers),
)

# Method names are case-insensitive, as in Telegram.
METHODS = {name.lower(): Method(name, signature(declared), call) for name, declared, call in _TABLE}
