"""Makes the tables of the corpus anew: `python -m tests.question_bank.corpus.build_tables`.

The .xls files need the library xlwt, which nothing else does.
"""

# ruff: noqa: E501 - a row of a table is read best on one line

from __future__ import annotations

import csv
import datetime
import io
import struct
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import xlrd
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture

from question_bank.exchange import legacy

HERE = Path(__file__).parent
Rows = list[list[object]]

TITLES = ["STT", "Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án D", "Đáp án đúng", "Giải thích"]
PARTY = ["Đảng Cộng sản Việt Nam ra đời năm nào?", "1929", "1930", "1945", "1954"]
ROAD = ["Đèn vàng nhấp nháy nghĩa là gì?", "Dừng hẳn", "Được đi, chú ý quan sát", "Quay đầu", "Cấm đi"]
VILLAGE = ["Ai bầu trưởng thôn?", "Ủy ban nhân dân xã", "Cử tri đại diện hộ", "Hội đồng nhân dân", "Chi bộ"]
FEE = ["Mức phạt tối đa theo điều này là?", "2 triệu đồng", "3 triệu đồng", "4 triệu đồng", "5 triệu đồng"]


def xlsx(sheets: dict[str, Rows], touch: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """A workbook of these sheets, `touch`ed before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if touch:
        touch(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(rows: Rows, delimiter: str = ",") -> str:
    """A CSV text."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def usual(rows: list[tuple[list[str], str]]) -> Rows:
    """The usual layout."""
    body = [
        [number, *cells, *[""] * (5 - len(cells)), key, ""] for number, (cells, key) in enumerate(rows, 1)
    ]
    return [list(TITLES), *body]


FOUR = [(PARTY, "B"), (ROAD, "B"), (VILLAGE, "B"), (FEE, "D")]


def setting(**cells: object) -> Callable[[openpyxl.Workbook], None]:
    """Set cells of the first sheet: a Font, a PatternFill, a number format, or a value."""

    def touch(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        for place, value in cells.items():
            cell = sheet[place]
            if isinstance(value, Font):
                cell.font = value
            elif isinstance(value, PatternFill):
                cell.fill = value
            elif isinstance(value, str) and value.startswith("format:"):
                cell.number_format = value.removeprefix("format:")
            else:
                cell.value = value

    return touch


def letterhead(book: openpyxl.Workbook) -> None:
    """Merge the head of a Party document and the cells of a title in two rows."""
    sheet: Worksheet = book.worksheets[0]
    for area in ("A1:C1", "E1:H1", "E2:H2", "A4:H4", "A6:A7", "B6:B7", "C6:F6", "G6:G7", "H6:H7"):
        sheet.merge_cells(area)


def as_typed(words: str, encoding: str) -> str:
    """A text as it was typed in a font of the time before Unicode."""
    back = {value: key for key, value in legacy._MAPS[encoding].items()}  # type: ignore[index]
    return "".join(back.get(letter, letter) for letter in words)


def cp1258(words: str) -> bytes:
    """Windows-1258: a vowel with its mark, and the tone after it."""
    out = b""
    for letter in unicodedata.normalize("NFC", words):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = [part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323"]
            base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
            out += (base + "".join(tones)).encode("cp1258")
    return out


def picture(colour: str) -> bytes:
    """A small PNG."""
    out = io.BytesIO()
    Picture.new("RGB", (6, 4), colour).save(out, "PNG")
    return out.getvalue()


def over(book: openpyxl.Workbook, **pictures: str) -> None:
    """Lay pictures of these colours over cells; `_` before a cell's name leaves its description out."""
    for place, colour in pictures.items():
        book.worksheets[0].add_image(Image(io.BytesIO(picture(colour))), place)


def compound(stream: bytes) -> bytes:
    """An old Excel file around the stream of a workbook ([MS-CFB]): a header, a table of sectors, a directory, the stream."""
    stream += b"\0" * (-max(len(stream), 4096) % 512 if len(stream) >= 4096 else 4096 - len(stream))
    count = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096,
        0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0,
    )  # fmt: skip
    header = header.ljust(512, b"\xff")

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII16xI8x8xIQ", raw, len(raw), kind, 1, *[0xFFFFFFFF] * 2, child, 0, start, size
        )

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    return header + table + directory.ljust(1024, b"\0")[:512] + stream


def with_a_drawing(old: bytes, row: int, column: int) -> bytes:
    """An old Excel file of one sheet with the drawing of a picture over a cell at the end of its records."""
    book = xlrd.open_workbook(file_contents=old, on_demand=True)
    stream = bytes(book.mem[book.base : book.base + book.stream_len])
    at = book._sh_abs_posn[0] - book.base
    while (record := struct.unpack_from("<HH", stream, at))[0] != 0x000A:
        at += 4 + record[1]
    shape = struct.pack("<HHIII", 75 << 4 | 2, 0xF00A, 8, 1025, 0xA00)
    anchor = struct.pack("<HHI9H", 0, 0xF010, 18, 2, column, 0, row, 0, column + 1, 0, row + 2, 0)
    inside = shape + anchor
    drawing = struct.pack("<HHI", 0xF, 0xF004, len(inside)) + inside
    return compound(stream[:at] + struct.pack("<HH", 0xEC, len(drawing)) + drawing + stream[at:])


def ods(rows: list[str], styles: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    """An OpenDocument spreadsheet from rows in its own XML, with other parts beside it."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("fo", "xsl-fo-compatible"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
        )
    )
    names += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Câu hỏi">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        for name, part in (parts or {}).items():
            archive.writestr(name, part)
    return out.getvalue()


def ods_row(*cells: str) -> str:
    """A row of cells, in which ^ begins a cell that is set in bold."""
    made = "".join(
        f"<table:table-cell{' table:style-name=' + chr(34) + 'b' + chr(34) if cell.startswith('^') else ''}>"
        + "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.removeprefix("^").split("\n"))
        + "</table:table-cell>"
        for cell in cells
    )
    return f"<table:table-row>{made}</table:table-row>"


def xls(
    rows: Rows, bold: set[tuple[int, int]] = frozenset(), formats: dict[tuple[int, int], str] | None = None
) -> bytes:  # type: ignore[assignment]
    """An old Excel file."""
    import xlwt  # needed here alone

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Câu hỏi")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            style = xlwt.XFStyle()
            style.font.bold = (number, column) in bold
            style.num_format_str = (formats or {}).get((number, column), "General")
            if cell != "":
                sheet.write(number, column, cell, style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BOLD, RED, YELLOW = Font(bold=True), Font(color="FFFF0000"), PatternFill("solid", fgColor="FFFFFF00")
BARE = [[*cells[:5], ""] for cells, _ in FOUR]
WITHOUT_KEY = [TITLES[1:6], *[list(cells) for cells, _ in FOUR]]


def made() -> dict[str, bytes]:
    """Name → content of every file but the .xls ones."""
    plain = text(usual(FOUR))
    return {
        "dates-that-excel-made.xlsx": xlsx(
            {
                "S": [
                    TITLES[1:7],
                    [
                        "Ít nhất bao nhiêu?",
                        datetime.date(2026, 2, 1),
                        datetime.date(2026, 3, 2),
                        "Tất cả",
                        "",
                        "B",
                    ],
                    ["Tháng nào?", datetime.date(2026, 10, 1), "9/2026", "", "", "A"],
                    ["Pha theo tỷ lệ nào?", datetime.time(2, 1), datetime.time(1, 2), "", "", "A"],
                    ["Ngày nào?", datetime.date(1930, 2, 3), datetime.date(1945, 9, 2), "", "", "A"],
                    ["Mấy giờ?", datetime.time(7, 30), datetime.time(8, 0), "", "", "A"],
                ]
            },
            setting(
                B2="format:d-mmm",
                C2="format:d-mmm",
                B3="format:mmm-yy",
                B4="format:h:mm",
                C4="format:h:mm",
                B5="format:dd/mm/yyyy",
                C5="format:d/m/yyyy",
                B6="format:h:mm",
                C6="format:h:mm",
            ),
        ),
        "no-titles-the-key-second.xlsx": xlsx({"S": [[cells[0], key, *cells[1:]] for cells, key in FOUR]}),
        "an-option-without-a-title.xlsx": xlsx(
            {
                "S": [
                    ["Câu hỏi", "A", "B", "C", "D", "", "Đáp án"],
                    *([*cells, "Phương án khác", key] for cells, key in FOUR[:3]),
                    [*FEE, "Không phạt", "E"],
                ]
            }
        ),
        "letters-and-options-beside-the-question.xlsx": xlsx(
            {
                "S": [
                    ["TT", "Nội dung câu hỏi", "Phương án", "Nội dung phương án", "Đáp án"],
                    *(
                        [number, cells[0], "A", cells[1], key]
                        if at == 0
                        else ["", "", "ABCD"[at], cells[at + 1], ""]
                        for number, (cells, key) in enumerate(FOUR, 1)
                        for at in range(4)
                    ),
                ]
            }
        ),
        "keys-of-two-exam-codes.xlsx": xlsx(
            {
                "Câu hỏi": [TITLES[:6], *([number, *cells] for number, (cells, _) in enumerate(FOUR[:2], 1))],
                "Đáp án": [["Câu", "Mã đề 101", "Mã đề 102"], [1, "B", "C"], [2, "B", "B"]],
            }
        ),
        "letters-beside-options-right-or-wrong.xlsx": xlsx(
            {
                "S": [
                    ["STT", "Câu hỏi", "Ký hiệu", "Phương án", "Kết quả"],
                    *(
                        [
                            number if at == 0 else "",
                            cells[0] if at == 0 else "",
                            "ABCD"[at],
                            cells[at + 1],
                            "Đúng" if "ABCD"[at] == key else "Sai",
                        ]
                        for number, (cells, key) in enumerate(FOUR, 1)
                        for at in range(4)
                    ),
                ]
            }
        ),
        "options-between-bars-in-a-cell.xlsx": xlsx(
            {
                "S": [
                    ["Câu hỏi", "Các phương án", "Đáp án"],
                    ["Thủ đô nước ta?", "A. Huế | B. Hà Nội | C. Vinh", "B"],
                    ["Cố đô nước ta?", "A. Huế; B. Hà Nội; C. Vinh", "A"],
                    ["Cố đô ở đâu?", "A. Huế;\nB. Hà Nội;\nC. Vinh;", "A"],
                ]
            }
        ),
        "the-number-of-answers.xlsx": xlsx(
            {
                "S": [
                    [*TITLES[1:6], "Số đáp án", "Đáp án đúng"],
                    *([*cells, 4, key] for cells, key in FOUR),
                ]
            }
        ),
        "cells-of-html.xlsx": xlsx(
            {
                "S": [
                    TITLES[1:7],
                    *([*(f"<p>{one}&nbsp;</p>" for one in cells), key] for cells, key in FOUR[:2]),
                    ["Thẻ <b> dùng để làm gì?", "In đậm", "In nghiêng", "", "", "A"],
                    ['<p>Biển gì? <img src="a.png"></p>', "Cấm", "Nguy hiểm", "", "", "A"],
                ]
            }
        ),
        "titles-in-two-languages.xlsx": xlsx(
            {
                "S": [
                    TITLES[:7],
                    ["No.", "Question", "Option A", "Option B", "Option C", "Option D", "Answer"],
                    *([number, *cells, key] for number, (cells, key) in enumerate(FOUR, 1)),
                ]
            }
        ),
        "wrong-answers-in-a-cell.xlsx": xlsx(
            {
                "S": [
                    ["Câu hỏi", "Đáp án đúng", "Đáp án sai"],
                    *([cells[0], cells[2], "\n".join((cells[1], *cells[3:]))] for cells, _ in FOUR[:3]),
                ]
            }
        ),
        "lines-in-a-cell-one-cut-in-two.xlsx": xlsx(
            {
                "S": [
                    ["Câu hỏi", "Các phương án", "Đáp án"],
                    *([cells[0], "\n".join(cells[1:]), key] for cells, key in FOUR),
                    ["Ai lãnh đạo?", "Đảng Cộng sản\nViệt Nam\nQuốc hội\nChính phủ\nMặt trận", "B"],
                    ["Đảng viên có quyền bảo lưu ý kiến?", "Đúng\nSai", "A"],
                ]
            }
        ),
        "a-question-struck-out.xlsx": xlsx(
            {"S": usual(FOUR[:2])}, setting(B2=Font(strike=True), C2=Font(strike=True))
        ),
        "rows-in-vni-and-in-unicode.xlsx": xlsx(
            {
                "S": [
                    [as_typed(title, "vni") for title in TITLES[1:7]],
                    *([*(as_typed(one, "vni") for one in cells), key] for cells, key in FOUR[:3]),
                    ["Đại hội chi bộ mấy năm một lần?", "5 năm một lần", "Mỗi năm một lần", "", "", "A"],
                ]
            }
        ),
        "keys-with-articles.xlsx": xlsx(
            {
                "S": [
                    ["Nội dung câu hỏi và phương án", "Chọn"],
                    *(
                        [
                            "\n".join(
                                [
                                    cells[0],
                                    *(
                                        f"{letter}. {one}"
                                        for letter, one in zip("ABCD", cells[1:], strict=True)
                                    ),
                                ]
                            ),
                            said,
                        ]
                        for (cells, _), said in zip(
                            FOUR,
                            ("B - Điều 5", "B: khoản 2 Điều 3", "b, theo Luật Tổ chức", "D"),
                            strict=True,
                        )
                    ),
                ]
            }
        ),
        "usual.xlsx": xlsx({"Câu hỏi": usual(FOUR)}),
        "letterhead-and-two-rows-of-titles.xlsx": xlsx(
            {
                "Ngân hàng": [
                    ["ĐẢNG BỘ XÃ TÂN HÒA", "", "", "", "ĐẢNG CỘNG SẢN VIỆT NAM"],
                    ["*", "", "", "", "Tân Hòa, ngày 05 tháng 02 năm 2026"],
                    [],
                    ["NGÂN HÀNG CÂU HỎI TRẮC NGHIỆM"],
                    [],
                    ["TT", "Nội dung câu hỏi", "Phương án trả lời", "", "", "", "Đáp án", "Ghi chú"],
                    ["", "", "A", "B", "C", "D", "", ""],
                    *usual(FOUR)[1:],
                    [],
                    ["", "Tổng cộng: 4 câu"],
                    ["", "NGƯỜI LẬP BIỂU", "", "", "", "TRƯỞNG BAN"],
                ]
            },
            letterhead,
        ),
        "options-merged-without-letters.xlsx": xlsx(
            {
                "S": [
                    ["STT", "Câu hỏi", "Phương án", "", "", "", "Đáp án"],
                    *[row[:7] for row in usual(FOUR)[1:]],
                ]
            },
            lambda book: book.worksheets[0].merge_cells("C1:F1"),
        ),
        "no-titles.xlsx": xlsx({"S": [row[:7] for row in usual(FOUR)[1:]]}),
        "english-any-order.xlsx": xlsx(
            {
                "Questions": [
                    [
                        "Points",
                        "Correct answer(s)",
                        "Question text",
                        "Option 1",
                        "Option 2",
                        "Option 3",
                        "Option 4",
                        "Time limit (sec)",
                    ],
                    [1, "2", *PARTY, 20],
                    [1, "1,4", *ROAD, 20],
                    [2, "2", *VILLAGE, 30],
                ]
            }
        ),
        "keys-in-many-spellings.xlsx": xlsx(
            {
                "S": [
                    TITLES[1:7],
                    [*PARTY, "b"],
                    [*ROAD, "Đáp án B"],
                    [*VILLAGE, "B."],
                    [*FEE, "A và D"],
                    [
                        "Những ai được bầu cử?",
                        "Công dân đủ 18 tuổi",
                        "Người chưa thành niên",
                        "Cử tri",
                        "Du khách",
                        "AC",
                    ],
                    ["Chọn các số chẵn.", "1", "2", "3", "4", "B;D"],
                    ["Biển báo cấm hình gì?", "Tròn", "Vuông", "Tam giác", "Thoi", "tròn."],
                    ["Biển hiệu lệnh màu gì?", "Đỏ", "Xanh", "Vàng", "Trắng", "B.  xanh"],
                    ["Năm nay là năm thứ mấy?", "Một", "Hai", "Ba", "Bốn", "3"],
                    ["Chữ А là chữ gì?", "Thứ nhất", "Thứ hai", "Thứ ba", "", "А"],  # Cyrillic
                ]
            }
        ),
        "keys-from-zero.xlsx": xlsx(
            {
                "S": usual(
                    [
                        (PARTY, "1"),
                        (ROAD, "1"),
                        (VILLAGE, "0"),
                        (FEE, "3"),
                        (["Hai cộng hai?", "Bốn", "Năm"], "0"),
                    ]
                )
            }
        ),
        "keys-from-zero-or-one.xlsx": xlsx(
            {"S": usual([(PARTY, "1"), (ROAD, "4"), (VILLAGE, "0"), (FEE, "3")])}
        ),
        "keys-that-can-be-read-twice.xlsx": xlsx(
            {
                "S": [
                    TITLES[1:7],
                    ["Hai cộng một là mấy?", "2", "3", "4", "5", "3"],
                    ["Ai có lỗi?", "Lái xe", "Chủ xe", "Cả A và B", "Không ai", "A và B"],
                    ["Nhóm máu cho được mọi nhóm?", "A", "B", "AB", "O", "AB"],
                    ["Ý nào đúng?", "Một", "Hai", "Ba", "Bốn", "E"],
                    [*PARTY, ""],
                ]
            }
        ),
        "key-in-bold.xlsx": xlsx(
            {"S": WITHOUT_KEY},
            setting(A1=BOLD, B1=BOLD, C1=BOLD, D1=BOLD, E1=BOLD, C2=BOLD, C3=BOLD, C4=BOLD, E5=BOLD),
        ),
        "key-in-red.xlsx": xlsx({"S": WITHOUT_KEY}, setting(C2=RED, D3=RED, B4=RED, E5=RED)),
        "key-on-yellow-two-right.xlsx": xlsx(
            {"S": WITHOUT_KEY}, setting(C2=YELLOW, D3=YELLOW, B4=YELLOW, C4=YELLOW, E5=YELLOW)
        ),
        "key-in-rich-text.xlsx": xlsx(
            {"S": [["Câu hỏi", "Các phương án"], ["Thủ đô?", ""], ["Sông dài nhất?", ""]]},
            setting(
                B2=CellRichText("A. Huế\n", TextBlock(InlineFont(b=True), "B. Hà Nội"), "\nC. Vinh"),
                B3=CellRichText(TextBlock(InlineFont(color="FFFF0000"), "A. Đồng Nai"), "\nB. Đáy"),
            ),
        ),
        "signs-against-each-other.xlsx": xlsx(
            {"S": WITHOUT_KEY}, setting(C2=BOLD, D2=RED, C3=BOLD, C4=BOLD, E5=BOLD)
        ),
        "key-by-stars.xlsx": xlsx(
            {
                "S": [
                    TITLES[1:6],
                    [PARTY[0], "1929", "*1930", "1945", "1954"],
                    [ROAD[0], "Dừng hẳn", "Được đi, chú ý quan sát *", "Quay đầu", ""],
                    [*VILLAGE],
                ]
            }
        ),
        "key-by-ticks-beside.xlsx": xlsx(
            {
                "S": [
                    ["STT", "Câu hỏi", "A", "Đúng", "B", "Đúng", "C", "Đúng", "D", "Đúng"],
                    [1, PARTY[0], "1929", "", "1930", "x", "1945", "", "1954", ""],
                    [2, ROAD[0], "Dừng hẳn", "", "Được đi, chú ý", "x", "Quay đầu", "", "", ""],
                    [3, "Số nào chẵn?", "2", "x", "3", "", "4", "x", "5", ""],
                ]
            }
        ),
        "key-by-flags.xlsx": xlsx(
            {
                "S": [
                    ["Câu hỏi", "A", "B", "C", "A đúng", "B đúng", "C đúng"],
                    ["Thủ đô?", "Huế", "Hà Nội", "Vinh", 0, 1, 0],
                    ["Số nào chẵn?", "2", "3", "4", 1, 0, 1],
                    ["Màu cờ?", "Đỏ", "Xanh", "", 1, 0, ""],
                ]
            }
        ),
        "keys-on-another-sheet.xlsx": xlsx(
            {
                "Đề": [TITLES[:6], *[row[:6] for row in usual(FOUR)[1:]]],
                "Đáp án": [["Câu", "Đáp án"], [1, "B"], [2, "B"], [3, "b"], [4, "D"]],
            }
        ),
        "keys-below.xlsx": xlsx(
            {
                "S": [
                    TITLES[:6],
                    *[row[:6] for row in usual(FOUR)[1:]],
                    [],
                    ["BẢNG ĐÁP ÁN"],
                    ["1-B", "2-B", "3-A"],
                    ["4-D"],
                ]
            }
        ),
        "right-and-wrong-answers.csv": text(
            [
                [
                    "Question",
                    "Correct Answer",
                    "Incorrect Answer 1",
                    "Incorrect Answer 2",
                    "Incorrect Answer 3 (Optional)",
                ],
                ["Thủ đô?", "Hà Nội", "Huế", "Vinh", ""],
                ["2 + 2?", "4", "3", "5", "6"],
            ]
        ).encode(),
        "options-in-one-cell.xlsx": xlsx(
            {
                "S": [
                    ["STT", "Câu hỏi", "Đáp án", "Đáp án đúng"],
                    [1, PARTY[0], "A. 1929\nB. 1930\nC. 1945", "B"],
                    [2, ROAD[0], "a) Dừng hẳn\nb) Được đi, chú ý quan sát", "b"],
                    [3, VILLAGE[0], "A. Xã  B. Cử tri đại diện hộ  C. Chi bộ", "B"],
                ]
            }
        ),
        "all-in-one-cell.xlsx": xlsx(
            {
                "S": [
                    ["Câu hỏi", "Đáp án"],
                    ["Câu 1: Thủ đô của nước ta?\nA. Huế\nB. Hà Nội\nC. Vinh", "B"],
                    [
                        "Câu 2: Cờ nước ta có:\n- nền đỏ;\n- một ngôi sao.\nNgôi sao màu gì?\nA. Vàng\nB. Trắng",
                        "A",
                    ],
                ]
            }
        ),
        "options-below-with-letters.xlsx": xlsx(
            {
                "S": [
                    ["Câu", "Nội dung", "Đáp án"],
                    ["Câu 1", "Thủ đô?", "B"],
                    ["A", "Huế", ""],
                    ["B", "Hà Nội", ""],
                    [],
                    ["Câu 2", "Số nào chẵn?", "A, C"],
                    ["A", "2", ""],
                    ["B", "3", ""],
                    ["C", "4", ""],
                    ["Câu 3", "Mưa to thì làm gì?", "A"],
                    ["A", "Giảm tốc độ", ""],
                    ["B", "Tăng tốc độ", ""],
                ]
            }
        ),
        "options-below-with-ticks.xlsx": xlsx(
            {
                "S": [
                    ["STT", "Câu hỏi", "Phương án", "Đúng"],
                    [1, "Thủ đô?", "Huế", ""],
                    ["", "", "Hà Nội", "x"],
                    ["", "", "Vinh", ""],
                    [2, "Số nào chẵn?", "2", "x"],
                    ["", "", "3", ""],
                    ["", "", "4", "x"],
                ]
            }
        ),
        "one-column.xlsx": xlsx(
            {
                "S": [
                    [each]
                    for each in (
                        "ĐỀ THI THỬ",
                        "Câu 1. Thủ đô?",
                        "A. Huế",
                        "B. Hà Nội",
                        "Đáp án: B",
                        "Câu 2. Số lẻ?",
                        "A. 1",
                        "B. 2",
                        "C. 4",
                        "Đáp án: A",
                    )
                ]
            }
        ),
        "one-column-key-in-bold.xlsx": xlsx(
            {
                "S": [
                    [each]
                    for each in (
                        "Câu 1. Thủ đô?",
                        "A. Huế",
                        "B. Hà Nội",
                        "Câu 2. Số lẻ?",
                        "A. 1",
                        "B. 2",
                        "C. 4",
                    )
                ]
            },
            setting(A3=BOLD, A5=BOLD),
        ),
        "several-sheets.xlsx": xlsx(
            {
                "Hướng dẫn": [["Cách điền"], ["Mỗi dòng một câu hỏi."], ["Đáp án ghi A, B, C hoặc D."]],
                "Phần 1": usual(FOUR[:2]),
                "Phần 2": [["Nội dung", "PA A", "PA B", "PA C", "PA D", "Key"], [*VILLAGE, "B"], [*FEE, "D"]],
                "Phần 3": [["Nhận định", "Đ/S"], ["Nồng độ cồn bị cấm khi lái xe.", "Đ"], ["Chưa rõ.", "?"]],
                "Tình huống": [
                    ["Tình huống", "Gợi ý trả lời", "Thang điểm"],
                    [
                        "Hai hộ tranh chấp lối đi. Xử lý thế nào?",
                        "Gặp riêng từng hộ; hoà giải.",
                        "Đúng luật: 5 điểm",
                    ],
                ],
            }
        ),
        "a-hidden-sheet.xlsx": xlsx(
            {"Câu hỏi": usual(FOUR[:2]), "Nháp": usual(FOUR[2:])},
            lambda book: setattr(book["Nháp"], "sheet_state", "hidden"),
        ),
        "values-as-shown.xlsx": xlsx(
            {
                "S": [
                    TITLES[1:7],
                    ["Tỷ lệ tối thiểu?", 0.5, 0.05, 1, 0.125, "A"],
                    [
                        "Ngày thành lập Đảng?",
                        datetime.date(1930, 2, 3),
                        datetime.date(1945, 9, 2),
                        datetime.date(1954, 5, 7),
                        "",
                        "A",
                    ],
                    ["Số π gần bằng?", 3.14, 3.5, 4.0, 2, "A"],
                    ["Dân số (người)?", 1234567, 98765, 1000, 5, "A"],
                    ["Câu này đúng?", True, False, "", "", "A"],
                ]
            },
            setting(
                B2="format:0%",
                C2="format:0%",
                D2="format:0%",
                E2="format:0.0%",
                B3="format:dd/mm/yyyy",
                C3="format:d/m/yyyy",
                D3="format:mm-dd-yy",
                B5="format:#,##0",
            ),
        ),
        "formulas-and-errors.xlsx": xlsx(
            {
                "S": [
                    TITLES[1:7],
                    ["Hai cộng hai?", "=2+1", "4", "5", "", "B"],
                    ["Ba cộng ba?", "5", "#REF!", "6", "", "C"],
                    [*PARTY, "B"],
                ]
            }
        ),
        "true-or-false.xlsx": xlsx(
            {
                "S": [
                    ["STT", "Nhận định", "Đáp án", "Loại"],
                    [1, "Trái đất quay quanh mặt trời.", "Đ", "Đúng/Sai"],
                    [2, "Đảng viên không phải đóng đảng phí.", "S", "Đúng/Sai"],
                    [3, "Rượu bia không ảnh hưởng lái xe.", 0, "Đúng/Sai"],
                    [4, "Trẻ em dưới 6 tuổi phải đội mũ.", True, "Đúng/Sai"],
                ]
            }
        ),
        "true-and-false-columns.xlsx": xlsx(
            {
                "S": [
                    ["TT", "Nội dung", "Đúng", "Sai"],
                    [1, "Hà Nội là thủ đô.", "x", ""],
                    [2, "Huế là thủ đô hiện nay.", "", "X"],
                    [3, "Chưa đánh dấu.", "", ""],
                ]
            }
        ),
        "short-answers.csv": text(
            [
                ["Câu hỏi", "Đáp án"],
                ["Thủ đô của nước ta?", "Hà Nội | Thủ đô Hà Nội"],
                ["Ngày Quốc khánh?", "2/9"],
                ["Chọn đáp án đúng.", "B"],
            ]
        ).encode(),
        "of-a-quiz-game.xlsx": xlsx(
            {
                "Sheet1": [
                    ["Quiz template"],
                    [],
                    [
                        "Add questions, at least two answer alternatives, time limit and choose correct answers"
                    ],
                    [],
                    [
                        "",
                        "Question - max 120 characters",
                        *[f"Answer {n} - max 75 characters" for n in range(1, 5)],
                        "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
                        "Correct answer(s) - choose at least one",
                    ],
                    [1, *PARTY, 20, 2],
                    [2, "Số nào chẵn?", 2, 3, 4, "", 30, "1,3"],
                ]
            }
        ),
        "of-another-quiz-game.xlsx": xlsx(
            {
                "Sheet1": [
                    [
                        "Question Text",
                        "Question Type",
                        "Option 1",
                        "Option 2",
                        "Option 3",
                        "Option 4",
                        "Option 5",
                        "Correct Answer",
                        "Time in seconds",
                        "Image Link",
                        "Answer explanation",
                    ],
                    [
                        "Text of the question\n(required)",
                        "Question Type\n(default is Multiple Choice)",
                        "Text for option 1\n(required)",
                        "Text for option 2\n(required)",
                        "(optional)",
                        "",
                        "",
                        "(required)",
                        "",
                        "",
                        "",
                    ],
                    [
                        PARTY[0],
                        "Multiple Choice",
                        "1929",
                        "1930",
                        "1945",
                        "1954",
                        "",
                        2,
                        30,
                        "",
                        "Ngày 3/2/1930",
                    ],
                    ["Số nào chẵn?", "Checkbox", "2", "3", "4", "", "", "1,3", 30, "", ""],
                    [
                        "Biển này là gì?",
                        "Multiple Choice",
                        "Cấm",
                        "Hiệu lệnh",
                        "",
                        "",
                        "",
                        1,
                        30,
                        "https://example.org/a.png",
                        "",
                    ],
                ]
            }
        ),
        "surplus-and-missing.xlsx": xlsx(
            {
                "S": [
                    ["Câu hỏi", *[f"Đáp án {letter}" for letter in "ABCDEFGHI"], "Đáp án đúng"],
                    ["Chín phương án?", *"123456789", "A"],
                    ["Tám phương án?", *"abcdefgh", "", "H"],
                    ["Thiếu ở giữa?", "một", "", "ba", "", "", "", "", "", "", "C"],
                    ["Một phương án?", "một", "", "", "", "", "", "", "", "", "A"],
                ]
            }
        ),
        "look-alikes.csv": text(
            [
                ["Câu hỏi", "A", "B", "Đáp\u00a0án"],
                [
                    "\u00d0ảng vi\u00adên\u200b là\u00a0gì?",
                    "Ｎgười",
                    unicodedata.normalize("NFD", "Tổ chức"),
                    "Ａ",
                ],
            ]
        ).encode(),
        "semicolons.csv": b"\xef\xbb\xbf" + text(usual(FOUR), ";").encode(),
        "tabs-utf16.csv": b"\xff\xfe" + text(usual(FOUR), "\t").encode("utf-16-le"),
        "bars-utf16be.csv": text(usual(FOUR), "|").encode("utf-16-be"),
        "windows-1258.csv": cp1258(plain),
        "tcvn3.csv": as_typed(plain.replace("Ủy", "Uỷ"), "tcvn3").encode("latin-1"),
        "vni.xlsx": xlsx(
            {
                "S": [
                    [as_typed(cell, "vni") if isinstance(cell, str) else cell for cell in row]
                    for row in usual(FOUR)
                ]
            }
        ),
        "opened-in-the-wrong-encoding.csv": "".join(
            chr(byte)
            if 0x80 <= byte <= 0x9F and byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
            else bytes([byte]).decode("cp1252")
            for byte in plain.encode()
        ).encode(),
        "commas-without-quotes.csv": "Câu hỏi,A,B,C,Đáp án\r\nThủ đô?,Huế,Hà Nội,Vinh,B\r\nAi có quyền, theo luật?,Dân,Xã,Tỉnh,A\r\n".encode(),
        "a-quote-without-end.csv": 'Câu hỏi,A,B,Đáp án\r\n"Thủ đô?,Huế,Hà Nội,B\r\nSố lẻ?,1,2,A\r\nSố chẵn?,1,2,B\r\n'.encode(),
        "usual.ods": ods(
            [
                ods_row("NGÂN HÀNG CÂU HỎI"),
                '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
                ods_row("Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án đúng"),
                ods_row("Tỷ lệ?", "50%", "1,5", "03/02/1930", "B"),
                ods_row("Hai dòng\ncủa một câu?", "Có", "Không", "", "A"),
                '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
            ]
        ),
        "pictures.xlsx": xlsx(
            {
                "Câu hỏi": [
                    TITLES[1:4] + TITLES[6:7],
                    ["Biển nào cấm rẽ trái?", "", "", "A"],
                    ["Biển này tên gì?", "Cấm đỗ", "Cấm dừng", "B"],
                    ["Số lẻ?", "1", "2", "A"],
                ]
            },
            lambda book: over(book, B2="red", C2="blue", A3="green", F3="yellow", A9="black"),
        ),
        "pictures.ods": ods(
            [
                ods_row("Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án đúng"),
                ods_row("Biển này tên gì?", "Cấm đỗ", "Cấm dừng", "B").replace(
                    "</table:table-cell>", FRAME + "</table:table-cell>", 1
                ),
                ods_row("Biển nào?", "Cấm đỗ", "Cấm dừng", "A").replace(
                    "<text:p>Cấm dừng", LOST + "<text:p>Cấm dừng", 1
                ),
                ods_row("Số lẻ?", "1", "2", "A"),
            ],
            parts={"Pictures/1.png": picture("red")},
        ),
        "pictures.xls": with_a_drawing((HERE / "table-usual.xls").read_bytes(), 2, 1),
        "two-side-by-side.xlsx": xlsx(
            {
                "Câu hỏi": [
                    [*TITLES[:7], None, *TITLES[:7]],
                    *([*side(1, at), None, *side(2, at)] for at in range(3)),
                    [*side(1, 3)],
                ]
            }
        ),
        "two-side-by-side-without-titles.xlsx": xlsx(
            {"Câu hỏi": [[*side(1, at), None, *side(2, at)] for at in range(4)]}
        ),
        "keys-listed-beside.xlsx": xlsx(
            {
                "Câu hỏi": [
                    [*TITLES[:6], None, "Câu", "Đáp án"],
                    *([*side(1, at)[:6], None, 4 - at, "DCBA"[at]] for at in range(4)),
                ]
            }
        ),
        "key-in-bold.ods": ods(
            [
                ods_row("Câu hỏi", "A", "B", "C"),
                ods_row("Thủ đô?", "Huế", "^Hà Nội", "Vinh"),
                ods_row("Số lẻ?", "2", "4", "^5"),
            ],
            '<style:style style:name="b" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>',
        ),
    }


FRAME = (
    '<draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:desc>Biển tròn viền đỏ</svg:desc></draw:frame>'
)
LOST = '<draw:frame><draw:image xlink:href="Pictures/2.png"/></draw:frame>'


def side(table: int, at: int) -> list[object]:
    """A row of one of several tables."""
    return [
        at + 1,
        f"Bảng {table}, câu {at + 1}?",
        *(f"{word} {table}{at}" for word in ("một", "hai", "ba", "bốn")),
        "ABCD"[(at + table) % 4],
    ]


def made_old() -> dict[str, bytes]:
    """The .xls files."""
    shown: Rows = [
        TITLES[1:7],
        ["Tỷ lệ?", 0.5, 0.25, 3.0, 1234.5, "B"],
        ["Ngày nào?", datetime.date(1930, 2, 3), datetime.date(1945, 9, 2), "", "", "A"],
    ]
    styles = {(1, 1): "0%", (1, 2): "0%", (2, 1): "dd/mm/yyyy", (2, 2): "d/m/yyyy"}
    return {
        "usual.xls": xls(usual(FOUR)),
        "values-as-shown.xls": xls(shown, formats=styles),
        "key-in-bold.xls": xls(WITHOUT_KEY, bold={(1, 2), (2, 2), (3, 1), (4, 4)}),
    }


if __name__ == "__main__":
    everything = made()
    try:
        everything |= made_old()
    except ModuleNotFoundError as missing:
        print("without .xls:", missing)
    for name, content in everything.items():
        (HERE / f"table-{name}").write_bytes(content)
