"""A table of questions (xlsx, xls, ods, csv) → a `Reading`. One bad row never loses the others."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import dataclass, replace

from contest.kernel.errors import Refused
from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import fold, mend
from question_bank.exchange import encodings
from question_bank.exchange.below import one_under_the_other
from question_bank.exchange.beside import apart
from question_bank.exchange.columns import OPTIONS, Header, above, find_header, fitness, propose
from question_bank.exchange.delimited import decoded, split
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.going_on import doubt_continued
from question_bank.exchange.guessing import guess, guess_layout
from question_bank.exchange.html_cells import without_html
from question_bank.exchange.key_lists import find_key_list, holds_only_keys, joined, read_key_list
from question_bank.exchange.keys import is_place
from question_bank.exchange.layout import Layout, numbered, ordinal, understand
from question_bank.exchange.opening import open_workbook
from question_bank.exchange.placed_pictures import with_pictures
from question_bank.exchange.progress import counted
from question_bank.exchange.prose import NO_LIST, is_prose
from question_bank.exchange.questions import MAX_ROWS, Reading, ReadQuestion
from question_bank.exchange.references import media_of
from question_bank.exchange.rows import Row, clean_lines, read_row
from question_bank.exchange.sheets import Sheet, Workbook
from question_bank.exchange.stacked import Stack, draft_stack, find_stack
from question_bank.exchange.table_rows import draft_rows, finish
from question_bank.exchange.typed_sheets import is_typed, read_typed
from question_bank.exchange.unlike import noted
from question_bank.exchange.unread import note_unread

# A cell merged over rows of one topic counts for each of them; a merged text or option would be doubled.
_MERGEABLE = ("topic", "difficulty", "kind")
_HINT = re.compile(r"\((?:required|optional|default|bat buoc|khong bat buoc|tuy chon)|\brequired in\b")
_QUESTION = re.compile(r"\?\s*$")
_COLUMN = re.compile(r"[(\[]?(\d{1,2})[)\]]?")
SAMPLES = 3
_FEWEST_KEYS = 3
_TITLES_AGAIN, _FEWEST_TITLES = 2, 3  # rows under the titles, and columns


class Table:
    """See `formats.base.Format`. It takes what no other format wants, and says what is wrong with it."""

    code = "table"
    place = 1000

    def recognises(self, data: bytes, filename: str) -> bool:
        """Anything that is left."""
        return True

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions of the sheets that have some. Without a mapping the one that the titles suggest is used."""
        try:
            book, guessed = _open(data, filename, choices.encoding)
            sheets, encoding = in_unicode(book.sheets, choices.encoding)
            sheets, said = apart([without_html(sheet) for sheet in sheets])
            reading = _read(one_under_the_other(sheets), choices)
            if is_prose(data, filename, sheets[0].rows) and not (reading.questions and _is_sure(sheets[0])):
                raise Refused(NO_LIST)
        except Refused as refusal:
            return Reading(refused=refusal.message)
        problems = [*said, *reading.problems]
        if book.hidden:
            text = N_(
                "Trang tính ẩn (%(names)s) không được đọc. Nếu cần, hãy bỏ ẩn trong Excel rồi tải lên lại."
            )
            problems.append(message(text, names=", ".join(book.hidden)))
        if encoding:
            problems.append(encodings.said(encoding))
        return replace(
            reading, encoding=encoding or guessed, problems=tuple(problems), media=_shown(reading, book.media)
        )


FORMAT = Table()


def _is_sure(sheet: Sheet) -> bool:
    """Whether the rows of a text are a table by their titles, or are whole lines: else the commas of its words cut it."""
    is_cut = any(sum(bool(cell.strip()) for cell in row) > 1 for row in sheet.rows)
    return not is_cut or find_header(sheet.rows) is not None


def _shown(reading: Reading, media: Named[str, bytes]) -> dict[str, bytes]:
    """The pictures that the questions show."""
    names = {name for question in reading.questions for name in media_of(question)}
    return {name: content for name, content in media.items() if name in names}


