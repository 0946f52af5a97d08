"""May a result be published, and what changes when it replaces another. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contest.kernel.messages import N_, Message, message
from contest.publishing.table import Row, Table

Kind = Literal["provisional", "official"]


@dataclass(frozen=True)
class Gap:
    """Something that an entrant should have in a part and hasn't: `done` of `total` sheets, or no attempt or points."""

    entrant: str
    name: str
    part: str
    part_name: str
    done: int
    total: int

    @property
    def is_partial(self) -> bool:
        return 0 < self.done < self.total


@dataclass(frozen=True)
class Tie:
    """Entrants who share a rank where the rules ask the head to decide."""

    within: str
    rank: int
    entrants: tuple[tuple[str, str], ...]  # (code, name)


@dataclass(frozen=True)
class Readiness:
    """What stands between the marks and a published result."""

    ranked: int  # entrants in the list
    closes_at: datetime | None  # the last close that is still to come
    running: int  # attempts that may still store an answer
    gaps: tuple[Gap, ...]
    ties: tuple[Tie, ...]

    @property
    def is_clear(self) -> bool:
        return not refusals(self, "official", accept_gaps=False)


def refusals(ready: Readiness, kind: Kind, accept_gaps: bool) -> list[Message]:
    """Why this result can't be published now; empty when it can. `accept_gaps`: the organiser gave a reason for
    counting what is missing as absent."""
    found: list[Message] = []
    if not ready.ranked:
        found.append(message(N_("Chưa có thí sinh nào trong danh sách này.")))
    if ready.closes_at is not None:
        found.append(
            message(
                N_("Vòng thi chưa đóng. Chỉ công bố được sau giờ đóng, hoặc sau khi đóng sớm ở mục Lịch thi.")
            )
        )
    if ready.running:
        found.append(message(N_("Còn %(count)s bài trắc nghiệm đang làm."), count=ready.running))
    if ready.gaps and not accept_gaps:
        found.append(
            message(
                N_("Còn thiếu %(count)s phiếu hoặc bài. Hãy bổ sung, hoặc xác nhận là vắng và nêu lý do."),
                count=len(ready.gaps),
            )
        )
    if ready.ties:
        found.append(
            message(
                N_("Còn %(count)s chỗ bằng điểm chờ trưởng ban quyết định thứ tự."),
                count=len(ready.ties),
            )
        )
    return found


@dataclass(frozen=True)
class Change:
    """What a replacement changes for one entrant. A side is None where the entrant was not in that result."""

    entrant: str
    name: str
    before: Row | None
    after: Row | None

    @property
    def fields(self) -> tuple[str, ...]:
        """Which of rank, total, award, title, promoted and status differ."""
        names = ("rank", "total", "award", "title", "promoted", "status")
        return tuple(
            name for name in names if getattr(self.before, name, None) != getattr(self.after, name, None)
        )


def differences(before: Table, after: Table) -> list[Change]:
    """Whose rank, total, prize, title, promotion or status the new result changes, in the new order, the gone last."""
    old = {row.entrant: row for row in before.rows}
    new = {row.entrant: row for row in after.rows}
    everyone: Sequence[str] = [*new, *(code for code in old if code not in new)]
    changes = []
    for code in everyone:
        left, right = old.get(code), new.get(code)
        shown = right or left
        assert shown is not None
        change = Change(code, shown.name, left, right)
        if change.fields:
            changes.append(change)
    return changes


def promoted(rows: Iterable[Row]) -> list[str]:
    """The codes of those who go on, in order."""
    return [row.entrant for row in rows if row.promoted == "yes"]
