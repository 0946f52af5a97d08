"""A contest out of the database as a package: loading it gives the same contest.

`record.json` holds what the package's tables have no place for: draws of lots, papers that several people get, the
attempts at quizzes with their papers and answers, and the question revisions that these speak of, named by question code
and revision number.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tomli_w
from sqlalchemy import select

from contest.judging.models import Judge, Panel
from contest.kernel.db import db
from contest.organising import rooms
from contest.organising.definition import to_plain
from contest.organising.models import Contest, Draw, Entrant, Part, Place, Room, Stage, Unit, Window
from contest.organising.package_tables import LAYOUTS, DataTable, Tables
from contest.organising.services import definition_of
from contest.playing.models import Answer, Attempt, DrawnPaper, TypedSheet
from contest.publishing import bank_record
from contest.ranking.services import tables_of
from question_bank import media
from question_bank import services as bank_services
from question_bank.exchange.formats.project_json import write_json
from question_bank.exchange.questions import ReadQuestion
from question_bank.models import Question, Revision
from question_bank.rules import CONTENT


def dump_contest(contest: Contest) -> dict[str, bytes]:
    """{file name: content} of the contest's package."""
    tables = tables_of(contest)
    files = {"contest.toml": tomli_w.dumps(to_plain(definition_of(contest), number=lambda one: one)).encode()}
    for kind in ("units", "entrants", "marks", "points", "decisions"):
        files[f"{kind}.csv"] = write_csv(kind, getattr(tables, kind))
    files["entrants.csv"] = write_csv("entrants", _entrants(contest, tables))
    if its_rooms := rooms.rooms(contest):
        files["rooms.csv"] = write_csv("rooms", _rooms(its_rooms))
    files["panels.csv"] = write_csv("panels", _panels(contest))
    files["windows.csv"] = write_csv("windows", _windows(contest))
    if len(places := _places(contest)):
        files["places.csv"] = write_csv("places", places)
    record = _record(contest)
    if contest.bank is not None:
        questions = bank_services.questions(contest.bank, bank_services.Filter(state="all"))
        files["questions/questions.json"] = write_json(questions, folders=bank_services.folders(contest.bank))
        older = [ReadQuestion(one["kind"], one["text"], one["body"], explanation=one["explanation"])
                 for one in record["revisions"]]  # fmt: skip
        held = media.contents([*questions, *older])
        files |= {f"media/{name}": content for name, content in held.items()}
    files["record.json"] = json.dumps(record, ensure_ascii=False, indent=1, default=str).encode()
    return files


def write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a package as a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """A package as the bytes of a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def write_csv(kind: str, table: DataTable) -> bytes:
    """A table as the bytes of its file, with a BOM so that Excel reads the Vietnamese."""
    names = list(table.columns) or list(LAYOUTS[kind].columns)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(zip(*(table.column(name) for name in names), strict=True) if len(table) else ())
    return buffer.getvalue().encode("utf-8-sig")


def _entrants(contest: Contest, tables: Tables) -> DataTable:
    """The entrants with the columns that the program doesn't know, carried along."""
    extras: dict[str, dict[str, Any]] = dict(
        db.session.execute(select(Entrant.code, Entrant.extra).where(Entrant.contest_id == contest.id)).all()
    )
    others = sorted({name for extra in extras.values() for name in extra})
    table = tables.entrants
    columns = dict(table.columns)
    for name in others:
        columns[name] = [str(extras[code].get(name, "")) for code in table.column("code")]
    return DataTable(table.file, columns, table.size)


def _rooms(held: Sequence[Room]) -> DataTable:
    rows = [(room.code, room.name, room.entry_code, room.networks.replace("\n", " ")) for room in held]
    return DataTable.of("rooms", LAYOUTS["rooms"].columns, rows)


def _panels(contest: Contest) -> DataTable:
    query = (
        select(Stage.code, Part.code, Unit.code, Judge.code, Judge.name, Judge.is_head)
        .select_from(Judge)
        .join(Panel, Judge.panel_id == Panel.id)
        .join(Stage, Panel.stage_id == Stage.id)
        .outerjoin(Part, Panel.part_id == Part.id)
        .outerjoin(Unit, Panel.unit_id == Unit.id)
        .where(Stage.contest_id == contest.id, Judge.removed_at.is_(None))
        .order_by(Stage.position, Panel.id, Judge.code)
    )
    rows = [(*row[:5], "1" if row[5] else "") for row in db.session.execute(query)]
    return DataTable.of("panels", LAYOUTS["panels"].columns, rows)


def _windows(contest: Contest) -> DataTable:
    query = (
        select(Stage.code, Part.code, Unit.code, Window.opens_at, Window.closes_at)
        .select_from(Window)
        .join(Stage, Window.stage_id == Stage.id)
        .outerjoin(Part, Window.part_id == Part.id)
        .outerjoin(Unit, Window.unit_id == Unit.id)
        .where(Stage.contest_id == contest.id)
        .order_by(Stage.position, Window.id)
    )
    zone = ZoneInfo(contest.timezone)
    rows = [(*row[:3], *(moment.astimezone(zone) for moment in row[3:])) for row in db.session.execute(query)]
    return DataTable.of("windows", LAYOUTS["windows"].columns, rows)


def _places(contest: Contest) -> DataTable:
    query = (
        select(Stage.code, Entrant.code, Place.origin)
        .select_from(Place)
        .join(Stage, Place.stage_id == Stage.id)
        .join(Entrant, Place.entrant_id == Entrant.id)
        .where(Stage.contest_id == contest.id)
        .order_by(Stage.position, Entrant.code)
    )
    return DataTable.of("places", LAYOUTS["places"].columns, db.session.execute(query))


