"""Standings as CSV and JSON. PURE."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from contest.ranking.standings import Row, StageStandings

BEFORE = ("stage", "within", "rank", "entrant", "name", "unit", "group", "total")
AFTER = ("promoted", "award", "title", "decided_by")


def part_columns(standings: Iterable[StageStandings]) -> list[str]:
    """The part codes of all stages, each once, in order."""
    return list(dict.fromkeys(part.code for each in standings for part in each.stage.parts))


def to_csv(standings: Sequence[StageStandings]) -> str:
    """The package's standings.csv: one header for all stages; a part that a stage hasn't got stays empty."""
    codes = part_columns(standings)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*BEFORE, *codes, *AFTER])
    for each in standings:
        writer.writerows(_lines(each, codes))
    return out.getvalue()


def _lines(standings: StageStandings, codes: Sequence[str]) -> Iterable[Sequence[object]]:
    """Rows of texts, column by column: no object is made per entrant."""
    facts, order = standings.facts, standings.order.tolist()
    data, members = facts.data, facts.members[standings.order].tolist()
    texts = dict(zip((part.part.code for part in facts.parts), standings.point_texts, strict=True))
    ranks = standings.rank.tolist()
    return zip(
        [standings.stage.code] * len(order),
        [standings.within[at] for at in order],
        [ranks[at] or "" for at in order],
        *([column[at] for at in members] for column in (data.codes, data.names, data.units, data.groups)),
        [standings.total_texts[at] for at in order],
        *([texts[code][at] for at in order] if code in texts else [""] * len(order) for code in codes),
        *(
            [column[at] for at in order]
            for column in (standings.promoted, standings.award, standings.title, standings.decided_by)
        ),
        strict=True,
    )


def to_json(standings: Sequence[StageStandings]) -> str:
    """A list of stages, each with its rows; numbers are texts with exactly the declared places."""
    stages = [
        {
            "stage": each.stage.code,
            "name": each.stage.name,
            "undecided": [
                {"within": one.within, "rank": one.rank, "entrants": one.entrants, "at_cut": one.at_cut}
                for one in each.undecided
            ],
            "rows": [_plain(row) for row in each.rows],
        }
        for each in standings
    ]
    return json.dumps(stages, ensure_ascii=False, indent=1) + "\n"


def _plain(row: Row) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in BEFORE},
        "points": dict(row.points),
        **{name: getattr(row, name) for name in AFTER},
        "status": row.status,
        "missing": list(row.missing),
    }
