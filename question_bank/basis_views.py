"""The page of legal bases: what the bank's questions rest on, and what was replaced."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.errors import Refused
from question_bank import bases as work
from question_bank import finders, policy
from question_bank.models import Bank
from question_bank.review_forms import ReplaceForm
from question_bank.rules import day


@allow(policy.opens, on=finders.bank)
def bases(bank: Bank) -> Any:
    """The legal bases with their dates and numbers of questions."""
    return _page(bank, ReplaceForm(formdata=None))


@allow(policy.arranges, on=finders.bank)
def replace_bases(bank: Bank) -> Any:
    """Note that the ticked documents were replaced, and do with their questions what was chosen."""
    form = ReplaceForm()
    if not form.validate():
        return _page(bank, form)
    on = form.on.data.isoformat()
    reason = gettext("Căn cứ được thay bằng %(by)s từ %(on)s.", by=form.by.data, on=day(on))
    try:
        retire = form.do.data == "retire"
        count = work.replace(bank, request.form.getlist("basis"), form.by.data, on, reason, retire)
    except Refused as refusal:
        db.session.rollback()
        form.refuse(refusal)
        return _page(bank, form)
    if retire:
        flash(gettext("Đã ghi văn bản được thay thế; %(count)s câu ngừng dùng.", count=count), "success")
    else:
        flash(gettext("Đã ghi văn bản được thay thế; %(count)s câu trả về bản nháp.", count=count), "success")
    return redirect(url_for(".bases", bank_code=bank.code))


@allow(policy.arranges, on=finders.bank)
def put_back_basis(bank: Bank) -> Any:
    """Take back that a document was replaced."""
    work.put_back(bank, request.form.get("put_back", ""))
    flash(gettext("Văn bản không còn ghi là đã được thay thế. Các câu giữ nguyên như hiện nay."), "success")
    return redirect(url_for(".bases", bank_code=bank.code))


def _page(bank: Bank, form: ReplaceForm) -> Any:
    words = request.args.get("words", "")
    page = render_template(
        "question_bank/bases.html",
        bank=bank,
        form=form,
        bases=work.bases(bank, words),
        words=words,
        ticked=set(request.form.getlist("basis")),
        may=policy.arranges(current_actor(), bank),
    )
    return page, 422 if form.errors or form.form_errors else 200


def add_to(bp: Blueprint) -> None:
    """Give the pages their addresses."""
    bp.add_url_rule("/<bank_code>/bases", view_func=bases, methods=["GET"])
    bp.add_url_rule("/<bank_code>/bases", view_func=replace_bases, methods=["POST"])
    bp.add_url_rule("/<bank_code>/bases/put-back", view_func=put_back_basis, methods=["POST"])
