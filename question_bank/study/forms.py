"""Forms of study sets."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from contest.kernel.forms import CODE, Form, LocalTimeField, TextField, VersionField
from question_bank.study.services import Draft


class StudyForm(Form):
    """A set's name, who may study it, and when."""

    name = TextField(_l("Tên bộ ôn tập"), [InputRequired(), Length(max=200)])
    code = TextField(
        _l("Mã"),
        [
            InputRequired(),
            Length(max=60),
            CODE,
        ],
        description=_l("Ngắn, không dấu, ví dụ on-tap-2026. Mã nằm trong địa chỉ trang."),
    )
    audience = RadioField(
        _l("Ai được ôn"),
        default="anyone",
        choices=[
            SelectChoice("anyone", _l("Mọi người có địa chỉ trang")),
            SelectChoice("signed_in", _l("Người đã vào bằng phiếu hoặc tài khoản")),
        ],
    )
    opens_at = LocalTimeField(_l("Mở lúc"), [Optional()], description=_l("Để trống: mở ngay."))
    closes_at = LocalTimeField(_l("Đóng lúc"), [Optional()], description=_l("Để trống: không đóng."))
    version = VersionField()

    def draft(self) -> Draft:
        """What was said."""
        return Draft(
            self.name.data, self.code.data, self.audience.data, self.opens_at.data, self.closes_at.data
        )