def in_unicode(sheets: list[Sheet], chosen: str = "") -> tuple[list[Sheet], str]:
    """Sheets in what their letters mean and with look-alikes mended, and the encoding (`encodings`) they were retyped from.

    Raises Invalid where letters were lost.
    """
    sample = "\n".join(cell for sheet in sheets for row in sheet.rows[:200] for cell in row)
    encoding = encodings.settle(sample, chosen)

    def tidy(text: str) -> str:
        return mend(encodings.retype(text, encoding) if encoding and not text.isascii() else text)

    changed = [
        replace(
            sheet,
            rows=[[tidy(cell) for cell in row] for row in sheet.rows],
            pieces={
                at: tuple((tidy(text), marks) for text, marks in pieces)
                for at, pieces in sheet.pieces.items()
            },
        )
        for sheet in sheets
    ]
    return changed, encoding


def _open(data: bytes, filename: str, encoding: str) -> tuple[Workbook, str]:
    """The file's sheets, and the encoding of its bytes where that was guessed."""
    if book := open_workbook(data):
        return book, ""
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
    text, guessed = decoded(data, encoding)
    if is_typed(text):
        # One cell a line, whatever commas its words have.
        rows, broken = (
            [row[:1] or [""] for row in csv.reader(io.StringIO(text, newline=""), delimiter="\x1f")],
            frozenset[int](),
        )
    else:
        rows, broken = split(text, fitness)
    # The apostrophe before what a spreadsheet would run as a formula (see `writing`).
    rows = [[re.sub(r"^'(?=[=+@-])", "", cell) for cell in row] for row in rows]
    return Workbook([Sheet("", rows, broken=broken, is_delimited=True)]), guessed


@dataclass
class _Found:
    """A sheet with what was made of it: a table's layout, a stack of rows, or neither."""

    sheet: Sheet
    layout: Layout | None
    stack: Stack | None = None


def _read(sheets: list[Sheet], choices: Choices) -> Reading:
    sheets = [sheet for sheet in sheets if any(cell.strip() for row in sheet.rows for cell in row)]
    if not sheets:
        raise Refused(message(N_("Tệp không có dòng nào.")))
    found = _layouts(sheets, choices)
    lead = next((one for one in found if one.layout or one.stack), found[0])
    layout = lead.layout or _blank(lead.sheet)
    samples = tuple(tuple(row) for row in lead.sheet.rows[layout.begin : layout.begin + SAMPLES])
    titles, mapping = layout.header.titles, layout.mapping
    if lead.stack:
        # Its rows are of several kinds: there are no columns to choose.
        titles, samples, mapping = (), (), ()
    read = [one for one in found if (one.layout and "text" in one.layout.mapping) or one.stack]
    if not read:
        if listed := [question for sheet in sheets for question in read_typed(sheet)]:
            return Reading(questions=tuple(listed))
        problem = N_(
            "Chưa biết cột nào là câu hỏi. Dòng tiêu đề cần có các tên như “Câu hỏi”, “Đáp án A”, "
            "“Đáp án đúng”; hoặc hãy chọn cột ở bước này."
        )
        return Reading(titles, samples, mapping, problems=(message(problem),))
    problems: list[Message] = []
    keys: dict[int, str] = {}
    for one in found:
        if one not in read:
            own = read_key_list(one.sheet.rows)
            keys = joined(keys, own)
            if not own:
                text = N_("Trang tính “%(name)s” không có bảng câu hỏi nên không được đọc.")
                problems.append(message(text, name=one.sheet.name))
    rows: list[Row] = []
    ends: list[int] = []
    for one in read:
        name = one.sheet.name if len(read) > 1 else ""
        rows += _sheet_rows(one, name, keys if len(read) == 1 else {}, problems)
        if len(rows) > MAX_ROWS:
            raise Refused(message(N_("Có hơn %(limit)d câu hỏi. Hãy chia thành nhiều tệp."), limit=MAX_ROWS))
        ends.append(len(rows))
    found_in = [read_row(row) for row in counted(rows)]
    # Each table is a list of its own: what is usual in one says nothing of another.
    tables = zip([0, *ends], ends, strict=False)
    questions = [one for start, end in tables for one in noted(rows[start:end], found_in[start:end])]
    if not questions:
        raise Refused(message(N_("Dưới dòng tiêu đề không có câu hỏi nào.")))
    if layout.is_guessed:
        problems.append(
            message(N_("Không nhận ra dòng tiêu đề; các cột được đoán theo nội dung. Hãy xem lại các cột."))
        )
    return Reading(titles, samples, mapping, tuple(_refuse_twins(questions)), tuple(problems))


