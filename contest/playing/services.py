"""Beginning and finishing attempts, what is stored in them, and their marking."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, or_, select, update
from sqlalchemy.exc import IntegrityError

from contest.kernel import clock
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.kernel.messages import N_, message
from contest.organising import members
from contest.organising import rules as organising_rules
from contest.organising.definition import QuizSettings, read_part
from contest.organising.models import Contest, Entrant, Part, Stage
from contest.organising.services import plain_part, record_keeper
from contest.playing import drawing, retakes, rules, store, times, timing
from contest.playing.models import Answer, Attempt
from contest.playing.receipt import Receipt, Sitting, receipt
from question_bank.kinds import kind
from question_bank.kinds.prediction import read_prediction
from question_bank.models import Revision

_ANY_NUMBER = 10**6


def terms_of(part: Part) -> tuple[QuizSettings, int]:
    """A quiz part's settings, and how many attempts an entrant may make: one, unless the rules say otherwise."""
    read = read_part(plain_part(part))[0]
    settings, attempts = read.quiz or QuizSettings(), read.attempts
    if settings.practice:
        return settings, _ANY_NUMBER
    return settings, (attempts.limit or _ANY_NUMBER) if attempts else 1


def settings_of(part: Part) -> QuizSettings:
    """A quiz part's settings."""
    return terms_of(part)[0]


_ATTEMPTS = (
    select(Attempt)
    .where(Attempt.entrant_id == bindparam("entrant"), Attempt.part_id == bindparam("part"))
    .order_by(Attempt.number)
)
_ANSWERS = select(Answer).where(Answer.attempt_id == bindparam("attempt"))
# What a paper shows of its questions; whole revisions cost twice as much to read.
_ASKED = select(Revision.id, Revision.kind, Revision.text, Revision.body).where(
    Revision.id.in_(bindparam("ids", expanding=True))
)
_REVISIONS = select(Revision).where(Revision.id.in_(bindparam("ids", expanding=True)))


def attempts_of(entrant: Entrant, part: Part) -> Sequence[Attempt]:
    """An entrant's attempts at a part, in order."""
    return db.session.scalars(_ATTEMPTS, {"entrant": entrant.id, "part": part.id}).all()


def counted(attempts: Sequence[Attempt]) -> int:
    """How many of the attempts count: those that a retake replaced don't."""
    return sum(attempt.void_reason is None for attempt in attempts)


_REASONS = {
    "unscheduled": N_("Phần thi chưa có lịch."),
    "early": N_("Phần thi chưa mở."),
    "closed": N_("Phần thi đã đóng."),
    "paused": N_("Phần thi đang tạm dừng. Hãy chờ giám thị cho tiếp tục."),
    "no_more": N_("Đồng chí đã làm bài phần thi này."),
}


def begin(entrant: Entrant, part: Part) -> Attempt:
    """The running attempt, or a new one where one may begin. Raises Refused with the reason.

    Two beginnings at the same moment give one attempt: the second finds the first.
    """
    if not members.is_member(entrant, part.stage):
        raise Refused(message(N_("Đồng chí không ở trong danh sách của vòng thi này.")))
    now = clock.now()
    made = attempts_of(entrant, part)
    if made and rules.is_running(made[-1], now):
        return made[-1]
    window = retakes.window_for(entrant, part)
    moment = organising_rules.moment(window, now)
    settings, limit = terms_of(part)
    reason = rules.may_begin(moment, counted(made), limit)
    if reason != "ok" or window is None:
        raise Refused(message(_REASONS[reason]))
    seed = secrets.token_hex(16)
    paper = drawing.paper_for(entrant, part, settings, seed, made)
    ends = rules.deadline(now, settings.length, window.closes_at)
    attempt = Attempt(
        entrant_id=entrant.id,
        part_id=part.id,
        number=len(made) + 1,
        seed=seed,
        paper=paper,
        size=len(paper),
        started_at=now,
        base_deadline=ends,
        deadline=ends,
        question_seconds=settings.question_seconds,
        forward_only=settings.show == "forward" and not settings.question_seconds,
    )
    db.session.add(attempt)
    try:
        db.session.flush()
        times.set_clock(attempt, entrant, part)
        if attempt.paused_at is not None:
            db.session.rollback()
            raise Refused(message(_REASONS["paused"]))
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return attempts_of(entrant, part)[-1]
    return attempt


