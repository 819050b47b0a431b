"""The engines between Telegram and the desk: the inbox, the outbox, and the limits on both."""
