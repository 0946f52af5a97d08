"""May a result be published, and what a replacement changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contest.publishing.rules import Gap, Readiness, Tie, differences, promoted, refusals
from tests.contest.publishing import samples

CLEAR = Readiness(ranked=13, closes_at=None, running=0, gaps=(), ties=())
GAP = Gap("001", "Nguyễn Văn A", "tinh-huong", "Xử lý tình huống", 3, 5)
TIE = Tie("qt", 1, (("001", "A"), ("002", "B")))


def test_a_whole_closed_round_may_be_published() -> None:
    assert CLEAR.is_clear
    assert refusals(CLEAR, "official", accept_gaps=False) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ranked": 0}, "Chưa có thí sinh"),
        ({"closes_at": datetime(2026, 11, 23, tzinfo=UTC)}, "chưa đóng"),
        ({"running": 2}, "2 bài trắc nghiệm đang làm"),
        ({"gaps": (GAP,)}, "thiếu 1 phiếu"),
        ({"ties": (TIE,)}, "1 chỗ bằng điểm"),
    ],
)
def test_each_obstacle_is_said(change: dict[str, object], said: str) -> None:
    ready = replace(CLEAR, **change)  # type: ignore[arg-type]
    assert not ready.is_clear
    assert [said in str(text) for text in refusals(ready, "official", accept_gaps=False)] == [True]


def test_only_gaps_can_be_accepted() -> None:
    ready = replace(CLEAR, gaps=(GAP,), ties=(TIE,), running=1)
    assert len(refusals(ready, "provisional", accept_gaps=False)) == 3
    assert len(refusals(ready, "provisional", accept_gaps=True)) == 2


def test_a_gap_is_partial_when_some_sheets_are_there() -> None:
    assert [replace(GAP, done=done).is_partial for done in (0, 1, 4, 5)] == [False, True, True, False]


def test_the_same_result_has_no_differences() -> None:
    assert differences(samples.commune(), samples.commune()) == []


def test_differences_name_whose_rank_prize_or_promotion_changed() -> None:
    before = samples.commune()
    first, second, third, absent = before.rows
    after = replace(
        before,
        rows=(
            replace(second, rank=1, promoted="yes", award="Giải Nhất"),
            replace(first, rank=2, promoted="reserve", award=""),
            replace(third, points={**third.points, "kien-thuc": "12.50"}),
            absent,
        ),
    )
    changes = differences(before, after)
    assert [(change.entrant, change.fields) for change in changes] == [
        ("002", ("rank", "award", "promoted")),
        ("001", ("rank", "award", "promoted")),
    ]


def test_differences_show_who_came_and_who_went() -> None:
    before, after = (
        samples.table(samples.row("001", 1, "1", "1", "2")),
        samples.table(samples.row("002", 1, "1", "1", "2")),
    )
    changes = differences(before, after)
    assert [(change.entrant, change.before is None, change.after is None) for change in changes] == [
        ("002", True, False),
        ("001", False, True),
    ]


def test_promoted_are_not_the_reserves() -> None:
    assert promoted(samples.commune().rows) == ["001"]
