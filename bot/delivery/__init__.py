"""The inbox, the outbox, and their rate limits: what stands between Telegram and the desk's use cases."""
