"""The public pages: home, a contest, its boards and its published results."""

from __future__ import annotations

from flask import Response, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from contest.kernel import clock
from contest.kernel.access import allow, current_actor, everyone
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from contest.organising import finders, members
from contest.organising.models import Contest, Stage, Unit
from contest.organising.policy import sees
from contest.publishing import (
    boards,
    charts,
    comparison,
    counts,
    desk_views,
    exports,
    package_views,
    paper_views,
    policy,
    queries,
    rules,
    statistics_views,
    words,
)
from contest.publishing import finders as own
from contest.publishing.blueprint import bp
from contest.publishing.models import Publication
from contest.publishing.table import Table, from_plain
from question_bank.study import services as studying

# Beside the blueprint, the modules that put their routes and counts in place by being imported.
__all__ = ["bp", "counts", "desk_views", "package_views", "paper_views", "statistics_views"]

# How often a board asks for news.
EVERY_SECONDS = 4


@bp.app_context_processor
def _words() -> dict[str, object]:
    """What the templates of results need everywhere; macros get them by importing "with context"."""
    return {
        "result_url": result_url,
        "remark": words.remark,
        "decided_word": words.decided_word,
        "decision_word": words.decision_word,
        "units_chart": charts.units_chart,
        "parts_chart": charts.parts_chart,
    }


def result_url(publication: Publication, form: str = "") -> str:
    """The address of a published result, or of it as a file."""
    return url_for(
        "publishing.export" if form else "publishing.result",
        contest_code=publication.contest.code,
        stage_code=publication.stage.code,
        publication_id=publication.id,
        form=form or None,
    )


@bp.get("/")
@allow(everyone)
def home() -> str:
    """Rounds that run now, the contests, the latest results, and the ways in."""
    return render_template(
        "contest/publishing/home.html",
        rounds=queries.running_rounds(clock.now()),
        contests=queries.public_contests(),
        results=queries.latest_results(),
    )


@bp.get("/c/<contest_code>")
@allow(sees, on=finders.contest)
def contest(contest: Contest) -> str:
    """A contest's stages, their schedule, boards and results."""
    now = clock.now()
    return render_template(
        "contest/publishing/contest.html",
        contest=contest,
        stages=[(stage, queries.lists(stage, now)) for stage in contest.stages],
        roles=current_actor().roles(contest.id),
        studies=studying.open_sets(contest.bank) if contest.bank else [],
    )


@bp.get("/c/<contest_code>/board/<stage_code>")
@allow(sees, on=finders.stage)
def board(stage: Stage) -> str:
    """The board of a stage or of one of its units; `?hall=1` for a projector."""
    units = members.ranking_units(stage)
    unit = _listed_unit(stage, units)
    shown = None
    is_published = False
    if unit is not None or not units:
        now_on = boards.board(stage, unit)
        shown = now_on.render(lambda board: _rows(stage, board))
        is_published = now_on.publication is not None
    return render_template(
        "contest/publishing/board.html",
        stage=stage,
        unit=unit,
        units=units,
        shown=shown,
        is_published=is_published,
        moment=queries.moment_of(stage, unit, clock.now()),
        every=EVERY_SECONDS,
        hall=request.args.get("hall") == "1",
    )


@bp.get("/c/<contest_code>/board/<stage_code>/rows")
@allow(sees, on=finders.stage)
def board_rows(stage: Stage) -> Answer:
    """The part of a board that changes; 304 while it is what the viewer has."""
    units = members.ranking_units(stage)
    unit = _listed_unit(stage, units)
    if units and unit is None:
        raise NotFound(message(N_("Hãy chọn một đơn vị.")))
    shown = boards.board(stage, unit).render(lambda board: _rows(stage, board))
    response = make_response(shown.html)
    response.set_etag(shown.etag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.add("Cookie")
    return response.make_conditional(request)


def _rows(stage: Stage, board: boards.Board) -> str:
    return render_template("contest/publishing/board_rows.html", board=board, stage=stage)


def _listed_unit(stage: Stage, units: list[Unit]) -> Unit | None:
    """The unit asked for; NotFound where the stage has no list of that unit."""
    unit = own.asked_unit(stage)
    if unit is not None and unit.id not in {other.id for other in units}:
        raise NotFound(message(N_("Vòng thi này không xếp hạng riêng đơn vị “%(name)s”."), name=unit.name))
    return unit


@bp.get("/c/<contest_code>/results/<stage_code>")
@allow(sees, on=finders.stage)
def stage_results(stage: Stage) -> str:
    """All published results of a stage together: who leads where, and how units and parts compare."""
    publications = sorted(
        queries.standing_results(stage).values(),
        key=lambda one: (one.unit.position, one.unit.id) if one.unit else (-1, 0),
    )
    tables = [from_plain(publication.standings) for publication in publications]
    leaders = [
        (publication, name or stage.name, [row for row in rows if row.rank == 1])
        for publication, table in zip(publications, tables, strict=True)
        for name, rows in table.by_within()
    ]
    return render_template(
        "contest/publishing/stage_results.html", stage=stage, leaders=leaders, **_comparison(tables)
    )


@bp.get("/c/<contest_code>/results/<stage_code>/<int:publication_id>")
@allow(policy.sees_publication, on=own.publication)
def result(publication: Publication) -> str:
    """A frozen result, with its files, its charts, and what it changed in the one before."""
    table = from_plain(publication.standings)
    newest = queries.standing_result(publication.stage, publication.unit)
    before = queries.replaced(publication)
    return render_template(
        "contest/publishing/result.html",
        publication=publication,
        table=table,
        before=before,
        newer=newest if newest is not None and newest.id != publication.id else None,
        may_export=policy.exports(current_actor(), publication),
        changes=rules.differences(from_plain(before.standings), table)
        if before is not None and before.kind == "official"
        else [],
        **_comparison([table]),
    )


@bp.get("/c/<contest_code>/results/<stage_code>/<int:publication_id>/<form>")
@allow(policy.exports, on=own.publication)
def export(publication: Publication, form: str) -> Response:
    """A published result as a file: csv, xlsx or pdf."""
    return exports.of_publication(publication, form)


def _comparison(tables: list[Table]) -> dict[str, object]:
    lines = comparison.compare(tables)
    parts = [(part.code, part.name) for part in tables[0].parts] if tables else []
    return {"lines": lines, "parts": parts, "part_shares": comparison.shares(lines, parts)}
