"""Contestants behind a bad network, who remember every word that the server gave them.

Everything that a client does comes from its seed; when it does it comes from the server's answers. Nobody sleeps: who
can't reach the server waits until they are told that it is back.
"""

from __future__ import annotations

import json
import random
import socket
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Condition, Thread

QUESTIONS = 200
Stored = tuple[int, str]  # sequence, response


@dataclass(frozen=True)
class Desk:
    """An attempt that a client sits: its id, and the cookie that proves whose it is."""

    attempt: int
    cookie: str


class Network:
    """Where the server is, if it is anywhere, and how much has been acknowledged."""

    def __init__(self) -> None:
        self.condition = Condition()
        self.port: int | None = None
        self.acknowledged = 0
        self.problems: list[str] = []

    def up(self, port: int) -> None:
        with self.condition:
            self.port = port
            self.condition.notify_all()

    def down(self) -> None:
        with self.condition:
            self.port = None

    def reach(self) -> int:
        """The server's port, once there is one."""
        with self.condition:
            self.condition.wait_for(lambda: self.port is not None, timeout=60)
            assert self.port is not None, "the server did not come back"
            return self.port

    def lose(self, port: int) -> None:
        """A client could not reach the server at `port`: nobody tries again before it is said to be back."""
        with self.condition:
            if self.port == port:
                self.port = None
                self.condition.notify_all()

    def count(self, more: int) -> None:
        with self.condition:
            self.acknowledged += more
            self.condition.notify_all()

    def wait(self, acknowledged: int) -> None:
        """Until so many answers have been acknowledged, or the server is out of reach."""
        with self.condition:
            self.condition.wait_for(
                lambda: self.acknowledged >= acknowledged or self.port is None, timeout=60
            )


class Client(Thread):
    """Changes the answers to some questions of one attempt, `changes` times; an answer has `size` characters.

    `told`: the newest that the server said it had stored."""

    def __init__(
        self, network: Network, desk: Desk, seed: str, changes: int, questions: int = 10, size: int = 1
    ) -> None:
        super().__init__(daemon=True)
        self.network, self.desk, self.changes = network, desk, changes
        self.questions, self.size = questions, size
        self.rng = random.Random(seed)
        self.sequence = 0
        self.last: dict[int, Stored] = {}  # what the contestant sees on the screen
        self.pending: dict[int, Stored] = {}
        self.told: dict[int, Stored] = {}
        self.delayed: list[bytes] = []
        self.connection: HTTPConnection | None = None

    def run(self) -> None:
        try:
            for _ in range(self.changes):
                self._change()
                self._send()
            while self.pending:
                self._send()
        except Exception as problem:
            self.network.problems.append(f"{type(problem).__name__}: {problem}")
            raise

    def _change(self) -> None:
        self.sequence += 1
        position = self.rng.randrange(self.questions)
        given = (self.sequence, str(self.rng.randrange(4)) * self.size)
        self.last[position] = self.pending[position] = given

    def _send(self) -> None:
        body = _body(self.pending)
        fault = self.rng.choices(
            ("none", "twice", "unheard", "cut", "delayed", "late"), (60, 10, 8, 7, 8, 7)
        )[0]
        port = self.network.reach()
        try:
            if fault == "twice":
                self._hear(port, body)
                self._hear(port, body)
            elif fault == "unheard":
                self._speak(port, body)  # the answer is lost on its way back
                self._close()
            elif fault == "cut":
                self._speak(port, body[: len(body) // 2], length=len(body))
                self._close()
            elif fault == "delayed":
                self.delayed.append(body)  # overtaken by newer ones
            else:
                if fault == "late" and self.delayed:
                    self._hear(port, self.delayed.pop(0))
                self._hear(port, body)
        except (OSError, HTTPException):
            self._close()
            self.network.lose(port)

    def _speak(self, port: int, body: bytes, length: int | None = None) -> HTTPConnection:
        if self.connection is None or self.connection.port != port:
            self._close()
            self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
            self.connection.connect()
            self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        headers = {
            "Cookie": f"session={self.desk.cookie}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Sec-Fetch-Site": "same-origin",
            "Content-Length": str(length or len(body)),
        }
        self.connection.request("POST", f"/play/answers/{self.desk.attempt}", body, headers)
        return self.connection

    def _hear(self, port: int, body: bytes) -> None:
        answer = self._speak(port, body).getresponse()
        told = json.loads(answer.read())
        if answer.status >= 500:
            raise OSError(f"{answer.status}: {told}")
        assert answer.status in (200, 409), f"{answer.status}: {told}"
        for one in json.loads(body)["answers"]:
            if one["position"] in told["stored"]:
                self._hold(one["position"], (one["sequence"], one["response"]))
        for one in told.get("newer", ()):
            self._hold(one["position"], (one["sequence"], one["response"]))
        self.network.count(len(told["stored"]))

    def _hold(self, position: int, given: Stored) -> None:
        self.told[position] = max(self.told.get(position, given), given)
        if self.pending.get(position, given)[0] <= given[0]:
            self.pending.pop(position, None)

    def _close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def _body(answers: dict[int, Stored]) -> bytes:
    rows = [
        {"position": position, "response": response, "flagged": False, "sequence": sequence}
        for position, (sequence, response) in answers.items()
    ]
    return json.dumps({"answers": rows}).encode()
