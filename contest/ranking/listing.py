"""Standings as a table to read in a terminal. PURE."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from contest.kernel.messages import N_, Message, message
from contest.ranking.standings import Row, StageStandings

Gettext = Callable[[str], str]

STATUS = {
    "absent": N_("vắng"),
    "guest": N_("khách mời"),
    "withdrawn": N_("rút lui"),
    "disqualified": N_("bị loại"),
}
PROMOTED = {"yes": N_("vào vòng sau"), "reserve": N_("dự bị")}
RULES = {
    "duration": N_("thời gian làm bài"),
    "submitted": N_("giờ nộp"),
    "prediction": N_("dự đoán"),
    "highest_marks": N_("số điểm cao nhất"),
    "decision": N_("trưởng ban quyết định"),
    "name": N_("tên"),
}


def to_table(standings: Sequence[StageStandings], gettext: Gettext = str, comma: bool = True) -> str:
    """One aligned table for each ranked list; `comma`: the decimal mark."""
    lines: list[str] = []
    for each in standings:
        units = {row["code"]: row.get("name", "") for row in each.facts.data.tables.units.rows()}
        for within, rows in groupby(each.rows, key=lambda row: row.within):
            title = each.stage.name or each.stage.code
            lines += [f"{title}: {units.get(within) or within}" if within else title, ""]
            lines += _table(each, list(rows), units, gettext, comma)
            lines.append("")
        for tied in each.undecided:
            text = message(
                N_("Chờ trưởng ban quyết định (hạng %(rank)s): %(entrants)s."),
                rank=tied.rank,
                entrants=", ".join(tied.entrants),
            )
            lines += [text.render(gettext), ""]
    return "\n".join(lines)


def _table(
    each: StageStandings, rows: list[Row], units: dict[str, str], gettext: Gettext, comma: bool
) -> Iterator[str]:
    def number(text: str) -> str:
        return text.replace(".", ",") if comma else text

    heads = [gettext(N_("Hạng")), gettext(N_("SBD")), gettext(N_("Họ và tên"))]
    left = [False, True, True]
    if any(row.unit != row.within for row in rows):
        heads.append(gettext(N_("Đơn vị")))
        left.append(True)
    parts = each.stage.parts
    heads += [part.name or part.code for part in parts] + [gettext(N_("Tổng")), gettext(N_("Ghi chú"))]
    left += [False] * (len(parts) + 1) + [True]
    cells = [heads]
    for row in rows:
        line = [str(row.rank or ""), row.entrant, row.name]
        if len(left) == len(parts) + 6:
            line.append(units.get(row.unit) or row.unit)
        line += [number(row.points[part.code]) + "*" * (part.code in row.missing) for part in parts]
        line += [number(row.total), "; ".join(_remarks(each, row, gettext))]
        cells.append(line)
    widths = [max(_width(line[at]) for line in cells) for at in range(len(heads))]
    for number_, line in enumerate(cells):
        padded = [_pad(cell, width, side) for cell, width, side in zip(line, widths, left, strict=True)]
        yield "  ".join(padded).rstrip()
        if number_ == 0:
            yield "  ".join("─" * width for width in widths)


def _remarks(each: StageStandings, row: Row, gettext: Gettext) -> Iterator[str]:
    if row.status in STATUS:
        yield gettext(STATUS[row.status])
    yield from (text for text in (row.award, row.title) if text)
    if row.promoted:
        yield gettext(PROMOTED[row.promoted])
    if row.decided_by == "shared":
        yield gettext(N_("đồng hạng"))
    elif row.decided_by:
        yield message(N_("xếp theo %(rule)s"), rule=_rule(each, row.decided_by)).render(gettext)
    if row.missing:
        yield gettext(N_("* không có điểm, tính 0"))


def _rule(each: StageStandings, rule: str) -> Message | str:
    if rule.startswith("part:"):
        part = each.stage.part(rule.removeprefix("part:"))
        return part.name or part.code if part else rule
    return message(RULES[rule])


def _width(text: str) -> int:
    """Columns on a terminal: wide letters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _pad(text: str, width: int, left: bool) -> str:
    blanks = " " * (width - _width(text))
    return text + blanks if left else blanks + text
