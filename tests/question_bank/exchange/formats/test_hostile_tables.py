"""Tables made to do harm, and tables that are broken: refused or read, in little time and memory."""

# ruff: noqa: E501 - the XML of a row is read best on one line

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from question_bank.exchange import read_questions
from question_bank.exchange.questions import Reading
from tests.question_bank.corpus import build_tables as tables

NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
USUAL = tables.xlsx({"Câu hỏi": tables.usual(tables.FOUR)})


def with_parts(data: bytes, **parts: bytes) -> bytes:
    """A zip with these parts instead of its own; `__` stands for a slash."""
    new = {name.replace("__", "/").replace("_DOT_", "."): content for name, content in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            if name not in new:
                archive.writestr(name, old.read(name))
        for name, content in new.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_sheet(rows: bytes, dimension: bytes = b"A1:G5") -> bytes:
    """A workbook whose sheet holds these rows in its own XML."""
    sheet = b'<worksheet %s><dimension ref="%s"/><sheetData>%s</sheetData></worksheet>'
    return with_parts(USUAL, xl__worksheets__sheet1_DOT_xml=sheet % (NAMESPACE, dimension, rows))


def measured(data: bytes, name: str = "a.xlsx") -> tuple[Reading, float, int]:
    """What is read, in how many seconds of the processor, with how many megabytes at once."""
    tracemalloc.start()
    before = time.process_time()
    reading = read_questions(data, name)
    spent = time.process_time() - before
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return reading, spent, peak >> 20


def inline(place: str, words: str) -> bytes:
    """A cell with its text in itself."""
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'.encode()


GOOD = (
    b'<row r="1">' + inline("A1", "Câu hỏi") + inline("B1", "A") + inline("C1", "B") + inline("D1", "Đáp án") + b"</row>"
    b'<row r="2">' + inline("A2", "Số lẻ?") + inline("B2", "1") + inline("C2", "2") + inline("D2", "A") + b"</row>"
)  # fmt: skip


def test_a_dimension_that_lies_makes_no_difference() -> None:
    reading, _, megabytes = measured(with_sheet(GOOD, b"A1:XFD1048576"))
    assert ([one.text for one in reading.questions], reading.refused) == (["Số lẻ?"], None)
    assert megabytes < 60


def test_many_empty_cells_are_passed_over() -> None:
    empty = b"".join(
        b'<row r="%d">%s</row>' % (row, b"".join(b'<c r="%c%d" s="1"/>' % (65 + at, row) for at in range(20)))
        for row in range(3, 3_003)
    )
    reading, spent, megabytes = measured(with_sheet(GOOD + empty))
    assert [one.text for one in reading.questions] == ["Số lẻ?"]
    assert spent < 30
    assert megabytes < 200


@pytest.mark.parametrize(
    "far",
    [
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        b'<row r="3"><c r="XFD3"><v>1</v></c></row>',
        b'<row r="1048576"><c><v>1</v></c></row>',
    ],
)
def test_a_far_cell_is_refused_however_it_says_its_place(far: bytes) -> None:
    reading, _, megabytes = measured(with_sheet(GOOD + far))
    assert "Bảng quá lớn" in str(reading.refused)
    assert megabytes < 60


def test_a_gigantic_cell_does_no_harm() -> None:
    row = b'<row r="3">' + inline("A3", "x" * 12_000_000) + inline("B3", "1") + b"</row>"
    reading, _, megabytes = measured(with_sheet(GOOD + row))
    assert "Bảng quá lớn" in str(reading.refused)
    assert megabytes < 60
    long = (
        b'<row r="3">'
        + inline("A3", "x" * 20_000)
        + inline("B3", "1")
        + inline("C3", "2")
        + inline("D3", "A")
        + b"</row>"
    )
    assert [
        "Dài quá" in str(one.problems) for one in read_questions(with_sheet(GOOD + long), "a.xlsx").questions
    ] == [False, True]


def test_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO(USUAL)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    assert "tệp bị hỏng" in str(read_questions(out.getvalue(), "a.xlsx").refused)


def test_an_archive_that_says_less_than_it_holds_is_refused() -> None:
    bomb = with_parts(USUAL, xl__media__a_DOT_bin=b"\0" * (1 << 20))
    lying = bomb.replace((1 << 20).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != bomb
    assert "tệp bị hỏng" in str(read_questions(lying, "a.xlsx").refused)


ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "part", ["xl__workbook_DOT_xml", "xl__styles_DOT_xml", "xl__worksheets__sheet1_DOT_xml"]
)
def test_entities_are_refused_in_every_part(part: str) -> None:
    assert "tệp bị hỏng" in str(
        read_questions(with_parts(USUAL, **{part: ENTITY + b"<x>&e;</x>"}), "a.xlsx").refused
    )


def test_entities_are_refused_in_opendocument() -> None:
    sheet = tables.ods([tables.ods_row("Câu hỏi", "A", "B", "Đáp án")])
    hostile = with_parts(sheet, content_DOT_xml=ENTITY + b"<office/>")
    assert "tệp bị hỏng" in str(read_questions(hostile, "a.ods").refused)


@pytest.mark.parametrize(
    "row",
    [
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>',
        '<table:table-row><table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>',
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
        + tables.ods_row("x"),
        '<table:table-row table:number-rows-repeated="20000"><table:table-cell table:number-columns-repeated="190"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>",
    ],
)
def test_repeated_cells_are_counted_before_they_are_made(row: str) -> None:
    reading, _, megabytes = measured(
        tables.ods([tables.ods_row("Câu hỏi", "A", "B", "Đáp án"), row]), "a.ods"
    )
    assert "Bảng quá lớn" in str(reading.refused)
    assert megabytes < 100


def test_locked_files_are_refused_with_advice() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    manifest = b'<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'
    free = with_parts(tables.ods([tables.ods_row("x")]), **{"META-INF__manifest_DOT_xml": manifest})
    for data, name in ((old, "a.xlsx"), (free, "a.ods")):
        assert "có mật khẩu" in str(read_questions(data, name).refused)


def test_macros_are_never_looked_at() -> None:
    reading = read_questions(with_parts(USUAL, xl__vbaProject_DOT_bin=b"\xd0\xcf not a project"), "a.xlsm")
    assert len(reading.questions) == 4


def test_a_binary_workbook_is_refused_with_advice() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.bin", b"\0")
    assert "lưu thành .xlsx" in str(read_questions(out.getvalue(), "a.xlsb").refused)


FUZZED = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
CSV = tables.text(tables.usual(tables.FOUR)).encode()
OLD = (tables.HERE / "table-usual.xls").read_bytes()
SAMPLES = {
    "a.xlsx": USUAL,
    "a.ods": (tables.HERE / "table-usual.ods").read_bytes(),
    "a.xls": OLD,
    "a.csv": CSV,
}


@FUZZED
@given(st.text(st.sampled_from('Câu hỏiABĐápán12,;\t|"\n\r*x.)'), max_size=300))
def test_any_text_is_read_or_refused(words: str) -> None:
    read_questions(words.encode(), "a.csv")


@FUZZED
@given(st.sampled_from(sorted(SAMPLES)), st.floats(0, 1), st.binary(min_size=1, max_size=30), st.booleans())
def test_any_damage_is_read_or_refused(name: str, where: float, noise: bytes, cut: bool) -> None:
    whole = SAMPLES[name]
    at = int(where * len(whole))
    read_questions(whole[:at] + (b"" if cut else noise + whole[at + len(noise) :]), name)


@FUZZED
@given(
    st.sampled_from(
        ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
    ),
    st.floats(0, 1),
    st.binary(max_size=12),
)
def test_any_damage_inside_is_read_or_refused(part: str, where: float, noise: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(USUAL)) as archive:
        content = archive.read(part)
    at = int(where * len(content))
    damaged = content[:at] + noise + content[at + len(noise) :]
    read_questions(with_parts(USUAL, **{part.replace("/", "__").replace(".", "_DOT_"): damaged}), "a.xlsx")
