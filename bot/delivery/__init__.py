"""The only part that talks to Telegram: updates come in over the inbox, messages go out over the outbox."""

import os

# python-telegram-bot gives time spans as timedelta when this is set, and warns about numbers when it is not.
os.environ.setdefault("PTB_TIMEDELTA", "true")
