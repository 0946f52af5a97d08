"""The rows of a sheet under its header, made plain: options apart, the key in letters, whatever way the sheet says it. PURE.

What comes out is read by `rows.read_row`. Every sign of a key is heard; where two contradict each other the question is
flagged, and where a sheet can be read in two ways (keys from 0 or from 1) all that depend on it are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import clean, fold
from question_bank.exchange import encodings
from question_bank.exchange.columns import OPTIONS, WRONG, is_aside, is_picture, is_surplus, recognise
from question_bank.exchange.inline import split_key, split_options, split_plain
from question_bank.exchange.key_lists import UNLIKE
from question_bank.exchange.keys import is_place, read_key, strip_letters, truth
from question_bank.exchange.layout import Layout, ordinal, tick
from question_bank.exchange.lines import DROPPED, STRUCK, Line
from question_bank.exchange.row_draft import Draft
from question_bank.exchange.row_numbers import count_from_zero, without_numbers
from question_bank.exchange.rows import Row, clean_lines
from question_bank.exchange.shapes import misfit, without_options
from question_bank.exchange.sheets import Sheet
from question_bank.exchange.signs import is_struck_in_part, marks_of, set_apart, starred, usual
from question_bank.kinds import kind as find_kind
from question_bank.kinds.choices import LETTERS, letters

_LONG = re.compile(r".{61,}|\s*[-+•*]\s.*\n.*", re.DOTALL)
_TRUE_FALSE = {fold(word) for word in find_kind("true_false").words} | {"true_false", "tf"}
_STATEMENT = re.compile(r"(?:^|[(\s])(?:d ?/ ?s|t ?/ ?f|dung ?(?:/|hay|hoac|-)? ?sai)\W*$")
"""How such a key's column is called."""
_EXPLAINED = re.compile(
    r"(?:đáp án(?: đúng)?\s*(?:là)?\s*:?\s*)?([A-H](?:\s*,\s*[A-H])*)\s*"
    r"(?:[.:)]\s|\n|\s[-–]\s|(?=\svì\s))\s*(?:giải thích\s*:?)?\s*(\S.+)",
    re.DOTALL | re.I,
)
_BITS = {"1": "Đúng", "0": "Sai"}


def draft_rows(sheet: Sheet, layout: Layout, places: Sequence[int]) -> list[Draft]:
    """The questions of these rows (from 0), one a row."""
    columns = layout.columns
    options = [(field, columns[field]) for field in OPTIONS if field in columns]
    decoration = usual(sheet, [column for _, column in options], places)
    drafts = []
    for at in places:
        row = sheet.rows[at]
        draft = Draft(at, {field: clean_lines(row[column]) for field, column in columns.items()})
        if layout.number is not None:
            draft.number = ordinal(row[layout.number])
        texts = [draft.cells.get(field, "") for field in OPTIONS]
        count = max((place + 1 for place, text in enumerate(texts) if text), default=0)
        draft.options = texts[:count]
        draft.marks = [
            marks_of(sheet, (at, columns[field])) - decoration.get(columns[field], frozenset())
            if field in columns
            else frozenset()
            for field in OPTIONS[:count]
        ]
        read = [columns[field] for field in ("text", "options", *OPTIONS) if field in columns]
        if "text" in columns and "strike" in marks_of(sheet, (at, columns["text"])):
            draft.notes.append(DROPPED)
        struck = [] if DROPPED in draft.notes else ["strike" in marks for marks in draft.marks]
        if any(is_struck_in_part(sheet, (at, column)) for column in read) or (
            0 < sum(struck) < len(struck) - 1
        ):
            draft.notes.append(STRUCK)
        if not count:
            _options_within(sheet, draft, columns)
        _wrong_ones(draft)
        _ticked(draft, row, layout)
        _beside(sheet, draft, layout)
        drafts.append(draft)
    _note_odd_counts([draft for draft in drafts if draft.is_plain and draft.options])
    return drafts


def _note_odd_counts(drafts: Sequence[Draft]) -> None:
    """Say it where a cell without letters holds another number of options than most: one may be cut in two."""
    usual = Counter(len(draft.options) for draft in drafts).most_common(1)
    for draft in drafts:
        said = [fold(option) for option in draft.options]
        is_sure = sorted(said) == ["dung", "sai"] or fold(draft.cells.get("key", "")) in said
        if len(draft.options) != usual[0][0] and not is_sure:
            text = N_(
                "Câu có %(count)d phương án, khác phần lớn các câu; hãy kiểm tra có phương án nào bị cắt đôi."
            )
            draft.notes.append(message(text, count=len(draft.options)))


