"""The Bot API methods: one function each, and a table of all."""
