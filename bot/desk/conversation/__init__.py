"""A customer's conversation with the bot: from a message to an answer, a choice, or a ticket."""
