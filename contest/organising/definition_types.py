"""The rules of a contest as dataclasses. What every key means is written in docs/contest-package.md. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from contest.organising.plain import shortest
from question_bank.kinds import kinds

Layout = Literal["party", "government"]
Within = Literal["contest", "unit", "group"]
Kind = Literal["general_knowledge", "situation", "multiple_choice", "presentation", "other"]
Method = Literal["quiz", "panel", "markers", "entered"]
Mode = Literal["half_up", "half_even"]
CutTies = Literal["decision", "all", "none"]
QuizShow = Literal["all", "one", "forward"]
Review = Literal["nothing", "score", "answers", "key"]
WhosePaper = Literal["person", "unit", "same"]
TieRule = Literal[
    "part", "duration", "submitted", "prediction", "highest_marks", "decision", "name", "shared"
]
JUDGED: tuple[Method, ...] = ("panel", "markers")


@dataclass(frozen=True)
class Rounding:
    """Decimal places kept at each step; None: no rounding there."""

    sheet: int | None = None
    criterion: int | None = None
    part: int | None = None
    total: int | None = None


@dataclass(frozen=True)
class Criterion:
    """One line of a judge's sheet. A mark lies from `min` to `max` in steps of `step`, counted from `min`."""

    code: str
    name: str = ""
    max: Decimal | None = None
    step: Decimal | None = None
    factor: Decimal = Decimal(1)
    min: Decimal = Decimal(0)


@dataclass(frozen=True)
class Combine:
    """How judges' marks become one number."""

    over: Literal["sheet", "criterion"] = "sheet"
    by: Literal["mean", "sum", "median"] = "mean"
    drop_highest: int = 0
    drop_lowest: int = 0


@dataclass(frozen=True)
class Divergence:
    """The first two sheets differ by `gap` or more: the third is final, or is averaged with the nearest."""

    gap: Decimal
    third: Literal["final", "nearest"] = "final"


@dataclass(frozen=True)
class Tier:
    """More than `after` seconds past the maximum (or short of the minimum): `points` are added."""

    after: Decimal
    points: Decimal = Decimal(0)
    stop: bool = False


