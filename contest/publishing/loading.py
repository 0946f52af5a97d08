"""A contest package into the database: all of it or nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

from contest.judging.models import EnteredPoints, Judge, Mark, Panel, Sheet
from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import Model, db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import clean, fold, name_key
from contest.organising import networks, rules
from contest.organising.checking import check_package
from contest.organising.definition import rules_of
from contest.organising.models import Contest, Decision, Draw, Entrant, Part, Place, Room, Stage, Unit, Window
from contest.organising.package_questions import package_questions
from contest.organising.package_reading import Package
from contest.organising.package_tables import LAYOUTS, DataTable
from contest.organising.plain import decimal
from contest.organising.problems import Problem
from contest.organising.times import utc_time
from contest.playing.models import Answer, Attempt, DrawnPaper, TypedSheet
from contest.publishing import bank_record
from question_bank import media
from question_bank import services as bank_services
from question_bank.exchange.questions import Reading, ReadQuestion
from question_bank.models import Bank, Question, Revision

TRUE = ("1", "x", "yes", "true", "có")


class BadPackage(Invalid):
    """A package with problems that have to be mended first; `problems` has them all."""

    def __init__(self, problems: list[Problem]) -> None:
        first = message(N_("Gói có %(count)s lỗi cần sửa trước khi nạp."), count=len(problems))
        super().__init__(first)
        self.problems = problems


def load_package(
    package: Package,
    *,
    code: str = "",
    name: str = "",
    rehearsal_of: Contest | None = None,
) -> Contest:
    """Make a contest of a package, with its questions, people, marks and records, in one transaction.

    `code` and `name` replace the package's own. A rehearsal shares the bank of the contest that it rehearses.
    Raises BadPackage with every problem, or Refused where the code is taken.
    """
    wrong = [problem for problem in check_package(package) if problem.level != "warning"]
    if wrong:
        raise BadPackage(wrong)
    code = code or package.contest.code
    if db.session.scalar(select(Contest.id).where(Contest.code == code)) is not None:
        raise Refused(message(N_("Đã có hội thi mang mã “%(code)s”. Hãy chọn mã khác."), code=code), "code")
    try:
        contest = _Load(package, code, name or package.contest.name or code, rehearsal_of).run()
        db.session.commit()
    except Exception:
        db.session.rollback()
        raise
    return contest


class _Load:
    """One loading: the maps from codes to ids that the tables need one after another."""

    def __init__(self, package: Package, code: str, name: str, rehearsal_of: Contest | None) -> None:
        self.package, self.code, self.name, self.rehearsal_of = package, code, name, rehearsal_of
        self.zone = ZoneInfo(package.contest.timezone)
        self.now = clock.now()
        self.by = current_actor().name
        self.units: dict[str, int] = {}
        self.rooms: dict[str, int] = {}
        self.stages: dict[str, Stage] = {}
        self.parts: dict[tuple[str, str], Part] = {}
        self.entrants: dict[str, int] = {}
        self.entrant_units: dict[str, int | None] = {}
        self.revisions: dict[tuple[str, int], int] = {}

    def run(self) -> Contest:
        definition = self.package.contest
        record = self._record()
        bank = self.rehearsal_of.bank if self.rehearsal_of else self._bank(record)
        contest = Contest(
            code=self.code,
            name=self.name,
            timezone=definition.timezone,
            layout=definition.layout,
            bank=bank,
            rehearsal_of_id=self.rehearsal_of.id if self.rehearsal_of else None,
            extra=dict(definition.extra),
            created_at=self.now,
        )
        db.session.add(contest)
        self.contest = contest
        self._stages()
        db.session.flush()
        tables = self.package.tables
        self._units(tables.units)
        self._rooms(tables.rooms)
        self._entrants(tables.entrants)
        self._windows(tables.windows)
        judges = self._panels(tables.panels)
        self._marks(tables.marks, judges)
        self._points(tables.points, {(one["stage"], one["part"]) for one in record.get("attempts", ())})
        self._decisions(tables.decisions)
        if tables.places is not None:
            self._places(tables.places)
        self._draws(record.get("draws", ()))
        self._papers(record.get("papers", ()))
        self._attempts(record.get("attempts", ()))
        audit.record(
            "contest.load",
            f"contest:{self.code}",
            contest_id=contest.id,
            after={
                "entrants": len(tables.entrants),
                "marks": len(tables.marks),
                "points": len(tables.points),
            },
        )
        return contest

    def _record(self) -> dict[str, Any]:
        source = self.package.source
        if source is None or "record.json" not in source.names():
            return {}
        return dict(json.loads(source.read("record.json")))

    # --- questions

    def _bank(self, record: Mapping[str, Any]) -> Bank | None:
        questions, problems, held, folders = package_questions(self.package)
        if problems:
            raise BadPackage(problems)
        if not questions:
            return None
        self._media(held, questions, record)
        code, number = self.code, 1
        while db.session.scalar(select(Bank.id).where(Bank.code == code)) is not None:
            number += 1
            code = f"{self.code}-{number}"
        bank = bank_services.add_bank(code, self.name)
        bank_services.put(bank, questions)
        bank_services.put_folders(bank, folders)
        db.session.flush()
        self._older_revisions(bank, record)
        rows = db.session.execute(
            select(Question.code, Revision.number, Revision.id)
            .join(Revision, Revision.question_id == Question.id)
            .where(Question.bank_id == bank.id)
        )
        self.revisions = {(question, number): id for question, number, id in rows}
        bank_record.load(bank, record.get("bank", {}), self.revisions)
        return bank

    def _media(
        self, held: Mapping[str, bytes], questions: Sequence[ReadQuestion], record: Mapping[str, Any]
    ) -> None:
        """Keep the pictures and sounds that questions, also as they once were, refer to."""
        older = [
            ReadQuestion(
                one["kind"], one["text"], one["body"], one["question"], explanation=one["explanation"]
            )
            for one in record.get("revisions", ())
        ]
        reading = media.examined(Reading(questions=(*questions, *older), media=held))
        wrong = [
            Problem(message(N_("Câu %(code)s: %(what)s"), code=one.code, what=problem), "error", "media")
            for one in reading.questions
            for problem in one.problems
        ]
        if wrong:
            raise BadPackage(wrong)
        media.keep_all(held, reading.questions)

    def _older_revisions(self, bank: Bank, record: Mapping[str, Any]) -> None:
        """Give revisions their former numbers, and bring back the older ones that papers and draws speak of."""
        ids = dict(
            db.session.execute(select(Question.code, Question.id).where(Question.bank_id == bank.id)).all()
        )
        for question, number in record.get("current", {}).items():
            db.session.execute(
                update(Revision).where(Revision.question_id == ids[question]).values(number=number)
            )
        for older in record.get("revisions", ()):
            db.session.add(
                Revision(
                    question_id=ids[older["question"]],
                    number=older["number"],
                    kind=older["kind"],
                    text=older["text"],
                    body=older["body"],
                    explanation=older["explanation"],
                    difficulty=older["difficulty"],
                    tags=tuple(older.get("tags", ())),
                    source=older.get("source", ""),
                    legal_basis=older.get("legal_basis", ""),
                    legal_date=older.get("legal_date", ""),
                    search=fold(older["text"]),
                    created_at=self.now,
                )
            )
        db.session.flush()

    # --- set-up

    def _stages(self) -> None:
        for position, stage in enumerate(self.package.contest.stages, start=1):
            row = Stage(
                contest=self.contest,
                code=stage.code,
                name=stage.name or stage.code,
                position=position,
                rules=rules_of(stage),
            )
            self.stages[stage.code] = row
            for place, part in enumerate(stage.parts, start=1):
                self.parts[stage.code, part.code] = Part(
                    stage=row,
                    code=part.code,
                    name=part.name or part.code,
                    kind=part.kind,
                    method=part.method,
                    position=place,
                    rules=rules_of(part),
                )
        db.session.add_all(self.stages.values())

    def _units(self, table: DataTable) -> None:
        rows = [
            {
                "contest_id": self.contest.id,
                "code": row["code"],
                "name": clean(row.get("name", "")) or row["code"],
                "kind": row.get("kind", ""),
                "headcount": int(row["headcount"]) if row.get("headcount", "").isdigit() else None,
                "position": position,
            }
            for position, row in enumerate(table.rows(), start=1)
        ]
        known = {row["code"] for row in rows}
        # Entrants may name units that units.csv leaves out: they become units without a parent.
        for code in dict.fromkeys(code for code in self.package.tables.entrants.column("unit") if code):
            if code not in known:
                rows.append({"contest_id": self.contest.id, "code": code, "name": code, "kind": "",
                             "headcount": None, "position": len(rows) + 1})  # fmt: skip
        self.units = self._insert(Unit, rows, lambda row: row["code"])
        for row in table.rows():
            if row.get("parent"):
                db.session.execute(
                    update(Unit)
                    .where(Unit.id == self.units[row["code"]])
                    .values(parent_id=self.units[row["parent"]])
                )

    def _rooms(self, table: DataTable) -> None:
        rows = [
            {
                "contest_id": self.contest.id,
                "code": row["code"],
                "name": clean(row.get("name", "")) or row["code"],
                "entry_code": row.get("entry_code", ""),
                "networks": networks.plain(row.get("networks", "")),
            }
            for row in table.rows()
        ]
        known = {row["code"] for row in rows}
        # As with units: rooms.csv may be missing.
        for code in dict.fromkeys(code for code in self.package.tables.entrants.column("room") if code):
            if code not in known:
                rows.append({"contest_id": self.contest.id, "code": code, "name": code, "entry_code": "",
                             "networks": ""})  # fmt: skip
        self.rooms = self._insert(Room, rows, lambda row: row["code"])

    def _entrants(self, table: DataTable) -> None:
        known = LAYOUTS["entrants"].columns
        others = [name for name in table.columns if name not in known]
        rows: list[dict[str, Any]] = []
        columns = [table.column(name) for name in (*known, *others)]
        for code, name, unit, group, born, status, stage, room, *rest in zip(*columns, strict=True):
            name = clean(name)
            rows.append(
                {
                    "contest_id": self.contest.id,
                    "code": code,
                    "name": name,
                    "sort_key": name_key(name),
                    "search": fold(f"{code} {name}")[:400],
                    "unit_id": self.units[unit] if unit else None,
                    "room_id": self.rooms[room] if room else None,
                    "group": group,
                    "born": born,
                    "status": status or "in",
                    "stage_id": self.stages[stage].id if stage else None,
                    "extra": {name: cell for name, cell in zip(others, rest, strict=True) if cell},
                }
            )
        self.entrants = self._insert(Entrant, rows, lambda row: row["code"])
        self.entrant_units = {row["code"]: row["unit_id"] for row in rows}

    def _windows(self, table: DataTable) -> None:
        for row in table.rows():
            opens, closes = utc_time(row["opens"], self.zone), utc_time(row["closes"], self.zone)
            assert opens is not None and closes is not None  # check_package has read them
            db.session.add(Window(**self._place_ids(row), opens_at=opens, closes_at=closes))

    def _place_ids(self, row: Mapping[str, str]) -> dict[str, int | None]:
        """stage_id, part_id and unit_id of a row that names them; a missing stage is the only one."""
        stage = self._stage(row.get("stage", ""))
        part = self.parts[stage.code, row["part"]].id if row.get("part") else None
        unit = self.units[row["unit"]] if row.get("unit") else None
        return {"stage_id": stage.id, "part_id": part, "unit_id": unit}

    def _stage(self, code: str) -> Stage:
        return self.stages[code] if code else next(iter(self.stages.values()))

    def _part(self, stage: str, part: str) -> Part:
        owner = self._stage(stage)
        return self.parts[owner.code, part] if part else owner.parts[0]

    def _panels(self, table: DataTable) -> dict[int, list[Panel]]:
        """The panels of each stage, by stage id."""
        panels: dict[tuple[int | None, ...], Panel] = {}
        for row in table.rows():
            ids = self._place_ids(row)
            panel = panels.setdefault(tuple(ids.values()), Panel(**ids))
            panel.judges.append(
                Judge(
                    code=row["judge"],
                    name=clean(row.get("name", "")) or row["judge"],
                    is_head=row.get("head", "").lower() in TRUE,
                )
            )
        db.session.add_all(panels.values())
        db.session.flush()
        by_stage: dict[int, list[Panel]] = defaultdict(list)
        for panel in panels.values():
            by_stage[panel.stage_id].append(panel)
        return by_stage

    # --- marks and points

    def _marks(self, table: DataTable, panels: dict[int, list[Panel]]) -> None:
        """Every (part, entrant, judge) becomes a locked sheet. Judges who are on no panel get a seat on one."""
        grouped: dict[tuple[str, str, str, str], list[tuple[str, str]]] = defaultdict(list)
        moments: dict[tuple[str, str, str, str], datetime | None] = {}
        columns = [table.column(name) for name in LAYOUTS["marks"].columns]
        for stage, part, entrant, judge, criterion, mark, at in zip(*columns, strict=True):
            sheet = (stage, part, entrant, judge)
            grouped[sheet].append((criterion, mark))
            moments[sheet] = (utc_time(at, self.zone) if at else None) or moments.get(sheet)
        seats: dict[tuple[str, str, str, str], int] = {}
        parents = {
            row.id: row.parent_id
            for row in db.session.scalars(select(Unit).where(Unit.contest_id == self.contest.id))
        }
        for sheet in grouped:
            seats[sheet] = self._seat(sheet, panels, parents).id
        sheets = [
            {
                "part_id": self._part(stage, part).id,
                "entrant_id": self.entrants[entrant],
                "judge_id": seats[stage, part, entrant, judge],
                "locked_at": moments[stage, part, entrant, judge] or self.now,
                "updated_at": moments[stage, part, entrant, judge] or self.now,
            }
            for stage, part, entrant, judge in grouped
        ]
        ids = self._insert(Sheet, sheets, lambda row: (row["part_id"], row["entrant_id"], row["judge_id"]))
        marks: list[dict[str, Any]] = []
        for (stage, part, entrant, judge), cells in grouped.items():
            owner = self._part(stage, part)
            sheet_id = ids[owner.id, self.entrants[entrant], seats[stage, part, entrant, judge]]
            only = (owner.rules.get("criteria") or [{"code": ""}])[0]["code"]
            marks += [
                {"sheet_id": sheet_id, "criterion": criterion or only, "mark": decimal(mark)}
                for criterion, mark in cells
                if mark
            ]
        if marks:
            db.session.execute(insert(Mark), marks)

    def _seat(
        self, sheet: tuple[str, str, str, str], panels: dict[int, list[Panel]], parents: dict[int, int | None]
    ) -> Judge:
        """The judge's seat on the panel that counts for the entrant; made where the package names no panel."""
        stage_code, part_code, entrant, code = sheet
        part = self._part(stage_code, part_code)
        chain: list[int] = []
        unit = self.entrant_units[entrant]
        while unit is not None and unit not in chain:
            chain.append(unit)
            unit = parents.get(unit)
        panel = rules.most_specific(panels[part.stage_id], part.id, chain)
        if panel is None:
            panel = Panel(stage_id=part.stage_id, part_id=part.id)
            db.session.add(panel)
            panels[part.stage_id].append(panel)
        judge = next((one for one in panel.judges if one.code == code), None)
        if judge is None:
            judge = Judge(code=code, name=code, is_head=False)
            panel.judges.append(judge)
        if judge.id is None:
            db.session.flush()
        return judge

    def _points(self, table: DataTable, with_attempts: set[tuple[str, str]]) -> None:
        """Typed points. Those of a quiz whose attempts are in the record are marked anew, so they are left out."""
        counts: dict[tuple[int, int], int] = defaultdict(int)
        rows: list[dict[str, Any]] = []
        columns = [table.column(name) for name in LAYOUTS["points"].columns]
        for stage, part_code, entrant, points, seconds, submitted, prediction in zip(*columns, strict=True):
            part = self._part(stage, part_code)
            if (self._stage(stage).code, part.code) in with_attempts:
                continue
            counts[part.id, self.entrants[entrant]] += 1
            rows.append(
                {
                    "part_id": part.id,
                    "entrant_id": self.entrants[entrant],
                    "number": counts[part.id, self.entrants[entrant]],
                    "points": decimal(points),
                    "seconds": decimal(seconds),
                    "submitted": submitted,
                    "prediction": decimal(prediction),
                    "updated_at": self.now,
                    "by": self.by,
                }
            )
        if rows:
            db.session.execute(insert(EnteredPoints), rows)

    def _decisions(self, table: DataTable) -> None:
        for row in table.rows():
            stage = self._stage(row.get("stage", ""))
            part = self.parts[stage.code, row["part"]].id if row.get("part") else None
            db.session.add(
                Decision(
                    stage_id=stage.id,
                    entrant_id=self.entrants[row["entrant"]],
                    kind=row["kind"],
                    value=row.get("value", ""),
                    part_id=part,
                    reason=row.get("reason", ""),
                    by=row.get("by", ""),
                    at=self.now,
                )
            )

    # --- the record

    def _places(self, table: DataTable) -> None:
        for row in table.rows():
            db.session.add(
                Place(
                    stage_id=self._stage(row["stage"]).id,
                    entrant_id=self.entrants[row["entrant"]],
                    origin=row.get("origin") or "promoted",
                    at=self.now,
                )
            )

    def _draws(self, draws: Iterable[Mapping[str, Any]]) -> None:
        for draw in draws:
            pool, result = dict(draw["pool"]), dict(draw["result"])
            if draw["kind"] == "question":
                pool["revisions"] = [self._revision(pair) for pair in pool["revisions"]]
                result = {entrant: self._revision(pair) for entrant, pair in result.items()}
            db.session.add(
                Draw(
                    **self._place_ids(draw),
                    kind=draw["kind"],
                    seed=draw["seed"],
                    pool=pool,
                    result=result,
                    made_at=datetime.fromisoformat(draw["made_at"]),
                    made_by=draw["made_by"],
                    void_reason=draw["void_reason"],
                )
            )

    def _papers(self, papers: Iterable[Mapping[str, Any]]) -> None:
        for one in papers:
            db.session.add(
                DrawnPaper(
                    part_id=self.parts[one["stage"], one["part"]].id,
                    unit_id=self.units[one["unit"]] if one["unit"] else None,
                    code=one["code"],
                    number=one["number"],
                    seed=one["seed"],
                    paper=[[self._revision(pair), order] for pair, order in one["paper"]],
                    made_at=datetime.fromisoformat(one["made_at"]),
                    made_by=one["made_by"],
                )
            )

    def _attempts(self, attempts: Sequence[Mapping[str, Any]]) -> None:
        rows = [
            {
                "entrant_id": self.entrants[one["entrant"]],
                "part_id": self.parts[one["stage"], one["part"]].id,
                "number": one["number"],
                "seed": one["seed"],
                "paper": [[self._revision(pair), order] for pair, order in one["paper"]],
                "size": len(one["paper"]),
                "started_at": datetime.fromisoformat(one["started_at"]),
                "base_deadline": datetime.fromisoformat(one.get("base_deadline", one["deadline"])),
                "deadline": datetime.fromisoformat(one["deadline"]),
                "question_seconds": one.get("question_seconds", 0),
                "forward_only": one.get("forward_only", False),
                "void_reason": one.get("void_reason"),
                "finished_at": datetime.fromisoformat(one["finished_at"]) if one["finished_at"] else None,
            }
            for one in attempts
        ]
        ids = self._insert(Attempt, rows, lambda row: (row["entrant_id"], row["part_id"], row["number"]))
        answers = [
            {
                "attempt_id": ids[row["entrant_id"], row["part_id"], row["number"]],
                "position": position,
                "response": response,
                "flagged": flagged,
                "sequence": sequence,
                "stored_at": datetime.fromisoformat(stored_at),
            }
            for one, row in zip(attempts, rows, strict=True)
            for position, response, flagged, sequence, stored_at in one["answers"]
        ]
        if answers:
            db.session.execute(insert(Answer), answers)
        for one, row in zip(attempts, rows, strict=True):
            if sheet := one.get("sheet"):
                checked = sheet.get("checked_at")
                db.session.add(
                    TypedSheet(
                        attempt_id=ids[row["entrant_id"], row["part_id"], row["number"]],
                        code=sheet["code"],
                        typed_by=sheet["typed_by"],
                        typed_by_key="",  # accounts are no part of a package
                        typed_at=datetime.fromisoformat(sheet["typed_at"]),
                        checked_by=sheet.get("checked_by", ""),
                        checked_at=datetime.fromisoformat(checked) if checked else None,
                    )
                )

    def _revision(self, pair: Sequence[Any]) -> int:
        question, number = pair
        return self.revisions[question, number]

    def _insert(
        self, model: type[Model], rows: list[dict[str, Any]], key: Callable[[dict[str, Any]], Any]
    ) -> dict[Any, int]:
        """Insert rows in bulk; {key of the row: its id}."""
        if not rows:
            return {}
        table: Any = model
        ids = db.session.scalars(insert(table).returning(table.id, sort_by_parameter_order=True), rows)
        return {key(row): id for row, id in zip(rows, ids, strict=True)}
