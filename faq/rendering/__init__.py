"""Renders an entry's answer as messages for Telegram."""

from faq.rendering.parts import AnswerError, File, LeftOut, Part, Photo, Text, render, sendable
from faq.rendering.references import links_and_images

__all__ = ["AnswerError", "File", "LeftOut", "Part", "Photo", "Text", "links_and_images", "render", "sendable"]
