"""An Excel workbook: what `formats/table.py` reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Named

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.writers import reductions as gone
from question_bank.exchange.writers.base import Lost, Written, reduced
from question_bank.exchange.writing import write_xlsx

REDUCTIONS = (
    gone.only("single_choice", "several_correct", "true_false", "short_answer", "situation", "theme"),
    gone.CELLS,
    gone.COMPARISON,
    gone.STATEMENT,
    gone.PICTURE_FILES,
    *gone.filing(("code", "topic", "difficulty")),
)


class TableWriter:
    """See `writers.base.Writer`. Pictures stay as references, which the same bank reads back."""

    has_key = False

    def __init__(
        self, code: str, name: Message, place: int, mime: str, make: Callable[[Sequence[ReadQuestion]], bytes]
    ) -> None:
        self.code, self.extension, self.name, self.place, self.mime = code, code, name, place, mime
        self.make = make

    def losses(self, questions: Sequence[ReadQuestion]) -> tuple[Lost, ...]:
        """See `Writer.losses`."""
        return reduced(questions, REDUCTIONS)[1]

    def write(
        self,
        questions: Sequence[ReadQuestion],
        media: Named[str, bytes],
        folders: Named[str, str],
        with_key: bool = True,
    ) -> Written:
        """See `Writer.write`."""
        kept, lost = reduced(questions, REDUCTIONS)
        return Written(self.make([one for one in kept if one]), lost)


WRITER = TableWriter(
    "xlsx", message(N_("Excel (.xlsx)")), 1,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx,
)  # fmt: skip
