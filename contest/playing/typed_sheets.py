"""Answer sheets on paper, typed in as attempts that are over; typed again by somebody else they are checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.kernel.messages import N_, message
from contest.organising import members
from contest.organising.models import Entrant, Part
from contest.playing import printing, retakes, services
from contest.playing.answer_table import Line, check, differences
from contest.playing.models import Answer, Attempt, DrawnPaper, TypedSheet


@dataclass
class Outcome:
    """What became of the lines: how many sheets are new, checked by a second person, corrected, or were known; and the
    lines that have to be mended."""

    stored: int = 0
    checked: int = 0
    corrected: int = 0
    same: int = 0
    wrong: tuple[Line, ...] = ()


def take(part: Part, lines: Sequence[Line], reason: str, store: bool = True) -> Outcome:
    """Store the lines that are sound; those with problems are given back. Without `store` they are only checked.

    A sheet that is known already counts as checked where another person typed the same; where they differ nothing is
    changed without a reason, which goes into the audit with both. Raises Refused where somebody began, or a sheet of theirs
    was stored, at the same moment: then nothing is stored.
    """
    try:
        return _take(part, lines, reason, store)
    except IntegrityError as problem:
        text = N_(
            "Chưa ghi phiếu nào: đúng lúc đó có người bắt đầu làm bài hoặc phiếu được người khác ghi. Hãy bấm Ghi lần nữa."
        )
        raise Refused(message(text)) from problem


def _take(part: Part, lines: Sequence[Line], reason: str, store: bool) -> Outcome:
    papers = {one.code: one for one in printing.printed(part)}
    read = {one.code: one.questions for one in printing.read(list(papers.values()))}
    entrants = {one.code: one for one in members.members(part.stage)}
    only = next(iter(papers)) if len(papers) == 1 else ""
    check(lines, read, {code: one.name for code, one in entrants.items()}, only)
    known, made, answers = _sheets(part), _attempts(part), _answers(part)
    (_settings, limit), outcome = services.terms_of(part), Outcome()
    for line in lines:
        if line.problems:
            continue
        entrant = entrants[line.number]
        sheet = known.get(entrant.id)
        if sheet is None:
            own = made.get(entrant.id, [])
            if services.counted(own) >= limit or any(
                one.finished_at is None and one.void_reason is None for one in own
            ):
                line.problems.append(message(N_("Người này đã làm bài trên máy.")))
            else:
                outcome.stored += 1
                if store:
                    _add(part, entrant, papers[line.code], line.responses, len(own) + 1)
            continue
        _again(part, sheet, answers.get(sheet.attempt_id, {}), papers, line, reason, store, outcome)
    if store:
        db.session.commit()
    outcome.wrong = tuple(line for line in lines if line.problems)
    return outcome


def _again(
    part: Part,
    sheet: TypedSheet,
    answers: Mapping[int, Answer],
    papers: Mapping[str, DrawnPaper],
    line: Line,
    reason: str,
    store: bool,
    outcome: Outcome,
) -> None:
    """A sheet that was typed before."""
    before = [answers[at].response if at in answers else "" for at in range(sheet.attempt.size)]
    is_same_code = sheet.code == line.code
    if is_same_code and before == line.responses:
        if sheet.typed_by_key == current_actor().key or sheet.checked_at is not None:
            outcome.same += 1
        else:
            outcome.checked += 1
            if store:
                sheet.checked_by, sheet.checked_at = current_actor().name, clock.now()
        return
    if not reason:
        if is_same_code:
            where = ", ".join(map(str, differences(before, line.responses)))
            text = N_(
                "%(by)s đã nhập khác ở câu %(at)s. Hãy xem lại phiếu; nếu bản này đúng thì ghi lý do sửa."
            )
        else:
            where = sheet.code
            text = N_(
                "%(by)s đã nhập với mã đề %(at)s. Hãy xem lại phiếu; nếu bản này đúng thì ghi lý do sửa."
            )
        line.problems.append(message(text, by=sheet.typed_by, at=where))
        return
    outcome.corrected += 1
    if not store:
        return
    audit.record(
        "sheet.correct",
        f"attempt:{part.contest.code}/{part.stage.code}/{part.code}/{line.number}",
        contest_id=part.contest_id,
        before={"code": sheet.code, "answers": before},
        after={"code": line.code, "answers": line.responses},
        reason=reason,
    )
    attempt, paper = sheet.attempt, papers[line.code]
    attempt.seed, attempt.paper, attempt.size = paper.seed, paper.paper, len(paper.paper)
    for at, answer in answers.items():
        if at >= attempt.size:
            db.session.delete(answer)
    for at, response in enumerate(line.responses):
        if at in answers:
            answers[at].response, answers[at].sequence = response, answers[at].sequence + 1
            answers[at].stored_at = clock.now()
        else:
            db.session.add(_answer(attempt.id, at, response))
    sheet.code, sheet.typed_by, sheet.typed_by_key = line.code, current_actor().name, current_actor().key
    sheet.typed_at, sheet.checked_by, sheet.checked_at = clock.now(), "", None


def _add(part: Part, entrant: Entrant, paper: DrawnPaper, responses: Sequence[str], number: int) -> None:
    """Everyone on paper has the same time, that of the window: typing order must not rank anybody."""
    now, settings = clock.now(), services.settings_of(part)
    window = retakes.window_for(entrant, part)
    start = window.opens_at if window else now
    end = min(start + timedelta(seconds=settings.length), window.closes_at) if window else now
    attempt = Attempt(
        entrant_id=entrant.id,
        part_id=part.id,
        number=number,
        seed=paper.seed,
        paper=paper.paper,
        size=len(paper.paper),
        started_at=start,
        base_deadline=end,
        deadline=end,
        finished_at=end,
    )
    db.session.add(attempt)
    db.session.flush()
    actor = current_actor()
    db.session.add(
        TypedSheet(
            attempt_id=attempt.id, code=paper.code, typed_by=actor.name, typed_by_key=actor.key, typed_at=now
        )
    )
    db.session.add_all([_answer(attempt.id, at, response) for at, response in enumerate(responses)])
    audit.record(
        "sheet.type",
        f"attempt:{part.contest.code}/{part.stage.code}/{part.code}/{entrant.code}",
        contest_id=part.contest_id,
        after={"code": paper.code},
    )


def _answer(attempt_id: int, position: int, response: str) -> Answer:
    return Answer(
        attempt_id=attempt_id, position=position, response=response, sequence=1, stored_at=clock.now()
    )


def _sheets(part: Part) -> dict[int, TypedSheet]:
    query = (
        select(TypedSheet, Attempt.entrant_id)
        .join(Attempt, TypedSheet.attempt_id == Attempt.id)
        .where(Attempt.part_id == part.id, Attempt.void_reason.is_(None))
    )
    return {entrant_id: sheet for sheet, entrant_id in db.session.execute(query)}


def _attempts(part: Part) -> dict[int, list[Attempt]]:
    found: dict[int, list[Attempt]] = {}
    for one in db.session.scalars(select(Attempt).where(Attempt.part_id == part.id)):
        found.setdefault(one.entrant_id, []).append(one)
    return found


def _answers(part: Part) -> dict[int, dict[int, Answer]]:
    query = (
        select(Answer)
        .join(TypedSheet, TypedSheet.attempt_id == Answer.attempt_id)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .where(Attempt.part_id == part.id)
    )
    found: dict[int, dict[int, Answer]] = {}
    for one in db.session.scalars(query):
        found.setdefault(one.attempt_id, {})[one.position] = one
    return found


@dataclass(frozen=True)
class Row:
    """A sheet that is stored, with its points."""

    attempt_id: int
    number: str
    name: str
    code: str
    points: Decimal | Fraction
    typed_by: str
    typed_at: datetime
    checked_by: str


def listed(part: Part) -> list[Row]:
    """Every sheet of a part by number, marked like any attempt."""
    points = {(one.entrant, one.number): one.points for one in services.marked_points(part)}
    query = (
        select(TypedSheet, Attempt.id, Attempt.number, Entrant.code, Entrant.name)
        .join(Attempt, TypedSheet.attempt_id == Attempt.id)
        .join(Entrant, Attempt.entrant_id == Entrant.id)
        .where(Attempt.part_id == part.id, Attempt.void_reason.is_(None))
        .order_by(Entrant.code)
    )
    return [
        Row(
            id, code, name, sheet.code, points[code, number], sheet.typed_by, sheet.typed_at, sheet.checked_by
        )
        for sheet, id, number, code, name in db.session.execute(query)
    ]
