"""Leaderboards of units, aggregated with pandas. PURE: it groups, counts and sorts, and never touches a score.

pandas takes longer to load than a ranking takes to make, so `standings` and `contest rank` do without it.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from contest.ranking.standings import Row, StageStandings


def frame(standings: StageStandings) -> pd.DataFrame:
    """One line per entrant: the columns of standings.csv and the status. Scores stay the exact texts they are."""
    names = [
        "within", "rank", "entrant", "name", "unit", "group", "total", "promoted", "award", "title",
        "decided_by", "status",
    ]  # fmt: skip
    board = pd.DataFrame([[getattr(row, name) for name in names] for row in standings.rows], columns=names)
    return board.astype({"rank": "Int64"})


def by_unit(standings: Sequence[StageStandings] | StageStandings) -> pd.DataFrame:
    """Units of one or several stages, the best first: `entered`, `present`, `promoted`, `awards` and `best_rank`.

    Ordered by awards, then promoted, then present (each the more the better), then by the code.
    """
    stages = [standings] if isinstance(standings, StageStandings) else standings
    lines = [_line(row) for each in stages for row in each.rows]
    columns = ["unit", "entered", "present", "promoted", "awards", "best_rank"]
    board = pd.DataFrame(lines, columns=columns).astype({"best_rank": "Int64"})
    units = board.groupby("unit", as_index=False).agg(
        {"entered": "sum", "present": "sum", "promoted": "sum", "awards": "sum", "best_rank": "min"}
    )
    order = ["awards", "promoted", "present", "unit"]
    return units.sort_values(order, ascending=[False, False, False, True], ignore_index=True)


def _line(row: Row) -> tuple[str, int, int, int, int, int | None]:
    return (
        row.unit,
        1,
        int(row.status == "in"),
        int(row.promoted == "yes"),
        int(bool(row.award)),
        row.rank,
    )
