"""An Excel workbook: what `formats/table.py` reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Named
from dataclasses import replace

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.columns import propose
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.rows import Row, clean_lines, read_row
from question_bank.exchange.writers import reductions as gone
from question_bank.exchange.writers.base import Reducing, Reduction
from question_bank.exchange.writing import to_table, write_xlsx


def _read_back(question: ReadQuestion) -> ReadQuestion | None:
    """The question as its row is read: what the columns can't say is gone. None where it can't be read."""
    titles, cells = to_table([question])
    mapping = propose(titles, None)
    row = {field: clean_lines(cell) for field, cell in zip(mapping, cells, strict=True) if field}
    found = read_row(Row(row, {}, 0))
    return None if found.problems else replace(question, kind=found.kind, text=found.text, body=found.body)


REDUCTIONS = (
    gone.CELLS,
    gone.COMPARISON,
    gone.PICTURE_FILES,
    *gone.filing(("code", "topic", "difficulty")),
    Reduction(
        message(
            N_("Những gì các cột của bảng không ghi được; câu nào không đọc lại được thì không có trong tệp")
        ),
        _read_back,
    ),
)


class TableWriter(Reducing):
    """See `writers.base.Writer`. Pictures stay as references, which the same bank reads back."""

    reductions = REDUCTIONS

    def __init__(
        self, code: str, name: Message, place: int, mime: str, make: Callable[[Sequence[ReadQuestion]], bytes]
    ) -> None:
        self.code, self.extension, self.name, self.place, self.mime = code, code, name, place, mime
        self._make = make

    def make(
        self, questions: Sequence[ReadQuestion], media: Named[str, bytes], folders: Named[str, str]
    ) -> bytes:
        """See `Reducing.make`."""
        return self._make(questions)


WRITER = TableWriter(
    "xlsx", message(N_("Excel (.xlsx)")), 1,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx,
)  # fmt: skip
