"""What the staff do in their group: each handler parses, calls a use case, and leaves."""
