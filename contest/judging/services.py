"""Sheets: drafts, locking, reopening, typing from paper. Each verb owns its transaction."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, false, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, raiseload, selectinload
from sqlalchemy.orm.exc import StaleDataError

from contest.judging import rules
from contest.judging.models import EnteredPoints, Judge, Mark, Panel, Sheet
from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.forms import check_version
from contest.kernel.messages import N_, Message, message
from contest.organising import definition, members
from contest.organising import rules as organising_rules
from contest.organising.models import Contest, Entrant, Part, Stage
from contest.organising.plain import shortest
from contest.organising.services import plain_part, record_keeper

JUDGED = definition.JUDGED


class BadMarks(Invalid):
    """Marks that can't be stored; `problems` by criterion. Nothing of the sheet was stored."""

    def __init__(self, problems: dict[str, Message]) -> None:
        super().__init__(message(N_("Chưa lưu: có điểm không hợp lệ. Hãy sửa ô được đánh dấu.")))
        self.problems = problems


@dataclass(frozen=True)
class Seat:
    """A judge's place for an entrant in a part; `judge` None: this person has none."""

    part: Part
    entrant: Entrant
    judge: Judge | None

    @property
    def contest_id(self) -> int:
        return self.entrant.contest_id


def rules_of(part: Part) -> definition.Part:
    """A part's rules."""
    return definition.read_part(plain_part(part))[0]


def panels(stage: Stage) -> list[Panel]:
    """A stage's panels with their judges."""
    query = select(Panel).where(Panel.stage_id == stage.id).options(selectinload(Panel.judges))
    return list(db.session.scalars(query.order_by(Panel.id)))


def judges_for(part: Part, entrant: Entrant) -> list[Judge]:
    """The judges who mark an entrant in a part, by code; removed ones left out. Of all panels only theirs is read."""
    places = _places(Panel.stage_id == part.stage_id)
    # The tree is asked for only where it matters.
    by_unit = any(place.unit_id is not None for place in places)
    chain = members.unit_chain(entrant.unit_id, members.unit_parents(part.contest_id)) if by_unit else []
    place = organising_rules.most_specific(places, part.id, chain)
    if place is None:
        return []
    query = select(Judge).where(Judge.panel_id == place.id, Judge.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(Judge.code)))


def _places(condition: ColumnElement[bool]) -> Sequence[Any]:
    """Where panels count, as rows of `id`, `stage_id`, `part_id` and `unit_id`."""
    query = select(Panel.id, Panel.stage_id, Panel.part_id, Panel.unit_id).where(condition)
    return db.session.execute(query.order_by(Panel.id)).all()


def seat_of(part: Part, entrant: Entrant, user_key: str) -> Seat:
    """The seat of a person for an entrant in a part."""
    found = [judge for judge in judges_for(part, entrant) if f"user:{judge.user_id}" == user_key]
    return Seat(part, entrant, found[0] if found else None)


# --- sheets


def sheet_of(seat: Seat) -> Sheet | None:
    """The sheet of a seat, if it was begun."""
    if seat.judge is None:
        return None
    query = select(Sheet).where(
        Sheet.part_id == seat.part.id, Sheet.entrant_id == seat.entrant.id, Sheet.judge_id == seat.judge.id
    )
    return db.session.scalar(query)


def sheets_of(part: Part, entrant: Entrant) -> dict[int, Sheet]:
    """All sheets of an entrant in a part, by judge id; also of judges who were removed."""
    query = select(Sheet).where(Sheet.part_id == part.id, Sheet.entrant_id == entrant.id)
    return {sheet.judge_id: sheet for sheet in db.session.scalars(query)}


def marks_of(sheet: Sheet | None) -> dict[str, Decimal | None]:
    """A sheet's marks by criterion."""
    return {mark.criterion: mark.mark for mark in sheet.marks} if sheet else {}


