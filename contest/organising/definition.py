"""The rules of a contest, read from plain tables and written back. PURE.

One parser for all: `read_contest` takes plain tables, whether tomllib read them from a package or the
database kept them in its JSON columns (decimals as text), and `to_plain` gives them back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeAlias, cast, get_args
from zoneinfo import ZoneInfo

from contest.kernel.messages import N_, Message, message
from contest.organising.definition_types import (
    JUDGED,
    Attempts,
    Award,
    Carry,
    Combine,
    Condition,
    Contest,
    Criterion,
    CutTies,
    Divergence,
    Kind,
    Layout,
    Method,
    Mode,
    Part,
    Prediction,
    Promotion,
    QuizDraw,
    QuizSettings,
    QuizShow,
    Review,
    Rounding,
    Stage,
    Tie,
    Tier,
    TieRule,
    TimeLimits,
    Title,
    WhosePaper,
    Within,
)
from contest.organising.plain import Table, decimal, shortest
from contest.organising.problems import Problem
from contest.organising.times import local_time

__all__ = [
    "JUDGED",
    "Attempts",
    "Award",
    "Carry",
    "Combine",
    "Condition",
    "Contest",
    "Criterion",
    "CutTies",
    "Definition",
    "Divergence",
    "Kind",
    "Layout",
    "Method",
    "Mode",
    "Part",
    "Prediction",
    "Promotion",
    "QuizDraw",
    "QuizSettings",
    "Rounding",
    "Stage",
    "Tie",
    "TieRule",
    "Tier",
    "TimeLimits",
    "Title",
    "Within",
    "read_condition",
    "read_contest",
    "read_part",
    "read_stage",
    "read_tie",
    "rules_of",
    "to_plain",
]

MOST_PLACES = 12
_CONDITION = re.compile(r"(total|part:\s*[^\s<>=≤≥]+|external:\s*[^\s<>=≤≥]+)\s*(>=|<=|==|>|<|=|≥|≤)\s*(\S+)")
_SIGNS = {"≥": ">=", "≤": "<=", "=": "=="}


SHORTEST_QUESTION = 5  # seconds: less than it takes to read one


def read_contest(plain: Mapping[str, Any]) -> tuple[Contest, list[Problem]]:
    """The contest that `{"contest": {…}, "stage": [{…, "part": […]}]}` describes, and what can't be read.

    Numbers may be ints, Decimals or texts of decimals. A problem's `path` leads to its key. What can't be
    read is left at its default, so that a page can show the rest; nothing may be ranked while a problem is
    `fatal`.
    """
    top = Table(plain)
    head = top.table("contest", lambda table: table) or Table({}, ("contest",), top.problems)
    stages = top.tables("stage", _stage)
    contest = Contest(
        code=head.text("code", required=True),
        name=head.text("name"),
        timezone=head.text("timezone", "Asia/Ho_Chi_Minh"),
        layout=head.choice("layout", get_args(Layout), "party"),
        stages=stages,
        extra=head.rest(),
    )
    top.rest()
    return contest, top.problems


def read_stage(plain: Mapping[str, Any]) -> tuple[Stage, list[Problem]]:
    """One stage with its parts, read as `read_contest` does."""
    table = Table(plain)
    return _stage(table), table.problems


def read_part(plain: Mapping[str, Any]) -> tuple[Part, list[Problem]]:
    """One part, read as `read_contest` does."""
    table = Table(plain)
    return _part(table), table.problems


def read_tie(text: str) -> Tie | Message:
    """`part:CODE` or the name of a tie rule."""
    rule, _, code = (piece.strip() for piece in text.partition(":"))
    if rule == "part" and code:
        return Tie("part", code)
    if rule in get_args(TieRule) and rule != "part" and not code:
        return Tie(cast(TieRule, rule))
    options = ", ".join("part:MÃ" if one == "part" else one for one in get_args(TieRule))
    return message(
        N_("Không có quy tắc xếp khi bằng điểm “%(rule)s”; hãy chọn trong: %(options)s."),
        rule=text,
        options=options,
    )


def read_condition(text: str) -> Condition | Message:
    """`total >= 80`, `part:CODE > 70`, `external:CODE >= 2.5`."""
    match = _CONDITION.fullmatch(text.strip())
    value = decimal(match[3]) if match else None
    if match is None or value is None:
        return message(
            N_(
                "Không hiểu điều kiện “%(condition)s”; hãy viết như “total >= 80”, “part:MÃ >= 70” "
                "hoặc “external:MÃ >= 2.5”."
            ),
            condition=text,
        )
    of, _, code = match[1].partition(":")
    return Condition(cast(Any, of.strip()), code.strip(), cast(Any, _SIGNS.get(match[2], match[2])), value)


def _stage(table: Table) -> Stage:
    return Stage(
        code=table.text("code", required=True),
        name=table.text("name"),
        rank_within=table.choice("rank_within", get_args(Within), "contest"),
        ties=table.texts("ties", read_tie),
        total=table.choice("total", ("sum", "average"), "sum"),
        round=table.table("round", _rounding) or Rounding(),
        rounding=table.choice("rounding", get_args(Mode), "half_up"),
        carry=table.tables("carry", _carry),
        promote=table.tables("promote", _promotion),
        awards=table.tables("awards", _award),
        titles=table.tables("titles", _title),
        parts=table.tables("part", _part),
        extra=table.rest(),
    )


def _part(table: Table) -> Part:
    return Part(
        code=table.text("code", required=True),
        method=table.choice("method", get_args(Method), None),
        name=table.text("name"),
        kind=table.choice("kind", get_args(Kind), "other"),
        weight=table.number("weight", Decimal(1)),
        max=table.number("max", None),
        criteria=table.tables("criteria", _criterion),
        combine=table.table("combine", _combine) or Combine(),
        divergence=table.table("divergence", _divergence),
        round=table.table("round", _rounding) or Rounding(),
        rounding=table.choice("rounding", get_args(Mode), "half_up") if "rounding" in table.plain else None,
        time=table.table("time", _time),
        attempts=table.table("attempts", _attempts),
        prediction=table.table("prediction", _prediction),
        quiz=table.table("quiz", _quiz),
        draw=table.choice("draw", ("", "situations", "themes"), ""),
        extra=table.rest(),
    )


def _rounding(table: Table) -> Rounding:
    found = Rounding(
        *(table.count(key, None, most=MOST_PLACES) for key in ("sheet", "criterion", "part", "total"))
    )
    table.rest()
    return found


def _criterion(table: Table) -> Criterion:
    found = Criterion(
        code=table.text("code", required=True),
        name=table.text("name"),
        max=table.number("max", None),
        step=table.number("step", None),
        factor=table.number("factor", Decimal(1)),
        min=table.number("min", Decimal(0)),
    )
    table.rest()
    return found


def _combine(table: Table) -> Combine:
    found = Combine(
        over=table.choice("over", ("sheet", "criterion"), "sheet"),
        by=table.choice("by", ("mean", "sum", "median"), "mean"),
        drop_highest=table.count("drop_highest", 0),
        drop_lowest=table.count("drop_lowest", 0),
    )
    table.rest()
    return found


def _divergence(table: Table) -> Divergence:
    found = Divergence(
        gap=table.number("gap", Decimal(0), required=True),
        third=table.choice("third", ("final", "nearest"), "final"),
    )
    table.rest()
    return found


def _time(table: Table) -> TimeLimits:
    found = TimeLimits(
        minimum=table.number("minimum", None),
        maximum=table.number("maximum", None),
        over=table.tables("over", _tier),
        under=table.tables("under", _tier),
    )
    table.rest()
    return found


def _tier(table: Table) -> Tier:
    found = Tier(
        after=table.number("after", Decimal(0)),
        points=table.number("points", Decimal(0)),
        stop=table.flag("stop", False),
    )
    table.rest()
    return found


def _attempts(table: Table) -> Attempts:
    found = Attempts(
        count=table.choice("count", ("best", "last", "first", "sum"), "best"),
        tie=table.choice("tie", ("earlier", "later"), "earlier"),
        limit=table.count("limit", None, least=1),
    )
    table.rest()
    return found


def _prediction(table: Table) -> Prediction:
    found = Prediction(
        of=table.choice("of", ("all_right", "participants", "attempts", "percent"), "all_right"),
        actual=table.number("actual", None),
    )
    table.rest()
    return found


def _quiz(table: Table) -> QuizSettings:
    found = QuizSettings(
        seconds=table.count("seconds", 1200, least=1),
        question_seconds=_question_seconds(table),
        show=table.choice("show", get_args(QuizShow), "one"),
        review=table.choice("review", get_args(Review), "nothing"),
        review_from=_moment(table, "review_from"),
        practice=table.flag("practice", False),
        seb_keys=table.texts("seb_keys", _seb_key),
        grace=table.count("grace", 600, most=86400),
        paper=table.choice("paper", get_args(WhosePaper), "person"),
        shuffle_questions=table.flag("shuffle_questions", True),
        shuffle_options=table.flag("shuffle_options", True),
        points=table.number("points", Decimal(1)),
        partial=table.flag("partial", False),
        draw=table.tables("draw", _quiz_draw),
    )
    table.rest()
    return found


def _question_seconds(table: Table) -> int:
    seconds = table.count("question_seconds", 0, most=3600)
    if 0 < seconds < SHORTEST_QUESTION:
        text = N_("Đồng hồ của một câu ngắn nhất là %(least)d giây; 0 nghĩa là không có.")
        table.complain(message(text, least=SHORTEST_QUESTION), "question_seconds", "fatal")
    return seconds


def _seb_key(text: str) -> str | Message:
    key = text.strip().lower()
    if re.fullmatch("[0-9a-f]{64}", key):
        return key
    return message(
        N_("“%(key)s” không phải khóa của Safe Exam Browser: cần 64 chữ số 0–9, a–f."), key=text[:80]
    )


def _moment(table: Table, key: str) -> str:
    """A time as it was typed: the contest's zone, which gives it its meaning, is not known here."""
    text = table.text(key)
    if text and local_time(text, ZoneInfo("UTC")) is None:
        table.complain(
            message(N_("“%(value)s” không phải một thời điểm. Ví dụ đúng: 2026-11-20T17:00."), value=text),
            key,
            "fatal",
        )
        return ""
    return text


