"""What a customer does in Telegram: each handler parses, calls a use case, and leaves."""
