"""A local Telegram: a strict Bot API server with simulated users, for tests and for the demo.

`async with Sandbox().serve() as address:` serves it; any Bot API client can use that address.
"""

from bot.sandbox.attachments import (
    animation,
    audio,
    contact,
    document,
    game,
    live_location,
    location,
    paid_media,
    photo,
    poll,
    sticker,
    video,
    video_note,
    voice,
)
from bot.sandbox.calls import Call
from bot.sandbox.clock import MovableClock
from bot.sandbox.errors import Impossible
from bot.sandbox.group import StaffGroup
from bot.sandbox.people import Answer, Channel, Customer, Manager, Press
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.seen import Seen
from bot.sandbox.user_actions import Attachment

__all__ = [
    "Answer",
    "Attachment",
    "Call",
    "Channel",
    "Customer",
    "Impossible",
    "Manager",
    "MovableClock",
    "Press",
    "Sandbox",
    "Seen",
    "StaffGroup",
    "animation",
    "audio",
    "contact",
    "document",
    "game",
    "live_location",
    "location",
    "paid_media",
    "photo",
    "poll",
    "sticker",
    "video",
    "video_note",
    "voice",
]
