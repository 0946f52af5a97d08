"""The organiser's results: standings as they are now, what is missing, decisions, and publishing."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from contest.kernel import clock, i18n
from contest.kernel.access import allow, current_actor
from contest.kernel.errors import NotFound, Refused
from contest.kernel.messages import N_, message
from contest.organising import finders, members
from contest.organising.models import Contest, Decision, Stage, Unit
from contest.organising.policy import keeps_records, organises
from contest.publishing import comparison, decisions, drafts, exports, queries, rules, services
from contest.publishing import finders as own
from contest.publishing.blueprint import bp
from contest.publishing.forms import DecisionForm, PublishForm, PublishReadyForm, RemoveDecisionForm
from contest.publishing.policy import decides
from contest.publishing.table import from_plain
from contest.ranking.services import standings


@bp.get("/c/<contest_code>/desk/results")
@allow(keeps_records, on=finders.contest)
def results(contest: Contest) -> str:
    """Every list of every stage: how far it is and what is published."""
    return _overview(contest)


def _overview(contest: Contest) -> str:
    now = clock.now()
    stages = [(stage, queries.lists(stage, now), drafts.drafts(stage, now)) for stage in contest.stages]
    return render_template(
        "contest/publishing/results.html",
        contest=contest,
        stages=stages,
        form=PublishReadyForm(),
        may_publish=organises(current_actor(), contest) and not contest.is_rehearsal,
    )


@bp.post("/c/<contest_code>/desk/results/<stage_code>/publish-ready")
@allow(organises, on=finders.stage)
def publish_ready(stage: Stage) -> Answer:
    """Publish the ticked lists of a stage; each by itself, so that one that is refused doesn't hold up the others."""
    form = PublishReadyForm()
    done = 0
    if form.validate_on_submit():
        for ticked in form.lists.data:
            code, _colon, digest = ticked.rpartition(":")
            unit = finders.unit(stage.contest.code, code) if code else None
            try:
                services.publish(stage, unit, form.kind.data, shown=digest)
                done += 1
            except Refused as refusal:
                flash(f"{unit.name if unit else stage.name}: {i18n.render(refusal.message)}", "error")
        if done:
            flash(_("Đã công bố %(count)s danh sách.", count=done), "success")
        elif not form.lists.data:
            flash(_("Hãy chọn ít nhất một danh sách."), "warning")
    return redirect(url_for("publishing.results", contest_code=stage.contest.code), 303)


@bp.get("/c/<contest_code>/desk/results/<stage_code>")
@allow(keeps_records, on=finders.stage)
def desk_list(stage: Stage) -> str:
    """One list: the standings now, what is missing, the decisions, and the form to publish."""
    return _list_page(stage, _unit(stage))


@bp.post("/c/<contest_code>/desk/results/<stage_code>/publish/<kind>")
@allow(organises, on=finders.stage)
def publish(stage: Stage, kind: rules.Kind) -> Answer | tuple[str, int]:
    """Publish the list as it was shown."""
    if kind not in ("provisional", "official"):
        raise NotFound(message(N_("Không có cách công bố này.")))
    unit = _unit(stage)
    form = PublishForm()
    if form.validate_on_submit():
        try:
            publication = services.publish(
                stage,
                unit,
                kind,
                shown=form.shown.data,
                accept_gaps=form.accept_gaps.data,
                reason=form.reason.data,
            )
        except Refused as refusal:
            form.refuse(refusal)
            return _list_page(stage, unit, publish_form=form), refusal.status
        flash(_("Đã công bố. Mọi người xem được kết quả ngay bây giờ."), "success")
        return redirect(
            url_for(
                "publishing.result",
                contest_code=stage.contest.code,
                stage_code=stage.code,
                publication_id=publication.id,
            ),
            303,
        )
    return _list_page(stage, unit, publish_form=form), 422


@bp.post("/c/<contest_code>/desk/results/<stage_code>/decisions")
@allow(organises, on=finders.stage)
def decide(stage: Stage) -> Answer | tuple[str, int]:
    """Record a decision of the head."""
    unit = _unit(stage)
    form = _decision_form(stage, unit)
    if form.validate_on_submit():
        try:
            decisions.record(
                stage,
                entrant_code=form.entrant.data,
                kind=form.kind.data,
                code=form.code.data,
                value=form.value.data,
                part_code=form.part.data,
                reason=form.reason.data,
                by=form.by.data,
            )
        except Refused as refusal:
            form.refuse(refusal)
            return _list_page(stage, unit, decision_form=form), refusal.status
        flash(_("Đã ghi quyết định."), "success")
        return redirect(_address(stage, unit), 303)
    return _list_page(stage, unit, decision_form=form), 422