def finish(attempt: Attempt) -> None:
    """Finish early. After the deadline there is nothing left to do."""
    now = clock.now()
    # One statement, so that an answer and the finish can't cross: whichever commits first counts.
    db.session.execute(
        update(Attempt)
        .where(
            Attempt.id == attempt.id,
            Attempt.finished_at.is_(None),
            or_(Attempt.deadline > now, Attempt.paused_at.is_not(None)),
        )
        .values(finished_at=now)
    )
    db.session.commit()


@dataclass(frozen=True)
class Shown:
    """A question of a paper as its contestant sees it, with what is stored for it. `number` counts from 1."""

    position: int
    number: int
    kind: str
    text: str
    present: dict[str, Any]
    response: str
    flagged: bool
    sequence: int

    @property
    def chosen(self) -> frozenset[str]:
        """The chosen options' values."""
        return frozenset(self.response.split(",")) if self.response else frozenset()


def answers_of(attempt: Attempt) -> dict[int, Answer]:
    """The stored answers by position."""
    return {answer.position: answer for answer in db.session.scalars(_ANSWERS, {"attempt": attempt.id})}


def shown(attempt: Attempt) -> list[Shown]:
    """The whole paper: never with a key."""
    asked = db.session.execute(_ASKED, {"ids": [revision_id for revision_id, _order in attempt.paper]})
    questions, stored = {one.id: one for one in asked}, answers_of(attempt)
    return [
        _shown(position, questions[revision_id], order, stored.get(position))
        for position, (revision_id, order) in enumerate(attempt.paper)
    ]


def shown_paper(paper: Sequence[list[Any]], revisions: dict[int, Revision]) -> list[Shown]:
    """A paper that nobody sits, as its contestants would see it."""
    return [_shown(at, revisions[id], order, None) for at, (id, order) in enumerate(paper)]


def shown_at(attempt: Attempt, position: int) -> Shown:
    """One question of the paper: nothing is read of any other."""
    revision_id, order = attempt.paper[position]
    answer = db.session.get(Answer, (attempt.id, position))
    return _shown(position, db.session.get_one(Revision, revision_id), order, answer)


def _shown(
    position: int, revision: Revision | Row[Any], order: Sequence[int], answer: Answer | None
) -> Shown:
    return Shown(
        position,
        position + 1,
        revision.kind,
        revision.text,
        kind(revision.kind).present(revision.body, order),
        answer.response if answer else "",
        answer.flagged if answer else False,
        answer.sequence if answer else 0,
    )


def save_form(attempt: Attempt, version: int, given: Sequence[rules.Given]) -> list[store.Result]:
    """Store what a plain form sent: only what differs from what is stored, each as the next of its sequence."""
    stored = answers_of(attempt)
    changed = [
        one
        for one in given
        if (one.response, one.flagged)
        != (
            (stored[one.position].response, stored[one.position].flagged)
            if one.position in stored
            else ("", False)
        )
    ]
    db.session.rollback()  # SQLite: this session's read must not stand in the way of the write
    return store.store(attempt.id, attempt.entrant_id, version, changed) if changed else []


def receipt_of(attempt: Attempt) -> Receipt:
    """The receipt of what is stored for an attempt now."""
    part = attempt.part
    sitting = Sitting(part.contest.code, part.stage.code, part.code, attempt.entrant.code, attempt.number)
    return receipt(sitting, [(position, answer.response) for position, answer in answers_of(attempt).items()])


def move_on(attempt: Attempt, version: int, position: int) -> None:
    """Where there is no way back: the contestant has reached this question, so those before it are closed.

    An empty answer says so, as the page's own script says it.
    """
    if 0 <= position < attempt.size and position not in answers_of(attempt):
        db.session.rollback()  # as in save_form
        store.store(attempt.id, attempt.entrant_id, version, [rules.Given(position, "", False, 1)])


