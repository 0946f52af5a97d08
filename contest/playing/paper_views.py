"""Papers on paper: the codes that are made, and the sheets that come back and are typed in."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from contest.kernel import i18n
from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.organising.lists import read_sheet
from contest.organising.models import Part
from contest.organising.policy import keeps_records, organises
from contest.playing import answer_table, finders, printing, typed_sheets
from contest.playing.blueprint import bp
from contest.playing.desk_views import ADDRESS
from contest.playing.forms import CodesForm, SheetsForm
from contest.playing.models import DrawnPaper


@bp.route(f"{ADDRESS}/papers", methods=["GET", "POST"])
@allow(organises, on=finders.quiz)
def printed_papers(part: Part) -> Any:
    """The printed papers of a quiz, their files, and the form that makes more."""
    form = CodesForm()
    if form.validate_on_submit():
        try:
            made = printing.make(part, printing.read_codes(form.codes.data), bool(form.fresh.data))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            flash(_("Đã lập %(count)s mã đề.", count=len(made)), "success")
            return redirect(_address("playing.printed_papers", part), 303)
    page = render_template(
        "contest/playing/printed_papers.html",
        contest=part.contest,
        active="playing",
        part=part,
        form=form,
        papers=printing.printed(part),
    )
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{ADDRESS}/papers/<paper_code>/remove")
@allow(organises, on=finders.drawn_paper)
def remove_paper(paper: DrawnPaper) -> Any:
    """Do away with a code that no sheet has come back for."""
    part = paper.part
    try:
        printing.remove(paper)
        flash(_("Đã bỏ mã đề."), "success")
    except Refused as refusal:
        db.session.rollback()
        flash(i18n.render(refusal.message), "danger")
    return redirect(_address("playing.printed_papers", part), 303)


@bp.route(f"{ADDRESS}/sheets", methods=["GET", "POST"])
@allow(keeps_records, on=finders.quiz)
def sheets(part: Part) -> Any:
    """The answer sheets that were typed in, with their points, and the table for more."""
    form, outcome, status = SheetsForm(), None, 200
    if form.validate_on_submit():
        try:
            if form.file.data:
                sheet = read_sheet(form.file.data.read(), answer_table.FIELDS)
                form.lines.data, form.lines.raw_data = answer_table.lines_of_sheet(sheet), None
            lines = answer_table.read_lines(form.lines.data or "")
            # A file's lines are looked at first: nobody has seen them as they were understood.
            store = "check" not in request.form and not form.file.data
            outcome = typed_sheets.take(part, lines, form.reason.data or "", store)
        except Refused as refusal:
            db.session.rollback()
            refusal.field = refusal.field or "file"
            form.refuse(refusal)
            status = refusal.status
        else:
            if store:
                form.lines.data = "\n".join(line.text for line in outcome.wrong)
                form.lines.raw_data = None
            status = 422 if outcome.wrong else 200
            if store and not outcome.wrong:
                flash(_("Đã ghi: %(told)s.", told=_told(outcome)), "success")
                return redirect(_address("playing.sheets", part), 303)
            outcome_text = _told(outcome)
            return _sheets_page(part, form, outcome, outcome_text, store), status
    elif form.is_submitted():
        status = 422
    return _sheets_page(part, form, outcome, "", False), status


def _sheets_page(
    part: Part, form: SheetsForm, outcome: typed_sheets.Outcome | None, told: str, is_stored: bool
) -> str:
    papers = printing.printed(part)
    sizes = {one.code: len(one.paper) for one in papers}
    return render_template(
        "contest/playing/sheets.html",
        contest=part.contest,
        active="playing",
        part=part,
        form=form,
        outcome=outcome,
        told=told,
        is_stored=is_stored,
        sizes=sizes,
        runs=[
            (answer_table.in_runs([code for code, of in sizes.items() if of == size]), size)
            for size in dict.fromkeys(sizes.values())
        ],
        rows=typed_sheets.listed(part),
        may_print=organises(current_actor(), part),
    )


def _told(outcome: typed_sheets.Outcome) -> str:
    """What became of the lines, in words."""
    counts = [
        (outcome.stored, _("phiếu mới: %(count)s", count=outcome.stored)),
        (outcome.checked, _("đối chiếu khớp: %(count)s", count=outcome.checked)),
        (outcome.corrected, _("sửa: %(count)s", count=outcome.corrected)),
        (outcome.same, _("đã có, như cũ: %(count)s", count=outcome.same)),
        (len(outcome.wrong), _("cần xem lại: %(count)s", count=len(outcome.wrong))),
    ]
    return "; ".join(text for count, text in counts if count) or _("không có dòng nào")


def _address(endpoint: str, part: Part) -> str:
    return url_for(endpoint, contest_code=part.contest.code, stage_code=part.stage.code, part_code=part.code)
