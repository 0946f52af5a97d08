"""From the attempts of a quiz to the statistics of its questions, once nobody sits it any more.

Who counts: everyone in the quiz but those who withdrew or were disqualified, each with the *first* attempt that counts
(none that a retake replaced) and holds at least one answer. A second attempt may know the first one's questions, and who
opened a paper and answered nothing says nothing about its questions.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from sqlalchemy import func, select

from contest.kernel import clock
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.organising.models import Contest, Decision, Entrant, Part, Stage
from contest.playing import reviewing, rules, services, uses
from contest.playing.models import Answer, Attempt
from contest.ranking import item_statistics, item_verdicts, paper_statistics
from contest.ranking.item_statistics import Choices, Item, Responses
from contest.ranking.item_verdicts import Verdict
from contest.ranking.paper_statistics import Paper
from question_bank.kinds import Body, kind
from question_bank.models import Question, Revision

GONE = ("withdrawn", "disqualified")


@dataclass(frozen=True)
class Line:
    """A question of a quiz: plain values, for they outlive the request. `bank`: the code of its bank."""

    revision_id: int
    question_id: int
    bank: str
    code: str
    number: int
    text: str
    options: tuple[str, ...]
    item: Item
    verdicts: tuple[Verdict, ...]

    @property
    def enough(self) -> bool:
        """Whether so many people were asked that correlations mean something."""
        return self.item.people >= item_verdicts.FEWEST


@dataclass(frozen=True)
class Report:
    """The statistics of a quiz. `points`: of one question; `left_out`: people whose attempts hold no answer."""

    people: int
    left_out: int
    points: float
    lines: tuple[Line, ...]
    papers: tuple[Paper, ...]
    bins: tuple[paper_statistics.Bin, ...]

    @property
    def enough(self) -> bool:
        """Whether so many people sat it that its papers can be judged."""
        return self.people >= item_verdicts.FEWEST


def is_ready(part: Part) -> bool:
    """Whether statistics may be shown: nobody sits the quiz any more, and nobody can begin."""
    return reviewing.is_closed(part, clock.now())


def quizzes_with(question: Question) -> list[Part]:
    """The quizzes in which somebody was asked the question, by any of its revisions, the newest contest first: of
    contests that draw from its bank, without rehearsals and practice, of which nothing counts."""
    candidates = (
        select(Part)
        .join(Part.stage)
        .join(Stage.contest)
        .where(
            Part.method == "quiz",
            Contest.bank_id == question.bank_id,
            Contest.rehearsal_of_id.is_(None),
        )
        .order_by(Contest.created_at.desc(), Contest.id.desc(), Stage.position, Part.position)
    )
    revisions = {revision.id for revision in question.revisions}
    return [
        part
        for part in db.session.scalars(candidates).all()
        if not part.is_practice and revisions & uses.asked(part.id).keys()
    ]


def version(part: Part) -> Hashable:
    """Changes whenever the statistics of a closed quiz may."""
    attempts = select(Attempt.id).where(Attempt.part_id == part.id)
    columns = [
        select(func.count()).where(Attempt.part_id == part.id, Attempt.void_reason.is_(None)),
        select(func.count()).where(Answer.attempt_id.in_(attempts)),
        select(func.sum(Answer.sequence)).where(Answer.attempt_id.in_(attempts)),
        select(func.count()).where(Decision.stage_id == part.stage_id),
        select(func.max(Decision.id)).where(Decision.stage_id == part.stage_id),
        select(func.count()).where(Entrant.contest_id == part.contest_id, Entrant.status.in_(GONE)),
        select(Part.version).where(Part.id == part.id),
        # Questions are named by their codes, which may be changed.
        select(func.max(AuditEntry.id)).where(
            AuditEntry.subject.startswith(_questions_of(part), autoescape=True)
        ),
    ]
    return tuple(db.session.execute(select(*(column.scalar_subquery() for column in columns))).one())


def _questions_of(part: Part) -> str:
    """How records of the bank's questions begin."""
    return f"question:{part.contest.bank.code}/" if part.contest.bank else "question:"


