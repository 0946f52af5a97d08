"""Tables of questions: what comes in, what is complained of, what is refused."""

from __future__ import annotations

import datetime
import io
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import numbers

from question_bank.exchange import read_questions
from question_bank.exchange.formats import Choices
from question_bank.exchange.questions import Reading, ReadQuestion
from tests.question_bank.exchange.formats.test_hostile_tables import with_parts
from tests.question_bank.making import picture

HEADER = [
    "Mã",
    "Chủ đề",
    "Câu hỏi",
    "Đáp án A",
    "Đáp án B",
    "Đáp án C",
    "Đáp án D",
    "Đáp án đúng",
    "Giải thích",
]
GOOD = [
    "K1",
    "Lịch sử",
    "Đảng ta thành lập năm nào?",
    "1930",
    "1945",
    "1954",
    "1975",
    "A",
    "Hội nghị hợp nhất.",
]


def xlsx(*rows: list[object], sheets: dict[str, list[list[object]]] | None = None, merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in (sheets or {"Câu hỏi": list(rows)}).items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(*rows: list[str], delimiter: str = ",") -> str:
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows) + "\r\n"


def problems(reading: Reading) -> list[str]:
    return [str(problem) for problem in reading.all_problems]


def only(reading: Reading) -> ReadQuestion:
    assert problems(reading) == []
    assert len(reading.questions) == 1
    return reading.questions[0]


def test_the_usual_layout() -> None:
    question = only(read_questions(xlsx(HEADER, GOOD), "ds.xlsx"))
    assert question.kind == "single_choice"
    assert (question.code, question.topic, question.row) == ("K1", "Lịch sử", 2)
    assert question.text == "Đảng ta thành lập năm nào?"
    assert [option["text"] for option in question.body["options"]] == ["1930", "1945", "1954", "1975"]
    assert question.body["key"] == [0]
    assert question.explanation == "Hội nghị hợp nhất."


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
def test_csv_in_every_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    text = csv(HEADER, GOOD, delimiter=delimiter)
    if encoding == "cp1258":
        text = cp1258_form(text)
    assert only(read_questions(text.encode(encoding), "ds.csv")).text == "Đảng ta thành lập năm nào?"


