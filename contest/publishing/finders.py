"""From the address to a publication, or NotFound."""

from __future__ import annotations

from typing import NamedTuple

from flask import request
from sqlalchemy import select

from contest.kernel import made_files
from contest.kernel.db import db
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from contest.organising import finders
from contest.organising.models import Decision, Part, Stage, Unit
from contest.playing.finders import quiz
from contest.publishing.models import Publication


def publication(contest_code: str, stage_code: str, publication_id: int) -> Publication:
    """A publication of a stage."""
    owner = finders.stage(contest_code, stage_code)
    query = select(Publication).where(Publication.id == publication_id, Publication.stage_id == owner.id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(message(N_("Không có bản công bố này.")))
    return found


def decision(contest_code: str, stage_code: str, decision_id: int) -> Decision:
    """A decision recorded in a stage."""
    owner = finders.stage(contest_code, stage_code)
    query = select(Decision).where(Decision.id == decision_id, Decision.stage_id == owner.id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(message(N_("Không có quyết định này.")))
    return found


def asked_unit(stage: Stage) -> Unit | None:
    """The unit that `?unit=` (or a form's `unit`) names; None where there is none."""
    code = request.values.get("unit", "")
    return finders.unit(stage.contest.code, code) if code else None


class PapersFile(NamedTuple):
    """A file of a quiz's printed papers that is made in the background."""

    part: Part
    made: made_files.MadeFile

    @property
    def contest_id(self) -> int:
        return self.part.contest_id


def papers_file(contest_code: str, stage_code: str, part_code: str, token: str) -> PapersFile:
    """A file of a quiz's printed papers that is made in the background."""
    part = quiz(contest_code, stage_code, part_code)
    return PapersFile(part, made_files.find(f"part:{part.id}", token))
