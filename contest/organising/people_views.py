"""Who works for the contest: organisers, secretaries, judges, invigilators."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from contest.accounts import services as accounts
from contest.accounts.models import User
from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.errors import Forbidden, NotFound, Refused
from contest.kernel.forms import choices
from contest.kernel.messages import N_, message
from contest.organising import finders, services
from contest.organising.blueprint import bp
from contest.organising.forms import PersonForm
from contest.organising.models import Contest
from contest.organising.policy import organises

ROLES = {
    "secretary": N_("Thư ký"),
    "judge": N_("Giám khảo"),
    "invigilator": N_("Giám thị"),
    "organiser": N_("Ban tổ chức"),
}


def _grantable() -> list[str]:
    """Organisers appoint all but organisers, whom only administrators appoint."""
    return [role for role in ROLES if role != "organiser" or current_actor().is_admin]


@bp.route("/c/<contest_code>/desk/people", methods=["GET", "POST"])
@allow(organises, on=finders.contest)
def people(contest: Contest) -> Any:
    """The people of the contest; a new account's one-time password is shown once."""
    form = PersonForm()
    form.role.choices = choices([(role, _(ROLES[role])) for role in _grantable()])
    made: tuple[User, str] | None = None
    if form.validate_on_submit():
        try:
            user = accounts.find(form.username.data)
            if user is None:
                made = accounts.create_user(form.username.data, form.name.data)
                user = made[0]
            accounts.grant(user, contest.id, form.role.data)
            db.session.commit()
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            if made is None:
                flash(_("Đã giao vai trò cho %(name)s.", name=user.name), "success")
                return redirect(url_for("organising.people", contest_code=contest.code), 303)
            form = PersonForm(formdata=None)
            form.role.choices = choices([(role, _(ROLES[role])) for role in _grantable()])
    rows = [(user, sorted(user.roles(contest.id))) for user in accounts.people(contest.id)]
    page = render_template(
        "contest/organising/people.html",
        contest=contest,
        active="people",
        form=form,
        rows=rows,
        roles=ROLES,
        grantable=_grantable(),
        made=made,
    )
    return page, 422 if form.is_submitted() and form.errors else 200


def _person(contest: Contest, user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None or not user.roles(contest.id):
        raise NotFound(message(N_("Không có người dùng này.")))
    return user


@bp.post("/c/<contest_code>/desk/people/<int:user_id>/revoke")
@allow(organises, on=finders.contest)
def revoke(contest: Contest, user_id: int) -> Any:
    """Take a role away."""
    user, role = _person(contest, user_id), request.form.get("role", "")
    if role not in _grantable():
        raise Forbidden(message(N_("Chỉ người quản trị mới thay đổi ban tổ chức.")))
    accounts.revoke(user, contest.id, role)
    db.session.commit()
    flash(_("Đã bỏ vai trò của %(name)s.", name=user.name), "success")
    return redirect(url_for("organising.people", contest_code=contest.code), 303)


@bp.post("/c/<contest_code>/desk/people/<int:user_id>/password")
@allow(organises, on=finders.contest)
def person_password(contest: Contest, user_id: int) -> Any:
    """A new one-time password for someone who works in this contest alone and is no administrator."""
    user = _person(contest, user_id)
    if not current_actor().is_admin and not services.works_only_in(user, contest):
        raise Forbidden(message(N_("Chỉ người quản trị mới cấp lại mật khẩu cho người này.")))
    password = accounts.reset_password(user)
    db.session.commit()
    return render_template("contest/accounts/password.html", user=user, password=password)
