"""The Excel file, read back."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from contest.publishing import workbook
from tests.contest.publishing import samples

pytestmark = pytest.mark.usefixtures("language")


def _sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_standings_come_back_as_numbers() -> None:
    sheets = _sheets(workbook.write(samples.commune(), "Hội thi", "Kết quả chính thức"))
    assert sheets["Bảng xếp hạng"] == [
        ["Hội thi", "", "", "", "", "", "", ""],
        ["Kết quả chính thức", "", "", "", "", "", "", ""],
        ["", "", "", "", "", "", "", ""],
        [
            "Hạng",
            "Số báo danh",
            "Họ và tên",
            "Đơn vị",
            "Kiến thức chung",
            "Xử lý tình huống",
            "Tổng điểm",
            "Ghi chú",
        ],
        [1.0, "001", "Nguyễn Văn 001", "Phường Quỳnh Thiện", 18.0, 45.3, 63.3, "Giải Nhất, Vào vòng sau"],
        [2.0, "002", "Nguyễn Văn 002", "Phường Quỳnh Thiện", 19.0, 44.25, 63.25, "Dự bị"],
        [3.0, "003", "Nguyễn Văn 003", "Phường Quỳnh Thiện", 12.0, 0.0, 12.0, ""],
        ["", "004", "Nguyễn Văn 004", "Phường Quỳnh Thiện", "", "", "", "Vắng"],
    ]


def test_the_judges_have_a_sheet_of_their_own() -> None:
    sheets = _sheets(workbook.write(samples.commune(), "Hội thi", ""))
    assert sheets["Điểm giám khảo"][3:6] == [
        ["Số báo danh", "Họ và tên", "Xử lý tình huống – gk1", "Xử lý tình huống – gk2"],
        ["001", "Nguyễn Văn 001", 45.0, 45.5],
        ["002", "Nguyễn Văn 002", 44.0, 44.5],
    ]


def test_without_judges_there_is_one_sheet() -> None:
    table = samples.table(samples.row("001", 1, "1", "2", "3"))
    assert list(_sheets(workbook.write(table, "Hội thi", ""))) == ["Bảng xếp hạng"]


@pytest.mark.parametrize("name", ["=1+1", "+84 123", "@SUM(A1)", "-Nguyễn", "http://example.org"])
def test_what_people_typed_never_becomes_a_formula_or_a_link(name: str) -> None:
    table = samples.table(samples.row(name, 1, "1", "2", "3"))
    content = workbook.write(table, name, name)
    sheet = _sheets(content)["Bảng xếp hạng"]
    assert (sheet[0][0], sheet[1][0], sheet[4][1]) == (name, name, name)
    assert b"<f>" not in _part(content, "xl/worksheets/sheet1.xml")
    assert b"<hyperlink" not in _part(content, "xl/worksheets/sheet1.xml")


def test_it_prints_on_a4_with_headings_that_stay() -> None:
    content = workbook.write(samples.commune(), "Hội thi", "")
    xml = _part(content, "xl/worksheets/sheet1.xml")
    assert b'<pane xSplit="3" ySplit="4"' in xml
    assert b'<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>' in xml
    assert b"Print_Titles" in _part(content, "xl/workbook.xml")


def test_points_show_their_declared_places() -> None:
    content = workbook.write(samples.commune(), "Hội thi", "")
    assert b'formatCode="0.00"' in _part(content, "xl/styles.xml")


def _part(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)
