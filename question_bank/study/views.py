"""Studying: the sets that are open, one question at a time, its key after its answer. Works without script."""

from __future__ import annotations

import secrets
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext

from contest.kernel.access import allow, current_actor, everyone
from contest.kernel.db import db
from contest.kernel.errors import NotFound, Refused
from contest.kernel.i18n import render
from contest.kernel.messages import N_, message
from question_bank import services
from question_bank.models import Question
from question_bank.responses import read_fields
from question_bank.study import finders, policy
from question_bank.study import services as studying
from question_bank.study.models import StudySet

bp = Blueprint("study", __name__, url_prefix="/study")


def _learner() -> str:
    """Who studies: whoever signed in, else this browser, by a number that says nothing else."""
    actor = current_actor()
    if actor.is_signed_in:
        return actor.key
    return f"browser:{session.setdefault('learner', secrets.token_hex(12))}"


def _narrowing() -> dict[str, Any]:
    """What of a set is being studied, from the address: a topic alone; what was wrong, again."""
    topic = request.values.get("topic", type=int)
    again = "again" in request.values
    return ({"topic": topic} if topic is not None else {}) | ({"again": 1} if again else {})


def _private(page: str) -> Response:
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/")
@allow(everyone)
def index() -> str:
    """The sets that are open to whoever looks."""
    return render_template("question_bank/study/sets.html", sets=studying.open_sets())


@bp.get("/<study_code>")
@allow(policy.studies, on=finders.study)
def show(study: StudySet) -> Response:
    """How far one is, in all and by topic."""
    found = studying.overview(study, _learner())
    return _private(render_template("question_bank/study/show.html", study=study, overview=found))


@bp.get("/<study_code>/ask")
@allow(policy.studies, on=finders.study)
def ask(study: StudySet) -> Any:
    """The next question, or back to the overview where none is left."""
    narrowing = _narrowing()
    asked = studying.ask(study, _learner(), narrowing.get("topic"), "again" in narrowing)
    if asked is None:
        flash(gettext("Đã hết câu ở phần này."), "success")
        return redirect(url_for(".show", study_code=study.code))
    return _page(study, asked, narrowing)


@bp.post("/<study_code>/ask")
@allow(policy.studies, on=finders.study)
def answer(study: StudySet) -> Any:
    """Answer a question."""
    narrowing = _narrowing()
    question = db.session.get(Question, request.form.get("question", -1, type=int))
    if question is None:
        raise NotFound(message(N_("Câu này không còn trong bộ ôn tập.")))
    response = read_fields("a", request.form.getlist("a"), request.form)
    try:
        studying.answer(study, _learner(), question, response, gives_up="unknown" in request.form)
    except Refused as refusal:
        flash(render(refusal.message), "warning")
        return redirect(url_for(".ask", study_code=study.code, **narrowing))
    return redirect(url_for(".answered", study_code=study.code, question_id=question.id, **narrowing), 303)


@bp.get("/<study_code>/answered/<int:question_id>")
@allow(policy.studies, on=finders.study)
def answered(study: StudySet, question_id: int) -> Any:
    """A question that one has answered, with its key."""
    narrowing = _narrowing()
    asked = studying.answered(study, _learner(), question_id, narrowing.get("topic"))
    if asked is None:
        return redirect(url_for(".ask", study_code=study.code, **narrowing))
    return _page(study, asked, narrowing)


@bp.post("/<study_code>/answered/<int:question_id>")
@allow(policy.studies, on=finders.study)
def judge(study: StudySet, question_id: int) -> Any:
    """Say oneself whether one knew it, where no machine can tell; then the next."""
    studying.judge(study, _learner(), question_id, request.form.get("knew") == "yes")
    return redirect(url_for(".ask", study_code=study.code, **_narrowing()), 303)


@bp.post("/<study_code>/forget")
@allow(policy.studies, on=finders.study)
def forget(study: StudySet) -> Any:
    """Begin anew."""
    studying.forget(study, _learner())
    flash(gettext("Đã xóa kết quả ôn tập của đồng chí ở bộ này. Bắt đầu lại từ đầu."), "success")
    return redirect(url_for(".show", study_code=study.code), 303)


def _page(study: StudySet, asked: studying.Asked, narrowing: dict[str, Any]) -> Response:
    page = render_template(
        "question_bank/study/ask.html",
        study=study,
        asked=asked,
        plain=services.plain(asked.question, asked.revision),
        narrowing=narrowing,
    )
    return _private(page)
