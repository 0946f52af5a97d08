"""The log: who changed what, when, from what to what."""

from __future__ import annotations

from flask import render_template, request
from sqlalchemy import select

from contest.kernel.access import allow
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.organising import finders
from contest.organising.blueprint import bp
from contest.organising.models import Contest
from contest.organising.policy import organises


@bp.get("/c/<contest_code>/desk/audit")
@allow(organises, on=finders.contest)
def audit(contest: Contest) -> str:
    """The contest's log and that of its bank, newest first; narrowed by words of action, subject or person."""
    words = request.args.get("q", "")
    own = AuditEntry.contest_id == contest.id
    if contest.bank is not None:
        own = (
            own
            | (AuditEntry.subject == f"bank:{contest.bank.code}")
            | AuditEntry.subject.startswith(f"question:{contest.bank.code}/", autoescape=True)
        )
    query = select(AuditEntry).where(own).order_by(AuditEntry.id.desc())
    for word in words.split():
        query = query.where(
            AuditEntry.subject.icontains(word, autoescape=True)
            | AuditEntry.action.icontains(word, autoescape=True)
            | AuditEntry.actor_name.icontains(word, autoescape=True)
        )
    pages = db.paginate(query, per_page=50, error_out=False)
    return render_template(
        "contest/organising/audit.html", contest=contest, active="audit", pages=pages, words=words
    )
