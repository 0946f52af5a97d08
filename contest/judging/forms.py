"""Forms of judging. Marks come as `m-<criterion>` fields, for the criteria are data."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from contest.kernel.forms import Form, PointsField, TextField, VersionField, choices
from contest.kernel.messages import N_, Message, message
from contest.organising.definition import Criterion
from contest.organising.forms import LABEL


class SheetForm(Form):
    """A sheet: the note and the version; the marks are read with `read_marks`."""

    note = TextAreaField(_l("Ghi chú của giám khảo"), [Length(max=1000)])
    version = VersionField()


def read_marks(
    criteria: Sequence[Criterion], prefix: str = "m-"
) -> tuple[dict[str, Decimal | None], dict[str, str], dict[str, Message]]:
    """The marks of the request by criterion, their texts as typed, and what is no number. Empty is no mark."""
    marks: dict[str, Decimal | None] = {}
    typed: dict[str, str] = {}
    problems: dict[str, Message] = {}
    for one in criteria:
        text = typed[one.code] = request.form.get(f"{prefix}{one.code}", "").strip()
        try:
            number = Decimal(text.replace(",", ".")) if text else None
        except InvalidOperation:
            number = None
            problems[one.code] = message(N_("“%(text)s” không phải là số, ví dụ 7,5."), text=text[:20])
        if number is not None and not number.is_finite():
            number = None
            problems[one.code] = message(N_("“%(text)s” không phải là số, ví dụ 7,5."), text=text[:20])
        marks[one.code] = number
    return marks, typed, problems


class ReasonForm(Form):
    """A verb that needs a reason."""

    reason = TextField(_l("Lý do"), [InputRequired(), Length(max=500)])


class PanelForm(Form):
    """Where a panel marks."""

    part = SelectField(_l("Vòng, phần thi"), [InputRequired()])
    unit = SelectField(_l("Đơn vị"))


class JudgeForm(Form):
    """A judge to seat."""

    code = TextField(_l("Mã giám khảo"), [InputRequired(), Length(max=40), LABEL])
    name = TextField(_l("Họ và tên"), [InputRequired(), Length(max=200)])
    username = TextField(_l("Tài khoản (để trống nếu chấm giấy)"), [Length(max=60)])
    is_head = BooleanField(_l("Trưởng ban"))


class SecondsForm(Form):
    """The confirmed length of a performance."""

    seconds = PointsField(_l("Thời gian (giây)"), [InputRequired()])
    reason = TextField(_l("Lý do nếu khác đồng hồ"), [Length(max=500)])


class DrawForm(Form):
    """A draw of lots."""

    kind = SelectField(
        _l("Bốc thăm"),
        choices=choices([("order", _l("Thứ tự thi")), ("question", _l("Tình huống, chuyên đề"))]),
    )
    part = SelectField(_l("Vòng, phần thi"), [InputRequired()])
    unit = SelectField(_l("Đơn vị"))
    seed = TextField(_l("Số gieo (để trống thì máy tự chọn)"), [Length(max=64)])
