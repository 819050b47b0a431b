"""The limits of the Bot API that shape what the desk says."""

from bot.desk.door import DoorLimits
from bot.telegram.links import message_link

LIMITS = DoorLimits(
    text=4096,  # https://core.telegram.org/bots/api#sendmessage
    caption=1024,  # https://core.telegram.org/bots/api#sendphoto
    captioned=frozenset({"photo", "video", "animation", "audio", "document", "voice"}),
    replaceable=frozenset({"photo", "video", "animation", "document", "audio"}),  # #editmessagemedia
    thread_name=128,  # https://core.telegram.org/bots/api#createforumtopic
    entities=100,  # https://limits.tginfo.me
    link=message_link,
)
