"""The methods of the Bot API: one small function for each, and one table of them all."""
