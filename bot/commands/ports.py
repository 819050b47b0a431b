"""Checks of a port before anything listens on it."""

import os
import socket
from argparse import ArgumentTypeError

from bot.commands.errors import CommandError


def port(text: str) -> int:
    """Parse a port argument; 0 means any free port. Raises ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise ArgumentTypeError(f'"{text}" is not a port: write a number from 0 to 65535')
    return int(text)


def require_free(host: str, number: int, remedy: str) -> None:
    """Raise CommandError with `remedy` when the address can't be bound: the port is taken, or the host is not local."""
    try:
        family = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, number), family=family).close()
    except OSError as error:
        why = error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
        raise CommandError(f"{host}:{number} can't be used ({why}): {remedy}") from None