def _quiz_draw(table: Table) -> QuizDraw:
    found = QuizDraw(
        count=table.count("count", 0, least=1, required=True),
        topic=table.text("topic"),
        difficulty=table.choice("difficulty", ("", "easy", "medium", "hard"), ""),
        kind=table.text("kind"),
    )
    table.rest()
    return found


def _promotion(table: Table) -> Promotion:
    found = Promotion(
        best=table.count("best", 0, least=1, required=True),
        within=table.choice("within", get_args(Within), "contest") if "within" in table.plain else None,
        to=table.text("to"),
        reserves=table.count("reserves", 0),
        cut_ties=table.choice("cut_ties", get_args(CutTies), "decision"),
    )
    table.rest()
    return found


def _carry(table: Table) -> Carry:
    found = Carry(stage=table.text("stage", required=True), weight=table.number("weight", Decimal(1)))
    table.rest()
    return found


def _award(table: Table) -> Award:
    found = Award(
        name=table.text("name", required=True),
        count=table.count("count", None),
        minimum=table.number("minimum", None),
    )
    table.rest()
    return found


def _title(table: Table) -> Title:
    found = Title(name=table.text("name", required=True), when=table.texts("when", read_condition))
    table.rest()
    return found


Definition: TypeAlias = Contest | Stage | Part