def finish(
    drafts: Sequence[Draft], layout: Layout, sheet: Sheet, name: str, listed: dict[int, str]
) -> list[Row]:
    """The rows as `read_row` takes them. `listed`: number → key, of a list elsewhere in the file."""
    without_numbers(drafts)
    count_from_zero(drafts, layout.from_zero)
    heeds_marks = _heeds_marks(drafts)
    titles = {field: layout.header.titles[column] for field, column in layout.columns.items()}
    if len({draft.number for draft in drafts}) < len(drafts):
        for place, draft in enumerate(drafts, start=1):
            draft.number = place
    return [_row(draft, titles, name, listed, heeds_marks) for draft in drafts]


def _row(draft: Draft, titles: dict[str, str], name: str, listed: dict[int, str], heeds_marks: bool) -> Row:
    draft.options, stars = starred(draft.options)
    if stars:
        draft.signs.append((message(N_("dấu sao, dấu đúng")), stars))
    draft.options = [clean_lines(option) for option in strip_letters(draft.options)]
    if wrong := misfit(draft.options):
        draft.doubts.append((wrong, ""))
    draft.cells["text"], has_others = without_options(draft.cells.get("text", ""), draft.options)
    if has_others:
        draft.notes.append(message(N_("Trong lời câu hỏi có những dòng giống phương án; hãy kiểm tra.")))
    _explained(draft)
    cells = {field: text for field, text in draft.cells.items() if field not in (*OPTIONS, "options", *WRONG)}
    cells |= dict(zip(OPTIONS, draft.options, strict=False))
    if draft.options:
        cells["key"] = _key(draft, cells.get("key", ""), listed, heeds_marks)
    else:
        cells["key"] = cells.get("key", "") or listed.get(draft.number or 0, "")
        if not cells.get("kind") and _STATEMENT.search(fold(titles.get("key", ""))):
            cells["kind"] = "true_false"
        _without_options(draft, cells)
    row = Row(cells, titles, draft.at + 1, name)
    doubts = tuple(row.complain(what, on) for what, on in draft.doubts)
    return replace(row, doubts=doubts, notes=tuple(row.complain(note) for note in draft.notes))


def _explained(draft: Draft) -> None:
    """A key with its reasons in one cell (“B. Vì …”) apart, where they are not an option's words."""
    cell = draft.cells.get("key", "")
    found = _EXPLAINED.fullmatch(cell)
    has_own = draft.cells.get("explanation") or draft.cells.get("kind")
    if not found or has_own or not read_key(cell, draft.options)[1]:
        return
    if fold(found[2]) not in map(fold, draft.options):
        draft.cells |= {"key": found[1], "explanation": clean_lines(found[2])}


def _key(draft: Draft, cell: str, listed: dict[int, str], heeds_marks: bool) -> str:
    """The key cell; or in letters what all other signs agree on."""
    signs = list(draft.signs)
    if cell:
        places, problem = read_key(cell, draft.options)
        if problem:
            return cell  # read_row says what is wrong with it
        signs.insert(0, (message(N_("cột đáp án")), places))
    if not cell and draft.number in listed:
        one, _, two = listed[draft.number].partition(UNLIKE)
        if two:
            draft.doubt(N_("Có hai đáp án khác nhau: “%(one)s” và “%(two)s”."), "key", one=one, two=two)
            return cell
        places, problem = read_key(one, draft.options)
        if problem:
            draft.doubts.append((problem, "key"))
        signs.append((message(N_("bảng đáp án")), places))
    apart = set_apart(draft.marks)
    if heeds_marks and apart and (not signs or len({tuple(places) for _, places in apart}) == 1):
        signs += apart
        if len(apart[0][1]) > 1 and not cell:
            draft.notes.append(message(N_("Có %(count)d đáp án đúng; hãy kiểm tra."), count=len(apart[0][1])))
    if not signs:
        return cell
    first, places = signs[0]
    for other, others in signs[1:]:
        if others != places:
            draft.doubt(
                N_(
                    "Các dấu hiệu của đáp án mâu thuẫn nhau (%(first)s: %(one)s; %(second)s: %(two)s). Hãy chọn đáp án."
                ),
                "key",
                first=first,
                one=letters(places),
                second=other,
                two=letters(others),
            )
            return cell
    # A place, though there be an option that is called like a letter.
    return cell or f"phương án {letters(places)}"


