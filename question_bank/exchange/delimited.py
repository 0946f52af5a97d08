"""CSV text: which encoding and which delimiter. PURE."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, message
from question_bank.exchange.legacy import recognise

DELIMITERS = (",", ";", "\t")
_VIETNAMESE = frozenset(
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
    "“”‘’–—…•°«»§×÷±·²³½¼¾\u00a0"
)


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1258. Raises Invalid for others.

    Windows-1258 has no mark of its own: it is believed when what comes out is Vietnamese.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decode(data, encoding)
    if b"\0" in data:
        even, odd = data[::2].count(0), data[1::2].count(0)
        return _decode(data, "utf-16-le" if odd > even else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        western = data.decode("latin-1")
        # Texts in the fonts of the time before Unicode are Western letters: `legacy` makes them what they mean.
        if recognise(western) is not None:
            return western
        text = unicodedata.normalize("NFC", _decode(data, "cp1258"))
    foreign = [char for char in text if ord(char) > 127]
    if sum(char in _VIETNAMESE for char in foreign) < 0.97 * len(foreign):
        raise Invalid(_unknown_encoding)
    return text


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
        raise Invalid(message(N_("Tệp này không phải bảng tính: cần tệp .xlsx hoặc .csv.")))
    return text


def split(text: str, fitness: Callable[[list[list[str]]], int]) -> list[list[str]]:
    """The rows of a CSV text under the delimiter that `fitness` (of the first rows) likes best.

    Every row is as long as the longest.
    """
    lines = text.splitlines(keepends=True)
    if lines and lines[0].lower().startswith("sep="):
        lines = ["\n", *lines[1:]]
    sample, text = "".join(lines[:200]), "".join(lines)
    best = max(DELIMITERS, key=lambda delimiter: (fitness(_rows(sample, delimiter)), sample.count(delimiter)))
    return _rows(text, best)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise Invalid(message(N_("Tệp CSV bị hỏng: có ô quá dài, hoặc dấu nháy kép không đóng."))) from None
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]
