"""What every kind of workbook is read into. PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import dataclass, field

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, Message, message
from question_bank.exchange.lines import Marks
from question_bank.exchange.questions import MAX_ROWS

MAX_UNZIPPED = 150 * 1024 * 1024
MAX_COLUMNS = 200
MAX_CELLS = 400_000  # with something in them, in all sheets
MAX_DRAWING = 10 * 1024 * 1024  # bytes of the XML that says where the pictures of a sheet are
LAST_ROW = MAX_ROWS + 100  # titles and remarks stand beside the questions

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of a merged cell, from 0."""
Cell = tuple[int, int]
"""(row, column) from 0."""


@dataclass(frozen=True)
class Picture:
    """A picture over a cell: its name among the media ("" where it can't be read), its alternative text, and over how many
    rows below that of the cell it spreads.
    """

    name: str = ""
    alt: str = ""
    spread: int = 0


@dataclass(frozen=True)
class Sheet:
    """A sheet from its first row and column on; every row is as long as the longest.

    `marks`: how the letters and the ground of a cell are set, where not plainly. `pieces`: of cells whose letters
    differ, the texts with their own marks. `flaws`: cells that may not hold what their author saw. `broken`: rows
    that are doubtful as a whole. `pictures`: those that begin over a cell; `remarks`: by row, what is said of them.
    """

    name: str
    rows: list[list[str]]
    merged: tuple[Range, ...] = ()
    marks: Named[Cell, Marks] = field(default_factory=dict)
    pieces: Named[Cell, tuple[tuple[str, Marks], ...]] = field(default_factory=dict)
    flaws: Named[Cell, Message] = field(default_factory=dict)
    broken: frozenset[int] = frozenset()
    pictures: Named[Cell, Sequence[Picture]] = field(default_factory=dict)
    remarks: Named[int, tuple[Message, ...]] = field(default_factory=dict)
    is_delimited: bool = False


@dataclass(frozen=True)
class Workbook:
    """The sheets that are read, the names of the hidden ones, which are not, and the pictures by name."""

    sheets: list[Sheet]
    hidden: tuple[str, ...] = ()
    media: Named[str, bytes] = field(default_factory=dict)


def damaged() -> Invalid:
    """The refusal of a file that can't be made out."""
    return Invalid(
        message(N_("Không đọc được tệp Excel này: tệp bị hỏng. Hãy mở bằng Excel, lưu lại rồi tải lên."))
    )


def too_large() -> Invalid:
    """The refusal of a table that would fill the memory."""
    return Invalid(
        message(
            N_("Bảng quá lớn: nhiều nhất %(rows)d dòng và %(columns)d cột. Hãy chia thành nhiều tệp."),
            rows=MAX_ROWS,
            columns=MAX_COLUMNS,
        )
    )


def locked() -> Invalid:
    """The refusal of a file with a password."""
    return Invalid(message(N_("Tệp có mật khẩu. Hãy bỏ mật khẩu trong Excel rồi tải lên lại.")))


def even(rows: list[list[str]]) -> list[list[str]]:
    """Every row as long as the longest."""
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def colour(name: str, rgb: str) -> set[str]:
    """The mark of a colour in hexadecimal; none for black letters and white grounds."""
    rgb = rgb[-6:].upper()
    return set() if rgb in {"", "FFFFFF" if name == "fill" else "000000"} else {f"{name}:{rgb}"}


_NO_ALT = re.compile(
    r"(?:picture|image|graphic|hình(?: ảnh)?|ảnh)?\s*\d*|[\w-]+\.(?:png|jpe?g|gif|bmp|emf|wmf)", re.I
)


def alternative(text: str) -> str:
    """An alternative text; "" for the names that programs give to pictures by themselves."""
    plain = " ".join(text.split())
    return "" if _NO_ALT.fullmatch(plain) else plain


NO_RESULT = message(N_("Ô chứa công thức chưa có kết quả. Hãy mở bằng Excel, lưu lại rồi tải lên."))
CHANGED = message(
    N_("Excel có lẽ đã tự đổi chữ gõ ở ô này (như “1/2”, “2:1”) thành ngày, giờ. Hãy gõ lại dưới dạng chữ.")
)
ERROR = message(N_("Ô chứa lỗi của Excel (như #REF!)."))
