"""Forms of accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField
from wtforms.validators import InputRequired, Length, Optional

from contest.kernel.forms import Form, TextField


class SignInForm(Form):
    """An account's name and password."""

    username = TextField(
        _l("Tên đăng nhập"), [InputRequired(), Length(max=60)], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        _l("Mật khẩu"), [InputRequired(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )


class SetupForm(Form):
    """The first administrator."""

    token = TextField(_l("Mã cài đặt"), [InputRequired()])
    username = TextField(_l("Tên đăng nhập"), [InputRequired(), Length(max=60)])
    name = TextField(_l("Họ và tên"), [InputRequired(), Length(max=200)])
    password = PasswordField(
        _l("Mật khẩu"), [InputRequired(), Length(max=200)], render_kw={"autocomplete": "new-password"}
    )


class AccountForm(Form):
    """One's own name and password."""

    name = TextField(_l("Họ và tên"), [InputRequired(), Length(max=200)])
    old = PasswordField(
        _l("Mật khẩu hiện tại"), [Optional(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )
    new = PasswordField(
        _l("Mật khẩu mới"), [Optional(), Length(max=200)], render_kw={"autocomplete": "new-password"}
    )


class NewUserForm(Form):
    """A new account; its password is made and shown once."""

    username = TextField(_l("Tên đăng nhập"), [InputRequired(), Length(max=60)])
    name = TextField(_l("Họ và tên"), [InputRequired(), Length(max=200)])
    is_admin = BooleanField(_l("Quản trị toàn hệ thống"))


class UserForm(Form):
    """What an administrator may change of an account."""

    name = TextField(_l("Họ và tên"), [InputRequired(), Length(max=200)])
    is_admin = BooleanField(_l("Quản trị toàn hệ thống"))
    is_active = BooleanField(_l("Được đăng nhập"))
