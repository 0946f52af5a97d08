"""Rules and tables → standings: the core of the product. PURE, exact.

    standings = rank_contest(contest, tables)
    for stage in standings:
        for row in stage.rows: ...

`contest` is the definition (`organising.definition.read_contest`), `tables` the package's tables
(`organising.package_tables.Tables`), read from files or made of database rows with `DataTable.of`. Stages are ranked
in their order, because a stage's members may be promoted from, and its totals carried from, an earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np

from contest.organising.definition import Contest, Stage, Within
from contest.organising.package_tables import Tables
from contest.organising.problems import Problem
from contest.ranking import prizes, ties
from contest.ranking.doubts import doubts
from contest.ranking.exact import Exact, Ints, all_shown, spread
from contest.ranking.facts import Facts
from contest.ranking.members import members_of, substituted
from contest.ranking.promotion import Field, promote
from contest.ranking.reading import Data, Numbers, coded

# Who has no rank is listed after those who have, in this order.
_AFTER = ("in", "guest", "withdrawn", "disqualified", "absent")


@dataclass(frozen=True, slots=True)
class Row:
    """One entrant's line. Texts have a point and the declared places; "" where there is nothing.

    `rank` is None for all but those with the status "in". `missing`: parts without anything, where 0 counts.
    `exact_total` and `exact_points` are the numbers behind the texts.
    """

    stage: str
    within: str  # the code of the unit or group that is ranked apart; "" for the contest as a whole
    rank: int | None
    entrant: str
    name: str
    unit: str
    group: str
    total: str
    points: Mapping[str, str]
    promoted: str  # yes | reserve | ""
    award: str
    title: str
    decided_by: str
    status: str  # in | absent | guest | withdrawn | disqualified
    missing: tuple[str, ...]
    exact_total: Fraction | None
    exact_points: Mapping[str, Fraction]


@dataclass(frozen=True)
class Undecided:
    """Entrants who share a place although the rules ask the head to decide. `at_cut`: a promotion waits for it."""

    within: str
    rank: int
    entrants: tuple[str, ...]
    at_cut: bool = False


@dataclass
class StageStandings:
    """The standings of one stage, by column; `rows` gives them line by line."""

    stage: Stage
    facts: Facts
    order: Ints  # members, as they are listed
    within: Sequence[str]  # by member
    rank: Ints  # by member; 0: none
    decided_by: Sequence[str]
    award: Sequence[str]
    title: Sequence[str]
    promoted: Ints
    to: list[str]  # by member: the stage that a promotion leads to
    undecided: list[Undecided] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.order)

    @cached_property
    def problems(self) -> list[Problem]:
        """What can't be ranked, or only with a doubt, and where it stands in the tables."""
        return doubts(self.facts)

    @cached_property
    def total_texts(self) -> list[str]:
        """By member."""
        absent = (self.facts.status == "absent").tolist()
        return _texts(self.facts.total, self.stage.round.total, absent)

    @cached_property
    def point_texts(self) -> list[list[str]]:
        """By part, then by member."""
        absent = (self.facts.status == "absent").tolist()
        return [_texts(part.points, self.stage.places(part.part).part, absent) for part in self.facts.parts]

    @cached_property
    def rows(self) -> list[Row]:
        """Every line, in the order of the standings."""
        return [self._row(at) for at in self.order.tolist()]

    def _row(self, at: int) -> Row:
        facts, data = self.facts, self.facts.data
        entrant = int(facts.members[at])
        status = str(facts.status[at])
        codes = [part.part.code for part in facts.parts]
        there = status != "absent"
        return Row(
            stage=self.stage.code,
            within=self.within[at],
            rank=int(self.rank[at]) or None,
            entrant=data.codes[entrant],
            name=data.names[entrant],
            unit=data.units[entrant],
            group=data.groups[entrant],
            total=self.total_texts[at],
            points={code: texts[at] for code, texts in zip(codes, self.point_texts, strict=True)},
            promoted=str(self.promoted[at]),
            award=self.award[at],
            title=self.title[at],
            decided_by=self.decided_by[at],
            status=status,
            missing=tuple(code for code, gone in zip(codes, facts.missing[at], strict=True) if gone),
            exact_total=facts.total.fraction(at) if there else None,
            exact_points={
                part.part.code: part.points.fraction(at) for part in facts.parts if there and part.has[at]
            },
        )

    @cached_property
    def judges(self) -> dict[str, dict[str, dict[str, Fraction]]]:
        """{entrant: {part: {judge: the sheet's total}}}, for a summary table."""
        data = self.facts.data
        found: dict[str, dict[str, dict[str, Fraction]]] = {}
        for part in self.facts.parts:
            if part.judged is None:
                continue
            sheets = part.judged.sheets
            for at, (member, judge) in enumerate(
                zip(sheets.entrant.tolist(), sheets.judge.tolist(), strict=True)
            ):
                code = data.codes[int(self.facts.members[member])]
                of_part = found.setdefault(code, {}).setdefault(part.part.code, {})
                of_part[data.judges[judge]] = sheets.total.fraction(at)
        return found