@bp.post("/c/<contest_code>/desk/results/<stage_code>/decisions/<int:decision_id>/remove")
@allow(decides, on=own.decision)
def remove_decision(decision: Decision) -> Answer:
    """Take a decision back."""
    # A substitute's decision belongs to the next stage and is shown with the list that it changes.
    stage = finders.stage(decision.stage.contest.code, request.form.get("of") or decision.stage.code)
    unit = _unit(stage)
    form = RemoveDecisionForm()
    if form.validate_on_submit():
        decisions.remove(decision, form.reason.data)
        flash(_("Đã bỏ quyết định. Nhật ký vẫn giữ lại."), "success")
    else:
        flash(_("Hãy nêu lý do bỏ quyết định."), "error")
    return redirect(_address(stage, unit), 303)


@bp.get("/c/<contest_code>/desk/results/<stage_code>/draft/<form>")
@allow(keeps_records, on=finders.stage)
def export_draft(stage: Stage, form: str) -> Response:
    """The standings as they are now as a file, marked as a draft."""
    unit = _unit(stage)
    return exports.of_draft(stage, unit, drafts.draft(stage, unit, clock.now()), form)


def _unit(stage: Stage) -> Unit | None:
    """The unit asked for; NotFound where it isn't one of the stage's lists."""
    unit, units = own.asked_unit(stage), members.ranking_units(stage)
    if (unit is None) != (not units) or (unit is not None and unit.id not in {other.id for other in units}):
        raise NotFound(message(N_("Vòng thi không có danh sách xếp hạng này.")))
    return unit


def _address(stage: Stage, unit: Unit | None) -> str:
    return url_for(
        "publishing.desk_list",
        contest_code=stage.contest.code,
        stage_code=stage.code,
        unit=unit.code if unit else None,
    )


def _decision_form(stage: Stage, unit: Unit | None) -> DecisionForm:
    entrants = members.members(stage, unit, statuses=("in", "guest", "reserve"))
    form = DecisionForm() if request.endpoint == "publishing.decide" else DecisionForm(formdata=None)
    return form.offer(
        [(entrant.code, f"{entrant.code} – {entrant.name}") for entrant in entrants],
        [(part.code, part.name) for part in stage.parts],
    )


def _list_page(
    stage: Stage,
    unit: Unit | None,
    publish_form: PublishForm | None = None,
    decision_form: DecisionForm | None = None,
) -> str:
    now = clock.now()
    draft = drafts.draft(stage, unit, now)
    result = queries.standing_result(stage, unit)
    form = publish_form or PublishForm(formdata=None)
    # Whatever was sent, the page now shows these standings.
    form.shown.data, form.shown.raw_data = draft.digest, None
    form.unit.data = unit.code if unit else ""
    deciding = decision_form or _decision_form(stage, unit)
    deciding.unit.data = unit.code if unit else ""
    lines = comparison.compare([draft.table])
    parts = [(part.code, part.name) for part in draft.table.parts]
    return render_template(
        "contest/publishing/desk_list.html",
        contest=stage.contest,
        stage=stage,
        unit=unit,
        draft=draft,
        moment=queries.moment_of(stage, unit, now),
        result=result,
        changes=rules.differences(from_plain(result.standings), draft.table) if result else [],
        refusals=rules.refusals(draft.ready, "official", accept_gaps=True),
        decisions=decisions.listed(stage, unit),
        form=form,
        decision_form=deciding,
        remove_form=RemoveDecisionForm(formdata=None),
        may_publish=organises(current_actor(), stage),
        lines=lines,
        parts=parts,
        part_shares=comparison.shares(lines, parts),
    )


@bp.get("/c/<contest_code>/desk/units-board")
@allow(keeps_records, on=finders.contest)
def units_board(contest: Contest) -> str:
    """Units compared over the whole contest as it stands: who entered, came, went on and won."""
    # pandas takes longer to load than any other page needs in all.
    from contest.ranking.leaderboard import by_unit

    board = by_unit(standings(contest))
    names = {unit.code: unit.name for unit in contest.units}
    return render_template(
        "contest/publishing/units_board.html", contest=contest, rows=board.to_dict("records"), names=names
    )