def save_sheet(
    seat: Seat,
    marks: Mapping[str, Decimal | None],
    *,
    version: int,
    lock: bool = False,
    note: str = "",
    typed: bool = False,
) -> Sheet:
    """Store a seat's marks as a draft, or store and lock them; all or nothing.

    `version` is that of the sheet on the page (0: none yet). `typed`: by the secretary, from paper.
    Raises BadMarks, or Refused: locked, stale, the part not open, the entrant not in, an empty sheet to lock.
    """
    judge, criteria = seat.judge, rules_of(seat.part).criteria
    if judge is None or judge.removed_at is not None:
        raise Refused(message(N_("Đồng chí không ở trong ban giám khảo chấm thí sinh này.")))
    _refuse_outside(seat, typed)
    sheet = sheet_of(seat)
    if sheet is not None and sheet.locked_at is not None:
        raise Refused(message(N_("Phiếu đã khóa. Chỉ tổ thư ký mở lại được, kèm lý do.")))
    check_version(version, sheet.version if sheet else 0)
    wrong = {one.code: problem for one in criteria if (problem := rules.check_mark(one, marks.get(one.code)))}
    if wrong:
        raise BadMarks(wrong)
    if lock and all(marks.get(one.code) is None for one in criteria):
        raise Refused(message(N_("Phiếu chưa có điểm nào nên chưa khóa được.")))
    before = _plain(sheet)
    now = clock.now()
    if sheet is None:
        sheet = Sheet(part=seat.part, entrant=seat.entrant, judge=judge, updated_at=now)
        db.session.add(sheet)
    sheet.updated_at, sheet.note = now, note[:1000]
    sheet.typed_by = current_actor().name if typed else sheet.typed_by
    kept = {mark.criterion: mark for mark in sheet.marks}
    for one in criteria:
        value = marks.get(one.code)
        if value is None and one.code in kept:
            sheet.marks.remove(kept[one.code])
        elif value is not None and one.code in kept:
            kept[one.code].mark = value
        elif value is not None:
            sheet.marks.append(Mark(criterion=one.code, mark=value))
    if lock:
        sheet.locked_at = now
    after = _plain(sheet)
    if before != after:
        _record(seat, "sheet.lock" if lock else "sheet.type" if typed else "sheet.save", before, after)
    _commit()
    return sheet


def reopen(sheet: Sheet, reason: str) -> None:
    """Let a judge mark again. Only secretaries may, and they say why."""
    if sheet.locked_at is None:
        raise Refused(message(N_("Phiếu này chưa khóa.")))
    if not reason.strip():
        raise Invalid(message(N_("Hãy ghi lý do mở lại phiếu.")), "reason")
    before = _plain(sheet)
    sheet.locked_at, sheet.updated_at = None, clock.now()
    seat = Seat(sheet.part, sheet.entrant, sheet.judge)
    _record(seat, "sheet.reopen", before, _plain(sheet), reason)
    _commit()


def _commit() -> None:
    try:
        db.session.commit()
    except (StaleDataError, IntegrityError):
        # Another window or person stored the same sheet in between.
        db.session.rollback()
        check_version(0, 1)


def _refuse_outside(seat: Seat, typed: bool) -> None:
    """Marking is open from the window's opening on; paper may be typed whenever the entrant is in the stage."""
    if seat.entrant.status not in ("in", "guest") or not members.is_member(seat.entrant, seat.part.stage):
        raise Refused(message(N_("Thí sinh không ở trong danh sách của vòng thi này.")))
    if typed:
        return
    moment = members.part_moment(seat.part, seat.entrant.unit_id)
    if moment.state in ("unscheduled", "upcoming"):
        raise Refused(message(N_("Phần thi chưa mở nên chưa chấm được.")))


def _plain(sheet: Sheet | None) -> dict[str, Any]:
    if sheet is None:
        return {"marks": {}, "locked": False, "note": ""}
    marks = {mark.criterion: shortest(mark.mark) for mark in sheet.marks}
    return {"marks": dict(sorted(marks.items())), "locked": sheet.locked_at is not None, "note": sheet.note}


