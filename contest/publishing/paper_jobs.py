"""Files of printed papers: written at once, or in the background where that takes longer than a person waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from contest.kernel import jobs, made_files
from contest.kernel.db import db
from contest.kernel.made_files import MadeFile
from contest.organising.models import Part
from contest.playing.models import DrawnPaper
from contest.publishing import exports, paper_keys
from contest.publishing.paper_data import What, paper_data, write_pdf
from contest.publishing.paper_docx import write_docx

AT_ONCE = {"docx": 4_000, "pdf": 1_000, "xlsx": 10_000}
"""Questions, of all papers together, that are set in some 2 s."""
TYPES = exports.TYPES | {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}

_WORK = "publishing.papers"


def takes_long(chosen: Sequence[DrawnPaper], form: str) -> bool:
    """Whether a file of papers is made in the background."""
    return sum(len(one.paper) for one in chosen) > AT_ONCE[form]


def write(part: Part, chosen: Sequence[DrawnPaper], what: What, form: str) -> bytes:
    """The file's bytes."""
    data = paper_data(part, chosen)
    if form == "xlsx":
        return paper_keys.write(data)
    return write_pdf(data, what) if form == "pdf" else write_docx(data, what)


def ask(
    part: Part, chosen: Sequence[DrawnPaper], what: What, form: str, filename: str, again: str
) -> MadeFile:
    """Have a file of papers made. Commits. `again`: see `made_files.ask`."""
    asked = {"part": part.id, "papers": [one.id for one in chosen], "what": what, "form": form}
    return made_files.ask(_WORK, f"part:{part.id}", filename, TYPES[form], asked, again)


@made_files.making(_WORK)
def make(run: jobs.Run) -> tuple[bytes, dict[str, Any]]:
    """Write the file. Papers that were removed meanwhile are not in it."""
    asked = run.arguments
    part = db.session.get_one(Part, asked["part"])
    query = select(DrawnPaper).where(DrawnPaper.part_id == part.id, DrawnPaper.id.in_(asked["papers"]))
    chosen = db.session.scalars(query.order_by(DrawnPaper.number, DrawnPaper.code)).all()
    run.tell(1, 4)
    return write(part, chosen, asked["what"], asked["form"]), {}
