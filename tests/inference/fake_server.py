"""A fake of the servers that run models: an embeddings endpoint and a chat, on a port of this machine.

Its model counts the letters of a text in pairs and triples; like many real ones it gives unrelated texts a cosine of
0.8, and its vectors are not of unit length. What it does wrong is set by `ill`.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 96
Sent = dict[str, Any]  # JSON


def fake_vectors(texts: Sequence[str], dimensions: int = DIMENSIONS, seed: int = 0) -> NDArray[np.float32]:
    """Shape (texts, dimensions)."""
    vectors = np.zeros((len(texts), dimensions), np.float32)
    for row, text in enumerate(texts):
        padded = f" {text.lower()} "
        for gram in (padded[i : i + n] for n in (2, 3) for i in range(len(padded) - n + 1)):
            hashed = crc32(f"{seed}{gram}".encode())
            vectors[row, hashed % dimensions] += 1 if hashed & 1024 else -1
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(3 * (vectors / np.maximum(lengths, 1e-6) + 2 / np.sqrt(dimensions)), np.float32)


@dataclass
class FakeServer:
    """What it was sent, and what it answers."""

    address: str = ""
    ill: str = ""  # the name of what is wrong, see _Handler
    seed: int = 0  # of the model
    dimensions: int = DIMENSIONS
    grows: bool = False  # one more dimension with each request
    choice: object = "1"  # of the chat
    requests: list[tuple[str, Sent, dict[str, str]]] = field(default_factory=list)  # path, JSON, headers
    ends: Event = field(default_factory=Event)

    @property
    def texts(self) -> list[str]:
        """All that was to be encoded."""
        return [text for path, sent, _ in self.requests if path == "/v1/embeddings" for text in sent["input"]]


@contextmanager
def fake_server() -> Iterator[FakeServer]:
    state = FakeServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"state": state}))
    server.daemon_threads = True
    state.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.ends.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    state: FakeServer

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.state.requests.append((self.path, sent, dict(self.headers)))
        try:
            self._answer(self._embeddings(sent) if self.path == "/v1/embeddings" else self._completion())
        except OSError:  # whoever asked has had enough
            self.close_connection = True

    def _embeddings(self, sent: Sent) -> bytes:
        texts, ill = sent["input"], self.state.ill
        rows = fake_vectors(texts, self.state.dimensions, self.state.seed).tolist()
        self.state.dimensions += self.state.grows
        data: list[dict[str, object]] = [{"index": i, "embedding": row} for i, row in enumerate(rows)]
        spoilt: dict[str, object] = {
            "NaN": [float("nan")] * len(rows[0]),
            "zero": [0.0] * len(rows[0]),
            "words": ["a"] * len(rows[0]),
            "huge numbers": [1e300] * len(rows[0]),
            "endless numbers": [10**400] * len(rows[0]),
            "other length": rows[0][:-1],
            "nothing": [],
        }
        if ill in spoilt:
            data[0]["embedding"] = spoilt[ill]
        elif ill == "one too few":
            data.pop()
        elif ill == "same number":
            data = [{**one, "index": 0} for one in data]
        elif ill == "unhashable number":
            data[0]["index"] = []
        elif ill == "any order":
            data.reverse()
        elif ill == "no meaning":
            noise = np.random.default_rng(len(self.state.requests))
            data = [{"index": i, "embedding": noise.normal(size=DIMENSIONS).tolist()} for i in range(len(texts))]
        elif ill == "no list":
            return b'{"data": {"embedding": []}}'
        elif ill == "error":
            return b'{"error": "no such model"}'
        return json.dumps({"data": data}).encode()

    def _completion(self) -> bytes:
        return json.dumps({"choices": [{"message": {"role": "assistant", "content": self.state.choice}}]}).encode()

    def _answer(self, body: bytes) -> None:
        match self.state.ill:
            case "hangs":
                self.state.ends.wait()
                return
            case "closes":
                return
            case "no HTTP":
                self.wfile.write(b"\x00\xff not HTTP at all\r\n\r\n")
                return
            case "endless headers":
                self._drip(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n")
                return
            case "drips":
                self._drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n", b" ")
                return
            case "garbage":
                body = b"<html>502 Bad Gateway</html>"
            case "nested":
                body = b"[" * 200_000
            case "floods":
                body = b" " * 40_000_000
        status = {"500": 500, "redirects": 307}.get(self.state.ill, 200)
        self.send_response(status)
        if status == 307:
            self.send_header("Location", f"{self.state.address}/embeddings")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, first: bytes, then: bytes) -> None:
        self.wfile.write(first)
        while not self.state.ends.wait(0.02):
            self.wfile.write(then)
        self.close_connection = True