def _heeds_marks(drafts: Sequence[Draft]) -> bool:
    """Whether bold, colours and grounds tell keys here: not where they disagree with the keys that are written."""
    agree = against = 0
    for draft in drafts:
        apart = set_apart(draft.marks)
        cell = draft.cells.get("key", "")
        if apart and cell:
            places, _ = read_key(cell, strip_letters(starred(draft.options)[0]))
            agree += apart[0][1] == places
            against += apart[0][1] != places
    return agree + against == 0 or agree >= 4 * against


_NINTH = re.compile(r"(?:^|\s)\(?[Ii]\s?[.):]\s*\S")


def _options_within(sheet: Sheet, draft: Draft, columns: dict[str, int]) -> None:
    """Options that stand in one cell, their own or the question's."""
    for name in ("options", "text"):
        if not draft.cells.get(name):
            continue
        at = draft.at, columns[name]
        raw = sheet.rows[draft.at][columns[name]].replace("\r\n", "\n").replace("\r", "\n")
        raw, key = split_key(raw)
        stem, found = split_options(raw)
        if not found and name == "options":
            found = [(span, False) for span in split_plain(raw)]
            draft.is_plain = True
        if not found:
            continue
        pieces = sheet.pieces.get(at, ())
        own = tuple(marks for piece, marks in pieces for _ in piece.replace("\r\n", "\n"))
        for (start, end), has_star in found:
            draft.options.append(("*" if has_star else "") + raw[start:end].strip())
            is_marked = len(own) >= len(raw)
            draft.marks.append(
                Line(raw, own[: len(raw)], 0).cut(start, end).shared() if is_marked else frozenset()
            )
        if len(found) == len(LETTERS) and _NINTH.search(draft.options[-1]):
            draft.doubt(N_("Có phương án thứ chín trở đi; nhiều nhất là tám."))
        if name == "text":
            draft.cells["text"] = clean_lines(raw[slice(*stem)])
        if key and not draft.cells.get("key"):
            draft.cells["key"] = clean(key)
        return
    if draft.cells.get("options") and not draft.cells.get("kind"):
        draft.doubt(
            N_("Không tách được các phương án trong ô này. Hãy ghi mỗi phương án một dòng."), "options"
        )


def _wrong_ones(draft: Draft) -> None:
    """The right answer in one column, wrong ones in others."""
    wrong = [draft.cells[name] for name in WRONG if draft.cells.get(name)]
    if len(wrong) == 1 and re.search(r"[\n|]", wrong[0]):
        wrong = [wrong[0][start:end].strip() for start, end in split_plain(wrong[0])]  # all in one cell
    if wrong and not draft.options and draft.cells.get("key"):
        draft.options, draft.marks = [draft.cells["key"], *wrong], [frozenset()] * (len(wrong) + 1)
        draft.cells["key"] = LETTERS[0]


def _ticked(draft: Draft, row: Sequence[str], layout: Layout) -> None:
    if layout.sides and not draft.options and not draft.cells.get("key"):
        true, false = (bool(tick(row[column])) for column in layout.sides)
        if true != false:
            draft.cells["key"] = "Đúng" if true else "Sai"
        else:
            draft.doubt(N_("Cần đánh dấu một trong hai cột “Đúng” và “Sai”."))
    ticked = [place for place, column in enumerate(layout.ticks) if tick(row[column])]
    if not ticked:
        return
    if ticked[-1] >= len(draft.options):
        draft.doubt(
            N_("Phương án %(letter)s được đánh dấu đúng mà bỏ trống."), "text", letter=LETTERS[ticked[-1]]
        )
        return
    draft.signs.append((message(N_("cột đánh dấu")), ticked))


