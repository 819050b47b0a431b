"""Ports to listen on, checked before anything starts."""

import socket
from argparse import ArgumentTypeError

from bot.commands.errors import CommandError


def port(text: str) -> int:
    """An argument that is a port; 0 stands for any free one."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise ArgumentTypeError(f'"{text}" is no port: write a number from 0 to 65535')
    return int(text)


def require_free(host: str, number: int, remedy: str) -> None:
    """CommandError, with the remedy, when nobody can listen there: the port is taken or the address isn't ours."""
    try:
        family = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, number), family=family).close()
    except OSError as error:
        raise CommandError(f"{host}:{number} can't be listened on ({error.strerror}): {remedy}") from None
