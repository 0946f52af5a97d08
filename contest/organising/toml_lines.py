"""On which line of a TOML text each key and each list item stands. PURE.

tomllib gives no positions. The text here has already been accepted by tomllib, so this only skips over it.
"""

from __future__ import annotations

import re

from contest.organising.problems import Path

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|[A-Za-z0-9_-]+')
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_BARE = re.compile(r"[^,\]}#\n]*")


def positions(text: str) -> dict[Path, int]:
    """{path: line from 1}, a path as in `Problem.path`: ("stage", 0, "part", 1, "weight")."""
    return _Scanner(text).document()


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of `path`, or of the nearest table around it; 1 for none."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.counted = 0
        self.line = 1
        self.lines: dict[Path, int] = {}
        self.sizes: dict[Path, int] = {}

    def document(self) -> dict[Path, int]:
        table: Path = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)
        return self.lines

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        assert match is not None
        self.at = match.end()
        return match[0]

    def mark(self, path: Path) -> None:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        self.lines.setdefault(path, self.line)

    def key(self) -> tuple[str, ...]:
        names = []
        while True:
            self.skip(_BLANK)
            name = self.skip(_KEY)
            names.append(name[1:-1] if name[0] in "\"'" else name)
            self.skip(_BLANK)
            if not self.text.startswith(".", self.at):
                return tuple(names)
            self.at += 1

    def header(self) -> Path:
        many = self.text.startswith("[[", self.at)
        start = self.at
        self.at += 2 if many else 1
        names = self.key()
        path: Path = ()
        for at, name in enumerate(names, start=1):
            path = (*path, name)
            if many and at == len(names):
                self.sizes[path] = self.sizes.get(path, 0) + 1
            if path in self.sizes:
                path = (*path, self.sizes[path] - 1)
        end, self.at = self.at + (2 if many else 1), start
        self.mark(path)
        self.at = end
        return path

    def pair(self, table: Path) -> None:
        start = self.at
        path = (*table, *self.key())
        end, self.at = self.at, start
        self.mark(path)
        self.at = end + 1  # past the "="
        self.value(path)

    def value(self, path: Path) -> None:
        self.skip(_BLANK)
        opening = self.text[self.at]
        if opening in "\"'":
            self.skip(_STRING)
        elif opening not in "[{":
            self.skip(_BARE)
        else:
            self.at += 1
            self.items(path, "]" if opening == "[" else "}")

    def items(self, path: Path, closing: str) -> None:
        count = 0
        self.skip(_BLANK)
        while self.text[self.at] != closing:
            if closing == "]":
                self.mark((*path, count))
                self.value((*path, count))
                count += 1
            else:
                self.pair(path)
            self.skip(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
                self.skip(_BLANK)
        self.at += 1
