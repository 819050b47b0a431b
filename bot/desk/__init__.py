"""The use cases behind every door: they know tickets and promises, not Telegram."""
