"""A ticket from opening to closing: replies, promises, the card, and what each side is told."""
