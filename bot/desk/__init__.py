"""The use cases behind every door (a door is a channel such as Telegram). Nothing here knows Telegram."""
