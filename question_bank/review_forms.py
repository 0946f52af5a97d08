"""Forms for those who work with a bank together: roles, steps of review, replaced laws."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from contest.kernel.forms import Form, TextField, VersionField
from question_bank.review_rules import MAX_NOTE, ROLES
from question_bank.rules import MAX_SOURCE
from question_bank.services import MAX_REASON


class MemberForm(Form):
    """A person and their roles."""

    username = TextField(_l("Tên đăng nhập"), [InputRequired(), Length(max=60)])
    roles = SelectMultipleField(_l("Được làm gì"), widget=ListWidget(), option_widget=CheckboxInput())

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.roles.choices = [SelectChoice(role, gettext(name)) for role, name in ROLES.items()]


class DemandForm(Form):
    """What the bank demands of a question before it is asked."""

    approved_only = BooleanField(_l("Chỉ dùng câu đã duyệt"))


class StepForm(Form):
    """A step of a question's review, or a note."""

    note = TextAreaField(_l("Ý kiến"), [Length(max=MAX_NOTE)])
    seen = VersionField(validators=[Optional()])


class RetireForm(Form):
    """Why a question goes out of use."""

    reason = TextField(_l("Lý do"), [Length(max=MAX_REASON)])


class ReplaceForm(Form):
    """A document that was replaced, and what to do with the questions that rest on it."""

    by = TextField(
        _l("Được thay bằng văn bản"),
        [InputRequired(), Length(max=MAX_SOURCE)],
        description=_l("Ví dụ: Quy định số 294-QĐ/TW."),
    )
    on = DateField(_l("Từ ngày"), [InputRequired()])
    do = RadioField(
        _l("Các câu đang dùng"),
        default="retire",
        choices=[
            SelectChoice("retire", _l("Ngừng dùng, kèm lý do")),
            SelectChoice("draft", _l("Trả về bản nháp để sửa theo văn bản mới")),
        ],
    )
