"""The printed summary table (bảng tổng hợp điểm): one PDF, head lines of the Party or the Government, room to sign."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import typst
from flask_babel import gettext as _

from contest.kernel import assets
from contest.kernel.i18n import choose_language, show_points
from contest.publishing.table import PartHead, Row, Table
from contest.publishing.words import remark

# More columns than this can't be read on A4: the judges' points then follow in tables of their own.
MOST_COLUMNS = 22

RIGHT_HEAD = {
    "party": "ĐẢNG CỘNG SẢN VIỆT NAM",
    "government": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
}
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True)
class Head:
    """What stands above and below the table. `parent` and `issuer` are the bodies of the left head."""

    layout: str  # party | government
    parent: str
    issuer: str
    contest: str
    stage: str
    status: str  # what kind of result, when published
    footer: str
    year: int


def write(table: Table, head: Head) -> bytes:
    """The PDF's bytes."""
    data = {
        "language": choose_language(),
        "layout": head.layout,
        "head": {
            "parent": head.parent.upper(),
            "issuer": (head.issuer or _("Ban tổ chức hội thi")).upper(),
            "right": RIGHT_HEAD[head.layout],
            "motto": MOTTO,
        },
        "title": _("BẢNG TỔNG HỢP ĐIỂM"),
        "subtitle": [head.contest, head.stage],
        "status": head.status,
        "footer": head.footer,
        "place": _("%(gap)s, ngày%(gap)stháng%(gap)snăm %(year)s", gap="\u2003\u2003", year=head.year),
        "sign": _("(Ký, ghi rõ họ tên)"),
        "signatures": [_("THƯ KÝ"), _("TRƯỞNG BAN GIÁM KHẢO"), _("T/M BAN TỔ CHỨC")],
        "sheets": _sheets(table),
    }
    template = (assets.templates() / "contest" / "publishing" / "summary.typ").read_bytes()
    fonts = [str(assets.static() / "fonts")]
    pdf: bytes = typst.compile(  # type: ignore[misc]
        template, font_paths=fonts, sys_inputs={"data": json.dumps(data, ensure_ascii=False)}
    )
    return pdf


def _column(name: str = "", width: float = 0, align: str = "center") -> dict[str, Any]:
    return {"name": name, "width": width, "align": align}


def _group(name: str, *columns: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "columns": list(columns or [_column()])}


def _sheets(table: Table) -> list[dict[str, Any]]:
    """The main table for each list that is ranked apart, with the judges' points in it where they fit."""
    wide = 6 + table.has_groups + sum(len(part.judges) + 1 for part in table.parts)
    fits = wide <= MOST_COLUMNS
    several = len(table.by_within()) > 1
    size = 10 if wide <= 16 or not fits else 9
    sheets = [
        _sheet(
            name if several else "",
            _main_groups(table, fits),
            [_main_row(table, row, fits) for row in rows],
            size,
        )
        for name, rows in table.by_within()
    ]
    if not fits:
        sheets += [_judges_sheet(table, part) for part in table.parts if part.judges]
    return sheets


def _sheet(title: str, groups: list[dict[str, Any]], rows: list[list[str]], size: int) -> dict[str, Any]:
    return {"title": title, "groups": groups, "rows": rows, "size": size}


def _main_groups(table: Table, with_judges: bool) -> list[dict[str, Any]]:
    groups = [
        _group(_("Hạng")),
        _group(_("SBD")),
        _group(_("Họ và tên"), _column(width=3, align="left")),
        _group(_("Đơn vị"), _column(width=2.4, align="left")),
    ]
    groups += [_group(_("Bảng"))] if table.has_groups else []
    for part in table.parts:
        judges = [_column(judge) for judge in part.judges] if with_judges else []
        groups.append(_group(part.name, *judges, _column(_("Điểm"))))
    return [*groups, _group(_("Tổng điểm")), _group(_("Ghi chú"), _column(width=1.6, align="left"))]


def _main_row(table: Table, row: Row, with_judges: bool) -> list[str]:
    cells = [
        "" if row.rank is None else str(row.rank),
        row.entrant,
        row.name,
        table.units.get(row.unit, row.unit),
    ]
    cells += [row.group] if table.has_groups else []
    for part in table.parts:
        if with_judges:
            cells += _sheet_points(row, part)
        cells.append(show_points(row.points.get(part.code, "")))
    return [*cells, show_points(row.total), remark(row)]


def _judges_sheet(table: Table, part: PartHead) -> dict[str, Any]:
    groups = [_group(_("SBD")), _group(_("Họ và tên"), _column(width=1, align="left"))]
    groups += [_group(judge) for judge in part.judges] + [_group(_("Điểm"))]
    rows = [
        [row.entrant, row.name, *_sheet_points(row, part), show_points(row.points.get(part.code, ""))]
        for row in table.rows
    ]
    return _sheet(part.name, groups, rows, 10)


def _sheet_points(row: Row, part: PartHead) -> list[str]:
    given = row.judges.get(part.code, {})
    return [show_points(given.get(judge, "")) for judge in part.judges]
