"""Tickets from opening to closing: replies, promises, the card, and what customer and staff are told."""
