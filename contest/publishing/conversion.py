"""From the ranking to the shape that is shown and frozen. PURE."""

from __future__ import annotations

import io
from collections import Counter
from csv import reader as reader_of
from csv import writer as writer_of

from contest.publishing import table as shape
from contest.publishing.rules import Tie
from contest.ranking.exact import shown
from contest.ranking.output import to_csv
from contest.ranking.standings import StageStandings, Undecided


def table(ranked: StageStandings) -> shape.Table:
    """The whole stage as a table."""
    units = ranked.facts.data.tables.units
    names = dict(zip(units.column("code"), units.column("name"), strict=True))
    parts = [(part.code, part.name or part.code) for part in ranked.stage.parts]
    rows = [
        shape.Row(
            within=row.within,
            rank=row.rank,
            entrant=row.entrant,
            name=row.name,
            unit=row.unit,
            group=row.group,
            total=row.total,
            points=dict(row.points),
            promoted=row.promoted,
            award=row.award,
            title=row.title,
            decided_by=row.decided_by,
            status=row.status,
            missing=row.missing,
            judges={
                part: {judge: shown(points, None) for judge, points in sorted(sheets.items())}
                for part, sheets in ranked.judges.get(row.entrant, {}).items()
            },
        )
        for row in ranked.rows
    ]
    return shape.table_of(ranked.stage.code, parts, names, rows)


def csv(ranked: StageStandings, within: str | None = None) -> str:
    """The standings as standings.csv has them; only one list where `within` names it."""
    text = to_csv([ranked])
    if within is None:
        return text
    out = io.StringIO()
    writer = writer_of(out, lineterminator="\n")
    for number, line in enumerate(reader_of(io.StringIO(text))):
        if number == 0 or line[1] == within:
            writer.writerow(line)
    return out.getvalue()


def ties(ranked: StageStandings) -> list[Tie]:
    """The ties that the head has to decide before the result can stand: at a cut of promotion, or where more would
    get a prize than there are. Others leave a shared rank, which the rules allow."""
    counts = {award.name: award.count for award in ranked.stage.awards if award.count is not None}
    given = Counter((row.within, row.award) for row in ranked.rows if row.award)
    by_code = {row.entrant: row for row in ranked.rows}

    def is_decisive(tie: Undecided) -> bool:
        awards = {by_code[code].award for code in tie.entrants} & counts.keys()
        return tie.at_cut or any(given[tie.within, award] > counts[award] for award in awards)

    found = {
        tie.entrants: Tie(tie.within, tie.rank, tuple((code, by_code[code].name) for code in tie.entrants))
        for tie in ranked.undecided
        if is_decisive(tie)
    }
    return list(found.values())


def promoted(ranked: StageStandings) -> list[tuple[str, str]]:
    """(code of the stage that they go on to, entrant) for everyone who goes on."""
    facts, codes = ranked.facts, ranked.facts.data.codes
    return [
        (ranked.to[at], codes[facts.members[at]])
        for at in ranked.order.tolist()
        if ranked.promoted[at] == "yes"
    ]


def targets(ranked: StageStandings) -> frozenset[str]:
    """The stages that some may go on to."""
    contest = ranked.facts.data.contest
    found = (contest.target(ranked.stage, promotion) for promotion in ranked.stage.promote)
    return frozenset(stage.code for stage in found if stage is not None)