def rank_contest(contest: Contest, tables: Tables, only: str | None = None) -> list[StageStandings]:
    """The standings of every stage, or of the stage with the code `only`.

    Who is in a stage: those who begin there, those promoted into it (by `tables.places` where that record is
    kept, else by the rules), and those whom a `substitute` decision brings in. A stage that nobody begins in,
    and no rule promotes into, takes everyone who has marks or points there.

    Every number is exact. Nothing raises for a gap in the data: an entrant whose points can't be made out
    (no more sheets than are dropped) has 0 there and stands in `problems`.
    """
    contest = contest.scored
    data = Data(contest, tables)
    totals: dict[str, Numbers] = {}
    promoted: dict[str, list[int]] = {}
    found = []
    for stage in contest.stages:
        facts = Facts(data, stage, members_of(data, stage, promoted), totals)
        standings = rank_stage(facts)
        has = np.zeros(data.size, dtype=bool)
        has[facts.members] = facts.status != "absent"
        totals[stage.code] = Numbers(spread(facts.total, facts.members, data.size), has)
        for at in np.flatnonzero(standings.promoted == "yes").tolist():
            promoted.setdefault(standings.to[at], []).append(int(facts.members[at]))
        _show_substitutes(standings)
        if only in (None, stage.code):
            found.append(standings)
        if stage.code == only:
            break
    return found


def rank_stage(facts: Facts) -> StageStandings:
    """The standings of one stage from its facts."""
    stage, who = facts.stage, facts.ranked
    lists, names = _lists(facts, stage.rank_within)
    # Promotion across lists has to know who stands first of two in different lists.
    apart = all(rule.within in (None, stage.rank_within) for rule in stage.promote)
    together = lists[who] if apart else np.zeros(len(who), dtype=np.int64)
    solved = ties.resolve(facts, facts.total.num[who], stage.tie_chain, together)
    place = np.zeros(facts.size, dtype=np.int64)
    place[who] = solved.final
    order = _order(facts, lists, place)
    listed = order[facts.status[order] == "in"]
    at_ranked = np.zeros(facts.size, dtype=np.int64)
    at_ranked[who] = np.arange(len(who))
    runs = _runs(listed, lists, place)
    rank = _ranks(runs, lists, facts.size)
    decided, shared = _decided(runs, lists, at_ranked, solved)
    award = _awards(facts, listed, lists, rank)
    title = [""] * facts.size
    if stage.titles:
        for at, text in zip(who.tolist(), prizes.titles(facts, who), strict=True):
            title[at] = text
    promoted, to, pending = _promoted(facts, place, who)
    standings = StageStandings(
        stage, facts, order, [names[at] for at in lists.tolist()], rank, decided, award, title, promoted, to
    )
    if any(tie.rule == "decision" for tie in stage.tie_chain):
        standings.undecided += [_undecided(standings, run.tolist(), False) for run in shared]
    standings.undecided += [_undecided(standings, run, True) for run in pending]
    return standings


def _lists(facts: Facts, within: Within) -> tuple[Ints, list[str]]:
    """(the list that each member is in, the lists' codes in ascending order)."""
    if within == "contest":
        return np.zeros(facts.size, dtype=np.int64), [""]
    column = facts.data.units if within == "unit" else facts.data.groups
    codes, texts = coded([column[at] for at in facts.members.tolist()])
    names = sorted(texts)
    index = {name: at for at, name in enumerate(names)}
    places = np.array([index[text] for text in texts], dtype=np.int64)
    return (places[codes] if len(codes) else codes.astype(np.int64)), names


def _order(facts: Facts, lists: Ints, place: Ints) -> Ints:
    """Members as they are listed: by list, then the ranked by place, then the others; equal ones by code."""
    after = np.zeros(facts.size, dtype=np.int64)
    for number, status in enumerate(_AFTER):
        after[facts.status == status] = number
    by_total = np.unique(-facts.total.num, return_inverse=True)[1]
    within = np.where(after == 0, place, np.where(facts.status == "absent", 0, by_total))
    order: Ints = np.lexsort((facts.data.code_order[facts.members], within, after, lists))
    return order


def _runs(listed: Ints, lists: Ints, place: Ints) -> list[Ints]:
    """The ranked members of equal place in one list, run by run."""
    if not len(listed):
        return []
    here = np.stack((lists[listed], place[listed]))
    breaks = np.flatnonzero((here[:, 1:] != here[:, :-1]).any(axis=0)) + 1
    return np.split(listed, breaks)


