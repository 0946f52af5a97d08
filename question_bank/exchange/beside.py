"""Tables that stand beside each other in one sheet → sheets of their own, which are read one after the other. PURE."""

from __future__ import annotations

from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import fold
from question_bank.exchange.columns import find_header, propose
from question_bank.exchange.sheets import Cell, Sheet

T = TypeVar("T")
_FEWEST = 3  # columns of a table of questions


def apart(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[Message]]:
    """The sheets, those with several tables of the same titles as one for each; and what is said of these."""
    found: list[Sheet] = []
    said: list[Message] = []
    for sheet in sheets:
        starts = _starts(sheet)
        if len(starts) < 2:
            found.append(sheet)
            continue
        ends = [*starts[1:], len(sheet.rows[0])]
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
            name = f"{sheet.name} ({number})" if number > 1 else sheet.name
            found.append(_part(sheet, name, start if number > 1 else 0, end))
        text = N_(
            "Trang tính “%(name)s” có %(count)d bảng cạnh nhau; các bảng được đọc nối tiếp, từ trái sang phải."
        )
        said.append(message(text, name=sheet.name, count=len(starts)))
    return found, said


def _starts(sheet: Sheet) -> list[int]:
    """The first columns of the tables: where the titles begin again, or behind an empty column where there are none."""
    header = find_header(sheet.rows, sheet.merged)
    return again(header.titles) if header else _by_gaps(sheet)


def again(titles: Sequence[str]) -> list[int]:
    """The columns at which the same titles of a list begin anew, the first among them; none where they don't."""
    plain = [fold(title) for title in titles]
    named = [at for at, title in enumerate(plain) if title]
    for count in range(_FEWEST, len(named) // 2 + 1):
        pieces = [named[at : at + count] for at in range(0, len(named), count)]
        same = {tuple(plain[at] for at in piece) for piece in pieces}
        fields = set(propose([plain[at] for at in pieces[0]]))
        if len(named) % count == 0 and len(same) == 1 and {"text", "key"} <= fields:
            return [piece[0] for piece in pieces]
    return []


def _by_gaps(sheet: Sheet) -> list[int]:
    width = len(sheet.rows[0])
    empty = {at for at in range(width) if not any(row[at].strip() for row in sheet.rows)}
    starts = [at for at in range(width) if at not in empty and (at == 0 or at - 1 in empty)]
    widths = {next((end for end in range(at, width) if end in empty), width) - at for at in starts}
    return starts if len(widths) == 1 and min(widths, default=0) > _FEWEST else []


def _part(sheet: Sheet, name: str, start: int, end: int) -> Sheet:
    def shifted(of: Named[Cell, T]) -> dict[Cell, T]:
        return {(at, column - start): what for (at, column), what in of.items() if start <= column < end}

    return replace(
        sheet,
        name=name,
        rows=[row[start:end] for row in sheet.rows],
        merged=tuple(
            ((top, left - start), (bottom, right - start))
            for (top, left), (bottom, right) in sheet.merged
            if start <= left and right < end
        ),
        marks=shifted(sheet.marks),
        pieces=shifted(sheet.pieces),
        flaws=shifted(sheet.flaws),
        pictures=shifted(sheet.pictures),
    )
