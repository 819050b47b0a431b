"""Is the desk itself well? What can be seen of it, and who is told when it is not."""
