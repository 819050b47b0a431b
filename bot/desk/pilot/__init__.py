"""A pilot: the bot answers only a share of the customers; what it would say to the others it suggests to colleagues."""
