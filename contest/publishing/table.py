"""A result as it is shown, printed and frozen: rows of plain texts with the heads to read them by. PURE.

Everything that leaves the house (board, page, csv, xlsx, pdf) is made from this one shape, so that they can't differ.
Points are decimal texts with a point and exactly the declared places; "" where there is nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any


@dataclass(frozen=True)
class Row:
    """One entrant's line. `rank` is None for the absent, guests, withdrawn and disqualified."""

    within: str  # code of the unit or group that is ranked apart; "" for the contest as a whole
    rank: int | None
    entrant: str
    name: str
    unit: str
    group: str
    total: str
    points: Mapping[str, str]  # part code → points
    promoted: str = ""  # yes | reserve
    award: str = ""
    title: str = ""
    decided_by: str = ""
    status: str = "in"  # in | absent | guest | withdrawn | disqualified
    missing: tuple[str, ...] = ()  # parts with nothing, where 0 counts
    judges: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # part → judge → the sheet's points


@dataclass(frozen=True)
class PartHead:
    """A part's column, and the judges that marked in it."""

    code: str
    name: str
    judges: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """The rows of a stage, or of one unit of it, in the order of the standings."""

    stage: str
    parts: tuple[PartHead, ...]
    units: Mapping[str, str]  # code → name
    rows: tuple[Row, ...]

    def by_within(self) -> list[tuple[str, list[Row]]]:
        """The lists that are ranked apart, each with its unit's or group's name."""
        return [
            (self.units.get(within, within), list(rows))
            for within, rows in groupby(self.rows, key=lambda row: row.within)
        ]

    def only(self, within: str) -> Table:
        """The one list of `within`, with the judges that marked in it."""
        return table_of(
            self.stage,
            [(part.code, part.name) for part in self.parts],
            self.units,
            [row for row in self.rows if row.within == within],
        )

    @property
    def has_groups(self) -> bool:
        return any(row.group for row in self.rows)

    @property
    def has_awards(self) -> bool:
        return any(row.award for row in self.rows)

    @property
    def has_titles(self) -> bool:
        return any(row.title for row in self.rows)

    @property
    def has_promotions(self) -> bool:
        return any(row.promoted for row in self.rows)


def table_of(
    stage: str, parts: Iterable[tuple[str, str]], units: Mapping[str, str], rows: Iterable[Row]
) -> Table:
    """A table whose part heads list the judges that the rows hold, by code."""
    rows = tuple(rows)
    heads = tuple(
        PartHead(code, name, tuple(sorted({judge for row in rows for judge in row.judges.get(code, ())})))
        for code, name in parts
    )
    used = {row.unit for row in rows} | {row.within for row in rows}
    return Table(stage, heads, {code: name for code, name in units.items() if code in used}, rows)


def to_plain(table: Table) -> dict[str, Any]:
    """For a JSON column. `from_plain` gives the same table back."""
    return {
        "stage": table.stage,
        "parts": [[part.code, part.name] for part in table.parts],
        "units": dict(table.units),
        "rows": [asdict(row) | {"missing": list(row.missing)} for row in table.rows],
    }


def from_plain(plain: Mapping[str, Any]) -> Table:
    """The table that `to_plain` wrote."""
    rows = [Row(**{**row, "missing": tuple(row["missing"])}) for row in plain["rows"]]
    return table_of(plain["stage"], [(code, name) for code, name in plain["parts"]], plain["units"], rows)
