"""A stage's and a part's rules go through their form and come back the same: nobody changes a rule by looking at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from contest.organising import definition
from contest.organising.package_reading import read_package
from contest.organising.rules_forms import PartForm, StageForm
from tests.test_access import SAMPLE

CODE = {"code": "x", "name": "Tên"}
STAGES: dict[str, Mapping[str, Any]] = {
    "bare": {},
    "carry of nought": {"carry": [{"stage": "xa", "weight": "0"}]},
    "promotion as ranked": {"rank_within": "unit", "promote": [{"best": 1, "to": "ck", "reserves": 1}]},
    "promotion over all": {
        "rank_within": "unit",
        "promote": [{"best": 3, "within": "contest", "cut_ties": "all"}],
    },
    "rounding at each step": {
        "round": {"criterion": 8, "sheet": 1, "part": 0, "total": 2},
        "rounding": "half_even",
    },
    "awards": {
        "awards": [
            {"name": "Nhất", "count": 1},
            {"name": "Ba", "count": 0, "minimum": "70.5"},
            {"name": "KK"},
        ]
    },
    "titles": {
        "titles": [{"name": "Giỏi", "when": ["total >= 80", "external:nckh >= 2.5"]}, {"name": "Đạt"}]
    },
    "ties": {"ties": ["part:a", "duration", "decision"], "total": "average", "rank_within": "group"},
    "keys of others": {"mau": "xanh"},
}
PARTS: dict[str, Mapping[str, Any]] = {
    "criteria": {
        "method": "panel",
        "criteria": [{"code": "a", "name": "A", "min": "-1", "max": "7.5", "step": "0.25", "factor": "0"}],
        "combine": {"over": "criterion", "by": "median", "drop_highest": 1, "drop_lowest": 2},
    },
    "time": {
        "method": "panel",
        "criteria": [{"code": "a", "max": "10"}],
        "time": {
            "minimum": "299.5",
            "maximum": "420",
            "over": [{"points": "-0.25"}, {"after": "60", "points": "-0.5"}, {"after": "120", "stop": True}],
            "under": [{"after": "30", "points": "-1"}],
        },
    },
    "blind": {
        "method": "markers",
        "max": "100",
        "criteria": [{"code": "a", "max": "100"}],
        "divergence": {"gap": "20", "third": "nearest"},
        "draw": "themes",
        "rounding": "half_even",
        "round": {"sheet": 2},
    },
    "quiz": {
        "method": "quiz",
        "kind": "multiple_choice",
        "weight": "0.5",
        "quiz": {
            "seconds": 900,
            "points": "0",
            "partial": True,
            "shuffle_options": False,
            "shuffle_questions": False,
            "draw": [
                {"count": 5, "topic": "Lịch sử", "difficulty": "hard", "kind": "single_choice"},
                {"count": 3},
            ],
        },
        "attempts": {"count": "last", "tie": "later", "limit": 3},
        "prediction": {"of": "percent", "actual": "12.5"},
    },
    "quiz marked elsewhere": {"method": "quiz", "prediction": {"of": "participants"}},
    "typed": {"method": "entered", "max": "30", "attempts": {"count": "sum"}},
    "keys of others": {"method": "entered", "mau": "xanh"},
}


def posted(form: StageForm | PartForm) -> MultiDict[str, str]:
    """What a browser sends of the form as it is shown."""
    sent: MultiDict[str, str] = MultiDict()

    def collect(fields: Any) -> None:
        for field in fields:
            if field.type == "FieldList":
                for entry in field.entries:
                    collect(entry.form)
            elif field.type == "SelectField":
                chosen = [value for value, _label, selected, *_ in field.iter_choices() if selected]
                # A menu with nothing chosen sends its first line.
                sent.add(field.name, chosen[0] if chosen else next(iter(field.iter_choices()))[0])
            elif field.type != "BooleanField":
                sent.add(field.name, str(field._value()))
            elif field.data:
                sent.add(field.name, "y")

    collect(form)
    return sent


def again(app: Flask, form_type: type[StageForm] | type[PartForm], plain: dict[str, Any]) -> dict[str, Any]:
    with app.test_request_context():
        shown = form_type()
        shown.fill(plain, 1)
        sent = posted(shown)
    with app.test_request_context(method="POST", data=sent):
        form = form_type()
        assert form.validate_on_submit(), form.errors
        return form.plain(plain)


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_comes_back_the_same(app: Flask, name: str) -> None:
    read = definition.read_stage(CODE | dict(STAGES[name]))[0]
    plain = definition.to_plain(read)
    assert definition.read_stage(again(app, StageForm, plain))[0] == read


@pytest.mark.parametrize("name", PARTS)
def test_a_part_comes_back_the_same(app: Flask, name: str) -> None:
    read = definition.read_part(CODE | {"kind": "other"} | dict(PARTS[name]))[0]
    plain = definition.to_plain(read) | {"kind": read.kind}
    assert definition.read_part(again(app, PartForm, plain))[0] == read


def test_the_sample_comes_back_the_same(app: Flask) -> None:
    for stage in read_package(SAMPLE).contest.stages:
        plain = {key: value for key, value in definition.to_plain(stage).items() if key != "part"}
        assert (
            definition.read_stage(again(app, StageForm, plain) | {"part": []})[0]
            == definition.read_stage(plain)[0]
        )
        for part in stage.parts:
            assert (
                definition.read_part(again(app, PartForm, definition.to_plain(part) | {"kind": part.kind}))[0]
                == part
            )


def test_a_row_without_its_code_is_not_dropped_in_silence(app: Flask) -> None:
    data = {
        "code": "x",
        "name": "X",
        "kind": "other",
        "method": "panel",
        "over": "sheet",
        "by": "mean",
        "third": "final",
    }
    data |= {"count": "best", "tie": "earlier", "prediction": "", "draw": "", "rounding": ""}
    with app.test_request_context(
        method="POST", data=data | {"criteria-0-name": "Nội dung", "criteria-0-max": "10"}
    ):
        form = PartForm()
        assert form.validate_on_submit(), form.errors
        _part, problems = definition.read_part(form.plain({}))
    assert [str(problem.message) for problem in problems] == ["Thiếu “code”."]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("criteria-0-max", "mười"),
        ("round_part", "13"),
        ("limit", "0"),
        ("seconds", "5"),
        ("code", "Mã Sai"),
        ("code", "new"),
    ],
)
def test_bad_values_are_told_at_their_field(app: Flask, field: str, value: str) -> None:
    data = {"code": "x", "name": "X", "kind": "other", "method": "panel"} | {field: value}
    with app.test_request_context(method="POST", data=data):
        form = PartForm()
        assert not form.validate_on_submit()
        assert field.split("-")[0] in form.errors