def report(part: Part) -> Report:
    """The statistics of a quiz as its attempts stand."""
    taken, left_out = _taken(part)
    settings = services.settings_of(part)
    papers = [paper for paper, _given in taken]
    revisions = services.revisions_of(papers)
    marker = _Marker(revisions, settings.partial)
    index: dict[int, int] = {}
    persons: list[int] = []
    items: list[int] = []
    shares: list[float] = []
    texts: list[str] = []
    people = 0
    for paper, given in taken:
        rows = 0
        for position, (revision_id, _order) in enumerate(paper):
            response = given.get(position, "")
            share = marker.share(revision_id, response)
            if share is not None:
                rows += 1
                persons.append(people)
                items.append(index.setdefault(revision_id, len(index)))
                shares.append(share)
                texts.append(response)
        people += rows > 0
    responses = Responses(
        np.array(persons, dtype=np.int64),
        np.array(items, dtype=np.int64),
        np.array(shares, dtype=np.float64),
        texts,
        [choices_of(revisions[id].kind, revisions[id].body) for id in index],
    )
    lines = _lines(list(index), revisions, item_statistics.items(responses))
    scores = paper_statistics.totals(responses)
    return Report(
        people,
        left_out,
        float(settings.points),
        lines,
        tuple(paper_statistics.papers(responses, item_verdicts.FEWEST)),
        tuple(paper_statistics.histogram(scores, _longest(responses))),
    )


def _longest(responses: Responses) -> int:
    return int(np.bincount(responses.person).max()) if len(responses.person) else 0


class _Marker:
    """Marks the same answer to the same question once."""

    def __init__(self, revisions: dict[int, Revision], partial: bool) -> None:
        self.revisions = revisions
        self.partial = partial
        self.known: dict[tuple[int, str], float | None] = {}

    def share(self, revision_id: int, response: str) -> float | None:
        """The share of the points that count, as the contest counts them; None for what earns nothing."""
        key = (revision_id, response)
        if key not in self.known:
            share = services.share_of(self.revisions[revision_id], response)
            counted = None if share is None else rules.marked([share], Decimal(1), self.partial)
            self.known[key] = None if counted is None else float(counted)
        return self.known[key]


def choices_of(code: str, body: Body) -> Choices | None:
    """The options of a question, and which of them alone earn the most; None for a kind without options.

    It asks the kind's own marking, so it holds for every kind whose responses are indexes of `options`.
    """
    options = body.get("options")
    if not options:
        return None
    shares = [kind(code).mark(body, str(at)) or Fraction(0) for at in range(len(options))]
    best = max(shares)
    return Choices(len(options), frozenset(at for at, share in enumerate(shares) if share == best > 0))


Taken = list[tuple[list[tuple[int, list[int]]], dict[int, str]]]


def _taken(part: Part) -> tuple[Taken, int]:
    """((paper, {position: response}) of each person who counts, how many answered nothing at all)."""
    out = select(Decision.entrant_id).where(
        Decision.stage_id == part.stage_id, Decision.kind.in_(("withdraw", "disqualify"))
    )
    rows = db.session.execute(
        select(Attempt.id, Attempt.entrant_id, Attempt.paper)
        .join(Entrant, Attempt.entrant_id == Entrant.id)
        .where(
            Attempt.part_id == part.id,
            Attempt.void_reason.is_(None),
            Entrant.status.not_in(GONE),
            Entrant.id.not_in(out),
        )
        .order_by(Entrant.code, Attempt.number)
    ).all()
    given: dict[int, dict[int, str]] = {}
    answers = (
        select(Answer.attempt_id, Answer.position, Answer.response)
        .join(Attempt, Answer.attempt_id == Attempt.id)
        .where(Attempt.part_id == part.id, Answer.response != "")
    )
    for id, position, response in db.session.execute(answers):
        given.setdefault(id, {})[position] = response
    first: dict[int, tuple[list[tuple[int, list[int]]], dict[int, str]]] = {}
    for id, entrant_id, paper in rows:
        if entrant_id not in first and id in given:
            first[entrant_id] = (paper, given[id])
    people = {entrant_id for _id, entrant_id, _paper in rows}
    return list(first.values()), len(people) - len(first)


def _lines(
    ids: Sequence[int], revisions: dict[int, Revision], found: Sequence[Item | None]
) -> tuple[Line, ...]:
    """By the questions' codes."""
    questions = {
        one.id: one
        for one in db.session.scalars(
            select(Question).where(Question.id.in_({revisions[id].question_id for id in ids}))
        )
    }
    lines = []
    for id, item in zip(ids, found, strict=True):
        revision = revisions[id]
        question = questions[revision.question_id]
        if item is not None:
            lines.append(
                Line(
                    id,
                    question.id,
                    question.bank.code,
                    question.code,
                    revision.number,
                    revision.text,
                    tuple(option["text"] for option in revision.body.get("options", ())),
                    item,
                    tuple(item_verdicts.verdicts(item)),
                )
            )
    return tuple(sorted(lines, key=lambda line: (len(line.code), line.code, line.number)))