def to_plain(one: Definition, number: Callable[[Decimal], Any] = shortest) -> dict[str, Any]:
    """The plain tables of a contest, stage or part: keys at their default left out, unknown keys kept.

    Decimals become texts (`number` may make them something else), so the result fits a JSON column. Reading
    it gives an equal contest, stage or part. A contest gives {"contest": …, "stage": […]}.
    """
    plain = cast("dict[str, Any]", _to_plain(one, number))
    if isinstance(one, Contest):
        stages = plain.pop("stage", [])
        return {"contest": plain, "stage": stages}
    return plain


def rules_of(one: Stage | Part) -> dict[str, Any]:
    """What the database keeps in its `rules` column: `to_plain` without what has columns of its own."""
    apart = ("code", "name", "part") if isinstance(one, Stage) else ("code", "name", "kind", "method")
    return {key: value for key, value in to_plain(one).items() if key not in apart}


def _to_plain(value: Any, number: Callable[[Decimal], Any]) -> Any:
    if isinstance(value, Tie | Condition):
        return str(value)
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_to_plain(one, number) for one in value]
    if isinstance(value, Mapping):
        return {key: _to_plain(one, number) for key, one in value.items()}
    if not hasattr(value, "__dataclass_fields__"):
        return value
    plain: dict[str, Any] = {}
    for each in fields(value):
        one = getattr(value, each.name)
        if each.name == "extra":
            plain.update(_to_plain(one, number))
        elif each.default is MISSING or one != each.default:
            plain[each.metadata.get("key", each.name)] = _to_plain(one, number)
    return plain
