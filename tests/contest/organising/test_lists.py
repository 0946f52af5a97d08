"""Lists of names as organisers keep them: what is understood, and each complaint at its row."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from flask import Flask
from sqlalchemy import func, select

from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.organising import people, rooms
from contest.organising.lists import (
    ENTRANT_FIELDS,
    UNIT_FIELDS,
    Cells,
    cells,
    check_entrants,
    check_units,
    missing,
    read_sheet,
)
from contest.organising.models import Entrant, Unit
from tests.support.factories import small

UNITS = {"quynh-di": "Phường Quỳnh Dị", "quynh-lap": "Xã Quỳnh Lập"}


def read(text: str, encoding: str = "utf-8") -> list[Cells]:
    sheet = read_sheet(text.encode(encoding), ENTRANT_FIELDS)
    return check_entrants(cells(sheet, sheet.mapping), UNITS, ["099"])


def problems(rows: list[Cells]) -> list[str]:
    return [str(problem) for row in rows for problem in row.problems]


def test_a_usual_list_comes_in_whole() -> None:
    rows = read(
        "DANH SÁCH THÍ SINH,,,\n\nSTT,SBD,Họ và tên,Đơn vị,Chi bộ\n1,001,Nguyễn  Văn An,Phường Quỳnh Dị,Khối 1\n"
        "2,002,Đỗ Thị Bình,quynh-lap,Khối 2\n"
    )
    assert problems(rows) == []
    assert [dict(row.values) for row in rows] == [
        {"code": "001", "name": "Nguyễn Văn An", "unit": "quynh-di", "status": "in"},
        {"code": "002", "name": "Đỗ Thị Bình", "unit": "quynh-lap", "status": "in"},
    ]
    assert [dict(row.extra) for row in rows] == [{"Chi bộ": "Khối 1"}, {"Chi bộ": "Khối 2"}]


def test_rooms_are_named_and_made_as_units_are(app: Flask) -> None:
    contest = small().contest
    sheet = read_sheet("SBD,Họ tên,Phòng\n010,An,Phòng 1\n011,Bình,phong 1\n".encode(), ENTRANT_FIELDS)
    raw = cells(sheet, sheet.mapping)
    assert problems(check_entrants(raw, {}, [])) == [
        "Dòng 2: không có phòng thi “Phòng 1”.",
        "Dòng 3: không có phòng thi “phong 1”.",
    ]
    new = missing(raw, "room", {})
    assert new == {"phong-1": "Phòng 1"}
    rows = check_entrants(raw, {}, [], new)
    assert problems(rows) == []
    people.import_entrants(contest, rows, {}, new)
    [room] = rooms.rooms(contest)
    assert [one.code for one in rooms.entrants(room)] == ["010", "011"]


def test_numbers_are_given_where_the_list_has_none() -> None:
    rows = read("Họ và tên\nNguyễn An\nTrần Bình\n")
    assert [row.values["code"] for row in rows] == ["001", "002"]


def test_family_and_given_names_in_two_columns() -> None:
    assert [row.values["name"] for row in read("Họ và tên đệm,Tên\nNguyễn Văn,An\n")] == ["Nguyễn Văn An"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("001,Trần Bình,", "Dòng 3: mã “001” trùng với dòng 2."),
        ("099,Trần Bình,", "Dòng 3: mã “099” đã có trong hội thi."),
        ("0 1,Trần Bình,", "Dòng 3: mã “0 1” chỉ được có chữ, số, dấu chấm, gạch nối; nhiều nhất 40 ký tự."),
        ("002,,quynh-di", "Dòng 3: thiếu họ và tên."),
        (
            "002,Trần Bình,Phường Quỳnh Dĩ A",
            "Dòng 3: không có đơn vị “Phường Quỳnh Dĩ A”, gần nhất là “Phường Quỳnh Dị”.",
        ),
        ("002,Trần Bình,Xã Lạ Hoắc", "Dòng 3: không có đơn vị “Xã Lạ Hoắc”."),
    ],
)
def test_each_complaint_names_its_row(row: str, problem: str) -> None:
    assert problems(read(f"SBD,Họ và tên,Đơn vị\n001,Nguyễn An,quynh-di\n{row}\n")) == [problem]


def test_one_bad_row_stores_nothing(app: Flask) -> None:
    world = small()
    sheet = read_sheet("SBD,Họ và tên\n010,Nguyễn An\n010,Trần Bình\n".encode(), ENTRANT_FIELDS)
    rows = check_entrants(cells(sheet, sheet.mapping), {}, [])
    with pytest.raises(Invalid, match="Còn 1 dòng lỗi"):
        people.import_entrants(world.contest, rows, {})
    assert db.session.scalar(select(func.count()).select_from(Entrant)) == 3


def test_a_list_is_stored_whole(app: Flask) -> None:
    world = small()
    sheet = read_sheet(
        "SBD,Họ và tên,Đơn vị\n010,Nguyễn An,Xã A\n011,Trần Bình,Xã B\n".encode(), ENTRANT_FIELDS
    )
    rows = check_entrants(cells(sheet, sheet.mapping), people.unit_names(world.contest), [])
    assert people.import_entrants(world.contest, rows, {}) == 2
    found = db.session.execute(
        select(Entrant.code, Unit.code).join(Unit).where(Entrant.code > "009").order_by(Entrant.code)
    )
    assert [tuple(row) for row in found] == [("010", "a"), ("011", "b")]
    assert [one.name for one in db.session.scalars(people.entrants(world.contest, "binh tran"))] == [
        "Trần Bình"
    ]


def test_units_find_their_parents_by_name_or_code() -> None:
    sheet = read_sheet(
        "Tên đơn vị,Trực thuộc,Số người\nThị xã,,\nXã X,Thị xã,30\nXã Y,Lạ,ba\n".encode(), UNIT_FIELDS
    )
    rows = check_units(cells(sheet, sheet.mapping), {})
    assert [row.values["parent"] for row in rows[:2]] == ["", "thi-xa"]
    assert problems(rows) == [
        "Dòng 4: không có đơn vị cấp trên “Lạ”.",
        "Dòng 4: số người “ba” không phải số nguyên.",
    ]


def test_an_xlsx_with_a_merged_title_above() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "DANH SÁCH")
        sheet.write_row(1, 0, ["SBD", "Họ và tên", "Đơn vị"])
        sheet.write_row(2, 0, [7, "Nguyễn An", "Xã Quỳnh Lập"])
    read_back = read_sheet(buffer.getvalue(), ENTRANT_FIELDS)
    assert cells(read_back, read_back.mapping)[0].values == {
        "code": "7",
        "name": "Nguyễn An",
        "unit": "Xã Quỳnh Lập",
    }


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"\xff\xff\xfe\x81\x82\x83", b"%PDF-1.4 \x00\x01"])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read_sheet(data, ENTRANT_FIELDS)
