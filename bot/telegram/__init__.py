"""All of the Bot API: calls, errors, parsing of updates, the staff group. Nothing else talks to Telegram."""

import os

# python-telegram-bot gives time spans as timedelta when this is set, and warns about numbers when it is not.
os.environ.setdefault("PTB_TIMEDELTA", "true")
