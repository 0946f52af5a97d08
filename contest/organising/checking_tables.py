"""What is wrong with a package's tables beside its rules: people, units, panels, windows, decisions. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from zoneinfo import ZoneInfo

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, message
from contest.organising import networks
from contest.organising.complaints import Finding, check_columns, check_repeats, check_rows, unknown
from contest.organising.definition import Contest
from contest.organising.package_tables import DataTable, Tables
from contest.organising.plain import decimal
from contest.organising.problems import Problem
from contest.organising.times import local_time

STATUSES = ("in", "reserve", "withdrawn", "disqualified", "guest")
DECISIONS = ("penalty", "order", "withdraw", "disqualify", "waive", "substitute")
LONGEST_ROOM, LONGEST_ENTRY_CODE = 60, 20  # as the database's columns
_OF_ONE_STAGE = ("penalty", "order", "waive", "substitute")
_TRUE_FALSE = ("", "0", "1", "x", "yes", "no", "true", "false", "có", "không")


class TableChecker:
    """Checks tables against the rules and each other."""

    def __init__(self, contest: Contest, tables: Tables, present: frozenset[str]) -> None:
        self.contest = contest
        self.tables = tables
        self.units = frozenset(tables.units.column("code")) if "units" in present else None
        self.rooms = frozenset(tables.rooms.column("code")) if "rooms" in present else None
        self.entrants = frozenset(tables.entrants.column("code"))
        self.stages = {stage.code: stage for stage in contest.stages}
        self.zone = _zone(contest)
        self.only = contest.stages[0].code if len(contest.stages) == 1 else ""

    def all(self) -> Iterator[Problem]:
        """Every problem of these tables."""
        yield from self.check_units()
        yield from self.check_rooms()
        yield from self.check_entrants()
        yield from self.check_decisions()
        yield from self.check_panels()
        yield from self.check_windows()
        yield from self.check_places()

    # Shared tests

    def stage_test(self, optional: bool = False) -> Callable[[str], Iterator[Finding]]:
        def test(stage: str) -> Iterator[Finding]:
            code = stage or self.only
            if not code and not optional:
                yield "fatal", message(N_("Thiếu mã vòng (stage)."))
            elif code and code not in self.stages:
                yield "fatal", unknown(message(N_("Không có vòng “%(code)s”."), code=code), code, self.stages)

        return test

    def entrant_test(self, entrant: str) -> Iterator[Finding]:
        if not entrant:
            yield "fatal", message(N_("Thiếu số báo danh (entrant)."))
        elif entrant not in self.entrants:
            text = message(N_("Không có thí sinh “%(code)s” trong entrants.csv."), code=entrant)
            yield "fatal", text if len(self.entrants) > 5000 else unknown(text, entrant, self.entrants)

    def place_test(self, stage: str, part: str, unit: str) -> Iterator[Finding]:
        """A row that is for a stage, or one part of it, for everyone or for one unit."""
        yield from self.stage_test()(stage)
        found = self.stages.get(stage or self.only)
        if found is not None and part and found.part(part) is None:
            text = message(N_("Vòng “%(stage)s” không có phần thi “%(part)s”."), stage=found.code, part=part)
            yield "error", unknown(text, part, [one.code for one in found.parts])
        yield from self.unit_test(unit)

    def unit_test(self, unit: str) -> Iterator[Finding]:
        if unit and self.units is not None and unit not in self.units:
            text = message(N_("Không có đơn vị “%(code)s” trong units.csv."), code=unit)
            yield "error", unknown(text, unit, self.units)

    def room_test(self, room: str) -> Iterator[Finding]:
        if len(room) > LONGEST_ROOM:
            yield "error", message(N_("Mã phòng dài quá %(most)s ký tự."), most=LONGEST_ROOM)
        elif room and self.rooms is not None and room not in self.rooms:
            text = message(N_("Không có phòng “%(code)s” trong rooms.csv."), code=room)
            yield "error", unknown(text, room, self.rooms)

    # Tables

    def check_units(self) -> Iterator[Problem]:
        table = self.tables.units
        yield from check_columns(table, ["code"], _code_test)
        yield from check_repeats(
            table, [table.column("code")], _repeated(N_("Mã đơn vị “%(code)s” đã có ở dòng %(line)s."), table)
        )
        yield from check_columns(table, ["parent"], self.unit_test)
        parents = dict(zip(table.column("code"), table.column("parent"), strict=True))

        def circle_test(code: str) -> Iterator[Finding]:
            seen, at = set[str](), code
            while at and at not in seen:
                seen.add(at)
                at = parents.get(at, "")
            if at == code:
                yield "error", message(N_("Đơn vị “%(code)s” nằm trong chính nó qua cột parent."), code=code)

        yield from check_columns(table, ["code"], circle_test)

        yield from check_columns(table, ["headcount"], _headcount_test)

    def check_rooms(self) -> Iterator[Problem]:
        table = self.tables.rooms
        yield from check_columns(table, ["code"], _code_test)
        yield from check_columns(table, ["code"], self.room_test)
        yield from check_repeats(
            table, [table.column("code")], _repeated(N_("Mã phòng “%(code)s” đã có ở dòng %(line)s."), table)
        )
        yield from check_columns(table, ["entry_code", "networks"], _room_settings_test)

    def check_entrants(self) -> Iterator[Problem]:
        table = self.tables.entrants
        if not len(table):
            yield Problem(message(N_("Chưa có thí sinh nào.")), "error", table.file, 1)
        yield from check_columns(table, ["code"], _code_test)
        yield from check_repeats(
            table,
            [table.column("code")],
            _repeated(N_("Số báo danh “%(code)s” đã có ở dòng %(line)s."), table),
        )
        yield from check_rows(table, [["" if name else "x" for name in table.column("name")]], _name_test)
        yield from check_columns(table, ["unit"], self.unit_test)
        yield from check_columns(table, ["room"], self.room_test)
        yield from check_columns(table, ["status"], _status_test)
        yield from check_columns(table, ["stage"], self.stage_test(optional=True))
        first = self.contest.stages[0].code if self.contest.stages else ""

        def list_test(stage: str, unit: str, group: str) -> Iterator[Finding]:
            begins = self.stages.get(stage or first)
            if begins is not None and begins.rank_within == "unit" and not unit:
                yield (
                    "error",
                    message(
                        N_("Vòng “%(stage)s” xếp hạng theo đơn vị mà thí sinh chưa có đơn vị."),
                        stage=begins.code,
                    ),
                )
            if begins is not None and begins.rank_within == "group" and not group:
                yield (
                    "error",
                    message(
                        N_("Vòng “%(stage)s” xếp hạng theo bảng mà thí sinh chưa có bảng (group)."),
                        stage=begins.code,
                    ),
                )

        yield from check_columns(table, ["stage", "unit", "group"], list_test)
        yield from self._promoting(first)

    def _promoting(self, first: str) -> Iterator[Problem]:
        """More promoted, or more prizes, than there are people in a list."""
        table = self.tables.entrants
        columns = (table.column(name) for name in ("stage", "unit", "group", "status"))
        lists: dict[tuple[str, str], Counter[str]] = {}
        for (stage, unit, group, status), count in Counter(zip(*columns, strict=True)).items():
            if status in ("", "in"):
                for within, name in (("contest", ""), ("unit", unit), ("group", group)):
                    lists.setdefault((stage or first, within), Counter())[name] += count
        for at, each in enumerate(self.contest.stages):
            for number, rule in enumerate(each.promote):
                sizes = lists.get((each.code, rule.within or each.rank_within), Counter())
                for name, size in sorted(sizes.items()):
                    if rule.best > size:
                        where = (
                            message(N_("“%(name)s” chỉ có %(size)s người"), name=name, size=size)
                            if name
                            else message(N_("vòng này chỉ có %(size)s người"), size=size)
                        )
                        text = message(
                            N_("Chọn %(best)s người vào vòng sau mà %(where)s."), best=rule.best, where=where
                        )
                        yield Problem(text, "warning", path=("stage", at, "promote", number))
            sizes = lists.get((each.code, each.rank_within), Counter())
            prizes = sum(award.count or 0 for award in each.awards)
            if sizes and prizes > max(sizes.values()):
                text = message(
                    N_("Có %(prizes)s giải mà nhiều nhất chỉ %(size)s người dự."),
                    prizes=prizes,
                    size=max(sizes.values()),
                )
                yield Problem(text, "warning", path=("stage", at, "awards"))

    def check_decisions(self) -> Iterator[Problem]:
        table = self.tables.decisions
        yield from check_columns(table, ["entrant"], self.entrant_test)
        yield from check_columns(table, ["stage", "kind", "value", "part"], self._decision_test)
        keys = [table.column(name) for name in ("stage", "entrant", "kind", "part")]

        def again(first: int, row: int) -> Finding | None:
            if table.column("kind")[row] == "penalty":
                return None  # two penalties add up
            return "warning", message(
                N_("Quyết định này đã có ở dòng %(line)s; dòng sau được tính."), line=table.line(first)
            )

        yield from check_repeats(table, keys, again)

        def reason_test(reason: str) -> Iterator[Finding]:
            if not reason:
                yield "warning", message(N_("Quyết định chưa ghi lý do (reason)."))

        yield from check_columns(table, ["reason"], reason_test)

    def _decision_test(self, stage: str, kind: str, value: str, part: str) -> Iterator[Finding]:
        yield from self.stage_test(optional=kind not in _OF_ONE_STAGE)(stage)
        external = kind.startswith("external:") and len(kind) > len("external:")
        if kind not in DECISIONS and not external:
            text = message(N_("Không có loại quyết định “%(kind)s”."), kind=kind)
            yield "fatal", unknown(text, kind, [*DECISIONS, "external:"])
            return
        if (kind in ("penalty", "order") or external) and decimal(value) is None:
            yield (
                "fatal",
                message(
                    N_("Quyết định “%(kind)s” cần một số, không phải “%(value)s”."), kind=kind, value=value
                ),
            )
        if kind == "substitute" and value and value not in self.entrants:
            yield "fatal", message(N_("Không có thí sinh “%(code)s” trong entrants.csv."), code=value)
        found = self.stages.get(stage or self.only)
        if part and kind != "penalty":
            yield "warning", message(N_("Cột part chỉ có tác dụng với “penalty”."))
        elif part and found is not None and found.part(part) is None:
            text = message(N_("Vòng “%(stage)s” không có phần thi “%(part)s”."), stage=found.code, part=part)
            yield "fatal", unknown(text, part, [one.code for one in found.parts])

    def check_panels(self) -> Iterator[Problem]:
        table = self.tables.panels
        yield from check_columns(table, ["stage", "part", "unit"], self.place_test)
        yield from check_columns(table, ["judge"], _code_test)
        where = [table.column(name) for name in ("stage", "part", "unit")]
        judges = table.column("judge")
        yield from check_repeats(
            table, [*where, judges],
            lambda first, row: ("error", message(
                N_("Giám khảo “%(judge)s” đã có trong ban này ở dòng %(line)s."),
                judge=judges[row], line=table.line(first),
            )),
        )  # fmt: skip
        yield from check_columns(table, ["head"], _head_test)
        heads = Counter(
            tuple(place) for *place, head in zip(*where, table.column("head"), strict=True) if is_true(head)
        )
        sizes = Counter(zip(*where, strict=True))

        def panel_test(stage: str, part: str, unit: str) -> Iterator[Finding]:
            if heads[stage, part, unit] > 1:
                yield (
                    "error",
                    message(N_("Ban giám khảo này có %(count)s trưởng ban."), count=heads[stage, part, unit]),
                )
            found = self.stages.get(stage or self.only)
            for one in found.parts if found else ():
                dropped = one.combine.drop_highest + one.combine.drop_lowest
                if (
                    one.is_judged
                    and part in ("", one.code)
                    and dropped
                    and sizes[stage, part, unit] <= dropped
                ):
                    yield "error", message(
                        N_(
                            "Ban có %(size)s giám khảo mà phần “%(part)s” bỏ %(dropped)s điểm cao nhất, "
                            "thấp nhất: không còn phiếu nào."
                        ),
                        size=sizes[stage, part, unit], part=one.code, dropped=dropped,
                    )  # fmt: skip

        firsts = _first_rows(table, where)
        yield from check_rows(firsts, [firsts.column(name) for name in ("stage", "part", "unit")], panel_test)

    def check_windows(self) -> Iterator[Problem]:
        table = self.tables.windows

        def time_test(opens: str, closes: str) -> Iterator[Finding]:
            begin, end = local_time(opens, self.zone), local_time(closes, self.zone)
            for text, moment in ((opens, begin), (closes, end)):
                if moment is None:
                    yield (
                        "error",
                        message(
                            N_("Không hiểu thời gian “%(time)s”; hãy viết như 2018-08-20 08:00."), time=text
                        ),
                    )
            if begin and end and end <= begin:
                yield "error", message(N_("Giờ đóng phải sau giờ mở."))

        yield from check_columns(table, ["stage", "part", "unit"], self.place_test)
        yield from check_columns(table, ["opens", "closes"], time_test)
        yield from check_repeats(
            table, [table.column(name) for name in ("stage", "part", "unit")],
            lambda first, row: ("error", message(N_("Lịch cho chỗ này đã có ở dòng %(line)s."), line=table.line(first))),
        )  # fmt: skip

    def check_places(self) -> Iterator[Problem]:
        if self.tables.places is not None:
            yield from check_columns(self.tables.places, ["stage"], self.stage_test())
            yield from check_columns(self.tables.places, ["entrant"], self.entrant_test)


def is_true(text: str) -> bool:
    """How a table says yes."""
    return text.casefold() in ("1", "x", "yes", "true", "có")


def _zone(contest: Contest) -> ZoneInfo:
    try:
        return ZoneInfo(contest.timezone)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("Asia/Ho_Chi_Minh")


def _code_test(code: str) -> Iterator[Finding]:
    if not code:
        yield "fatal", message(N_("Thiếu mã."))


def _name_test(missing: str) -> Iterator[Finding]:
    if missing:
        yield "error", message(N_("Thiếu họ tên (name)."))


def _status_test(status: str) -> Iterator[Finding]:
    if status and status not in STATUSES:
        text = message(
            N_("Không có trạng thái “%(status)s”; hãy để trống hoặc chọn: %(options)s."),
            status=status,
            options=", ".join(STATUSES),
        )
        yield "fatal", unknown(text, status, STATUSES)


def _room_settings_test(entry_code: str, text: str) -> Iterator[Finding]:
    if len(entry_code) > LONGEST_ENTRY_CODE:
        yield "error", message(N_("Mã vào phòng dài quá %(most)s ký tự."), most=LONGEST_ENTRY_CODE)
    try:
        networks.read(text)
    except Invalid as problem:
        yield "error", problem.message


def _headcount_test(headcount: str) -> Iterator[Finding]:
    if headcount and not headcount.isdecimal():
        yield (
            "error",
            message(N_("Số người (headcount) phải là số nguyên, không phải “%(value)s”."), value=headcount),
        )


def _head_test(head: str) -> Iterator[Finding]:
    if head.casefold() not in _TRUE_FALSE:
        yield (
            "error",
            message(
                N_("Cột head ghi 1 cho trưởng ban và để trống cho người khác, không phải “%(value)s”."),
                value=head,
            ),
        )


def _repeated(text: str, table: DataTable) -> Callable[[int, int], Finding | None]:
    def found(first: int, row: int) -> Finding | None:
        code = table.column("code")[row]
        return ("fatal", message(text, code=code, line=table.line(first))) if code else None

    return found


def _first_rows(table: DataTable, where: Sequence[Sequence[str]]) -> DataTable:
    """The first row of each panel, so that a complaint about the panel is made once."""
    firsts: dict[tuple[str, ...], int] = {}
    for row, key in enumerate(zip(*where, strict=True)):
        firsts.setdefault(key, row)
    rows = list(firsts.values())
    columns = {name: [column[row] for row in rows] for name, column in table.columns.items()}
    return DataTable(table.file, columns, len(rows), [table.line(row) for row in rows])
