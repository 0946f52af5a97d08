"""The page of the people who work with a bank, and of what the bank demands."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from contest.accounts.models import User
from contest.kernel.access import allow
from contest.kernel.db import db
from contest.kernel.errors import Refused
from question_bank import finders, policy, states
from question_bank import members as work
from question_bank.models import Bank
from question_bank.review_forms import DemandForm, MemberForm
from question_bank.review_rules import ROLES


@allow(policy.keeps, on=finders.bank)
def members(bank: Bank) -> Any:
    """Who may do what; a person is added, changed and (without any role) taken off by user name."""
    form = MemberForm()
    if form.validate_on_submit():
        try:
            user = work.set_roles(bank, form.username.data, form.roles.data)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            if form.roles.data:
                flash(gettext("Đã giao vai trò cho %(name)s.", name=user.name), "success")
            else:
                flash(gettext("%(name)s không còn làm cùng ngân hàng này.", name=user.name), "success")
            return redirect(url_for(".members", bank_code=bank.code))
    page = render_template(
        "question_bank/members.html",
        bank=bank,
        form=form,
        members=work.members(bank),
        owner=db.session.get(User, bank.owner_id) if bank.owner_id else None,
        roles=ROLES,
        demand=DemandForm(formdata=None, obj=bank),
        held_back=states.held_back(bank),
    )
    return page, 422 if form.errors else 200


@allow(policy.keeps, on=finders.bank)
def demand(bank: Bank) -> Any:
    """Set whether new papers take approved questions alone."""
    form = DemandForm()
    if form.validate_on_submit():
        work.demand_approval(bank, form.approved_only.data)
        flash(gettext("Đã lưu."), "success")
    return redirect(url_for(".members", bank_code=bank.code))


def add_to(bp: Blueprint) -> None:
    """Give the pages their addresses."""
    bp.add_url_rule("/<bank_code>/members", view_func=members, methods=["GET", "POST"])
    bp.add_url_rule("/<bank_code>/demand", view_func=demand, methods=["POST"])