@dataclass(frozen=True)
class TimeLimits:
    """The performance clock's limits, in seconds."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    over: tuple[Tier, ...] = ()
    under: tuple[Tier, ...] = ()


@dataclass(frozen=True)
class Attempts:
    """Which of several attempts counts. `limit`: how many an entrant may make; None: any number."""

    count: Literal["best", "last", "first", "sum"] = "best"
    tie: Literal["earlier", "later"] = "earlier"
    limit: int | None = None


@dataclass(frozen=True)
class Prediction:
    """What entrants predict, and its actual value once it is known."""

    of: Literal["all_right", "participants", "attempts", "percent"] = "all_right"
    actual: Decimal | None = None


@dataclass(frozen=True)
class QuizDraw:
    """So many questions of a topic, a difficulty and a kind; empty: any."""

    count: int
    topic: str = ""
    difficulty: Literal["", "easy", "medium", "hard"] = ""
    kind: str = ""


@dataclass(frozen=True)
class QuizSettings:
    """A timed quiz on screen: its length in seconds, the points of a question and what is drawn.

    `show` all questions on one page, one at a time, or one at a time with no way back. `grace`: seconds after the
    deadline in which answers that were given offline before it are still taken, for a person to accept or refuse.
    `question_seconds`: each question has a clock of its own and the paper moves on by itself (0: not so); then the paper
    takes as long as all of them, and `seconds` and `show` say nothing. `review`: what contestants see of their own paper
    afterwards, and from when at the earliest (as typed, in the contest's zone; empty: once nobody can sit it any more).
    `practice`: every answer is followed by its key, and nothing counts. `seb_keys`: of Safe Exam Browser, one of which a
    page of the quiz has to be asked for with. `paper`: whose questions are drawn: each person's own, one paper for each
    unit, or one for everybody.
    """

    seconds: int = 1200
    question_seconds: int = 0
    review: Review = "nothing"
    review_from: str = ""
    practice: bool = False
    seb_keys: tuple[str, ...] = ()
    show: QuizShow = "one"
    grace: int = 600
    paper: WhosePaper = "person"
    shuffle_questions: bool = True
    shuffle_options: bool = True
    points: Decimal = Decimal(1)
    partial: bool = False
    draw: tuple[QuizDraw, ...] = ()

    @property
    def questions(self) -> int:
        """How many questions a paper has."""
        return sum(line.count for line in self.draw)

    @property
    def length(self) -> int:
        """The seconds of a whole paper."""
        return self.question_seconds * self.questions or self.seconds

    @property
    def max_points(self) -> Decimal:
        """The points of a paper with everything right; what earns nothing (a prediction) doesn't count."""
        idle = {code for code, asked in kinds().items() if not asked.earns}
        return self.points * sum(line.count for line in self.draw if line.kind not in idle)


@dataclass(frozen=True)
class Tie:
    """One rule of the tie chain; `part` names the part of a `part:CODE` rule."""

    rule: TieRule
    part: str = ""

    def __str__(self) -> str:
        return f"part:{self.part}" if self.rule == "part" else self.rule


@dataclass(frozen=True)
class Condition:
    """One condition of a title: `total`, a part's points or an external value (`code`) against a bound."""

    of: Literal["total", "part", "external"]
    code: str
    sign: Literal[">=", ">", "<=", "<", "=="]
    value: Decimal

    def __str__(self) -> str:
        subject = f"{self.of}:{self.code}" if self.code else self.of
        return f"{subject} {self.sign} {shortest(self.value)}"


@dataclass(frozen=True)
class Promotion:
    """The best `best` of each `within` go on to the stage `to`."""

    best: int
    within: Within | None = None  # None: as the stage is ranked
    to: str = ""  # empty: the next stage
    reserves: int = 0
    cut_ties: CutTies = "decision"


@dataclass(frozen=True)
class Carry:
    """An earlier stage's total, taken along with a weight."""

    stage: str
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class Award:
    """A prize by place. `count` None: everyone who reaches `minimum`."""

    name: str
    count: int | None = None
    minimum: Decimal | None = None


@dataclass(frozen=True)
class Title:
    """A title by conditions, all of which have to hold."""

    name: str
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Part:
    """One scored piece of a stage."""

    code: str
    method: Method
    name: str = ""
    kind: Kind = "other"
    weight: Decimal = Decimal(1)
    max: Decimal | None = None
    criteria: tuple[Criterion, ...] = ()
    combine: Combine = Combine()
    divergence: Divergence | None = None
    round: Rounding = Rounding()
    rounding: Mode | None = None
    time: TimeLimits | None = None
    attempts: Attempts | None = None
    prediction: Prediction | None = None
    quiz: QuizSettings | None = None
    draw: Literal["", "situations", "themes"] = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_judged(self) -> bool:
        return self.method in JUDGED

    @property
    def is_practice(self) -> bool:
        """Whether nothing in it counts."""
        return self.quiz is not None and self.quiz.practice

    @property
    def max_points(self) -> Decimal | None:
        """The most points that the part can bring before its weight; None where the rules don't tell."""
        if self.max is not None:
            return self.max
        if self.quiz is not None and self.quiz.draw:
            return self.quiz.max_points
        if self.is_judged and self.combine.by != "sum" and self.criteria:
            tops = [one.max * one.factor for one in self.criteria if one.max is not None]
            return sum(tops, Decimal(0)) if len(tops) == len(self.criteria) else None
        return None


@dataclass(frozen=True)
class Stage:
    """A level that ranks and promotes."""

    code: str
    name: str = ""
    rank_within: Within = "contest"
    ties: tuple[Tie, ...] = ()
    total: Literal["sum", "average"] = "sum"
    round: Rounding = Rounding()
    rounding: Mode = "half_up"
    carry: tuple[Carry, ...] = ()
    promote: tuple[Promotion, ...] = ()
    awards: tuple[Award, ...] = ()
    titles: tuple[Title, ...] = ()
    parts: tuple[Part, ...] = field(default=(), metadata={"key": "part"})
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def tie_chain(self) -> tuple[Tie, ...]:
        """The tie rules that are tried: up to the first `shared`, which is added where it is missing."""
        chain = []
        for tie in self.ties:
            if tie.rule == "shared":
                break
            chain.append(tie)
        return (*chain, Tie("shared"))

    def places(self, part: Part) -> Rounding:
        """The rounding of a part: its own, else the stage's."""
        own, general = part.round, self.round
        return Rounding(
            sheet=general.sheet if own.sheet is None else own.sheet,
            criterion=general.criterion if own.criterion is None else own.criterion,
            part=general.part if own.part is None else own.part,
            total=general.total,
        )

    def mode(self, part: Part) -> Mode:
        """Which way a part rounds: its own, else the stage's."""
        return part.rounding or self.rounding

    def part(self, code: str) -> Part | None:
        return next((part for part in self.parts if part.code == code), None)


@dataclass(frozen=True)
class Contest:
    """The whole event."""

    code: str
    name: str = ""
    timezone: str = "Asia/Ho_Chi_Minh"
    layout: Layout = "party"
    stages: tuple[Stage, ...] = field(default=(), metadata={"key": "stage"})
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def scored(self) -> Contest:
        """The contest as it is ranked: without what is practice."""
        stages = (
            replace(stage, parts=tuple(part for part in stage.parts if not part.is_practice))
            for stage in self.stages
        )
        return replace(self, stages=tuple(stages))

    def stage(self, code: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.code == code), None)

    def target(self, stage: Stage, promotion: Promotion) -> Stage | None:
        """The stage that a promotion leads to: the one named, else the next."""
        if promotion.to:
            return self.stage(promotion.to)
        at = self.stages.index(stage) + 1
        return self.stages[at] if at < len(self.stages) else None
