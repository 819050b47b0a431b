"""What the desk serves over HTTP, in the bot's own event loop."""
