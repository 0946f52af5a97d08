"""Cells of a table that nothing was made of: what stands in a few rows only may change the question beside it. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import clean
from question_bank.exchange.columns import is_aside, is_picture, is_surplus, plain_titles, recognise
from question_bank.exchange.layout import Layout
from question_bank.exchange.row_draft import Draft
from question_bank.exchange.sheets import Sheet

_FEW = 0.3  # of the rows
_REMARKS = re.compile(
    r"(?:ghi chu|luu y|chu thich|nhan xet|gop y|y kien|de nghi|notes?|remarks?|comments?)(?: .*)?"
)
_CITED = re.compile(
    r"(?:căn cứ|theo|xem)?\s*(?:điểm|khoản|điều|luật|nghị|thông tư|hiến pháp|quyết định)\b", re.I
)
_PASSAGE = re.compile(
    r"(?:doan (?:van|trich)|ngu lieu|bai doc|ngu canh|du kien|passage|context|reading)(?: .*)?"
)


def note_unread(drafts: Sequence[Draft], sheet: Sheet, layout: Layout) -> list[str]:
    """Note the cells of columns without a field that are filled in few rows, or hold passages; the titles of the others
    that nobody knows."""
    unknown = []
    for column, title in enumerate(layout.header.titles):
        if layout.mapping[column] or column in {layout.number, *layout.ticks, *(layout.sides or ())}:
            continue
        forms = plain_titles(title)
        is_remark = any(map(_REMARKS.fullmatch, forms))
        if not forms or recognise(title) or is_picture(title) or is_surplus(title):
            continue
        if is_aside(title) and not is_remark:
            continue
        filled = [
            draft
            for draft in drafts
            if (cell := sheet.rows[draft.at][column].strip()) and not _CITED.match(cell)
        ]
        if len(filled) <= _FEW * len(drafts) or any(map(_PASSAGE.fullmatch, forms)):
            for draft in filled:
                text = N_("Ô “%(cell)s” ở cột “%(title)s” chưa được đọc; hãy xem nó có thuộc câu hỏi không.")
                draft.notes.append(message(text, cell=clean(sheet.rows[draft.at][column])[:80], title=title))
        elif not is_remark:
            unknown.append(title)
    return unknown
