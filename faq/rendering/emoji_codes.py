"""The emoji that authors write as codes, as `:smile:` in other programs."""

import re

CODE = re.compile(r"(?<![\w:/]):([a-z][a-z0-9_+-]{1,30}|[+-]1):(?![\w:/])")

_EMOJI = {
    "+1": "👍", "-1": "👎", "thumbsup": "👍", "thumbsdown": "👎", "ok_hand": "👌", "wave": "👋", "clap": "👏",
    "pray": "🙏", "muscle": "💪", "point_right": "👉", "point_down": "👇", "point_up": "☝️", "smile": "😄",
    "smiley": "😃", "grin": "😁", "blush": "😊", "wink": "😉", "slightly_smiling_face": "🙂", "heart_eyes": "😍",
    "thinking": "🤔", "sob": "😭", "cry": "😢", "joy": "😂", "tada": "🎉", "heart": "❤️", "fire": "🔥", "star": "⭐",
    "sparkles": "✨", "zap": "⚡", "boom": "💥", "100": "💯", "rocket": "🚀", "gift": "🎁", "bell": "🔔", "bulb": "💡",
    "warning": "⚠️", "exclamation": "❗", "question": "❓", "grey_question": "❔", "information_source": "ℹ️",
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "ballot_box_with_check": "☑️", "x": "❌", "no_entry": "⛔",
    "truck": "🚚", "package": "📦", "house": "🏠", "office": "🏢", "car": "🚗", "airplane": "✈️", "ship": "🚢",
    "bike": "🚲", "round_pushpin": "📍", "pushpin": "📌", "world_map": "🗺️", "clock3": "🕒", "alarm_clock": "⏰",
    "hourglass": "⌛", "calendar": "📅", "date": "📅", "phone": "📞", "telephone_receiver": "📞", "iphone": "📱",
    "computer": "💻", "email": "📧", "envelope": "✉️", "mailbox": "📫", "credit_card": "💳", "moneybag": "💰",
    "dollar": "💵", "euro": "💶", "shopping_cart": "🛒", "shopping": "🛍️", "receipt": "🧾", "lock": "🔒", "key": "🔑",
    "wrench": "🔧", "hammer": "🔨", "gear": "⚙️", "tools": "🛠️", "memo": "📝", "pencil": "✏️", "pencil2": "✏️",
    "page_facing_up": "📄", "book": "📖", "books": "📚", "link": "🔗", "paperclip": "📎", "mag": "🔍", "camera": "📷",
    "speech_balloon": "💬", "loudspeaker": "📢", "chart_with_upwards_trend": "📈", "arrow_right": "➡️",
    "arrow_left": "⬅️", "arrow_up": "⬆️", "arrow_down": "⬇️", "new": "🆕", "free": "🆓", "sos": "🆘", "man": "👨",
    "woman": "👩", "sunny": "☀️", "snowflake": "❄️", "umbrella": "☔", "christmas_tree": "🎄", "cake": "🎂",
    "coffee": "☕", "pizza": "🍕", "dog": "🐶", "cat": "🐱", "bouquet": "💐", "rose": "🌹", "crown": "👑", "gem": "💎",
}  # fmt: skip


def with_emoji(text: str) -> str:
    """The text with emoji in place of their codes; a code that is not known goes."""
    return CODE.sub(lambda found: _EMOJI.get(found[1], ""), text) if ":" in text else text


def is_known(code: str) -> bool:
    return code in _EMOJI