def _ranks(runs: list[Ints], lists: Ints, size: int) -> Ints:
    """1, 2, 2, 4 within each list; 0 for those without a rank."""
    rank = np.zeros(size, dtype=np.int64)
    list_, count = -1, 0
    for run in runs:
        if lists[run[0]] != list_:
            list_, count = int(lists[run[0]]), 0
        rank[run] = count + 1
        count += len(run)
    return rank


def _decided(runs: list[Ints], lists: Ints, at: Ints, solved: ties.Resolved) -> tuple[list[str], list[Ints]]:
    """(the rule that set each apart from the next above, else below, with the same total; runs that stay tied)."""
    decided = [""] * len(lists)
    shared = [run for run in runs if len(run) > 1]
    totals = solved.codes[0]
    firsts = [int(run[0]) for run in runs]
    keys = [(int(lists[one]), int(totals[at[one]])) for one in firsts]
    for number, run in enumerate(runs):
        if number and keys[number - 1] == keys[number]:
            rule = solved.decided(int(at[firsts[number - 1]]), int(at[firsts[number]]))
        elif number + 1 < len(runs) and keys[number + 1] == keys[number]:
            rule = solved.decided(int(at[firsts[number]]), int(at[firsts[number + 1]]))
        elif len(run) > 1:
            rule = "shared"
        else:
            continue
        for member in run.tolist():
            decided[member] = rule
    return decided, shared


def _awards(facts: Facts, listed: Ints, lists: Ints, rank: Ints) -> list[str]:
    award = [""] * facts.size
    if not facts.stage.awards:
        return award
    for line in np.split(listed, np.flatnonzero(np.diff(lists[listed])) + 1):
        totals = [facts.total.fraction(at) for at in line.tolist()]
        given = prizes.award(facts.stage.awards, rank[line].tolist(), totals)
        for at, name in zip(line.tolist(), given, strict=True):
            award[at] = name
    return award


def _promoted(facts: Facts, place: Ints, who: Ints) -> tuple[Ints, list[str], list[list[int]]]:
    """By member: the promotion and the stage it leads to; and those tied at a cut that waits for the head."""
    stage, contest = facts.stage, facts.data.contest
    state = np.full(facts.size, "", dtype=object)
    to = [""] * facts.size
    targets = [contest.target(stage, rule) for rule in stage.promote]
    codes = [target.code if target else "" for target in targets]
    field_ = Field(
        place=place[who],
        lists=lambda within: _lists(facts, within)[0][who],
        order=ties.dense([facts.order(at) for at in who.tolist()]) if facts.orders else np.zeros_like(who),
        waived=np.isin(who, list(_waived(facts, [target for target in targets if target]))),
    )
    found = promote(stage.promote, stage.rank_within, field_)
    state[who] = found.state
    for at, rule in zip(who.tolist(), found.rule.tolist(), strict=True):
        to[at] = codes[rule] if rule >= 0 else ""
    return state, to, [[int(who[at]) for at in run] for run in found.pending]


def _show_substitutes(standings: StageStandings) -> None:
    """Marks who goes on after all, where the next stage's `substitute` decisions change what the rules gave."""
    facts, state, to = standings.facts, standings.promoted, standings.to
    for code in {target for target in to if target}:
        going = {int(facts.members[at]) for at in np.flatnonzero(state == "yes") if to[at] == code}
        into, out = substituted(facts.data, code, going)
        for entrant, mark in [*((one, "yes") for one in into), *((one, "") for one in out)]:
            at = int(facts.local[entrant])
            if at >= 0:
                state[at], to[at] = mark, code


def _waived(facts: Facts, targets: Sequence[Stage]) -> set[int]:
    """Members who give up their place in a later stage: recorded for this stage, or for the last one they'd be in."""
    found = {at for at, row in facts.decisions if row.kind == "waive"}
    last = {target.code for target in targets if not target.promote}
    found |= {
        int(facts.local[row.entrant])
        for row in facts.data.decisions
        if row.kind == "waive" and row.stage in last and row.entrant >= 0
    }
    return found


def _undecided(standings: StageStandings, run: Sequence[int], at_cut: bool) -> Undecided:
    facts = standings.facts
    codes = tuple(facts.data.codes[int(facts.members[at])] for at in run)
    return Undecided(standings.within[run[0]], int(standings.rank[run[0]]), codes, at_cut)


def _texts(values: Exact, places: int | None, blank: Sequence[bool]) -> list[str]:
    return ["" if gone else text for gone, text in zip(blank, all_shown(values, places), strict=True)]