def cp1258_form(text: str) -> str:
    """Windows-1258 holds a vowel with its mark, and the tone apart."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = ""
    for letter in unicodedata.normalize("NFC", text):
        try:
            letter.encode("cp1258")
            out += letter
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
            out += base + "".join(part for part in parts if part in tones)
    return out


def test_text_is_normalised() -> None:
    row = [*GOOD]
    row[2] = unicodedata.normalize("NFD", "Ðảng  ta\u00a0thành lập năm nào?")
    assert only(read_questions(xlsx(HEADER, row), "ds.xlsx")).text == "Đảng ta thành lập năm nào?"


def test_title_rows_empty_rows_and_a_header_of_two_rows() -> None:
    table = xlsx(
        ["NGÂN HÀNG CÂU HỎI"],
        [],
        ["STT", "Nội dung câu hỏi", "Phương án trả lời", None, None, "Đáp án", "Lĩnh vực"],
        [None, None, "A", "B", "C", None, None],
        [1, "Ai?", "x", "y", "z", "B", "Chung"],
        [],
        [2, "Đâu?", "x", "y", None, 1, "Chung"],
        merge="C3:E3",
    )
    reading = read_questions(table, "ds.xlsx")
    assert problems(reading) == []
    assert [(question.row, question.text, question.body["key"]) for question in reading.questions] == [
        (5, "Ai?", [1]),
        (7, "Đâu?", [0]),
    ]


def test_a_topic_merged_over_rows_counts_for_each() -> None:
    second = ["K2", None, "Bác sinh năm nào?", *GOOD[3:]]
    reading = read_questions(xlsx(HEADER, GOOD, second, merge="B2:B3"), "ds.xlsx")
    assert [question.topic for question in reading.questions] == ["Lịch sử", "Lịch sử"]


def test_a_heading_between_questions_is_passed_over_and_said() -> None:
    reading = read_questions(xlsx(HEADER, ["PHẦN I"], GOOD), "ds.xlsx")
    assert [question.code for question in reading.questions] == ["K1"]
    assert problems(reading) == ["Dòng 2: chỉ có một ô, “PHẦN I”, nên đã bỏ qua."]


def test_a_header_printed_again_is_no_question() -> None:
    assert only(read_questions(xlsx(HEADER, GOOD, HEADER), "ds.xlsx")).code == "K1"


def test_options_are_what_the_sheet_shows() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Câu hỏi", "A", "B", "C", "D", "Đáp án"])
    sheet.append(["Bao nhiêu?", 0.5, 4.0, datetime.date(1945, 9, 2), 2.5, 2])
    sheet["B2"].number_format = numbers.FORMAT_PERCENTAGE
    sheet["D2"].number_format = "d/m/yyyy"
    out = io.BytesIO()
    book.save(out)
    question = only(read_questions(out.getvalue(), "ds.xlsx"))
    assert [option["text"] for option in question.body["options"]] == ["50%", "4", "2/9/1945", "2,5"]
    assert question.body["key"] == [1]


def test_kinds_are_told_from_the_row() -> None:
    header = ["Câu hỏi", "A", "B", "C", "Đáp án đúng", "Loại", "Gợi ý trả lời", "Tiêu chí"]
    reading = read_questions(
        xlsx(
            header,
            ["Một", "x", "y", "z", "A"],
            ["Nhiều", "x", "y", "z", "A, C"],
            ["Đúng sai không phương án", None, None, None, "Đúng"],
            ["Đúng sai ngược", "Sai", "Đúng", None, "A"],
            ["Ngắn", None, None, None, "3/2/1930 | 03/02/1930"],
            ["Tình huống", None, None, None, None, None, "Gặp riêng…", "Đúng căn cứ"],
            ["Chuyên đề", None, None, None, None, "Chuyên đề", "Dàn ý"],
            ["Một đáp án mà nhiều", "x", "y", "z", "B", "Nhiều đáp án"],
            ["Trắc nghiệm", "x", "y", "z", "B", "Trắc nghiệm nhiều lựa chọn"],
        ),
        "ds.xlsx",
    )
    assert problems(reading) == []
    assert [question.kind for question in reading.questions] == [
        "single_choice", "several_correct", "true_false", "true_false", "short_answer", "situation", "theme",
        "several_correct", "single_choice",
    ]  # fmt: skip
    assert reading.questions[3].body["key"] == [1]
    assert reading.questions[4].body["accepted"] == ["3/2/1930", "03/02/1930"]
    assert reading.questions[5].body == {"model_answer": "Gặp riêng…", "rubric": "Đúng căn cứ"}


def test_a_picture_belongs_to_the_option_or_the_question_that_it_lies_over() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(HEADER, GOOD, ["K2", *GOOD[1:]], ["K3", *GOOD[1:]])))
    for cell in ("J3", "D4", "A9"):
        book.active.add_image(Image(io.BytesIO(picture())), cell)
    out = io.BytesIO()
    book.save(out)
    reading = read_questions(out.getvalue(), "ds.xlsx")
    ((name, content),) = reading.media.items()
    shown = f"![](media:{name})"
    assert content == picture()
    assert [one.text for one in reading.questions] == [GOOD[2], f"{GOOD[2]} {shown}", GOOD[2]]
    assert [one.body["options"][0]["text"] for one in reading.questions] == [
        *[GOOD[3]] * 2,
        f"{GOOD[3]} {shown}",
    ]
    assert [str(one) for one in reading.problems] == [
        "Dòng 9: có hình ở dòng không có câu hỏi nên đã bỏ qua; nếu hình thuộc một câu, hãy thêm hình sau."
    ]


def test_a_picture_that_can_not_be_read_or_spreads_is_noted() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx(HEADER, GOOD, ["K2", *GOOD[1:]], ["K3", *GOOD[1:]], ["K4", *GOOD[1:]]))
    )
    book.active.add_image(Image(io.BytesIO(picture())), "C2")
    wide = Image(io.BytesIO(picture(4, 4)))
    wide.anchor = TwoCellAnchor(_from=AnchorMarker(row=3, col=2), to=AnchorMarker(row=6, col=4))
    book.active.add_image(wide)
    out = io.BytesIO()
    book.save(out)
    broken = with_parts(out.getvalue(), xl__media__image1_DOT_png=b"no picture")
    notes = [[str(note) for note in one.notes] for one in read_questions(broken, "ds.xlsx").questions]
    assert notes == [
        ["Dòng 2: Hình đặt ở dòng này chưa được đọc; hãy thêm hình sau."],
        [],
        ["Dòng 4: Hình đặt ở dòng này phủ cả những dòng sau; hãy kiểm tra hình thuộc câu nào."],
        [],
    ]


def test_questions_over_several_rows_leave_no_columns_to_choose() -> None:
    rows = [["Câu 1", "Thủ đô?"], ["A", "Huế"], ["B", "Hà Nội"], ["", "Đáp án: B"]]
    reading = read_questions(xlsx(*rows), "ds.xlsx")
    assert (only(reading).body["key"], only(reading).row) == ([1], 1)
    assert (reading.columns, reading.mapping, reading.samples) == ((), (), ())


def test_an_option_about_all_the_others_is_locked() -> None:
    row = [*GOOD]
    row[6] = "Tất cả các đáp án trên"
    question = only(read_questions(xlsx(HEADER, row), "ds.xlsx"))
    assert [option["locked"] for option in question.body["options"]] == [False, False, False, True]


def test_difficulties_in_words() -> None:
    rows = [[f"Câu {word}", "x", "y", "A", word] for word in ("Dễ", "trung bình", "Vận dụng cao", "", 1)]
    reading = read_questions(xlsx(["Câu hỏi", "A", "B", "Đáp án", "Mức độ"], *rows), "ds.xlsx")
    assert problems(reading) == []
    assert [question.difficulty for question in reading.questions] == ["easy", "medium", "hard", "", "easy"]


def test_each_problem_names_its_row_and_column_and_the_others_come_in() -> None:
    header = [*HEADER, "Mức độ", "Loại"]
    rows = [
        [*GOOD[:7], "E", ""],
        ["K2", "", "Câu?", "x", None, "z", None, "A", ""],
        ["K3", "", None, "x", "y", None, None, "A", ""],
        ["K4", "", "Câu?", "x", "X.", None, None, "A", ""],
        ["K5", "", "Câu?", "x", "y", None, None, None, ""],
        ["K6", "", "Câu?", "x", "y", None, None, "A", "", "Siêu khó", "Lạ"],
        ["K7", "", "Câu?", None, None, None, None, "A", "", None, "Một đáp án"],
        ["K8", "", "Câu?", "x", "y", None, None, "A, B", "", None, "Một đáp án"],
        ["K9", "", "Câu?", None, None, None, None, "X", "", None, "Đúng/Sai"],
        ["k1", "", "Câu khác?", "x", "y", None, None, "A", ""],
        ["K10", "", "Câu cuối?", "x", "y", None, None, "A", ""],
    ]
    reading = read_questions(xlsx(header, *rows), "ds.xlsx")
    assert problems(reading) == [
        "Dòng 2, cột “Đáp án đúng”: “E” không ứng với phương án nào (có A, B, C, D).",
        "Dòng 3, cột “Đáp án đúng”: Phương án B bỏ trống.",
        "Dòng 4, cột “Câu hỏi”: Chưa có nội dung câu hỏi.",
        "Dòng 5, cột “Đáp án đúng”: Phương án A và B giống nhau.",
        "Dòng 6, cột “Đáp án đúng”: Chưa có đáp án đúng.",
        "Dòng 7, cột “Loại”: “Lạ” không phải một loại câu hỏi "
        "(Một đáp án, Nhiều đáp án, Đúng/Sai, Trả lời ngắn, Điền số, Ghép cặp, Sắp xếp, Điền vào chỗ trống, "
        "Tình huống có trọng số, Tự luận, Tình huống, Chuyên đề, Dự đoán).",
        "Dòng 7, cột “Mức độ”: “Siêu khó” không phải Dễ, Trung bình hay Khó.",
        "Dòng 8, cột “Đáp án A”: Không có phương án nào.",
        "Dòng 9, cột “Đáp án đúng”: Câu một đáp án chỉ có một đáp án đúng, ở đây có 2.",
        "Dòng 10, cột “Đáp án đúng”: Đáp án của câu đúng hay sai phải là “Đúng” hoặc “Sai”.",
        "Dòng 11: Mã “k1” đã có ở dòng 2.",
    ]
    assert [question.code for question in reading.questions if not question.problems] == ["K10"]


def test_sheets_of_the_same_layout_are_read_together_and_others_are_named() -> None:
    sheets = {
        "Phần 1": [HEADER, GOOD],
        "Phần 2": [HEADER, ["K2", *GOOD[1:7], "F", ""]],
        "Ghi chú": [["Xem thêm"]],
    }
    reading = read_questions(xlsx(sheets=sheets), "ds.xlsx")
    assert [(question.sheet, question.row) for question in reading.questions] == [
        ("Phần 1", 2),
        ("Phần 2", 2),
    ]
    assert problems(reading) == [
        "Trang tính “Ghi chú” không có bảng câu hỏi nên không được đọc.",
        "Trang tính “Phần 2”, dòng 2, cột “Đáp án đúng”: “F” không ứng với phương án nào (có A, B, C, D).",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Chợ quê họp sớm.\nAi đến muộn, người ấy chỉ còn rau, quả, và gió.\n", "cho.txt"),
        ("Chợ nào ở Huế, Đà Nẵng, Nam Định?", "cho.txt"),
        (
            "8.Chợ họp ngày nào? *\n(1 Điểm)\nMồng năm ✔\nHôm rằm\n\n"
            "9.Chợ bán gì, ngày, đêm, lúc nào? *\n(1 Điểm)\nRau, quả, cá ✔\nGió\n",
            "cho.txt",
        ),
        ("# Chợ quê\n\nHọp sớm, tan sớm.\n\nBa ngày, năm ngày, hoặc mười ngày một phiên.\n", "cho.md"),
    ],
)
def test_a_text_without_questions_is_told_what_a_list_looks_like(text: str, name: str) -> None:
    reading = read_questions(text.encode(), name)
    assert str(reading.refused).startswith("Không thấy câu hỏi nào trong văn bản này.")
    assert reading.columns == ()


def test_a_text_of_columns_is_asked_for_its_columns() -> None:
    text = "Lạ, Khác, Nữa, Hết\n" + "Huế, Đông Ba, Hàn, một\n" * 4
    reading = read_questions(text.encode(), "cho.txt")
    assert reading.refused is None
    assert problems(reading)[0].startswith("Chưa biết cột nào là câu hỏi.")


def test_wrong_columns_are_asked_for_and_a_mapping_mends_it() -> None:
    table = xlsx(["Cột lạ", "Lạ 1", "Lạ 2", "Lạ 3"], ["Ai?", "x", "y", "B"])
    reading = read_questions(table, "ds.xlsx")
    assert reading.questions == ()
    assert problems(reading)[0].startswith("Chưa biết cột nào là câu hỏi.")
    assert reading.columns == ("Cột 1", "Cột 2", "Cột 3", "Cột 4")
    mended = read_questions(table, "ds.xlsx", Choices(("text", "option_a", "option_b", "key")))
    assert [(question.text, len(question.problems)) for question in mended.questions] == [
        ("Cột lạ", 1),
        ("Ai?", 0),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Tệp trống."),
        (b" \r\n", "Tệp trống."),
        (b"PK\x03\x04 and nothing", "tệp bị hỏng"),
        (b"%PDF-1.7", "Tệp PDF chỉ để in."),
        (b"\x89PNG\r\n\x1a\n", "Đây là tệp ảnh."),
        (b"Rar!\x1a\x07", "Đây là tệp nén"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "tệp bị hỏng"),
        (b"{\\rtf1}", "Tệp văn bản kiểu khác"),
        (b"<html><table>", "không phải .xlsx hay .csv"),
        (b"\x00\x01\x02\x00\x00\x00", "không phải bảng tính"),
        (b"C\xa9u h\xe1i,\xb8\xb5\xb6\xb7\xb9", "Không nhận ra bảng mã"),
        (b"\xff\xfe\x00", "Không nhận ra bảng mã"),
        ("CÃ¢u há»i,Ä\u0091Ã¡p Ã¡n,CÃ¢u há»i".encode(), "đã hỏng từ trước"),
        ("Câu hỏi,Đáp án\r\n".encode(), "không có câu hỏi nào"),
        (b",,,\r\n,,,\r\n", "không có dòng nào"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(data: bytes, said: str) -> None:
    reading = read_questions(data, "ds.xlsx")
    assert reading.questions == ()
    assert said in str(reading.refused)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_another_zip_is_no_workbook() -> None:
    assert "không phải bảng tính Excel" in str(
        read_questions(zipped(**{"ppt/presentation.xml": b"<x/>"}), "a.pptx").refused
    )


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        new.writestr(name, content)
    return out.getvalue()


def test_a_zip_bomb_is_refused() -> None:
    bomb = with_part(xlsx(HEADER, GOOD), "xl/media/image1.png", b"\0" * (160 * 1024 * 1024))
    assert len(bomb) < 1_000_000
    assert "Bảng quá lớn" in str(read_questions(bomb, "ds.xlsx").refused)


@pytest.mark.parametrize("cell", [b'<c r="XFD1048576" t="n"><v>1</v></c>', b"<c r='A1048576'><v>1</v></c>"])
def test_one_far_cell_is_refused_before_it_fills_the_memory(cell: str) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1048576">' + cell + b"</row></sheetData></worksheet>"
    )
    table = with_part(xlsx(HEADER, GOOD), "xl/worksheets/sheet1.xml", sheet)
    assert "Bảng quá lớn" in str(read_questions(table, "ds.xlsx").refused)


def test_entities_are_refused() -> None:
    table = with_part(
        xlsx(HEADER, GOOD), "xl/sharedStrings.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><sst>&a;</sst>'
    )
    assert "tệp bị hỏng" in str(read_questions(table, "ds.xlsx").refused)


def test_too_many_rows_are_refused() -> None:
    rows = "\r\n".join(["Câu hỏi,A,B,Đáp án", *["Ai?,x,y,A"] * 20_001])
    assert "Có hơn 20000 câu hỏi" in str(read_questions(rows.encode(), "ds.csv").refused)


def test_a_file_too_large_is_refused() -> None:
    assert "Tệp lớn quá 20 MB" in str(read_questions(b"x" * (20 * 1024 * 1024 + 1), "ds.csv").refused)


def test_a_file_is_read_by_its_kind() -> None:
    assert only(read_questions(csv(HEADER, GOOD).encode(), "ds.csv")).code == "K1"
    assert "sai cú pháp" in str(read_questions(b"{", "ds.json").refused)


def test_an_old_excel_file() -> None:
    data = Path(__file__).with_name("old.xls").read_bytes()
    reading = read_questions(data, "cũ.xls")
    found = [
        (one.text, [each["text"] for each in one.body["options"]], one.body["key"])
        for one in reading.questions
    ]
    assert found == [
        ("Đảng thành lập năm nào?", ["1929", "1930", "1945"], [1]),
        ("Bao nhiêu?", ["12,5", "2", "3"], [2]),
    ]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 6000))
def test_damaged_workbooks_are_read_or_refused(noise: bytes, at: int) -> None:
    old = Path(__file__).with_name("old.xls").read_bytes()
    for whole in (old, xlsx(HEADER, GOOD)):
        read_questions(whole[:at] + noise + whole[at + len(noise) :], "a.xlsx")


def test_titles_that_nobody_knows_are_shown_and_no_question_above_is_lost() -> None:
    titles = ["Số", "Lời", "P1", "P2", "P3", "Khóa"]
    rows = [
        [number, f"Điều {number} nói gì?", "Một", "Hai", "Ba", "ABC"[number % 3]] for number in range(1, 6)
    ]
    reading = read_questions(xlsx(titles, *rows), "a.xlsx")
    assert reading.columns == tuple(titles)
    assert reading.mapping == ("", "text", "option_a", "option_b", "option_c", "key")
    assert len(reading.questions) == 5
    rows[0][5] = "E"  # no such option
    reading = read_questions(xlsx(*rows), "a.xlsx")
    assert reading.columns[:2] == ("Cột 1", "Cột 2")
    assert [bool(question.problems) for question in reading.questions] == [True, False, False, False, False]
