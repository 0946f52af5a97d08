"""A whole contest as a package: taken in from a zip, handed out as one, and copied for a rehearsal."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as Answer
from wtforms.validators import Length, Optional

from contest.kernel.access import allow
from contest.kernel.errors import Refused
from contest.kernel.forms import CODE, Form, TextField
from contest.organising import finders
from contest.organising.models import Contest
from contest.organising.package_reading import read_zip
from contest.organising.policy import keeps_records, makes_contests, organises
from contest.organising.problems import Problem
from contest.publishing import rehearsing
from contest.publishing.blueprint import bp
from contest.publishing.dumping import dump_contest, write_zip
from contest.publishing.loading import BadPackage, load_package


class PackageForm(Form):
    """A package's zip and, where wanted, another code than its own."""

    package = FileField(_l("Tệp gói hội thi (.zip)"), [FileRequired(_l("Hãy chọn một tệp."))])
    code = TextField(
        _l("Mã hội thi"),
        [
            Optional(),
            Length(max=60),
            CODE,
        ],
    )


@bp.route("/contests/load", methods=["GET", "POST"])
@allow(makes_contests)
def load() -> Answer | tuple[str, int]:
    """Check a package and make a contest of it; every problem is listed with its file and line."""
    form, problems = PackageForm(), list[Problem]()
    if form.validate_on_submit():
        upload = form.package.data
        try:
            contest = load_package(read_zip(upload.read(), upload.filename), code=form.code.data or "")
        except BadPackage as refusal:
            problems = refusal.problems
            form.refuse(refusal)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Đã nạp hội thi “%(name)s”.", name=contest.name), "success")
            return redirect(url_for("organising.desk", contest_code=contest.code), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("contest/publishing/load.html", form=form, problems=problems), status


@bp.get("/c/<contest_code>/desk/package.zip")
@allow(keeps_records, on=finders.contest)
def package(contest: Contest) -> Response:
    """The contest as a package: for the archive, another hall, or anyone who recomputes the result."""
    answer = Response(write_zip(dump_contest(contest)), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{contest.code}.zip"'
    return answer


@bp.post("/c/<contest_code>/desk/rehearsal")
@allow(organises, on=finders.contest)
def rehearse(contest: Contest) -> Answer:
    """Copy the set-up into a rehearsal of its own."""
    copy = rehearsing.start(contest)
    flash(_("Đã tạo bản diễn tập. Mọi việc làm ở đây không ảnh hưởng hội thi thật."), "success")
    return redirect(url_for("organising.desk", contest_code=copy.code), 303)


@bp.post("/c/<contest_code>/desk/rehearsal/remove")
@allow(organises, on=finders.contest)
def remove_rehearsal(contest: Contest) -> Answer:
    """Remove a rehearsal with everything in it."""
    original = rehearsing.remove(contest)
    flash(_("Đã xóa bản diễn tập."), "success")
    return redirect(url_for("organising.desk", contest_code=original.code), 303)
