"""Pages of accounts: signing in and out, one's own account, the administrator's list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from flask_login import current_user, logout_user

from contest.accounts import services, sign_in
from contest.accounts.forms import AccountForm, NewUserForm, SetupForm, SignInForm, UserForm
from contest.accounts.models import User
from contest.accounts.policy import owns_account
from contest.kernel import i18n
from contest.kernel.access import administers, allow, everyone
from contest.kernel.db import db
from contest.kernel.errors import NotFound, Refused
from contest.kernel.messages import N_, message
from contest.kernel.security import limiter
from contest.kernel.vietnamese import fold

bp = Blueprint("accounts", __name__)


def safe_next(address: str | None, default: str) -> str:
    """`address` if it is a path of this site, else `default`: nobody is sent elsewhere after signing in."""
    if not address:
        return default
    parts = urlsplit(address.replace("\\", "/"))
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or address.startswith("//"):
        return default
    return address


def _who() -> str:
    # A whole hall shares one address, so guessing is counted for each name from each address.
    return f"{get_remote_address()}|{fold(request.form.get('username', ''))}"


@bp.get("/sign-in", endpoint="sign_in")
@allow(everyone)
def show_sign_in() -> Any:
    """The door for staff; contestants have theirs (`organising.enter`)."""
    if not services.administrators():
        return redirect(url_for("accounts.setup"))
    return render_template(
        "contest/accounts/sign_in.html", form=SignInForm(), next=request.args.get("next", "")
    )


@bp.post("/sign-in")
@allow(everyone)
@limiter.limit("8 per minute", key_func=_who, deduct_when=lambda response: response.status_code >= 400)
def do_sign_in() -> Any:
    """Sign in, and go where the person wanted to."""
    form, target = SignInForm(), request.form.get("next", "")
    if form.validate_on_submit():
        try:
            user = services.authenticate(form.username.data, form.password.data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            sign_in.begin(user)
            return redirect(safe_next(target, url_for("organising.mine")), 303)
    return render_template("contest/accounts/sign_in.html", form=form, next=target), 422


@bp.post("/sign-out")
@allow(everyone)
def sign_out() -> Any:
    """End this session."""
    logout_user()
    return redirect(url_for("publishing.home"), 303)


@bp.post("/language")
@allow(everyone)
def language() -> Any:
    """Keep the reader's language for a year."""
    answer = make_response(redirect(safe_next(request.form.get("next"), url_for("publishing.home")), 303))
    chosen = request.form.get("language", "")
    if chosen in i18n.LANGUAGES:
        answer.set_cookie(i18n.COOKIE, chosen, max_age=365 * 24 * 3600, samesite="Lax")
    return answer


@bp.route("/setup", methods=["GET", "POST"])
@allow(everyone)
@limiter.limit("10 per minute", methods=["POST"])
def setup() -> Any:
    """Make the first administrator, while there is none."""
    if services.administrators():
        return redirect(url_for("accounts.sign_in"))
    form = SetupForm()
    if form.validate_on_submit():
        try:
            user = services.set_up(form.token.data, form.username.data, form.name.data, form.password.data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            sign_in.begin(user)
            return redirect(url_for("organising.mine"), 303)
    return render_template("contest/accounts/setup.html", form=form), 422 if form.is_submitted() else 200


@bp.route("/account", methods=["GET", "POST"])
@allow(owns_account)
def account() -> Any:
    """One's own name and password."""
    form = AccountForm(obj=None if request.method == "POST" else current_user)
    if form.validate_on_submit():
        try:
            services.change_own(current_user, form.name.data, form.old.data or "", form.new.data or "")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            sign_in.begin(current_user)
            flash(_("Đã lưu."), "success")
            return redirect(url_for("accounts.account"), 303)
    return render_template("contest/accounts/account.html", form=form), 422 if form.is_submitted() else 200


# --- the administrator's list


def find_user(user_id: int) -> User:
    """The account in the address."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound(message(N_("Không có người dùng này.")))
    return user


@bp.get("/admin/users")
@allow(administers)
def users() -> Any:
    """All accounts, with search."""
    words = request.args.get("q", "")
    pages = db.paginate(services.users(words), per_page=50, error_out=False)
    return render_template("contest/accounts/users.html", pages=pages, words=words)


@bp.route("/admin/users/new", methods=["GET", "POST"])
@allow(administers)
def new_user() -> Any:
    """Add an account and show its password once."""
    form = NewUserForm()
    if form.validate_on_submit():
        try:
            user, password = services.create_user(
                form.username.data, form.name.data, is_admin=form.is_admin.data
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return render_template("contest/accounts/password.html", user=user, password=password)
    return render_template(
        "contest/accounts/user.html", form=form, user=None
    ), 422 if form.is_submitted() else 200


@bp.route("/admin/users/<int:user_id>", methods=["GET", "POST"])
@allow(administers, on=find_user)
def user(user: User) -> Any:
    """Change an account."""
    form = UserForm(obj=None if request.method == "POST" else user)
    if form.validate_on_submit():
        try:
            services.change_user(user, form.name.data, form.is_admin.data, form.is_active.data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Đã lưu."), "success")
            return redirect(url_for("accounts.users"), 303)
    return render_template(
        "contest/accounts/user.html", form=form, user=user
    ), 422 if form.is_submitted() else 200


@bp.post("/admin/users/<int:user_id>/password")
@allow(administers, on=find_user)
def reset_password(user: User) -> Any:
    """A new one-time password, shown once."""
    password = services.reset_password(user)
    db.session.commit()
    return render_template("contest/accounts/password.html", user=user, password=password)