def _record(seat: Seat, action: str, before: dict[str, Any], after: dict[str, Any], reason: str = "") -> None:
    part, judge = seat.part, seat.judge
    path = f"{part.stage.code}/{part.code}/{seat.entrant.code}/{judge.code if judge else ''}"
    audit.record(
        action, f"sheet:{path}", contest_id=seat.contest_id, before=before, after=after, reason=reason or None
    )


# --- what a judge and a secretary see


@dataclass(frozen=True)
class Row:
    """An entrant in a part with the sheets of their panel, by judge id."""

    entrant: Entrant
    judges: list[Judge]
    sheets: dict[int, Sheet]

    @property
    def locked(self) -> int:
        return sum(sheet.locked_at is not None for sheet in self.sheets.values())

    @property
    def is_complete(self) -> bool:
        return bool(self.judges) and self.locked == len(self.judges)


def rows(part: Part) -> list[Row]:
    """Every entrant of a part with the panel and the sheets there are, by name. Five queries; no marks are read:
    see `marks_in`."""
    found: dict[int, dict[int, Sheet]] = {}
    query = select(Sheet).where(Sheet.part_id == part.id).options(raiseload(Sheet.marks))
    for sheet in db.session.scalars(query):
        found.setdefault(sheet.entrant_id, {})[sheet.judge_id] = sheet
    result = []
    for entrant, judges in _judged(part):
        seats = {judge.id for judge in judges}
        sheets = {id: sheet for id, sheet in found.get(entrant.id, {}).items() if id in seats}
        result.append(Row(entrant, judges, sheets))
    return result


def marks_in(part: Part) -> dict[int, dict[str, Decimal]]:
    """The marks of a part's sheets, {sheet id: {criterion: mark}}; a sheet without one is not there."""
    query = select(Mark.sheet_id, Mark.criterion, Mark.mark).join(Sheet, Mark.sheet_id == Sheet.id)
    found: dict[int, dict[str, Decimal]] = {}
    for sheet_id, criterion, mark in db.session.execute(query.where(Sheet.part_id == part.id)):
        found.setdefault(sheet_id, {})[criterion] = mark
    return found


@dataclass(frozen=True)
class OwnSheet:
    """An entrant whom a judge marks, and how far the judge's sheet is."""

    entrant: Entrant
    is_begun: bool  # has a mark
    is_locked: bool


def seats_of(contest: Contest, user_key: str) -> list[tuple[Part, list[OwnSheet]]]:
    """The parts in which a person marks, with the entrants, by name. No more is read than that, in seven queries and one
    for each further list."""
    seats = select(Judge.panel_id, Judge.id).join(Judge.panel).join(Panel.stage)
    is_mine = "user:" + cast(Judge.user_id, String) == user_key
    seats = seats.where(Stage.contest_id == contest.id, is_mine, Judge.removed_at.is_(None))
    judges = {row.panel_id: row.id for row in db.session.execute(seats)}
    if not judges:
        return []
    places = _places(Panel.stage_id.in_(select(Panel.stage_id).where(Panel.id.in_(judges))))
    parents = members.unit_parents(contest.id)
    sheets = _states(list(judges.values()))
    entrants = cache(_entrants)
    found = []
    for part in judged_parts(contest):
        here = [place for place in places if place.stage_id == part.stage_id]
        panel_ids = _counting(here, judges.keys(), part.id, parents)
        if not panel_ids:
            continue
        units = None if len(panel_ids) > len(parents) else frozenset(panel_ids)
        own = [
            OwnSheet(one, *sheets.get((part.id, one.id, judges[panel_ids[one.unit_id]]), (False, False)))
            for one in entrants(part.stage, units)
        ]
        if own:
            found.append((part, own))
    return found


