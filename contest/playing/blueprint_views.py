"""The blueprint of a quiz (ma trận đề): what the bank has, what is asked for, whether it can be filled, what comes out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from contest.kernel import i18n
from contest.kernel.access import allow
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.organising.definition import QuizSettings
from contest.organising.models import Part
from contest.organising.policy import organises
from contest.organising.services import plain_part, save_part
from contest.playing import drawing, finders, matrix, services
from contest.playing.blueprint import bp
from contest.playing.desk_views import ADDRESS
from contest.playing.forms import BlueprintForm
from contest.playing.papers import draw_paper, fits, key_letters
from question_bank.kinds import kinds
from question_bank.rules import tree

MOST = 500  # questions of a cell
MOST_PREVIEWED = 10


@bp.route(f"{ADDRESS}/blueprint", methods=["GET", "POST"])
@allow(organises, on=finders.quiz)
def blueprint(part: Part) -> Any:
    """The matrix (`?kind=…` of one kind of questions); what is typed into it is stored."""
    form, settings = BlueprintForm(), services.settings_of(part)
    shown = _shown(part, settings)
    if form.validate_on_submit():
        plain = plain_part(part)
        lines = [
            {key: value for key, value in vars(line).items() if value} for line in shown["settings"].draw
        ]
        plain["quiz"] = plain.get("quiz", {}) | {"draw": lines}
        try:
            save_part(part.stage, part, plain, form.version.data, form.reason.data)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            flash(_("Đã lưu ma trận đề."), "success")
            return redirect(_address("playing.blueprint", part, kind=shown["kind"] or None), 303)
    elif not form.is_submitted():
        form.version.data = part.version
    page = render_template("contest/playing/blueprint.html", form=form, **shown)
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{ADDRESS}/blueprint/check")
@allow(organises, on=finders.quiz)
def check_blueprint(part: Part) -> str:
    """What would become of the numbers typed so far: a piece of the page, for its script."""
    return render_template(
        "contest/playing/blueprint_verdict.html", **_shown(part, services.settings_of(part))
    )


def _shown(part: Part, settings: QuizSettings) -> dict[str, Any]:
    """The matrix with the numbers that were sent, else those that are stored."""
    bank = part.contest.bank
    topics = [(one.topic.name, one.depth) for one in tree(bank.topics)] if bank else []
    asked = Counter[str]()
    for line in settings.draw:
        asked[line.kind] += line.count
    usual = max(asked, key=lambda name: asked[name], default="")
    kind = request.values.get("kind", usual)
    kind = kind if kind in kinds() else ""
    pool = drawing.pool(part)
    found = matrix.rows(topics, settings.draw, pool, kind)
    if request.method == "POST":
        numbers = {name: min(int(text), MOST) for name, text in request.form.items() if text.isdecimal()}
        lines = matrix.lines_of(found, numbers, settings.draw)
        settings = replace(settings, draw=lines)
        found = matrix.rows(topics, lines, pool, kind)
    shown = {
        "contest": part.contest,
        "active": "playing",
        "part": part,
        "settings": settings,
        "kind": kind,
        "kinds": [(one.code, i18n.render(one.name)) for one in kinds().values() if not one.judged],
        "rows": found,
        "others": sorted((name, count) for name, count in asked.items() if name != kind),
        "hidden": sum(not row.is_shown for row in found),
        "short": [cell for row in found for cell in row.cells if cell.missing],
        "overlap": None,
        "refusal": "",
    }
    if settings.draw:
        try:
            drawn = [draw_paper(f"preview-{at}", settings, pool) for at in range(matrix.SAMPLE)]
        except Refused as refusal:
            shown["refusal"] = i18n.render(refusal.message)
        else:
            fitting = sum(any(fits(item, line) for line in settings.draw) for item in pool)
            shown["overlap"] = matrix.overlap(drawn, fitting)
    return shown


@bp.get(f"{ADDRESS}/blueprint/preview")
@allow(organises, on=finders.quiz)
def preview_papers(part: Part) -> Any:
    """Some papers as contestants would get them (`?count=…&first=…`), with keys where asked (`&key=1`)."""
    count = min(max(request.args.get("count", 2, int), 1), MOST_PREVIEWED)
    first = max(request.args.get("first", 1, int), 1)
    settings, pool = services.settings_of(part), drawing.pool(part)
    papers = [draw_paper(f"preview-{at}", settings, pool) for at in range(first, first + count)]
    revisions = services.revisions_of(papers)
    return render_template(
        "contest/playing/paper_preview.html",
        contest=part.contest,
        active="playing",
        part=part,
        first=first,
        count=count,
        with_key="key" in request.args,
        papers=[services.shown_paper(paper, revisions) for paper in papers],
        keys=[[key_letters(revisions[id], order) for id, order in paper] for paper in papers],
    )


def _address(endpoint: str, part: Part, **more: Any) -> str:
    return url_for(
        endpoint, contest_code=part.contest.code, stage_code=part.stage.code, part_code=part.code, **more
    )
