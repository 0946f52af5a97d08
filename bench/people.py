"""Thousands of browsers in one process: keep-alive connections, cookies, forms; each page's time is kept."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|name=csrf_token value="([^"]+)"')


# Pages that nothing is read of here: as browsers do, they ask for them compressed, which costs the server something.
PACKED = ("home", "paper")


@dataclass
class Measured:
    """What a run gave: seconds of every request by its name, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def at(self, share: float, *names: str) -> float:
        """The time that `share` of the requests of these names (all, where none is named) stayed within."""
        found = sorted(
            one for name, many in self.seconds.items() if not names or name in names for one in many
        )
        return found[min(len(found) - 1, int(len(found) * share))]

    def count(self, *names: str) -> int:
        """How many requests were answered."""
        return sum(len(many) for name, many in self.seconds.items() if not names or name in names)

    def report(self) -> str:
        """A line for each kind of request."""
        return "\n".join(
            f"  {name:<14} {len(many):7d}   p50 {self.at(0.5, name) * 1000:8.1f} ms   "
            f"p99 {self.at(0.99, name) * 1000:8.1f} ms   max {max(many) * 1000:8.1f} ms"
            for name, many in self.seconds.items()
        )


class Browser:
    """One person's browser. Requests of one person follow each other, as theirs would."""

    def __init__(self, port: int, measured: Measured, cookies: dict[str, str] | None = None) -> None:
        self.port, self.measured, self.cookies = port, measured, cookies or {}
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, name: str, method: str, path: str, body: bytes = b"", kind: str = "", accept: str = "text/html"
    ) -> tuple[int, dict[str, str], bytes]:
        """Send a request and read its answer; (status, headers, body). Counted under `name`."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        head = [
            f"{method} {path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Accept: {accept}",
            "Sec-Fetch-Site: same-origin",
        ]
        if name in PACKED:
            head.append("Accept-Encoding: gzip, br")
        if self.cookies:
            head.append("Cookie: " + "; ".join(f"{key}={value}" for key, value in self.cookies.items()))
        if method == "POST":
            head += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        started = time.perf_counter()
        writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        status, headers = _head(await reader.readuntil(b"\r\n\r\n"))
        for cookie in headers.pop("set-cookie", "").split("\n"):
            if "=" in cookie:
                key, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[key.strip()] = value
        content = await reader.readexactly(int(headers.get("content-length", "0")))
        self.measured.seconds.setdefault(name, []).append(time.perf_counter() - started)
        return status, headers, content

    async def page(self, name: str, path: str) -> str:
        """Open a page that must be there."""
        status, _headers, content = await self.ask(name, "GET", path)
        if status != 200:
            raise RuntimeError(f"{name}: {status}")
        return content.decode(errors="replace")  # of a packed one nothing is read

    async def send(self, name: str, path: str, page: str, **values: str) -> str:
        """Send a form of `page`; the address that the server leads to."""
        found = TOKEN.search(page)
        token = {"csrf_token": next(filter(None, found.groups()))} if found else {}
        body = urlencode(token | values).encode()
        status, headers, _ = await self.ask(name, "POST", path, body, "application/x-www-form-urlencoded")
        if status not in (302, 303):
            raise RuntimeError(f"{name}: {status}")
        return urlsplit(headers["location"]).path

    async def close(self) -> None:
        """Close the browser."""
        if self.streams is not None:
            self.streams[1].close()


def _head(raw: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = raw.decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    for line in lines:
        name, found, value = line.partition(":")
        if found:
            name, value = name.lower(), value.strip()
            headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    return int(first.split()[1]), headers