def _counting(
    places: Sequence[Any], mine: Container[int], part_id: int, parents: dict[int, int | None]
) -> dict[int | None, int]:
    """{unit id: id of the panel that counts in a part}, where it is one of `mine`; None: entrants without a unit."""
    own = {place.unit_id for place in places if place.id in mine}
    found: dict[int | None, int] = {}
    for unit_id in (None, *parents):
        chain = members.unit_chain(unit_id, parents)
        if None in own or own.intersection(chain):
            place = organising_rules.most_specific(places, part_id, chain)
            if place is not None and place.id in mine:
                found[unit_id] = place.id
    return found


def _entrants(stage: Stage, units: frozenset[int | None] | None) -> list[Entrant]:
    """The entrants of a stage who belong to one of the units (None among them: to no unit), or all; by name."""
    query = members.listing(stage).options(selectinload(Entrant.unit))
    if units is not None:
        ids = units - {None}
        query = query.where(
            or_(Entrant.unit_id.in_(ids), Entrant.unit_id.is_(None) if None in units else false())
        )
    return list(db.session.scalars(query))


def _states(judge_ids: Sequence[int]) -> dict[tuple[int, int, int], tuple[bool, bool]]:
    """{(part id, entrant id, judge id): (has a mark, is locked)} of what these judges began."""
    has_mark = exists().where(Mark.sheet_id == Sheet.id)
    query = select(Sheet.part_id, Sheet.entrant_id, Sheet.judge_id, has_mark, Sheet.locked_at)
    rows = db.session.execute(query.where(Sheet.judge_id.in_(judge_ids)))
    return {row[:3]: (row[3], row[4] is not None) for row in rows}


def _judged(part: Part) -> Iterator[tuple[Entrant, list[Judge]]]:
    """Every entrant of a part with the judges of their panel, by name. Five queries."""
    all_panels, parents = panels(part.stage), members.unit_parents(part.contest_id)

    @cache
    def judges_of(unit_id: int | None) -> list[Judge]:
        panel = organising_rules.most_specific(all_panels, part.id, members.unit_chain(unit_id, parents))
        return [judge for judge in panel.judges if judge.removed_at is None] if panel else []

    for entrant in db.session.scalars(members.listing(part.stage).options(selectinload(Entrant.unit))):
        yield entrant, judges_of(entrant.unit_id)


def seen_by(seat: Seat, own: Sheet | None) -> list[Sheet]:
    """The sheets of the panel's other judges that a judge may see, by the judges' codes: see `comparable`."""
    if seat.judge is None or own is None or own.locked_at is None:
        return []
    query = select(Sheet).join(Sheet.judge).options(contains_eager(Sheet.judge))
    query = query.where(Sheet.part_id == seat.part.id, Sheet.entrant_id == seat.entrant.id)
    query = query.where(Judge.panel_id == seat.judge.panel_id, Judge.removed_at.is_(None))
    return comparable(own, list(db.session.scalars(query.order_by(Judge.code))))


def comparable(sheet: Sheet | None, others: Sequence[Sheet]) -> list[Sheet]:
    """The sheets of others that a judge may see: locked ones, and only once their own is locked."""
    if sheet is None or sheet.locked_at is None:
        return []
    return [other for other in others if other.locked_at is not None and other.id != sheet.id]


def judged_parts(contest: Contest) -> list[Part]:
    """All parts of a contest that judges mark, in order, with their stages."""
    query = select(Part).join(Part.stage).options(contains_eager(Part.stage))
    query = query.where(Stage.contest_id == contest.id, Part.method.in_(JUDGED))
    return list(db.session.scalars(query.order_by(Stage.position, Stage.id, Part.position, Part.id)))


@record_keeper
def has_marks(stage: Stage) -> bool:
    """Whether anything was marked or typed in a stage."""
    ids = [part.id for part in stage.parts]
    marked = db.session.scalar(select(Sheet.id).where(Sheet.part_id.in_(ids)).limit(1))
    return (
        marked is not None
        or db.session.scalar(select(EnteredPoints.id).where(EnteredPoints.part_id.in_(ids)).limit(1))
        is not None
    )
