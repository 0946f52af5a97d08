"""What is wrong with marks.csv and points.csv. PURE. Fast: see `complaints`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from contest.kernel.messages import N_, message
from contest.organising.checking_tables import TableChecker
from contest.organising.complaints import Finding, check_columns, check_repeats, check_rows, unknown
from contest.organising.definition import Criterion, Part, Stage
from contest.organising.package_tables import DataTable
from contest.organising.plain import decimal, exact, is_multiple, shortest
from contest.organising.problems import Problem
from contest.organising.times import local_time

_LOWEST = Decimal("-Infinity")


class PointsChecker:
    """Checks marks and points with what a `TableChecker` knows."""

    def __init__(self, base: TableChecker) -> None:
        self.base = base
        self.stages = base.stages
        self.panels = _panels(base)
        self.units = dict(
            zip(base.tables.entrants.column("code"), base.tables.entrants.column("unit"), strict=True)
        )
        units = base.tables.units
        self.parents = dict(zip(units.column("code"), units.column("parent"), strict=True))

    def all(self) -> Iterator[Problem]:
        """Every problem of both tables."""
        yield from self.check_marks()
        yield from self.check_points()

    def place(self, stage: str, part: str) -> tuple[Stage | None, Part | None]:
        """The stage and part of a row; an empty one is the only one that there is."""
        found = self.stages.get(stage or self.base.only)
        if found is not None and not part and len(found.parts) == 1:
            return found, found.parts[0]
        return found, found.part(part) if found else None

    def _part_test(self, stage: str, part: str, judged: bool) -> Iterator[Finding]:
        yield from self.base.stage_test()(stage)
        found, one = self.place(stage, part)
        if found is not None and one is None:
            text = message(N_("Vòng “%(stage)s” không có phần thi “%(part)s”."), stage=found.code, part=part)
            yield "fatal", unknown(text, part, [each.code for each in found.parts])
        elif one is not None and judged and not one.is_judged:
            yield (
                "fatal",
                message(
                    N_("Phần “%(part)s” không do giám khảo chấm; điểm của nó nằm ở points.csv."),
                    part=one.code,
                ),
            )

    def check_marks(self) -> Iterator[Problem]:
        table = self.base.tables.marks
        yield from check_columns(
            table, ["stage", "part"], lambda stage, part: self._part_test(stage, part, True)
        )
        yield from check_columns(table, ["entrant"], self.base.entrant_test)
        yield from check_columns(table, ["judge"], _judge_test)
        yield from check_columns(table, ["stage", "part", "criterion"], self._criterion_test)
        yield from self._check_limits(table)
        yield from check_columns(table, ["at"], self._time_test)
        keys = [table.column(name) for name in ("stage", "part", "entrant", "judge", "criterion")]
        marks = table.column("mark")

        def again(first: int, row: int) -> Finding | None:
            one, other = decimal(marks[first]), decimal(marks[row])
            if one is None or other is None:
                return None
            text = message(
                N_("Điểm của giám khảo này cho tiêu chí này đã có ở dòng %(line)s."), line=table.line(first)
            )
            return ("warning", text) if one == other else ("fatal", text)

        yield from check_repeats(table, keys, again)
        if self.panels:
            units = [self.units.get(entrant, "") for entrant in table.column("entrant")]
            where = [table.column("stage"), table.column("part"), units, table.column("judge")]
            yield from check_rows(table, where, self._panel_test)

    def _criterion_test(self, stage: str, part: str, criterion: str) -> Iterator[Finding]:
        _, one = self.place(stage, part)
        if one is None or not one.is_judged or _criterion(one, criterion) or not (one.criteria or criterion):
            return
        text = message(
            N_("Phần “%(part)s” không có tiêu chí “%(criterion)s”."), part=one.code, criterion=criterion
        )
        yield "fatal", unknown(text, criterion, [each.code for each in one.criteria])

    def _check_limits(self, table: DataTable) -> Iterator[Problem]:
        """Marks against what they have to keep to. Criteria of the same limits and code are taken together."""
        rows = [table.column(name) for name in ("stage", "part", "criterion")]
        numbers: dict[Criterion, int] = {}
        found: dict[tuple[str, ...], int] = {}
        for cells in set(zip(*rows, strict=True)):
            _, part = self.place(cells[0], cells[1])
            one = (_criterion(part, cells[2]) if part else None) or Criterion(cells[2], min=_LOWEST)
            limits = replace(one, name="", factor=Decimal(1))
            found[cells] = numbers.setdefault(limits, len(numbers))
        criteria = list(numbers)
        of_row = [found[cells] for cells in zip(*rows, strict=True)]
        yield from check_rows(
            table, [of_row, table.column("mark")], lambda at, mark: _mark_test(criteria[at], mark)
        )

    def _panel_test(self, stage: str, part: str, unit: str, judge: str) -> Iterator[Finding]:
        found, one = self.place(stage, part)
        if found is None or one is None:
            return
        panel = self._panel(found.code, one.code, unit)
        if panel is not None and judge and judge not in panel:
            yield (
                "error",
                message(
                    N_("Giám khảo “%(judge)s” không có trong ban chấm phần “%(part)s”."),
                    judge=judge,
                    part=one.code,
                ),
            )

    def _panel(self, stage: str, part: str, unit: str) -> set[str] | None:
        """The most specific panel: this part and the unit (or one above it), this part, the unit, the stage's."""
        chain: list[str] = []
        while unit and unit not in chain:
            chain.append(unit)
            unit = self.parents.get(unit, "")
        for of_part in (part, ""):
            for of_unit in [*chain, ""]:
                if (stage, of_part, of_unit) in self.panels:
                    return self.panels[stage, of_part, of_unit]
        return None

    def check_points(self) -> Iterator[Problem]:
        table = self.base.tables.points
        yield from check_columns(
            table, ["stage", "part"], lambda stage, part: self._part_test(stage, part, False)
        )
        yield from check_columns(table, ["entrant"], self.base.entrant_test)
        yield from check_columns(table, ["stage", "part", "points"], self._points_test)
        yield from check_columns(table, ["seconds"], _seconds_test)
        yield from check_columns(table, ["prediction"], _prediction_test)
        yield from check_columns(table, ["submitted"], self._time_test)
        keys = [table.column(name) for name in ("stage", "part", "entrant")]
        yield from check_repeats(table, keys, self._again)

    def _again(self, first: int, row: int) -> Finding | None:
        table = self.base.tables.points
        _, part = self.place(table.column("stage")[row], table.column("part")[row])
        if part is None or part.attempts is not None:
            return None
        return "warning", message(
            N_(
                "Thí sinh này đã có ở dòng %(line)s; lần có điểm cao nhất được tính. "
                "Hãy ghi attempts nếu đúng là làm nhiều lần."
            ),
            line=table.line(first),
        )  # fmt: skip

    def _points_test(self, stage: str, part: str, points: str) -> Iterator[Finding]:
        _, one = self.place(stage, part)
        if one is None or not points:
            return
        value = exact(points)
        if value is None:
            yield "fatal", message(N_("Điểm “%(points)s” không phải là số."), points=points)
        elif one.is_judged:
            yield (
                "fatal",
                message(
                    N_(
                        "Phần “%(part)s” do giám khảo chấm; điểm của nó nằm ở marks.csv, ở đây chỉ ghi số giây."
                    ),
                    part=one.code,
                ),
            )
        elif one.max_points is not None and value > one.max_points:
            yield "error", message(
                N_("Điểm %(points)s vượt điểm cao nhất %(max)s của phần “%(part)s”."),
                points=points, max=shortest(one.max_points), part=one.code,
            )  # fmt: skip

    def _time_test(self, text: str) -> Iterator[Finding]:
        if text and local_time(text, self.base.zone) is None:
            yield (
                "fatal",
                message(N_("Không hiểu thời gian “%(time)s”; hãy viết như 2018-08-20 08:00:00."), time=text),
            )


