"""Many keep-alive clients in one thread: as little work a request as Python allows, so that the server is measured."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """What a round gave: requests a second, and the latencies at 50 % and 99 % in milliseconds."""

    rate: float
    p50: float
    p99: float


class _Client:
    def __init__(self, port: int, number: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.number = number
        self.received = b""
        self.sent_at = 0.0

    def send(self, request: bytes) -> None:
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def answered(self) -> bytes | None:
        """The whole answer once it is there."""
        more = self.socket.recv(65536)
        if not more:
            raise ConnectionError("the server closed a connection")
        self.received += more
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found:
            return None
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        if len(body) < int(length or 0):
            return None
        whole, self.received = self.received, b""
        return whole


def run(port: int, clients: int, seconds: float, request: Callable[[int], bytes]) -> Measured:
    """Keep `clients` busy for `seconds`; `request(number)` makes a client's next request. Every answer must be 200."""
    selector = selectors.DefaultSelector()
    everyone = [_Client(port, number) for number in range(clients)]
    for client in everyone:
        selector.register(client.socket, selectors.EVENT_READ, client)
    latencies: list[float] = []
    started = time.perf_counter()
    for client in everyone:
        client.send(request(client.number))
    while (now := time.perf_counter()) < started + seconds:
        for key, _events in selector.select(timeout=1):
            client = key.data
            answer = client.answered()
            if answer is None:
                continue
            if not answer.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(answer.decode("utf-8", "replace"))
            latencies.append(time.perf_counter() - client.sent_at)
            client.send(request(client.number))
    for client in everyone:
        client.socket.close()
    latencies.sort()
    rate = len(latencies) / (now - started)
    return Measured(rate, latencies[len(latencies) // 2] * 1000, latencies[len(latencies) * 99 // 100] * 1000)
