"""How many calls a second the fake Bot API takes: pipelined sendMessage calls, as fast as it answers them.

python -m bench.desk.ceiling PORT SECONDS
"""

import socket
import sys
import time
from urllib.parse import urlencode

from bench.desk.fake_bot_api import TOKEN

PIPELINED = 20
TEXT = "Доставка по городу стоит 300 рублей, от 5 000 рублей бесплатно. Сегодня работаем с 09:00 до 18:00."
_RESPONSE = b"HTTP/1.1 200 OK"


def main() -> None:
    port, seconds = int(sys.argv[1]), float(sys.argv[2])
    body = urlencode({"chat_id": 5, "text": TEXT}).encode()
    head = f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    calls, began = 0, time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() - began < seconds:
            connection.sendall((head + body) * PIPELINED)
            _receive(connection, PIPELINED)
            calls += PIPELINED
    print(calls / (time.perf_counter() - began))


def _receive(connection: socket.socket, responses: int) -> None:
    received = b""
    while received.count(_RESPONSE) < responses or not received.endswith(b"}"):
        received += connection.recv(2**20)


if __name__ == "__main__":
    main()
