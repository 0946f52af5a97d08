"""Pages of review: a step or a note on a question, a step of many, and an old revision beside the current one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.errors import NotFound, Refused
from contest.kernel.i18n import render
from contest.kernel.messages import N_, message
from question_bank import finders, picking, policy, review, review_rules, rules, services, states, usage
from question_bank.forms import BulkForm
from question_bank.models import Bank, Question, Revision
from question_bank.review_forms import RetireForm, StepForm


@allow(policy.sees_keys, on=finders.question)
def review_step(question: Question) -> Any:
    """Take the step that the pressed button names, or leave a note."""
    form = StepForm()
    what = request.form.get("what", "")
    try:
        if not form.validate():
            flash(next(text for errors in form.errors.values() for text in errors), "danger")
        elif what in review_rules.LEADS:
            review.act(question, what, form.note.data or "", form.seen.data)
            flash(gettext("Đã ghi: %(step)s.", step=gettext(review_rules.ACTS[what])), "success")
        else:
            review.say(question, form.note.data or "")
    except Refused as refusal:
        db.session.rollback()
        flash(render(refusal.message), "danger")
    return _back(question)


@allow(policy.judges_questions, on=finders.bank)
def review_many(bank: Bank) -> Any:
    """Take a step with the ticked questions, or all that the filter in the address finds."""
    form, what = BulkForm(bank, request.form), request.form.get("what", "")
    try:
        chosen = picking.picked(bank, form)
        if what not in review_rules.LEADS or not chosen:
            flash(gettext("Chưa đổi câu nào: hãy chọn câu và điều cần đổi."), "warning")
        else:
            done = review.act_on_many(bank, chosen, what, request.form.get("note", ""))
            _tell(done, gettext(review_rules.ACTS[what]))
    except Refused as refusal:
        db.session.rollback()
        flash(render(refusal.message), "danger")
    return redirect(url_for(".questions", bank_code=bank.code, **picking.kept_args()))


def _tell(done: review.Done, step: str) -> None:
    parts = [gettext("%(step)s: %(count)s câu.", step=step, count=done.done)]
    if done.own:
        parts.append(gettext("Bỏ qua %(count)s câu do chính đồng chí viết.", count=done.own))
    if done.other:
        parts.append(gettext("Bỏ qua %(count)s câu đang ở bước khác.", count=done.other))
    flash(" ".join(parts), "success" if done.done else "warning")


@allow(policy.revises, on=finders.question)
def old_revision(question: Question, number: int) -> Any:
    """An old revision, what bringing it back would change, and the button that does."""
    revision = next((one for one in question.revisions if one.number == number), None)
    if revision is None:
        raise NotFound(message(N_("Câu này không có bản %(number)s."), number=number))
    form = StepForm(data={"seen": question.latest.number})
    former = services.plain(question, revision)
    if request.method == "POST" and form.validate():
        try:
            services.revise(question, former, form.seen.data)
            text = gettext(
                "Đã lấy lại nội dung của bản %(old)s thành bản %(new)s.",
                old=number,
                new=question.latest.number,
            )
            flash(text, "success")
            return _back(question)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    page = render_template(
        "question_bank/old_revision.html",
        bank=question.bank,
        question=question,
        revision=revision,
        shown=former,
        changes=rules.differences(services.plain(question), former, gettext),
        form=form,
    )
    return page, 422 if form.errors else 200


@allow(policy.revises, on=finders.question)
def retire(question: Question) -> Any:
    """Take a question out of use."""
    form = RetireForm()
    services.retire(question, form.reason.data or "" if form.validate() else "")
    flash(gettext("Câu %(code)s đã ngừng dùng: không vào đề mới nữa.", code=question.code), "success")
    return _back(question)


def _back(question: Question) -> Any:
    return redirect(url_for(".question", bank_code=question.bank.code, question_id=question.id))


def aspects_of(question: Question, sees: bool) -> dict[str, Any]:
    """What the page of a question says of its review and its use."""
    actor = current_actor()
    found = states.of([one.id for one in question.revisions])
    uses = usage.uses(question.bank_id, set(found))
    now = services.plain(question)
    by_id = {one.id: one for one in question.revisions}
    marked_otherwise = {
        use.names[0]
        for use in uses
        if not use.drawn and not review_rules.same_key(services.plain(question, by_id[use.revision_id]), now)
    }
    return {
        "states": found,
        "state": found[question.latest.id],
        "used": [(by_id[use.revision_id], use) for use in uses],
        "marked_otherwise": sorted(marked_otherwise) if sees else [],
        "thread": review.thread(question) if sees else [],
        "acts": review.possible(question, found) if sees else [],
        "wrote": review.wrote(question) and policy.judges_questions(actor, question),
        "step": StepForm(formdata=None, data={"seen": question.latest.number}),
        "retire": RetireForm(formdata=None),
        "approved_before": _approved_before(question, found),
    }


def _approved_before(question: Question, found: dict[int, Any]) -> Revision | None:
    """The approved revision that papers take while the current one waits; None where they don't."""
    if not question.bank.approved_only or found[question.latest.id] == "approved":
        return None
    approved = [one for one in question.revisions if found[one.id] == "approved"]
    return approved[-1] if approved else None


def add_to(bp: Blueprint) -> None:
    """Give the pages their addresses."""
    one = "/<bank_code>/questions/<int:question_id>"
    bp.add_url_rule(f"{one}/review", view_func=review_step, methods=["POST"])
    bp.add_url_rule(f"{one}/retire", view_func=retire, methods=["POST"])
    bp.add_url_rule(f"{one}/revisions/<int:number>", view_func=old_revision, methods=["GET", "POST"])
    bp.add_url_rule("/<bank_code>/review", view_func=review_many, methods=["POST"])
