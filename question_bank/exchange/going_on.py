"""Rows of a table that may be the rest of the question above them: its words, or its options, broken over two rows. PURE.

Such a question would be short in silence; it is doubted instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from contest.kernel.messages import N_
from question_bank.exchange.columns import OPTIONS
from question_bank.exchange.layout import Layout
from question_bank.exchange.row_draft import Draft
from question_bank.exchange.sheets import Sheet

_ANSWERS = (*OPTIONS, "options", "key")


def doubt_continued(drafts: Sequence[Draft], sheet: Sheet, layout: Layout, end: int) -> None:
    """Doubt each question where a row right under it, above `end`, has options without words, or words that go on."""
    own = {draft.at: draft for draft in drafts}
    above: Draft | None = None
    for at in range(layout.begin, end):
        row = sheet.rows[at]
        if not any(cell.strip() for cell in row):
            above = None
        elif above and _goes_on(row, layout):
            text = N_("Dòng %(row)d ở dưới có lẽ là phần tiếp theo của câu này. Hãy gộp thành một dòng.")
            above.doubt(text, row=at + 1)
        else:
            above = own.get(at)


def _goes_on(row: Sequence[str], layout: Layout) -> bool:
    said = {field: row[column].strip() for field, column in layout.columns.items()}
    text = said.get("text", "")
    has_answers = any(said.get(field) for field in _ANSWERS)
    is_numbered = layout.number is not None and bool(row[layout.number].strip())
    has_others = any(cell.strip() for cell, field in zip(row, layout.mapping, strict=False) if not field)
    if is_numbered or has_others or said.get("code"):
        return False
    return text[0].islower() and not has_answers if text else has_answers
