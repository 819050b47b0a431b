"""What the tests of the commands hold in their hands."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CONFIG = """\
[company]
name = "Северный дом"
language = "{language}"

[telegram]
token = "{token}"
api_url = "{api_url}"

[staff]
chat_id = {chat_id}
topics = {topics}

[hours]
timezone = "{timezone}"
week = "{week}"
{more}
"""
FAQ = """\
# Доставка

## Сколько стоит доставка? {#delivery-price}

Также спрашивают:
- почём доставка
- доставка платная?
- цена доставки

По городу — 300 ₽.
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


Command = Callable[..., Ended]
CTRL_C = "\x03"


class Typed(io.StringIO):
    """What is typed at a command, where CTRL_C interrupts it as at a terminal."""

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # as its base StringIO has it
        line = super().readline(size)
        if CTRL_C in line:
            raise KeyboardInterrupt
        return line


@dataclass(frozen=True)
class Premises:
    """The folder of a desk: config.toml and faq/."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def database(self) -> Path:
        return self.folder / "nightdesk.db"

    def configure(self, **changes: object) -> Path:
        """Write config.toml anew."""
        usual = {
            **{"language": "ru", "token": "1:TEST", "api_url": "http://127.0.0.1:9", "chat_id": -5, "topics": "true"},
            **{"timezone": "Europe/Moscow", "week": "Mo-Su 09:00-18:00", "more": ""},
        }
        self.config.write_text(CONFIG.format_map(usual | changes), encoding="utf-8")
        return self.config