def _record(contest: Contest) -> dict[str, Any]:
    draws = list(
        db.session.scalars(
            select(Draw)
            .join(Stage, Draw.stage_id == Stage.id)
            .where(Stage.contest_id == contest.id)
            .order_by(Draw.id)
        )
    )
    attempts = list(
        db.session.scalars(
            select(Attempt)
            .join(Entrant, Attempt.entrant_id == Entrant.id)
            .where(Entrant.contest_id == contest.id)
            .order_by(Attempt.id)
        )
    )
    papers = list(
        db.session.scalars(
            select(DrawnPaper)
            .join(Part, DrawnPaper.part_id == Part.id)
            .join(Stage, Part.stage_id == Stage.id)
            .where(Stage.contest_id == contest.id)
            .order_by(DrawnPaper.id)
        )
    )
    kept = [*(one.paper for one in attempts), *(one.paper for one in papers)]
    spoken_of = {revision for paper in kept for revision, _ in paper}
    for draw in draws:
        if draw.kind == "question":
            spoken_of |= {*draw.pool["revisions"], *draw.result.values()}
    spoken_of |= bank_record.approved(contest.bank)
    names, older, current = _revisions(contest, spoken_of)
    record = {
        "current": current,
        "revisions": older,
        "draws": [_draw(draw, names) for draw in draws],
        "papers": [_paper(one, names) for one in papers],
        "attempts": _attempts(attempts, names),
    }
    if contest.bank is not None:
        now = select(Question.current_id).where(Question.bank_id == contest.bank_id)
        carried = spoken_of | {one for one in db.session.scalars(now) if one is not None}
        record["bank"] = bank_record.dumped(contest.bank, names, carried)
    return record


Names = Mapping[int, tuple[str, int]]


def _revisions(contest: Contest, ids: Iterable[int]) -> tuple[Names, list[dict[str, Any]], dict[str, int]]:
    """{revision id: (question code, number)}, the revisions of `ids` that are not their question's current one, and the
    numbers of the current ones that are not the first."""
    wanted = set(ids)
    rows = db.session.execute(
        select(Revision, Question)
        .join(Question, Revision.question_id == Question.id)
        .where(Question.bank_id == contest.bank_id)
        .order_by(Question.code, Revision.number)
    ).all()
    names = {revision.id: (question.code, revision.number) for revision, question in rows}
    older = [
        {"question": question.code} | {key: getattr(revision, key) for key in ("number", *CONTENT)}
        for revision, question in rows
        if revision.id in wanted and revision.id != question.current_id
    ]
    current = {
        question.code: revision.number
        for revision, question in rows
        if revision.id == question.current_id and revision.number != 1
    }
    return names, older, current


def _draw(draw: Draw, names: Names) -> dict[str, Any]:
    pool, result = dict(draw.pool), dict(draw.result)
    if draw.kind == "question":
        pool["revisions"] = [names[id] for id in pool["revisions"]]
        result = {entrant: names[id] for entrant, id in result.items()}
    return {
        "stage": draw.stage.code,
        "part": draw.part.code if draw.part else "",
        "unit": draw.unit.code if draw.unit else "",
        "kind": draw.kind,
        "seed": draw.seed,
        "pool": pool,
        "result": result,
        "made_at": draw.made_at.isoformat(),
        "made_by": draw.made_by,
        "void_reason": draw.void_reason,
    }


def _paper(one: DrawnPaper, names: Names) -> dict[str, Any]:
    return {
        "stage": one.part.stage.code,
        "part": one.part.code,
        "unit": one.unit.code if one.unit else "",
        "code": one.code,
        "number": one.number,
        "seed": one.seed,
        "paper": [[names[revision], order] for revision, order in one.paper],
        "made_at": one.made_at.isoformat(),
        "made_by": one.made_by,
    }


def _sheet(sheet: TypedSheet | None) -> dict[str, Any]:
    """An answer sheet on paper that the attempt was typed from; nothing for one on screen."""
    if sheet is None:
        return {}
    checked = (
        {"checked_by": sheet.checked_by, "checked_at": sheet.checked_at.isoformat()}
        if sheet.checked_at
        else {}
    )
    typed = {"code": sheet.code, "typed_by": sheet.typed_by, "typed_at": sheet.typed_at.isoformat()}
    return {"sheet": typed | checked}


def _attempts(attempts: Sequence[Attempt], names: Names) -> list[dict[str, Any]]:
    answers: dict[int, list[Answer]] = {attempt.id: [] for attempt in attempts}
    query = select(Answer).join(Attempt, Answer.attempt_id == Attempt.id)
    query = query.where(Attempt.id.in_(list(answers))).order_by(Answer.attempt_id, Answer.position)
    for answer in db.session.scalars(query):
        answers[answer.attempt_id].append(answer)
    typed = select(TypedSheet).where(TypedSheet.attempt_id.in_(list(answers)))
    sheets = {one.attempt_id: one for one in db.session.scalars(typed)}
    return [
        {
            "stage": attempt.part.stage.code,
            "part": attempt.part.code,
            "entrant": attempt.entrant.code,
            "number": attempt.number,
            "seed": attempt.seed,
            "paper": [[names[revision], order] for revision, order in attempt.paper],
            "started_at": attempt.started_at.isoformat(),
            "base_deadline": attempt.base_deadline.isoformat(),
            "deadline": attempt.deadline.isoformat(),
            "question_seconds": attempt.question_seconds,
            "forward_only": attempt.forward_only,
            "void_reason": attempt.void_reason,
            "finished_at": attempt.finished_at.isoformat() if attempt.finished_at else None,
            "answers": [
                [one.position, one.response, one.flagged, one.sequence, one.stored_at.isoformat()]
                for one in answers[attempt.id]
            ],
            **_sheet(sheets.get(attempt.id)),
        }
        for attempt in attempts
    ]
