"""What only shows when points are put together: too few sheets, a third marker to come, marks of strangers. PURE."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from contest.kernel.messages import N_, message
from contest.organising.package_tables import DataTable
from contest.organising.problems import Problem
from contest.ranking.exact import Ints
from contest.ranking.facts import Facts, PartFacts


def doubts(facts: Facts) -> list[Problem]:
    """The problems of one stage."""
    found: list[Problem] = []
    for part in facts.parts:
        if part.judged is not None:
            found += _of_sheets(facts, part)
        found += _of_strangers(facts, part)
    return found


def _of_sheets(facts: Facts, part: PartFacts) -> Iterator[Problem]:
    assert part.judged is not None and part.marks is not None
    judged, combine = part.judged, part.part.combine
    dropped = combine.drop_highest + combine.drop_lowest
    for at in np.flatnonzero(judged.short).tolist():
        if dropped:
            text = message(
                N_(
                    "Thí sinh %(entrant)s, phần “%(part)s”: không còn phiếu nào sau khi bỏ %(dropped)s điểm "
                    "cao nhất, thấp nhất. Hãy nhập đủ phiếu, hoặc sửa drop_highest, drop_lowest."
                ),
                entrant=_code(facts, at), part=part.part.code, dropped=dropped,
            )  # fmt: skip
        else:
            text = message(
                N_(
                    "Thí sinh %(entrant)s, phần “%(part)s”: không có phiếu nào chấm đủ các tiêu chí. "
                    "Hãy nhập các điểm còn thiếu."
                ),
                entrant=_code(facts, at), part=part.part.code,
            )  # fmt: skip
        yield Problem(text, "fatal", *_mark_place(facts, part, at))
    for at in np.flatnonzero(judged.open).tolist():
        text = message(
            N_(
                "Thí sinh %(entrant)s, phần “%(part)s”: hai phiếu lệch nhau từ %(gap)s điểm, cần người chấm "
                "thứ ba. Tạm lấy theo hai phiếu."
            ),
            entrant=_code(facts, at), part=part.part.code, gap=part.part.divergence and part.part.divergence.gap,
        )  # fmt: skip
        yield Problem(text, "error", *_mark_place(facts, part, at))
    if combine.over == "criterion":
        return
    for at in np.flatnonzero(judged.partial & judged.has).tolist():
        kept = N_("Các điểm đã có vẫn được cộng.") if combine.by == "sum" else N_("Phiếu ấy không được tính.")
        text = message(
            N_("Thí sinh %(entrant)s, phần “%(part)s”: có phiếu chấm chưa đủ các tiêu chí. %(kept)s"),
            entrant=_code(facts, at), part=part.part.code, kept=message(kept),
        )  # fmt: skip
        yield Problem(text, "warning", *_mark_place(facts, part, at))


def _of_strangers(facts: Facts, part: PartFacts) -> Iterator[Problem]:
    """Marks and points of entrants who aren't in the stage don't count."""
    data = facts.data
    marks, rows = data.marks(facts.stage, part.part), data.points(facts.stage, part.part)
    for table, entrants, row in (
        (data.tables.marks, marks.entrant, marks.row),
        (data.tables.points, rows.entrant, rows.row),
    ):
        outside = np.flatnonzero(facts.local[entrants] < 0)
        for at in outside[np.unique(entrants[outside], return_index=True)[1]].tolist():
            text = message(
                N_(
                    "Thí sinh %(entrant)s không có trong vòng “%(stage)s” nên điểm ở đây không được tính. Hãy xem "
                    "lại cột stage của entrants.csv, quy tắc chọn vào vòng, hoặc ghi quyết định substitute."
                ),
                entrant=data.codes[int(entrants[at])], stage=facts.stage.code,
            )  # fmt: skip
            yield Problem(text, "error", *_place(table, row, at))


def _mark_place(facts: Facts, part: PartFacts, member: int) -> tuple[str, int]:
    assert part.marks is not None
    first = int(np.flatnonzero(part.marks.entrant == member)[0])
    return _place(facts.data.tables.marks, part.marks.row, first)


def _place(table: DataTable, rows: Ints, at: int) -> tuple[str, int]:
    return table.file, table.line(int(rows[at]))


def _code(facts: Facts, member: int) -> str:
    return facts.data.codes[int(facts.members[member])]
