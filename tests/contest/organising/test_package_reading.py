"""Reading packages as people make them: any delimiter, encoding mark, order of columns, folder or zip."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest

from contest.organising.package_reading import Package, read_package, read_zip
from contest.organising.package_tables import DataTable, read_csv
from contest.organising.toml_lines import line_of, positions

TOML = '[contest]\ncode = "c"\n[[stage]]\ncode = "s"\n'


def zipped(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def told(package: Package) -> list[str]:
    return [str(problem) for problem in package.problems]


@pytest.mark.parametrize(
    "data",
    [
        b"code,name\n1,An\n2,B\xc3\xacnh\n",
        b"\xef\xbb\xbfcode;name\r\n1;An\r\n2;B\xc3\xacnh\r\n\r\n;\r\n",
        b'Name , CODE \nAn, 1\n "B\xc3\xacnh",2',
        b"code\tname\n1\tAn\n\n2\tB\xc3\xacnh\n",
        unicodedata.normalize("NFD", "code,name\n1,An\n2,Bình\n").encode(),
        b'"code","name"\n"1","An"\n"2","B\xc3\xacnh"\n',
        b"\n\ncode,name,\n1,An,\n2,B\xc3\xacnh\n",
    ],
)
def test_the_same_table_however_it_is_written(data: bytes) -> None:
    table, problems = read_csv("entrants", data)
    assert [str(one) for one in problems] == []
    assert list(table.column("code")) == ["1", "2"]
    assert list(table.column("name")) == ["An", "Bình"]
    assert list(table.column("unit")) == ["", ""]


def test_lines_are_those_of_the_file() -> None:
    table, _ = read_csv("entrants", 'code,name\n1,"Hai\ndòng"\n\n2,Ba\n'.encode())
    assert [table.line(row) for row in range(len(table))] == [2, 5]
    assert table.column("name")[0] == "Hai\ndòng"


def test_unknown_columns_are_kept() -> None:
    table, problems = read_csv("entrants", "code,name,Chi bộ\n1,An,Xóm 3\n".encode())
    assert problems == []
    assert table.rows() == [{"code": "1", "name": "An", "Chi bộ": "Xóm 3"}]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "entrants.csv:1: Tệp trống: thiếu dòng tên cột."),
        (b"name\nAn\n", "entrants.csv:1: Thiếu cột “code”."),
        (b"code,name,code\n1,An,2\n", "entrants.csv:1: Cột “code” có hai lần."),
        (
            b"code,name\n1,An\n2,B\xecnh\n",
            "entrants.csv:3: Tệp không phải UTF-8; hãy lưu lại dạng “CSV UTF-8”.",
        ),
        (b"code,name\n1,An\n2,B,x\n", "entrants.csv:3: Dòng có 3 ô, tên cột chỉ có 2."),
    ],
)
def test_a_bad_file_is_told(data: bytes, text: str) -> None:
    _, problems = read_csv("entrants", data)
    assert text in [str(one) for one in problems]


@pytest.mark.parametrize("top", ["", "goi/", "a/b/"])
def test_zip_with_or_without_a_folder(top: str) -> None:
    files = {"contest.toml": TOML, "entrants.csv": "code,name\n1,An\n", "questions/kt.csv": "Câu hỏi\n"}
    package = read_zip(zipped({top + name: text for name, text in files.items()} | {"__MACOSX/x": ""}))
    assert told(package) == []
    assert package.contest.code == "c"
    assert len(package.tables.entrants) == 1
    assert [name for name, _ in package.questions()] == ["questions/kt.csv"]


def test_folder_and_zip_give_the_same(tmp_path: Path) -> None:
    (tmp_path / "contest.toml").write_text("\ufeff" + TOML, "utf-8")
    (tmp_path / "entrants.csv").write_text("code,name\n1,An\n", "utf-8")
    archive = tmp_path / "x.zip"
    archive.write_bytes(zipped({"contest.toml": TOML, "entrants.csv": "code,name\n1,An\n"}))
    assert read_package(tmp_path).tables == read_package(archive).tables


@pytest.mark.parametrize(
    ("files", "text"),
    [
        ({}, "contest.toml: Gói thiếu tệp contest.toml, nơi ghi thể lệ."),
        ({"contest.toml": TOML + "x = ="}, "contest.toml:5: Sai cú pháp TOML: Invalid value."),
        ({"contest.toml": TOML}, "entrants.csv: Gói thiếu tệp entrants.csv, danh sách thí sinh."),
        (
            {"contest.toml": '[contest]\nname = "x"\n', "entrants.csv": "code,name\n"},
            "contest.toml:1: Thiếu “code”.",
        ),
    ],
)
def test_a_bad_package_is_told(files: dict[str, str], text: str) -> None:
    assert text in told(read_zip(zipped(files)))


def test_no_package_at_all(tmp_path: Path) -> None:
    assert told(read_package(tmp_path / "nothing")) == [
        "nothing: Không có gói hội thi ở đây: hãy chỉ một thư mục hoặc tệp zip."
    ]
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 not a zip")
    assert told(read_package(tmp_path / "broken.zip")) == [
        "broken.zip: Tệp zip hỏng, có mật khẩu hoặc quá lớn."
    ]


def test_database_rows_take_the_same_path() -> None:
    from datetime import UTC, datetime
    from decimal import Decimal

    rows = [
        ("s", "p", 1, "j", "c", Decimal("2.50"), datetime(2026, 1, 2, 3, 4, tzinfo=UTC)),
        ("s", "p", 2, "j", "c", None, None),
    ]
    table = DataTable.of("marks", ("stage", "part", "entrant", "judge", "criterion", "mark", "at"), rows)
    assert list(table.column("mark")) == ["2.5", ""]
    assert list(table.column("at")) == ["2026-01-02T03:04:00+00:00", ""]


def test_lines_of_toml_keys() -> None:
    text = (
        '# heading\n[contest]\ncode = "a # no comment"\n\n[[stage]]\ncode = \'s\'\nties = [\n  "part:a", # one\n'
        '  "shared",\n]\n  [[stage.part]]\n  code = """x\n[y]\n"""\n  criteria = [\n    { code = "q", max = 1 },\n'
        '    { code = "r" },\n  ]\n[[stage]]\nround = { total = 2 }\nround2.total = 3\n'
    )
    lines = positions(text)
    assert lines["contest", "code"] == 3
    assert lines["stage", 0, "ties", 1] == 9
    assert lines["stage", 0, "part", 0, "code"] == 12
    assert lines["stage", 0, "part", 0, "criteria", 1, "code"] == 17
    assert lines["stage", 1, "round", "total"] == 20
    assert lines["stage", 1, "round2", "total"] == 21
    assert line_of(lines, ("stage", 0, "part", 0, "weight")) == 11
    assert line_of(lines, ("nowhere",)) == 1
