"""A table of questions (xlsx or csv) → a `Reading`. One bad row never loses the others."""

from __future__ import annotations

import re
from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import replace

from contest.kernel.errors import Refused
from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import fold
from question_bank.exchange.columns import Header, find_header, fitness, propose
from question_bank.exchange.delimited import decode, split
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.legacy import Encoding, convert, converted, recognise
from question_bank.exchange.progress import counted
from question_bank.exchange.questions import MAX_ROWS, Mapping, Reading, ReadQuestion
from question_bank.exchange.rows import Row, clean_lines, read_row
from question_bank.exchange.workbook import OLD, Sheet, read_workbook

# UTF-8 that was read as Windows-1252: “Câu hỏi” as “CÃ¢u há»i”. No Vietnamese text holds these pairs.
_MOJIBAKE = re.compile("á[º»]|Ã[¢£ªº´µ]|Æ°|Ä[\u2018\u0192]")
# A cell merged over rows of one topic counts for each of them; a merged text or option would be doubled.
_MERGEABLE = ("topic", "difficulty", "kind")
SAMPLES = 3


class Table:
    """See `formats.base.Format`. It takes what no other format wants, and says what is wrong with it."""

    code = "table"
    place = 1000

    def recognises(self, data: bytes, filename: str) -> bool:
        """Anything that is left."""
        return True

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions of the sheets that have a table. Without a mapping the one that the titles suggest is used."""
        try:
            sheets, encoding = in_unicode(_sheets(data, filename))
            reading = _read(sheets, choices.mapping, choices.remembered)
        except Refused as refusal:
            return Reading(refused=refusal.message)
        if not encoding:
            return reading
        return replace(reading, encoding=encoding, problems=(*reading.problems, converted(encoding)))


FORMAT = Table()


def in_unicode(sheets: list[Sheet]) -> tuple[list[Sheet], Encoding | None]:
    """Sheets typed in a font of the time before Unicode, as Unicode; and which it was."""
    sample = "\n".join(cell for sheet in sheets for row in sheet.rows[:200] for cell in row)
    encoding = recognise(sample)
    if encoding is None:
        return sheets, None
    changed = [
        replace(sheet, rows=[[convert(cell, encoding) for cell in row] for row in sheet.rows])
        for sheet in sheets
    ]
    return changed, encoding


def _sheets(data: bytes, filename: str) -> list[Sheet]:
    if data.startswith(b"PK"):
        return read_workbook(data)
    if data.startswith(OLD):
        return read_workbook(data)
    if data.startswith(b"%PDF") or data.lstrip()[:1] == b"<":
        raise Refused(
            message(
                N_(
                    "Tệp “%(name)s” không phải .xlsx hay .csv (hoặc có mật khẩu). "
                    "Hãy mở bằng Excel, lưu thành “Excel Workbook (.xlsx)” rồi tải lên lại."
                ),
                name=filename,
            )
        )
    rows = split(decode(data), fitness)
    # The apostrophe before what a spreadsheet would run as a formula (see `writing`).
    return [Sheet("", [[re.sub(r"^'(?=[=+@-])", "", cell) for cell in row] for row in rows])]


def _read(sheets: list[Sheet], mapping: Mapping | None, remembered: Named[str, str] | None) -> Reading:
    sheets = [sheet for sheet in sheets if any(cell.strip() for row in sheet.rows for cell in row)]
    if not sheets:
        raise Refused(message(N_("Tệp không có dòng nào.")))
    _refuse_broken_letters(sheets)
    headers = [find_header(sheet.rows) for sheet in sheets]
    lead = next((place for place, header in enumerate(headers) if header), 0)
    header = headers[lead] or _no_header(sheets[lead])
    begin = header.first + header.height
    samples = tuple(tuple(row) for row in sheets[lead].rows[begin : begin + SAMPLES])
    mapping = (
        mapping if mapping and len(mapping) == len(header.titles) else propose(header.titles, remembered)
    )
    if "text" not in mapping:
        problem = N_(
            "Chưa biết cột nào là câu hỏi. Dòng tiêu đề cần có các tên như “Câu hỏi”, “Đáp án A”, "
            "“Đáp án đúng”; hoặc hãy chọn cột ở bước này."
        )
        return Reading(header.titles, samples, mapping, problems=(message(problem),))
    questions: list[ReadQuestion] = []
    problems: list[Message] = []
    alike = [
        (sheet, own)
        for sheet, own in zip(sheets, headers, strict=True)
        if own and own.titles == header.titles
    ]
    for sheet, found in alike or [(sheets[lead], header)]:
        _read_sheet(sheet, found, mapping, sheet.name if len(alike) > 1 else "", questions, problems)
    for sheet, other in zip(sheets, headers, strict=True):
        if alike and (sheet, other) not in alike:
            problems.append(
                message(N_("Trang tính “%(name)s” có các cột khác nên không được đọc."), name=sheet.name)
            )
    if len(questions) > MAX_ROWS:
        raise Refused(message(N_("Có hơn %(limit)d câu hỏi. Hãy chia thành nhiều tệp."), limit=MAX_ROWS))
    if not questions:
        raise Refused(message(N_("Dưới dòng tiêu đề không có câu hỏi nào.")))
    return Reading(header.titles, samples, mapping, tuple(_refuse_twins(questions)), tuple(problems))


def _refuse_broken_letters(sheets: Sequence[Sheet]) -> None:
    text = "\n".join(cell for sheet in sheets for row in sheet.rows[:200] for cell in row)
    if len(_MOJIBAKE.findall(text)) > 2:
        raise Refused(
            message(
                N_(
                    "Chữ tiếng Việt trong tệp đã hỏng từ trước (ví dụ “CÃ¢u há»i”): "
                    "tệp từng được mở với bảng mã sai. Hãy lưu lại từ bản gốc, kiểu “CSV UTF-8” hoặc .xlsx."
                )
            )
        )


def _no_header(sheet: Sheet) -> Header:
    return Header(0, 0, tuple(f"Cột {number}" for number in range(1, len(sheet.rows[0]) + 1)))


def _read_sheet(
    sheet: Sheet,
    header: Header,
    mapping: Mapping,
    name: str,
    questions: list[ReadQuestion],
    problems: list[Message],
) -> None:
    columns = {field: column for column, field in enumerate(mapping) if field}
    titles = {field: header.titles[column] for field, column in columns.items()}
    rows = _fill_merged(sheet, columns)
    begin = header.first + header.height
    printed = sheet.rows[begin - 1] if header.height else None
    for number, cells in enumerate(counted(rows[begin:]), start=begin + 1):
        filled = [cell for cell in sheet.rows[number - 1] if cell.strip()]
        if not filled or cells == printed:
            continue
        row = Row(
            {field: clean_lines(cells[column]) for field, column in columns.items()}, titles, number, name
        )
        if len(filled) == 1 and len(mapping) > 2:
            # A heading between the questions, not a question without its options.
            what = message(N_("chỉ có một ô, “%(cell)s”, nên đã bỏ qua."), cell=clean_lines(filled[0])[:80])
            problems.append(row.complain(what))
            continue
        questions.append(read_row(row))


def _fill_merged(sheet: Sheet, columns: Named[str, int]) -> list[list[str]]:
    rows = [list(row) for row in sheet.rows]
    mergeable = {columns[field] for field in _MERGEABLE if field in columns}
    for (top, left), (bottom, right) in sheet.merged:
        if left == right and left in mergeable:
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]
    return rows


def _refuse_twins(questions: Sequence[ReadQuestion]) -> list[ReadQuestion]:
    """The questions, the later of two with the same code complained of."""
    first: dict[str, ReadQuestion] = {}
    checked = []
    for question in questions:
        twin = first.setdefault(fold(question.code), question) if question.code else question
        if twin is not question:
            what = message(N_("Mã “%(code)s” đã có ở dòng %(row)d."), code=question.code, row=twin.row)
            place = Row({}, {}, question.row, question.sheet)
            question = replace(question, problems=(*question.problems, place.complain(what)))
        checked.append(question)
    return checked
