"""Checks of tables, asked once per distinct combination of cells and told for every row that has it. PURE.

A table of 100,000 marks has a few hundred different (part, criterion, mark): each check sees only those.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from difflib import get_close_matches

from contest.kernel.messages import N_, Message, message
from contest.organising.package_tables import DataTable
from contest.organising.problems import Level, Problem

Finding = tuple[Level, Message]
Test = Callable[..., Iterable[Finding]]


def check_rows(table: DataTable, columns: Sequence[Sequence[Hashable]], test: Test) -> Iterator[Problem]:
    """What `test` finds wrong with the cells of `columns`, at every row."""
    bad = {
        cells: found for cells in dict.fromkeys(zip(*columns, strict=True)) if (found := tuple(test(*cells)))
    }
    if not bad:
        return
    for row, cells in enumerate(zip(*columns, strict=True)):
        for level, text in bad.get(cells, ()):
            yield Problem(text, level, table.file, table.line(row))


def check_columns(table: DataTable, names: Sequence[str], test: Test) -> Iterator[Problem]:
    """`check_rows` on columns by name."""
    return check_rows(table, [table.column(name) for name in names], test)


def check_repeats(
    table: DataTable, columns: Sequence[Sequence[str]], found: Callable[[int, int], Finding | None]
) -> Iterator[Problem]:
    """`found(first row, row)` for every row whose cells have stood before."""
    keys = list(zip(*columns, strict=True))
    if len(set(keys)) == len(keys):
        return
    first: dict[tuple[str, ...], int] = {}
    for row, key in enumerate(keys):
        if first.setdefault(key, row) != row and (finding := found(first[key], row)):
            yield Problem(finding[1], finding[0], table.file, table.line(row))


def unknown(text: Message, value: str, known: Iterable[str]) -> Message:
    """`text`, with the nearest known value proposed."""
    near = get_close_matches(value, list(known), 1)
    return message(N_("%(problem)s Ý đồng chí là “%(near)s”?"), problem=text, near=near[0]) if near else text
