from __future__ import annotations

from contest.ranking.leaderboard import by_unit, frame
from tests.contest.ranking.packages import entrants, points, rank

CONTEST = {
    "contest": {"code": "c"},
    "stage": [
        {
            "code": "s", "part": [{"code": "p", "method": "entered"}], "awards": [{"name": "1st", "count": 2}],
            "promote": [{"best": 3, "to": "f"}],
        },
        {"code": "f", "part": [{"code": "q", "method": "entered"}]},
    ],
}  # fmt: skip
TABLES = {
    "entrants": entrants("a", "b", "c", unit="u")
    + entrants("d", "e", unit="v")
    + entrants("g", unit="w", status="guest"),
    "points": points("s", "p", {"a": "8.10", "b": 7, "d": 9, "e": 5, "g": 10}),
}


def test_frame_keeps_scores_as_they_are() -> None:
    board = frame(rank(CONTEST, TABLES)[0])
    assert board["entrant"].tolist() == ["d", "a", "b", "e", "g", "c"]
    assert board["rank"].tolist()[:4] == [1, 2, 3, 4]
    assert board["rank"].isna().tolist() == [False, False, False, False, True, True]
    assert board["total"].tolist() == ["9", "8.1", "7", "5", "10", ""]


def test_units_by_prizes_then_promoted_then_present() -> None:
    board = by_unit(rank(CONTEST, TABLES)[0])
    assert board.drop(columns="best_rank").to_numpy().tolist() == [
        ["u", 3, 2, 2, 1],
        ["v", 2, 2, 1, 1],
        ["w", 1, 0, 0, 0],
    ]
    assert board["best_rank"].fillna(0).tolist() == [2, 1, 0]
