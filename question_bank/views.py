"""Pages of the question bank: banks, questions, their history, topics. Files: `import_views`, `export_views`."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import exists, select
from sqlalchemy.orm import selectinload

from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.errors import NotFound, Refused
from contest.kernel.i18n import render
from contest.kernel.messages import N_, message
from question_bank import (
    amend_views,
    basis_views,
    export_views,
    finders,
    import_views,
    media,
    member_views,
    picking,
    policy,
    review_rules,
    review_views,
    rules,
    services,
    showing,
    states,
)
from question_bank.exchange.rows import DIFFICULTIES
from question_bank.forms import BankForm, BulkForm, FilterForm, RenameBankForm, TopicForm, question_form
from question_bank.kinds import kind as find_kind
from question_bank.kinds import kinds
from question_bank.media_forms import MediaForm
from question_bank.models import Bank, Question, Topic

bp = Blueprint("question_bank", __name__, url_prefix="/banks")
for pages in (import_views, amend_views, export_views, review_views, member_views, basis_views):
    pages.add_to(bp)

PER_PAGE = 25


@bp.app_template_global()
def question_kind(code: str) -> Any:
    """The kind with this code, for templates."""
    return find_kind(code)


bp.add_app_template_filter(showing.rich)
bp.add_app_template_filter(showing.brief)
bp.add_app_template_global(showing.inputs_of)
bp.add_app_template_filter(rules.day)


@bp.app_template_filter()
def review_state(code: review_rules.State) -> str:
    """A state of a review in words."""
    return str(gettext(review_rules.STATES[code]))


@bp.app_template_global()
def may_in_bank(what: str, noun: Any) -> bool:
    """Whether the current actor passes a predicate of the bank's policy."""
    return bool(getattr(policy, what)(current_actor(), noun))


@bp.app_template_filter()
def difficulty(code: str) -> str:
    """A difficulty in words; empty for none."""
    return gettext(DIFFICULTIES[code]) if code else ""


@bp.get("/")
@allow(policy.staff)
def banks() -> str:
    """The banks that the person works with."""
    found = db.session.scalars(select(Bank).order_by(Bank.name).options(selectinload(Bank.members))).all()
    kept = [
        (bank, sum(services.counts(bank).values())) for bank in found if policy.opens(current_actor(), bank)
    ]
    return render_template(
        "question_bank/banks.html", banks=kept, may_make=policy.makes_banks(current_actor(), None)
    )


@bp.route("/new", methods=["GET", "POST"])
@allow(policy.makes_banks)
def new_bank() -> Any:
    """Start a bank, owned by whoever starts it."""
    form = BankForm()
    if form.validate_on_submit():
        kind, _, number = current_actor().key.partition(":")
        try:
            bank = services.start_bank(
                form.code.data, form.name.data, int(number) if kind == "user" else None
            )
            return redirect(url_for(".questions", bank_code=bank.code))
        except Refused as refusal:
            form.refuse(refusal)
    return render_template("question_bank/new_bank.html", form=form), 422 if form.errors else 200


@bp.get("/<bank_code>/")
@allow(policy.opens, on=finders.bank)
def questions(bank: Bank) -> str:
    """A bank's questions, searched and narrowed."""
    form = FilterForm(bank, request.args)
    narrowed = form.narrowed()
    pages = db.paginate(
        services.listing(bank, narrowed, policy.sees_all_keys(current_actor(), bank)),
        per_page=PER_PAGE,
        max_per_page=PER_PAGE,
        error_out=False,
    )
    args = picking.kept_args()
    return render_template(
        "question_bank/questions.html",
        bank=bank,
        form=form,
        pages=pages,
        is_empty=not pages.total
        and not db.session.scalar(select(exists().where(Question.bank_id == bank.id))),
        args=args,
        kinds=kinds().values(),
        bulk=BulkForm(bank, None),
        states=states.of([question.current_id for question in pages.items]),
        acts=review_rules.ACTS,
    )


@bp.post("/<bank_code>/bulk")
@allow(policy.arranges, on=finders.bank)
def bulk(bank: Bank) -> Any:
    """Change the ticked questions, or all that the filter in the address finds."""
    form = BulkForm(bank, request.form)
    try:
        chosen = picking.picked(bank, form)
        if not form.validate():
            problem = next(text for errors in form.errors.values() for text in errors)
            flash(gettext("Chưa đổi câu nào. %(problem)s", problem=problem), "danger")
        elif not chosen or form.change() == services.Change():
            flash(gettext("Chưa đổi câu nào: hãy chọn câu và điều cần đổi."), "warning")
        else:
            changed = services.change_many(bank, chosen, form.change())
            flash(gettext("Đã đổi %(count)s câu.", count=changed), "success")
    except Refused as refusal:
        flash(render(refusal.message), "danger")
    return redirect(url_for(".questions", bank_code=bank.code, **picking.kept_args()))


@bp.route("/<bank_code>/new/<kind>", methods=["GET", "POST"])
@allow(policy.writes, on=finders.bank)
def new_question(bank: Bank, kind: str) -> Any:
    """Write a question of a kind."""
    if kind not in kinds():
        raise NotFound(message(N_("Không có loại câu hỏi “%(kind)s”."), kind=kind))
    form = question_form(kind)()
    extra = MediaForm(form)
    if _asks_for_rows(form) or extra.holds_up():
        return _edit_page(bank, kind, form, extra)
    if form.validate_on_submit():
        try:
            question = services.add(bank, form.question())
            flash(gettext("Đã thêm câu %(code)s.", code=question.code), "success")
            return redirect(url_for(".question", bank_code=bank.code, question_id=question.id))
        except Refused as refusal:
            form.refuse(refusal)
    return _edit_page(bank, kind, form, extra)


