"""The tables of a contest package as columns of texts: the same for files and for database rows. PURE."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from contest.kernel.messages import N_, message
from contest.organising.plain import shortest
from contest.organising.problems import Problem


class Layout(NamedTuple):
    """The columns of a table that the format knows, and those it can't do without."""

    columns: tuple[str, ...]
    required: tuple[str, ...]


LAYOUTS: dict[str, Layout] = {
    "units": Layout(("code", "name", "parent", "kind", "headcount"), ("code",)),
    "entrants": Layout(
        ("code", "name", "unit", "group", "born", "status", "stage", "room"), ("code", "name")
    ),
    "rooms": Layout(("code", "name", "entry_code", "networks"), ("code",)),
    "marks": Layout(
        ("stage", "part", "entrant", "judge", "criterion", "mark", "at"), ("entrant", "judge", "mark")
    ),
    "points": Layout(
        ("stage", "part", "entrant", "points", "seconds", "submitted", "prediction"), ("entrant",)
    ),
    "decisions": Layout(("stage", "entrant", "kind", "value", "part", "reason", "by"), ("entrant", "kind")),
    "panels": Layout(("stage", "part", "unit", "judge", "name", "head"), ("judge",)),
    "windows": Layout(("stage", "part", "unit", "opens", "closes"), ("opens", "closes")),
    "places": Layout(("stage", "entrant", "origin"), ("stage", "entrant")),
}


@dataclass(frozen=True)
class DataTable:
    """Columns of equal length, every cell a text without blanks around it. `lines`: where each row stood in the file."""

    file: str
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    size: int = 0
    lines: Sequence[int] = ()

    def __len__(self) -> int:
        return self.size

    def column(self, name: str) -> Sequence[str]:
        """A column; empty texts where the table hasn't got it."""
        found = self.columns.get(name)
        return ("",) * self.size if found is None else found

    def line(self, row: int) -> int:
        """The line of a row, for complaints."""
        return self.lines[row] if self.lines else row + 2

    def rows(self) -> list[dict[str, str]]:
        """Every row as a dict. For small tables."""
        return [
            dict(zip(self.columns, cells, strict=True)) for cells in zip(*self.columns.values(), strict=True)
        ]

    @classmethod
    def of(cls, kind: str, names: Sequence[str], rows: Iterable[Sequence[object]]) -> DataTable:
        """A table of database rows: None becomes empty, Decimals and times their texts."""
        cells = [[_text(cell) for cell in row] for row in rows]
        columns = (
            dict(zip(names, zip(*cells, strict=True), strict=True)) if cells else dict.fromkeys(names, ())
        )
        return cls(f"{kind}.csv", columns, len(cells))


@dataclass(frozen=True)
class Tables:
    """Everything that a ranking reads beside the rules, and what is carried along. `places` None: none on record."""

    units: DataTable = DataTable("units.csv")
    entrants: DataTable = DataTable("entrants.csv")
    rooms: DataTable = DataTable("rooms.csv")
    marks: DataTable = DataTable("marks.csv")
    points: DataTable = DataTable("points.csv")
    decisions: DataTable = DataTable("decisions.csv")
    panels: DataTable = DataTable("panels.csv")
    windows: DataTable = DataTable("windows.csv")
    places: DataTable | None = None


def read_csv(kind: str, data: bytes) -> tuple[DataTable, list[Problem]]:
    """The table `kind` (a key of `LAYOUTS`) from the bytes of its file, and what is wrong with the file itself."""
    file = f"{kind}.csv"
    empty = DataTable(file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return empty, [
            Problem(message(N_("Tệp không phải UTF-8; hãy lưu lại dạng “CSV UTF-8”.")), "fatal", file, line)
        ]
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        numbered = _numbered(text, delimiter)
    except csv.Error as error:
        reason = str(error)
        return empty, [
            Problem(message(N_("Không đọc được tệp CSV: %(reason)s."), reason=reason), "fatal", file, 1)
        ]
    if not numbered.rows:
        return empty, [Problem(message(N_("Tệp trống: thiếu dòng tên cột.")), "fatal", file, 1)]
    return _columns(kind, numbered)


class _Numbered(NamedTuple):
    rows: list[list[str]]
    lines: Sequence[int]


def _numbered(text: str, delimiter: str) -> _Numbered:
    """The rows that hold anything, with the lines that they begin on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    rows = list(reader)
    lines: Sequence[int] = range(1, len(rows) + 1)
    if reader.line_num != len(rows):  # a quoted cell goes over several lines
        again = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
        starts, line = [], 1
        for _ in again:
            starts.append(line)
            line = again.line_num + 1
        lines = starts
    if not all(map(any, rows)):
        kept = [(row, line) for row, line in zip(rows, lines, strict=True) if any(map(str.strip, row))]
        rows, lines = [row for row, _ in kept], [line for _, line in kept]
    return _Numbered(rows, lines)


def _columns(kind: str, numbered: _Numbered) -> tuple[DataTable, list[Problem]]:
    file, layout = f"{kind}.csv", LAYOUTS[kind]
    (header, *rows), (top, *lines) = numbered
    problems: list[Problem] = []
    names: list[str] = []
    for at, cell in enumerate(header, start=1):
        name = " ".join(cell.split())
        name = name.lower() if name.lower() in layout.columns else name or f"column {at}"
        if name in names:
            problems.append(Problem(message(N_("Cột “%(name)s” có hai lần."), name=name), "fatal", file, top))
            name = f"{name} {at}"
        names.append(name)
    for name in layout.required:
        if name not in names:
            text = message(N_("Thiếu cột “%(name)s”."), name=name)
            problems.append(Problem(text, "fatal", file, top))
    width = len(names)
    if any(size != width for size in set(map(len, rows))):
        for row, line in zip(rows, lines, strict=True):
            if any(map(str.strip, row[width:])):
                text = message(
                    N_("Dòng có %(cells)s ô, tên cột chỉ có %(columns)s."), cells=len(row), columns=width
                )
                problems.append(Problem(text, "fatal", file, line))
        rows = [(row + [""] * width)[:width] for row in rows]
    cells = zip(*rows, strict=True) if rows else iter([()] * width)
    columns = {name: _stripped(column) for name, column in zip(names, cells, strict=True)}
    return DataTable(file, columns, len(rows), lines), problems


def _stripped(cells: Sequence[str]) -> Sequence[str]:
    """Cells without blanks around them; a column without any blank, as most are, is left as it is."""
    text = "".join(cells)
    return list(map(str.strip, cells)) if any(blank in text for blank in " \t\xa0\r\n") else cells


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return shortest(cell)
    if isinstance(cell, datetime):
        return cell.isoformat()
    return str(cell)
