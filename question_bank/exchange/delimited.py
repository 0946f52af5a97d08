"""CSV text: which encoding and which delimiter. PURE."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import mend
from question_bank.exchange.encodings import OF_BYTES, recognise, retype, said, settle
from question_bank.exchange.sheets import LAST_ROW, MAX_COLUMNS, too_large

DELIMITERS = (",", ";", "\t", "|")
_VIETNAMESE = frozenset(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
    "“”‘’–—…•°«»§×÷±·²³½¼¾\u00a0"
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEEN = 64 * 1024
_MOST_BLANKS = 200_000  # rows, with those that hold nothing


def decode(data: bytes, chosen: str = "") -> str:
    """The text of a file; see `decoded`."""
    return decoded(data, chosen)[0]


def meant(data: bytes, chosen: str) -> tuple[str, str, list[Message]]:
    """The text of a file in what its letters mean; the encoding that was chosen, recognised or guessed ("" where it is
    sure); and what is to be said of it. Raises Invalid for bytes that are no text, and where letters were lost.
    """
    text, guessed = decoded(data, chosen)
    encoding = settle(text[:_SEEN], chosen)
    return mend(retype(text, encoding)), encoding or guessed, [said(encoding)] if encoding else []


def decoded(data: bytes, chosen: str = "") -> tuple[str, str]:
    """The text of a file in UTF-8, UTF-16 or Windows-1258, and the encoding where it was guessed ("" where it is sure).

    `chosen` (see `encodings`) overrules what is recognised. Raises Invalid for bytes that are no text in it.
    """
    if chosen in OF_BYTES:
        text = _decode(data, chosen).removeprefix("\ufeff")
        return (mend(text) if chosen == "cp1258" else text), chosen
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding), ""
    if b"\0" in data:
        even, odd = data[:_SEEN:2].count(0), data[1:_SEEN:2].count(0)
        guessed = "utf-16-le" if odd > even else "utf-16-be"
        return _decode(data, guessed), guessed
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        western = data.decode("latin-1")
        # Texts in the fonts of the time before Unicode are Western letters: `encodings` makes them what they mean.
        if chosen in ("tcvn3", "vni") or recognise(western):
            return western, ""
        text = mend(_decode(data, "cp1258"))
    foreign = [char for char in text if ord(char) > 127]
    if sum(char in _VIETNAMESE for char in foreign) < 0.97 * len(foreign):
        raise Invalid(_unknown_encoding)
    return text, "cp1258"


_unknown_encoding = message(
    N_(
        "Không nhận ra bảng mã của tệp. Hãy mở bằng Excel, chọn Lưu thành (Save As), "
        "kiểu “CSV UTF-8” hoặc .xlsx, rồi tải lên lại."
    )
)


def _decode(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Invalid(_unknown_encoding) from None
    if "\0" in text:
        raise Invalid(message(N_("Tệp này không phải bảng tính: cần tệp .xlsx, .xls, .ods hoặc .csv.")))
    return text


def split(text: str, fitness: Callable[[list[list[str]]], int]) -> tuple[list[list[str]], frozenset[int]]:
    """The rows of a CSV text under the delimiter that `fitness` (of the first rows) likes best.

    Every row is as long as the longest. Beside them the rows (from 0) that a quotation mark without its partner may
    have spoilt.
    """
    lines = text.splitlines(keepends=True)
    if lines and lines[0].lower().startswith("sep="):
        lines = ["\n", *lines[1:]]
    sample, text = "".join(lines[:200]), "".join(lines)

    def merit(delimiter: str) -> tuple[int, float, int]:
        rows = [row[:MAX_COLUMNS] for row in _rows(sample, delimiter) if any(cell.strip() for cell in row)]
        width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (1, 0)
        return fitness(_even(rows)), count / max(len(rows), 1) if width > 1 else 0, sample.count(delimiter)

    best = max(DELIMITERS, key=merit)
    rows = _rows(text, best, most=LAST_ROW)
    # Some programs put a whole line between quotation marks: a table within a column.
    if (
        rows
        and max(map(len, rows)) == 1
        and sum(row[0].count(best) > 1 for row in rows if row) > len(rows) / 2
    ):
        rows = _rows("\n".join(row[0] if row else "" for row in rows), best, most=LAST_ROW)
    rows, broken = (rows, frozenset[int]()) if _is_sound(text, best) else _released(rows, best)
    return _even(rows), broken


def _rows(text: str, delimiter: str, most: int = 0) -> list[list[str]]:
    """The rows. Raises Invalid where `most` rows are allowed and there are more, or wider ones than a table has."""
    found: list[list[str]] = []
    filled = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if most and len(row) > MAX_COLUMNS:
                while row and not row[-1].strip():
                    row.pop()
            filled += any(row)
            if most and (len(row) > MAX_COLUMNS or filled > most or len(found) > _MOST_BLANKS):
                raise too_large()
            found.append(row)
        return found
    except csv.Error:
        raise Invalid(message(N_("Tệp CSV bị hỏng: có ô quá dài, hoặc dấu nháy kép không đóng."))) from None


def _is_sound(text: str, delimiter: str) -> bool:
    """Whether every quotation mark has its partner, and rows with cells of several lines have as many cells as most: then no
    cell has swallowed a row, whatever its lines look like."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    usual = Counter(len(row) for row in rows if row).most_common(1)
    tall = [row for row in rows if any("\n" in cell for cell in row)]
    return all(len(row) == usual[0][0] for row in tall)


def _even(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _released(rows: list[list[str]], delimiter: str) -> tuple[list[list[str]], frozenset[int]]:
    """The rows, those set free that a lone quotation mark had swallowed; and the places that are doubtful."""
    width = max(max(map(len, rows), default=0), 3)
    found: list[list[str]] = []
    broken: set[int] = set()
    for row in rows:
        lines = _swallowed(row, delimiter, width)
        if not lines:
            found.append(row)
            continue
        broken.add(len(found))
        found += [line.split(delimiter) for line in lines]
        # What stood around the marks at either end may belong elsewhere.
        broken.add(len(found) - 1)
    return found, frozenset(broken)


def _swallowed(row: list[str], delimiter: str, width: int) -> list[str]:
    """The lines of a row in which a cell holds lines that look like rows of their own; else none."""
    whole = delimiter.join(row)
    inner = (line for cell in row if "\n" in cell for line in cell.splitlines()[1:])
    if any(line.count(delimiter) >= width - 1 for line in inner):
        return [line for line in whole.splitlines() if line.strip()]
    return []