def _panels(base: TableChecker) -> dict[tuple[str, str, str], set[str]]:
    table = base.tables.panels
    panels: dict[tuple[str, str, str], set[str]] = {}
    columns = (table.column(name) for name in ("stage", "part", "unit", "judge"))
    for stage, part, unit, judge in zip(*columns, strict=True):
        panels.setdefault((stage or base.only, part, unit), set()).add(judge)
    return panels


def _criterion(part: Part, code: str) -> Criterion | None:
    """A part's criterion; an empty code is the only one that there is."""
    if not code and len(part.criteria) == 1:
        return part.criteria[0]
    return next((one for one in part.criteria if one.code == code), None)


def _mark_test(criterion: Criterion, mark: str) -> Iterator[Finding]:
    if not mark:
        return
    value = decimal(mark)
    if value is None:
        yield "fatal", message(N_("Điểm “%(mark)s” không phải là số; để trống nếu không chấm."), mark=mark)
        return
    if criterion.max is not None and value > criterion.max:
        yield "error", message(
            N_("Điểm %(mark)s vượt điểm cao nhất %(max)s của tiêu chí “%(criterion)s”."),
            mark=mark, max=shortest(criterion.max), criterion=criterion.code,
        )  # fmt: skip
    if value < criterion.min:
        yield "error", message(
            N_("Điểm %(mark)s thấp hơn điểm thấp nhất %(min)s của tiêu chí “%(criterion)s”."),
            mark=mark, min=shortest(criterion.min), criterion=criterion.code,
        )  # fmt: skip
    if criterion.step and not is_multiple(value - criterion.min, criterion.step):
        yield "error", message(
            N_("Điểm %(mark)s không theo bước điểm %(step)s của tiêu chí “%(criterion)s”."),
            mark=mark, step=shortest(criterion.step), criterion=criterion.code,
        )  # fmt: skip


def _judge_test(judge: str) -> Iterator[Finding]:
    if not judge:
        yield "fatal", message(N_("Thiếu mã giám khảo (judge)."))


def _seconds_test(seconds: str) -> Iterator[Finding]:
    if not seconds:
        return
    value = decimal(seconds)
    if value is None:
        yield "fatal", message(N_("Số giây “%(seconds)s” không phải là số."), seconds=seconds)
    elif value < 0:
        yield "error", message(N_("Số giây không thể âm."))


def _prediction_test(prediction: str) -> Iterator[Finding]:
    if prediction and decimal(prediction) is None:
        yield "fatal", message(N_("Dự đoán “%(prediction)s” không phải là số."), prediction=prediction)
