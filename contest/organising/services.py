"""The verbs of setting up a contest. Each owns its transaction, unless it says that the caller commits."""

from __future__ import annotations

from typing import Any

from contest.organising import definition
from contest.organising.models import Contest, Part, Stage


def plain_of(contest: Contest) -> dict[str, Any]:
    """A contest's rules as the plain tables of its definition file."""
    head = {"code": contest.code, "name": contest.name, "timezone": contest.timezone, "layout": contest.layout}
    return {"contest": head | contest.extra, "stage": [_plain_stage(stage) for stage in contest.stages]}


def definition_of(contest: Contest) -> definition.Contest:
    """A contest's rules as dataclasses, read by the same parser as a package's."""
    return definition.read_contest(plain_of(contest))[0]


def _plain_stage(stage: Stage) -> dict[str, Any]:
    parts = [_plain_part(part) for part in stage.parts]
    return {"code": stage.code, "name": stage.name, **stage.rules, "part": parts}


def _plain_part(part: Part) -> dict[str, Any]:
    return {"code": part.code, "name": part.name, "kind": part.kind, "method": part.method, **part.rules}
