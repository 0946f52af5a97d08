"""Reads a contest package: a folder, or a zip of it with or without a folder inside. PURE."""

from __future__ import annotations

import io
import tomllib
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Protocol

from contest.kernel.messages import N_, Message, message
from contest.organising.definition import Contest, read_contest
from contest.organising.package_tables import LAYOUTS, DataTable, Tables, read_csv
from contest.organising.problems import Problem
from contest.organising.toml_lines import line_of, positions

DEFINITION = "contest.toml"
# Larger than the largest contest known (650,000 people) and small enough to refuse a hostile zip.
MAX_FILE = 512 * 1024 * 1024


class Source(Protocol):
    """Where a package's files lie. Names are relative, with "/"."""

    def names(self) -> list[str]: ...
    def read(self, name: str) -> bytes: ...


@dataclass(frozen=True)
class Folder:
    root: Path

    def names(self) -> list[str]:
        files = (path for path in self.root.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.root).as_posix() for path in files)

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()


class Archive:
    """A zip. The package may lie in a folder within it: the one with the topmost contest.toml."""

    def __init__(self, data: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        files = [info.filename for info in self.zip.infolist() if not info.is_dir()]
        inside = [PurePosixPath(name) for name in files if PurePosixPath(name).name == DEFINITION]
        top = min(inside, key=lambda path: len(path.parts), default=PurePosixPath(DEFINITION)).parent
        self.prefix = "" if str(top) == "." else f"{top}/"
        self.files = files

    def names(self) -> list[str]:
        return sorted(name.removeprefix(self.prefix) for name in self.files if name.startswith(self.prefix))

    def read(self, name: str) -> bytes:
        info = self.zip.getinfo(self.prefix + name)
        if info.file_size > MAX_FILE:
            raise zipfile.BadZipFile(f"{name}: {info.file_size} bytes")
        return self.zip.read(info)


@dataclass(frozen=True)
class Package:
    """A package that has been read. `problems`: what can't be read; `check_package` finds the rest."""

    contest: Contest
    tables: Tables
    problems: list[Problem]
    text: str = ""  # of contest.toml
    source: Source | None = None
    present: frozenset[str] = frozenset()

    @cached_property
    def lines(self) -> dict[tuple[str | int, ...], int]:
        """On which line of contest.toml each key stands."""
        return positions(self.text)

    def place(self, problems: list[Problem]) -> list[Problem]:
        """Problems of the rules, with the lines of contest.toml that their paths lead to."""
        return [problem if problem.file else self._placed(problem) for problem in problems]

    def _placed(self, problem: Problem) -> Problem:
        return replace(problem, file=DEFINITION, line=line_of(self.lines, problem.path))

    def questions(self) -> Iterator[tuple[str, bytes]]:
        """(name, bytes) of every file under questions/."""
        return self._under("questions/")

    def media(self) -> Iterator[tuple[str, bytes]]:
        """(name, bytes) of every file under media/: pictures and sounds, named as the questions refer to them."""
        return ((PurePosixPath(name).name, data) for name, data in self._under("media/"))

    def _under(self, folder: str) -> Iterator[tuple[str, bytes]]:
        if self.source is None:
            return
        for name in self.source.names():
            if name.startswith(folder) and not PurePosixPath(name).name.startswith((".", "~")):
                yield name, self.source.read(name)


def read_package(path: Path) -> Package:
    """The package in a folder or a zip file."""
    if path.is_dir():
        return _read(Folder(path))
    try:
        data = path.read_bytes()
    except OSError:
        return _unreadable(
            message(N_("Không có gói hội thi ở đây: hãy chỉ một thư mục hoặc tệp zip.")), path.name
        )
    return read_zip(data, path.name)


def read_zip(data: bytes, name: str = "zip") -> Package:
    """The package in the bytes of a zip file."""
    try:
        return _read(Archive(data))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return _unreadable(message(N_("Tệp zip hỏng, có mật khẩu hoặc quá lớn.")), name)


def _unreadable(text: Message, name: str) -> Package:
    return Package(Contest(""), Tables(), [Problem(text, "fatal", name)])


def _read(source: Source) -> Package:
    names = set(source.names())
    if DEFINITION not in names:
        return _unreadable(message(N_("Gói thiếu tệp contest.toml, nơi ghi thể lệ.")), DEFINITION)
    contest, text, problems = _read_definition(source.read(DEFINITION))
    found: dict[str, DataTable] = {}
    for kind in LAYOUTS:
        if f"{kind}.csv" in names:
            found[kind], wrong = read_csv(kind, source.read(f"{kind}.csv"))
            problems += wrong
    if "entrants.csv" not in names:
        problems.append(
            Problem(message(N_("Gói thiếu tệp entrants.csv, danh sách thí sinh.")), "error", "entrants.csv")
        )
    tables = Tables(**found)
    return Package(contest, tables, problems, text, source, frozenset(found))


def _read_definition(data: bytes) -> tuple[Contest, str, list[Problem]]:
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
        plain = tomllib.loads(text, parse_float=Decimal)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Contest(""), "", [Problem(message(N_("Tệp không phải UTF-8.")), "fatal", DEFINITION, line)]
    except tomllib.TOMLDecodeError as error:
        line, reason = _syntax(error, text)
        wrong = message(N_("Sai cú pháp TOML: %(reason)s."), reason=reason)
        return Contest(""), "", [Problem(wrong, "fatal", DEFINITION, line)]
    contest, problems = read_contest(plain)
    return contest, text, Package(contest, Tables(), [], text).place(problems)


def _syntax(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """Python 3.11 gives the place in the text of the error only: "… (at line 3, column 7)"."""
    reason, _, place = str(error).rpartition(" (at ")
    digits = place.removeprefix("line ").partition(",")[0]
    return (int(digits) if digits.isdigit() else text.count("\n") + 1), reason or str(error)
