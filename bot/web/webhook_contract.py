"""What the webhook shares with the rest of the desk. Importing it does not import the web server."""

from collections.abc import Awaitable, Callable, Sequence

from storage.models import Json

PATH = "/telegram"
"""Appended to `telegram.webhook_url`."""

Keep = Callable[[Sequence[Json]], Awaitable[None]]
"""Stores updates durably. Raises SQLAlchemyError."""
