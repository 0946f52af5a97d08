"""The format's document names every key and column that the program reads."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from contest.organising import definition_types as types
from contest.organising.checking_tables import DECISIONS, STATUSES
from contest.organising.package_tables import LAYOUTS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "contest-package.md").read_text("utf-8")
TABLES = [
    types.Contest, types.Stage, types.Part, types.Criterion, types.Combine, types.Divergence, types.Rounding,
    types.TimeLimits, types.Tier, types.Attempts, types.Prediction, types.QuizSettings, types.QuizDraw,
    types.Promotion, types.Carry, types.Award, types.Title,
]  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_key_is_told(table: type) -> None:
    hidden = {"extra", "stages", "parts"}
    missing = [
        field.name
        for field in dataclasses.fields(table)
        if field.name not in hidden and field.name not in TEXT
    ]
    assert missing == []


def test_every_column_status_and_decision_is_told() -> None:
    words = {column for layout in LAYOUTS.values() for column in layout.columns} | {*STATUSES, *DECISIONS}
    assert sorted(word for word in words if word not in TEXT) == []