def _layouts(sheets: Sequence[Sheet], choices: Choices) -> list[_Found]:
    """What each sheet is. A choice of columns counts for the first table and for those with the same titles."""
    found: list[_Found] = []
    lead: Layout | None = None
    for sheet in sheets:
        header = find_header(sheet.rows, sheet.merged, choices.remembered)
        layout: Layout | None = None
        if header:
            chosen = choices.mapping if lead is None or lead.header.titles == header.titles else None
            if chosen and len(chosen) == len(header.titles):
                layout = understand(sheet.rows, header, chosen, is_chosen=True)
            else:
                layout = understand(sheet.rows, header, propose(header.titles, choices.remembered))
        elif lead is None and choices.mapping and len(choices.mapping) == len(sheet.rows[0]):
            guessed = guess(sheet.rows)
            header = guessed.header if guessed else _blank(sheet).header
            layout = understand(sheet.rows, header, choices.mapping, is_chosen=True)
        stack = find_stack(sheet, layout) if not (choices.mapping and layout) else None
        if layout is None and stack is None and not (lead and holds_only_keys(sheet.rows)):
            layout = _continues(sheet, lead) or guess_layout(sheet.rows)
        if layout and (lead is None or "text" not in lead.mapping):
            lead = layout
        found.append(_Found(sheet, layout, stack))
    return found


def _continues(sheet: Sheet, lead: Layout | None) -> Layout | None:
    """The layout of an earlier sheet, for one that goes on without titles."""
    if lead is None or len(lead.mapping) != len(sheet.rows[0]) or not {"text", "key"} <= set(lead.mapping):
        return None
    columns = lead.columns
    filled = [row for row in sheet.rows if sum(bool(cell.strip()) for cell in row) > 2]
    fits = [row for row in filled if row[columns["text"]].strip() and is_place(row[columns["key"]])]
    if not filled or len(fits) < 0.8 * len(filled):
        return None
    return replace(lead, header=Header(0, 0, lead.header.titles))


def _blank(sheet: Sheet) -> Layout:
    titles = numbered(len(sheet.rows[0]))
    return Layout(Header(0, 0, titles), ("",) * len(titles))


def _sheet_rows(found: _Found, name: str, keys: dict[int, str], problems: list[Message]) -> list[Row]:
    sheet = found.sheet
    layout = found.layout or _blank(sheet)
    end = len(sheet.rows)
    if unread := above(sheet.rows, layout.header):
        text = N_("Các dòng ở trên dòng tiêu đề (từ dòng %(row)d) không được đọc.")
        problems.append(message(text, row=unread[0] + 1))
    below = find_key_list(sheet.rows[layout.begin :])
    if below is not None:
        end = layout.begin + below
        keys = joined(keys, read_key_list(sheet.rows[end:]))
    if listed := _keys_beside(sheet, layout, end):
        # Its rows need not be those of the questions.
        mapping = tuple("" if field == "key" else field for field in layout.mapping)
        layout, keys = replace(layout, mapping=mapping), keys | listed
    sheet, elsewhere = with_pictures(sheet, layout, found.stack, end)
    problems += [_without_question(at, name) for at in dict.fromkeys(elsewhere)]
    if found.stack:
        drafts, headings = draft_stack(sheet, found.stack, layout.begin, end)
        problems += [_passed_over(sheet, at, name) for at in headings]
    else:
        places = _places(sheet, layout, end, name, problems)
        sheet = replace(sheet, rows=_fill_merged(sheet, layout.columns))
        drafts = draft_rows(sheet, layout, places)
        doubt_continued(drafts, sheet, layout, end)
        if unknown := note_unread(drafts, sheet, layout):
            text = N_(
                "Chưa biết các cột này là gì nên không đọc: %(titles)s. Nếu cần, hãy chọn cột ở bước này."
            )
            problems.append(message(text, titles=", ".join(unknown)))
    return finish(drafts, layout, sheet, name, keys)


def _keys_beside(sheet: Sheet, layout: Layout, end: int) -> dict[int, str]:
    """Number → key, of a column of keys that has numbers of its own before it: a list beside the table."""
    key = layout.columns.get("key", 0)
    if (
        not key
        or layout.mapping[key - 1]
        or layout.number == key - 1
        or not set(OPTIONS) & set(layout.mapping)
    ):
        return {}
    rows = [row for row in sheet.rows[layout.begin : end] if row[key].strip()]
    numbers = [ordinal(row[key - 1]) for row in rows]
    if len(rows) < _FEWEST_KEYS or sorted(number or 0 for number in numbers) != list(range(1, len(rows) + 1)):
        return {}
    return {number: row[key] for number, row in zip(numbers, rows, strict=True) if number}


