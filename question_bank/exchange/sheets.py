"""What every kind of workbook is read into. PURE."""

from __future__ import annotations

from collections.abc import Mapping as Named
from dataclasses import dataclass, field

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, Message, message
from question_bank.exchange.lines import Marks
from question_bank.exchange.questions import MAX_ROWS

MAX_UNZIPPED = 150 * 1024 * 1024
MAX_COLUMNS = 200
MAX_CELLS = 400_000  # with something in them, in all sheets
LAST_ROW = MAX_ROWS + 100  # titles and remarks stand beside the questions

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of a merged cell, from 0."""
Cell = tuple[int, int]
"""(row, column) from 0."""


@dataclass(frozen=True)
class Sheet:
    """A sheet from its first row and column on; every row is as long as the longest.

    `marks`: how the letters and the ground of a cell are set, where not plainly. `pieces`: of cells whose letters
    differ, the texts with their own marks. `flaws`: cells that may not hold what their author saw. `broken`: rows
    that are doubtful as a whole. `pictures`: rows over which pictures lie.
    """

    name: str
    rows: list[list[str]]
    merged: tuple[Range, ...] = ()
    marks: Named[Cell, Marks] = field(default_factory=dict)
    pieces: Named[Cell, tuple[tuple[str, Marks], ...]] = field(default_factory=dict)
    flaws: Named[Cell, Message] = field(default_factory=dict)
    broken: frozenset[int] = frozenset()
    pictures: frozenset[int] = frozenset()
    is_delimited: bool = False


@dataclass(frozen=True)
class Workbook:
    """The sheets that are read, and the names of the hidden ones, which are not."""

    sheets: list[Sheet]
    hidden: tuple[str, ...] = ()


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


NO_RESULT = message(N_("Ô chứa công thức chưa có kết quả. Hãy mở bằng Excel, lưu lại rồi tải lên."))
ERROR = message(N_("Ô chứa lỗi của Excel (như #REF!)."))