@bp.get("/<bank_code>/questions/<int:question_id>")
@allow(policy.opens, on=finders.question)
def question(question: Question) -> str:
    """A question as contestants see it, its key, what each revision changed, what reviewers say, and where it was used.
    Who may not see the key sees nothing that would tell it."""
    sees = policy.sees_keys(current_actor(), question)
    stored = [services.plain(question, revision) for revision in question.revisions]
    changes = [rules.differences(before, after, gettext, sees) for before, after in pairwise(stored)]
    history = list(zip(question.revisions, [None, *changes], strict=True))[::-1]
    shown = services.plain(question)
    asked = find_kind(shown.kind)
    order = asked.option_order(shown.body, Random(question.id), False)
    return render_template(
        "question_bank/question.html",
        bank=question.bank,
        question=question,
        shown=shown,
        lacks_alt=media.LACKS_ALT if media.lacks_alt(shown) else None,
        asked=asked.present(shown.body, order),
        history=history,
        sees=sees,
        review=review_views.aspects_of(question, sees),
        acts=review_rules.ACTS,
    )


@bp.route("/<bank_code>/questions/<int:question_id>/edit", methods=["GET", "POST"])
@allow(policy.revises, on=finders.question)
def edit_question(question: Question) -> Any:
    """Change a question: its content becomes a new revision, what was asked before stays."""
    kind = question.latest.kind
    form = question_form(kind)(services.plain(question), question.latest.number)
    extra = MediaForm(form)
    if _asks_for_rows(form) or extra.holds_up():
        return _edit_page(question.bank, kind, form, extra, question)
    if form.validate_on_submit():
        try:
            if services.revise(question, form.question(question.code), form.seen.data):
                flash(gettext("Đã lưu thay đổi của câu %(code)s.", code=question.code), "success")
            else:
                flash(gettext("Không có gì thay đổi."), "info")
            return redirect(url_for(".question", bank_code=question.bank.code, question_id=question.id))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return _edit_page(question.bank, kind, form, extra, question)


def _asks_for_rows(form: Any) -> bool:
    """Whether the press was on “more options”, which works without script; the rows are then added."""
    asks = "more" in request.form
    if asks:
        form.show_more()
    return asks


def _edit_page(bank: Bank, kind: str, form: Any, extra: MediaForm, question: Question | None = None) -> Any:
    page = render_template(
        "question_bank/edit_question.html",
        bank=bank,
        kind=find_kind(kind),
        form=form,
        question=question,
        extra=extra,
    )
    return page, 422 if form.errors or extra.errors else 200


@bp.post("/<bank_code>/questions/<int:question_id>/restore")
@allow(policy.revises, on=finders.question)
def restore(question: Question) -> Any:
    """Put a question back into use."""
    services.restore(question)
    flash(gettext("Câu %(code)s được dùng trở lại.", code=question.code), "success")
    return redirect(url_for(".question", bank_code=question.bank.code, question_id=question.id))


@bp.route("/<bank_code>/topics", methods=["GET", "POST"])
@allow(policy.arranges, on=finders.bank)
def topics(bank: Bank) -> Any:
    """The bank's name and its topics: add, rename, move, remove."""
    form = TopicForm()
    if form.validate_on_submit():
        try:
            services.add_topic(bank, form.name.data)
            return redirect(url_for(".topics", bank_code=bank.code))
        except Refused as refusal:
            form.refuse(refusal)
    page = render_template(
        "question_bank/topics.html",
        bank=bank,
        form=form,
        rename=RenameBankForm(formdata=None, obj=bank),
        counts=services.counts(bank),
        folders=rules.tree(bank.topics),
    )
    return page, 422 if form.errors else 200


@bp.post("/<bank_code>/rename")
@allow(policy.keeps, on=finders.bank)
def rename_bank(bank: Bank) -> Any:
    """Give the bank another name."""
    form = RenameBankForm()
    if form.validate_on_submit():
        services.rename_bank(bank, form.name.data)
        flash(gettext("Đã đổi tên ngân hàng câu hỏi."), "success")
    else:
        flash(gettext("Cần một tên dài nhất 200 ký tự."), "danger")
    return redirect(url_for(".topics", bank_code=bank.code))


@bp.post("/<bank_code>/topics/<int:topic_id>")
@allow(policy.arranges, on=finders.topic)
def change_topic(topic: Topic) -> Any:
    """Rename, move or remove a topic: `do` says which."""
    bank_code = topic.bank.code
    form, do = TopicForm(), request.form.get("do", "rename")
    try:
        if do in ("up", "down"):
            services.move_topic(topic, up=do == "up")
        elif do == "put":
            parent = next(
                (one for one in topic.bank.topics if str(one.id) == request.form.get("parent")), None
            )
            services.put_topic(topic, parent)
        elif do == "remove":
            services.remove_topic(topic)
        elif form.validate():
            services.rename_topic(topic, form.name.data)
        else:
            flash(gettext("Cần một tên chủ đề dài nhất 200 ký tự."), "danger")
    except Refused as refusal:
        flash(render(refusal.message), "danger")
    return redirect(url_for(".topics", bank_code=bank_code))