def _places(sheet: Sheet, layout: Layout, end: int, name: str, problems: list[Message]) -> list[int]:
    """The rows (from 0) that hold questions; others are said."""
    printed = [
        [fold(cell) for cell in row]
        for row in sheet.rows[layout.header.first : layout.begin]
        if sum(bool(cell.strip()) for cell in row) > 1
    ]
    printed.append([fold(title) for title in layout.header.titles])
    columns = layout.columns
    wanted = [column for field, column in columns.items() if field not in ("text", *_MERGEABLE)] + [
        *layout.ticks
    ]
    has_answers = any(field.startswith("option") or field == "key" for field in columns)
    places: list[int] = []
    skipped: list[int] = []
    for at in range(layout.begin, end):
        row = sheet.rows[at]
        filled = [cell for cell in row if cell.strip()]
        if not filled or [fold(cell) for cell in row] in printed:
            continue
        if at < layout.begin + _TITLES_AGAIN and (_are_titles(row, layout) or _are_counted(filled)):
            continue
        if at == layout.begin and sum(bool(_HINT.search(fold(cell))) for cell in filled) >= 2:
            skipped.append(at)
            continue
        text = row[columns["text"]]
        is_heading = len(filled) == 1 and len(layout.mapping) > 2 and not _QUESTION.search(text)
        is_bare = (
            has_answers and len(layout.mapping) > 2 and not any(row[column].strip() for column in wanted)
        )
        first = row[columns["option_a"]] if "option_a" in columns else ""
        is_signature = bool(_SIGNED.fullmatch(fold(text))) and not first.strip()
        if (
            is_heading
            or is_signature
            or (is_bare and not text.strip())
            or (
                (is_bare or not (text.strip() or row[columns.get("key", columns["text"])].strip()))
                and _is_aside(text, filled)
            )
        ):
            skipped.append(at)
        else:
            places.append(at)
    problems += [_passed_over(sheet, at, name) for at in skipped]
    return places


def _are_titles(row: Sequence[str], layout: Layout) -> bool:
    """Whether a row says the titles again, in another language."""
    again = propose(row)
    return again == layout.mapping and sum(map(bool, again)) >= _FEWEST_TITLES


def _are_counted(cells: Sequence[str]) -> bool:
    """Whether a row numbers the columns: (1), (2), (3) …"""
    found = [_COLUMN.fullmatch(cell.strip()) for cell in cells]
    numbers = [int(one[1]) for one in found if one]
    return len(numbers) == len(cells) >= _FEWEST_TITLES and numbers == [
        numbers[0] + step for step in range(len(numbers))
    ]


def _without_question(at: int, name: str) -> Message:
    """What is said of a picture over a row that holds no question."""
    what = message(
        N_("có hình ở dòng không có câu hỏi nên đã bỏ qua; nếu hình thuộc một câu, hãy thêm hình sau.")
    )
    return Row({}, {}, at + 1, name).complain(what)


def _passed_over(sheet: Sheet, at: int, name: str) -> Message:
    """What is said of a row that was not read."""
    said = [clean_lines(cell) for cell in sheet.rows[at] if cell.strip()]
    if len(said) == 1:
        what = message(N_("chỉ có một ô, “%(cell)s”, nên đã bỏ qua."), cell=said[0][:80])
    else:
        what = message(N_("không phải câu hỏi (“%(cells)s”) nên đã bỏ qua."), cells=" | ".join(said)[:80])
    return Row({}, {}, at + 1, name).complain(what)


_SIGNED = re.compile(
    r"nguoi (?:lap|soan|ra de|tong hop)(?: \w+)*|(?:tm|t/m|kt|tl)\b.*|tong(?: cong| so)?\b.*"
)
_ASIDE = re.compile(r"(?:tong(?: cong| so)?|cong|nguoi lap|nguoi soan|ghi chu|luu y|phan|chuong|muc)\b.*")


def _is_aside(text: str, filled: Sequence[str]) -> bool:
    """Whether a row without options and key is a total, a signature or a heading."""
    return any(
        _ASIDE.fullmatch(fold(cell)) for cell in filled if not cell.strip().isdigit()
    ) and not _QUESTION.search(text)


def _fill_merged(sheet: Sheet, columns: dict[str, int]) -> list[list[str]]:
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
