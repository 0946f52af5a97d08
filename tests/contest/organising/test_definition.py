"""The rules as dataclasses: what is read, what is complained of, and that writing and reading again changes nothing."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from contest.organising.definition import (
    Award,
    Condition,
    Contest,
    Criterion,
    QuizDraw,
    Rounding,
    Stage,
    Tie,
    Tier,
    read_condition,
    read_contest,
    read_part,
    read_stage,
    rules_of,
    to_plain,
)
from contest.organising.plain import decimal, exact, shortest

TOML = """
[contest]
code = "hm2018"
name = "Hội thi"
layout = "government"
sponsor = "UBND"
[[stage]]
code = "xa"
rank_within = "unit"
ties = ["part:tinh-huong", "decision", "shared", "name"]
round = { total = 2 }
promote = [{ best = 1, within = "unit", to = "ck", reserves = 1, cut_ties = "all" }]
awards = [{ name = "Nhất", count = 1, minimum = 70.5 }]
titles = [{ name = "Giỏi", when = ["total >= 80", "part:tinh-huong>70", "external:nckh ≥ 2,5"] }]
  [[stage.part]]
  code = "tinh-huong"
  kind = "situation"
  method = "panel"
  weight = 0.1
  draw = "situations"
  criteria = [{ code = "a", name = "A", max = 20, step = 0.5, factor = 1.50, min = -5 }]
  combine = { over = "criterion", by = "median", drop_highest = 1, drop_lowest = 2 }
  round = { criterion = 2, part = 1 }
  rounding = "half_even"
  time = { minimum = 300, maximum = 420, over = [
    { after = 60, points = -0.5 }, { after = 120, points = -1, stop = true }], under = [{ after = 30, points = -0.5 }] }
  [[stage.part]]
  code = "kien-thuc"
  method = "quiz"
  quiz = { seconds = 900, shuffle_options = false, points = 0.5, partial = true, draw = [
    { topic = "Lịch sử", difficulty = "easy", count = 10 }, { count = 2, kind = "true_false" }] }
  attempts = { count = "last", tie = "later", limit = 3 }
  prediction = { of = "percent", actual = 12.5 }