# --- marking


class Marked(NamedTuple):
    """The points of an attempt that is over. `seconds` from its beginning to its end, without removed intervals."""

    entrant: str
    number: int
    points: Decimal | Fraction
    seconds: Decimal
    submitted: datetime
    prediction: Decimal | None


def marked_points(part: Part, unit_ids: Sequence[int] | None = None) -> list[Marked]:
    """Every attempt of a part that is over, marked by its own revisions; of some units' entrants only where given.

    Marked anew each time: a handful of queries, and nothing kept that could drift.
    """
    now = clock.now()
    query = (
        select(Attempt, Entrant)
        .join(Entrant, Attempt.entrant_id == Entrant.id)
        .where(Attempt.part_id == part.id, Attempt.void_reason.is_(None))
    )
    if unit_ids is not None:
        query = query.where(Entrant.unit_id.in_(unit_ids))
    over = [
        (attempt, entrant)
        for attempt, entrant in db.session.execute(query.order_by(Entrant.code, Attempt.number))
        if not rules.is_running(attempt, now)
    ]
    if not over:
        return []
    revisions = revisions_of([attempt.paper for attempt, _ in over])
    responses: dict[int, dict[int, str]] = {}
    rows = db.session.execute(
        select(Answer.attempt_id, Answer.position, Answer.response)
        .join(Attempt, Answer.attempt_id == Attempt.id)
        .where(Attempt.part_id == part.id)
    )
    for attempt_id, position, response in rows:
        responses.setdefault(attempt_id, {})[position] = response
    settings, clocks = settings_of(part), times.Facts.of(part)
    found = []
    for attempt, entrant in over:
        given = responses.get(attempt.id, {})
        asked = [
            (revisions[revision_id], given.get(position, ""))
            for position, (revision_id, _order) in enumerate(attempt.paper)
        ]
        shares = [share for revision, response in asked if (share := share_of(revision, response))]
        points = rules.marked(shares, settings.points, settings.partial)
        ended = rules.ended_at(attempt)
        removed = clocks.removed(times.Who.of(entrant))
        spent = timing.spent(attempt.started_at, ended, removed)
        seconds = Decimal(round(spent.total_seconds() * 1000)) / 1000
        found.append(Marked(entrant.code, attempt.number, _exact(points), seconds, ended, _prediction(asked)))
    return found


def share_of(revision: Revision, response: str) -> rules.Share | None:
    """How much of a question a response has right; None for what earns nothing."""
    asked = kind(revision.kind)
    if not asked.earns:
        return None
    return rules.Share(asked.mark(revision.body, response) or Fraction(0), asked.graded)


def _prediction(asked: Sequence[tuple[Revision, str]]) -> Decimal | None:
    """What a paper predicts: the first number among the answers to what earns nothing."""
    told = (read_prediction(response) for revision, response in asked if not kind(revision.kind).earns)
    return next((number for number in told if number is not None), None)


def _exact(points: Fraction) -> Decimal | Fraction:
    """The points as a decimal where they have a finite one; a third of a question stays a third."""
    rest = points.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return Decimal(points.numerator) / points.denominator if rest == 1 else points


def revisions_of(papers: Sequence[list[Any]]) -> dict[int, Revision]:
    """The revisions that papers show, by id."""
    ids = list({revision_id for paper in papers for revision_id, _order in paper})
    return {one.id: one for one in db.session.scalars(_REVISIONS, {"ids": ids})}


@record_keeper
def has_attempts(stage: Stage) -> bool:
    """Whether anyone has begun a quiz of a stage."""
    query = (
        select(Attempt.id).join(Part, Attempt.part_id == Part.id).where(Part.stage_id == stage.id).limit(1)
    )
    return db.session.scalar(query) is not None


def quiz_parts(contest: Contest) -> list[Part]:
    """All quizzes of a contest."""
    return [part for stage in contest.stages for part in stage.parts if part.method == "quiz"]
