"""The files of printed papers: papers, answer sheets and keys as docx and PDF, keys as xlsx."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, redirect, request, url_for

from contest.kernel import audit, made_files
from contest.kernel.access import allow
from contest.kernel.db import db
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import fold
from contest.organising.models import Part
from contest.organising.policy import organises
from contest.playing import finders
from contest.playing.desk_views import ADDRESS
from contest.playing.printing import printed
from contest.publishing import paper_jobs
from contest.publishing.blueprint import bp
from contest.publishing.finders import PapersFile, papers_file
from contest.publishing.paper_data import What
from contest.publishing.policy import takes_papers

NAMES: dict[str, tuple[What, str]] = {
    "de": ("papers", "de-thi"),
    "phieu": ("sheets", "phieu-tra-loi"),
    "dap-an": ("keys", "dap-an"),
}


@bp.get(f"{ADDRESS}/papers/files/<kind>.<form>")
@allow(organises, on=finders.printed_file)
def paper_file(noun: finders.PrintedFile) -> Any:
    """All printed papers of a quiz, or one (`?code=…`), their sheets, or their keys as a file; a long one is made in the
    background. Each time is recorded."""
    part, kind, form = noun
    asked = request.args.get("code", "")
    chosen = [one for one in printed(part) if asked in ("", one.code)]
    if kind not in NAMES or form not in ("docx", "pdf", "xlsx") or (form == "xlsx" and kind != "dap-an"):
        raise NotFound(message(N_("Không có dạng tệp “%(form)s”."), form=form))
    if not chosen:
        raise NotFound(message(N_("Phần thi chưa có mã đề nào như vậy.")))
    what, name = NAMES[kind]
    subject = f"part:{part.contest.code}/{part.stage.code}/{part.code}"
    audit.record(
        f"papers.export.{what}", subject, contest_id=part.contest_id, after={"code": asked, "form": form}
    )
    db.session.commit()
    file = re.sub(
        r"[^a-z0-9]+", "-", fold("-".join(filter(None, [name, part.contest.code, part.code, asked])))
    )
    if paper_jobs.takes_long(chosen, form):
        made = paper_jobs.ask(part, chosen, what, form, f"{file}.{form}", made_files.address())
        return redirect(url_for(".made_papers", token=made.token, **_place(part)), 303)
    response = Response(paper_jobs.write(part, chosen, what, form), content_type=paper_jobs.TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{file}.{form}"'
    return response


@bp.get(f"{ADDRESS}/papers/made/<token>")
@allow(takes_papers, on=papers_file)
def made_papers(noun: PapersFile) -> Any:
    """How far a file of papers is that is made in the background, then the way to it."""
    part = noun.part
    return made_files.shown(
        noun.made,
        "contest/publishing/made_papers.html",
        contest=part.contest,
        active="playing",
        part=part,
        address=_place(part),
    )


@bp.get(f"{ADDRESS}/papers/made/<token>/take")
@allow(takes_papers, on=papers_file)
def take_made_papers(noun: PapersFile) -> Any:
    """A file of papers that was made in the background."""
    return made_files.sent(noun.made)


def _place(part: Part) -> dict[str, Any]:
    return {
        "contest_code": part.contest.code,
        "stage_code": part.stage.code,
        "part_code": part.code,
    }