[[stage]]
code = "ck"
total = "average"
carry = [{ stage = "xa", weight = 0 }]
"""


def read(text: str = TOML) -> Contest:
    contest, problems = read_contest(tomllib.loads(text, parse_float=Decimal))
    assert [str(one) for one in problems if one.level != "warning"] == []
    return contest


def test_every_key_is_read() -> None:
    contest = read()
    stage, final = contest.stages
    judged, quiz = stage.parts
    assert (contest.code, contest.layout, contest.timezone) == ("hm2018", "government", "Asia/Ho_Chi_Minh")
    assert contest.extra == {"sponsor": "UBND"}
    assert stage.ties == (Tie("part", "tinh-huong"), Tie("decision"), Tie("shared"), Tie("name"))
    assert [str(tie) for tie in stage.tie_chain] == ["part:tinh-huong", "decision", "shared"]
    assert stage.awards == (Award("Nhất", 1, Decimal("70.5")),)
    assert stage.titles[0].when == (
        Condition("total", "", ">=", Decimal(80)),
        Condition("part", "tinh-huong", ">", Decimal(70)),
        Condition("external", "nckh", ">=", Decimal("2.5")),
    )
    assert judged.criteria == (Criterion("a", "A", Decimal(20), Decimal("0.5"), Decimal("1.5"), Decimal(-5)),)
    assert (judged.combine.by, judged.combine.drop_highest, judged.combine.drop_lowest) == ("median", 1, 2)
    assert stage.places(judged) == Rounding(criterion=2, part=1, total=2)
    assert (stage.mode(judged), stage.mode(quiz)) == ("half_even", "half_up")
    assert judged.time is not None
    assert judged.time.over[1] == Tier(Decimal(120), Decimal(-1), True)
    assert quiz.quiz is not None
    assert quiz.quiz.draw == (QuizDraw(10, "Lịch sử", "easy"), QuizDraw(2, kind="true_false"))
    assert (quiz.quiz.questions, quiz.max_points) == (12, Decimal(6))
    assert (final.total, final.carry[0].weight) == ("average", 0)
    assert contest.target(stage, stage.promote[0]) is final


def test_a_database_column_and_a_file_give_the_same() -> None:
    contest = read()
    plain = json.loads(json.dumps(to_plain(contest)))
    assert read_contest(plain)[0] == contest
    again = tomli_w.dumps(to_plain(contest, number=lambda number: number))
    assert read(again) == contest
    for stage in contest.stages:
        rules = {"code": stage.code, "name": stage.name, **rules_of(stage)}
        rules["part"] = [
            {"code": part.code, "name": part.name, "kind": part.kind, "method": part.method, **rules_of(part)}
            for part in stage.parts
        ]
        assert read_stage(json.loads(json.dumps(rules))) == (stage, [])


NUMBERS = st.decimals(-1000, 1000, allow_nan=False, allow_infinity=False, places=3)


@given(
    st.builds(
        Criterion,
        code=st.just("c"),
        max=st.none() | NUMBERS,
        step=st.none() | NUMBERS,
        factor=NUMBERS,
        min=NUMBERS,
    ),
    NUMBERS,
)
def test_numbers_survive_the_round_trip(criterion: Criterion, weight: Decimal) -> None:
    plain = {"code": "p", "method": "panel", "weight": str(weight), "criteria": [{"code": "c"}]}
    plain["criteria"] = [to_plain_criterion(criterion)]
    part, problems = read_part(plain)
    assert problems == []
    assert part.criteria == (criterion,)
    assert read_part(json.loads(json.dumps(to_plain(part)))) == (part, [])


def to_plain_criterion(one: Criterion) -> dict[str, Any]:
    numbers = {"max": one.max, "step": one.step, "factor": one.factor, "min": one.min}
    return {"code": one.code, **{key: str(value) for key, value in numbers.items() if value is not None}}


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_the_shortest_text_is_the_same_number(number: Decimal) -> None:
    assert decimal(shortest(number)) == number
    assert decimal(shortest(number).replace(".", ",")) == number


@pytest.mark.parametrize(
    "text", ["", "abc", "1.2.3", "1 000", "1e5", "NaN", "--1", "١", "9" * 16, "0." + "1" * 21]
)
def test_no_number(text: str) -> None:
    assert decimal(text) is None
    assert exact(text) is None


@pytest.mark.parametrize(
    ("change", "path", "text"),
    [
        (("code = \"xa\"", "kode = \"xa\""), ("stage", 0, "code"), "Thiếu “code”."),
        (("rank_within = \"unit\"", "rank_within = \"xa\""), ("stage", 0, "rank_within"),
         "“rank_within” không thể là “xa”; hãy chọn một trong: contest, unit, group."),
        (("part:tinh-huong\", \"decision", "part\", \"decision"), ("stage", 0, "ties"),
         "Không có quy tắc xếp khi bằng điểm “part”; hãy chọn trong: part:MÃ, duration, submitted, prediction, "
         "highest_marks, decision, name, shared."),
        (("total >= 80", "total => 80"), ("stage", 0, "titles", 0, "when"),
         "Không hiểu điều kiện “total => 80”; hãy viết như “total >= 80”, “part:MÃ >= 70” hoặc “external:MÃ >= 2.5”."),
        (("best = 1", "best = 0"), ("stage", 0, "promote", 0, "best"), "“best” phải là số nguyên từ 1 đến 1000000000."),
        (("weight = 0.1", "weight = \"nặng\""), ("stage", 0, "part", 0, "weight"),
         "“weight” phải là số, không phải “nặng”."),
        (("round = { total = 2 }", "round = 2"), ("stage", 0, "round"), "“round” phải là một bảng { … }."),
        (("awards = [{", "awards = [1, {"), ("stage", 0, "awards"), "“awards” phải là danh sách các bảng [{ … }, …]."),
        (("stop = true", "stop = 1"), ("stage", 0, "part", 0, "time", "over", 1, "stop"),
         "“stop” phải là true hoặc false."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_path(
    change: tuple[str, str], path: tuple[Any, ...], text: str
) -> None:
    _, problems = read_contest(tomllib.loads(TOML.replace(*change), parse_float=Decimal))
    found = [(one.path, str(one.message)) for one in problems if one.level == "fatal"]
    assert found == [(path, text)]


def test_a_misspelt_key_is_warned_of_with_the_nearest_one() -> None:
    stage, problems = read_stage({"code": "s", "rank_witin": "unit"})
    assert isinstance(stage, Stage)
    assert [str(one) for one in problems] == [
        "cảnh báo: Không hiểu “rank_witin”, sẽ bỏ qua. Ý đồng chí là “rank_within”?"
    ]
    assert stage.extra == {"rank_witin": "unit"}


def test_condition_signs() -> None:
    assert str(read_condition("part:a  <=  10,50")) == "part:a <= 10.5"
    assert str(read_condition("total = 3")) == "total == 3"
