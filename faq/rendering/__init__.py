"""An entry's answer as the messages that Telegram is to send."""

from faq.rendering.parts import AnswerError, File, Part, Photo, Text, render
from faq.rendering.references import links_and_images

__all__ = ["AnswerError", "File", "Part", "Photo", "Text", "links_and_images", "render"]