def _beside(sheet: Sheet, draft: Draft, layout: Layout) -> None:
    """What stands in the row outside of the fields, or can't be trusted."""
    row, titles = sheet.rows[draft.at], layout.header.titles
    last = max((column for column, title in enumerate(titles) if title), default=len(titles))
    for column, cell in enumerate(row):
        field = layout.mapping[column] if column < len(layout.mapping) else ""
        title = titles[column] if column < len(titles) else ""
        flaw = sheet.flaws.get((draft.at, column))
        if flaw and (field or column in layout.ticks):
            draft.doubts.append((flaw, field))
        if field or not cell.strip() or column in layout.ticks or column in (layout.sides or ()):
            continue
        if is_surplus(title):
            draft.doubt(N_("Có phương án thứ chín trở đi (cột “%(title)s”); nhiều nhất là tám."), title=title)
        elif is_picture(title):
            draft.notes.append(
                message(N_("Ô hình ở cột “%(title)s” chưa được đọc; hãy thêm hình sau."), title=title)
            )
        elif column > last and layout.header.height and sheet.is_delimited:
            draft.doubt(N_("Dòng có nhiều ô hơn dòng tiêu đề: có lẽ thiếu dấu nháy kép quanh một ô."), "")
        elif recognise(title) == "text" and len(clean(cell)) > 3 and ordinal(cell) is None:
            draft.doubt(
                N_(
                    "Cột “%(title)s” thứ hai chưa được đọc. Nếu có hai bảng cạnh nhau, hãy xếp chúng nối tiếp."
                ),
                title=title,
            )
        elif recognise(title) == "key" and draft.options:
            _compare(draft, cell)
        elif not title and layout.header.height and _is_among_options(column, layout):
            draft.notes.append(
                message(
                    N_(
                        "Ô “%(cell)s” ở cột không có tiêu đề chưa được đọc; nếu là phương án, hãy đặt tên cho cột."
                    ),
                    cell=clean(cell)[:80],
                )
            )
        elif _matters(title, column, layout) and not draft.options and _is_open(draft) and not draft.doubts:
            draft.doubt(
                N_("Câu không có phương án nào, mà cột “%(title)s” chưa được đọc. Hãy chọn cột này là gì."),
                title=title,
            )
    text = " ".join(row)
    draft.notes += sheet.remarks.get(draft.at, ())
    if draft.at in sheet.broken:
        draft.doubt(N_("Dấu nháy kép không đóng: ô này có lẽ nuốt cả những dòng sau."))
    if not text.isascii() and encodings.is_suspicious(text):
        draft.doubt(N_("Chữ ở dòng này có lẽ dùng bảng mã khác với cả tệp. Hãy sửa lại chữ."))


def _compare(draft: Draft, cell: str) -> None:
    """Doubt the key where another column of keys names other options."""
    options = strip_letters(starred(draft.options)[0])
    key = draft.cells.get("key", "")
    one, problem = read_key(key, options)
    two, other = read_key(cell, options)
    if not problem and not other and one != two:
        draft.doubt(N_("Có hai đáp án khác nhau: “%(one)s” và “%(two)s”."), "key", one=key, two=clean(cell))


def _is_among_options(column: int, layout: Layout) -> bool:
    """Whether a column stands between the first option and what follows the last one."""
    own = [at for at, field in enumerate(layout.mapping) if field in OPTIONS]
    return bool(own) and min(own) < column <= max(own) + 1


def _matters(title: str, column: int, layout: Layout) -> bool:
    return column != layout.number and not is_aside(title) and not recognise(title)


def _is_open(draft: Draft) -> bool:
    key = draft.cells.get("key", "")
    return bool(key) and truth(key) is None and not draft.cells.get("kind")


def _without_options(draft: Draft, cells: dict[str, str]) -> None:
    """A key that names options which aren't there; 1 and 0 for true and false, where the kind says so."""
    key, kind = cells["key"], fold(cells.get("kind", ""))
    if not kind and _LONG.fullmatch(key) and not cells.get("model_answer"):
        cells |= {"kind": "essay", "model_answer": key, "key": ""}
        draft.notes.append(
            message(
                N_(
                    "Câu trả lời dài, nên câu này được coi là câu tự luận có gợi ý. Hãy kiểm tra loại câu hỏi."
                )
            )
        )
        return
    if kind in _TRUE_FALSE and key in _BITS:
        cells["key"] = _BITS[key]
    elif not kind and key in _BITS:
        draft.doubt(
            N_("Không rõ “%(key)s” là một con số hay là Đúng, Sai. Hãy ghi loại câu hỏi."), "key", key=key
        )
    elif not kind and truth(key) is None and is_place(key) and not re.search(r"\d", key):
        draft.doubt(N_("Đáp án là chữ cái mà không thấy phương án nào."), "key")
