"""Forms of the invigilator's measures: for whom, how long, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DecimalField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from contest.kernel.errors import Invalid
from contest.kernel.forms import Form, LocalTimeField, TextField, VersionField, choices
from contest.kernel.messages import N_, message
from contest.organising.models import Room, Unit
from contest.playing.times import Scope

REASON = [InputRequired(), Length(max=500)]


class ScopeForm(Form):
    """For whom a measure is: everyone, a unit, or the one whose number is typed."""

    whom = SelectField(_l("Cho ai"), [Optional()], default="", validate_choice=False)
    number = TextField(_l("Chỉ một người: số báo danh"), [Length(max=40)])
    reason = TextField(_l("Lý do (ghi vào biên bản)"), REASON)

    def offer(self, units: Sequence[Unit], rooms: Sequence[Room]) -> Any:
        """Offer these units and rooms."""
        self.units = {f"unit:{unit.code}": unit for unit in units}
        self.rooms = {f"room:{room.code}": room for room in rooms}
        places = [(value, place.name) for value, place in (self.rooms | self.units).items()]
        self.whom.choices = choices([("", _l("Mọi người")), *places])
        return self

    def scope(self, entrant_by_number: Any) -> Scope:
        """What was chosen. `entrant_by_number` finds an entrant or gives None. Raises Invalid at the field."""
        if self.number.data:
            entrant = entrant_by_number(self.number.data)
            if entrant is None:
                raise Invalid(
                    message(N_("Không có số báo danh “%(code)s” trong phần thi này."), code=self.number.data),
                    "number",
                )
            return Scope(entrant=entrant)
        if not self.whom.data:
            return Scope()
        if self.whom.data in self.rooms:
            return Scope(room=self.rooms[self.whom.data])
        if self.whom.data not in self.units:
            raise Invalid(message(N_("Hãy chọn một mục trong danh sách.")), "whom")
        return Scope(unit=self.units[self.whom.data])


class ExtraForm(ScopeForm):
    minutes = DecimalField(_l("Số phút cộng thêm"), [InputRequired(), NumberRange(min=0, max=1440)])


class PauseForm(ScopeForm):
    pass


class OutageForm(ScopeForm):
    from_at = LocalTimeField(_l("Từ lúc"), [InputRequired()])
    until_at = LocalTimeField(_l("Đến lúc"), [InputRequired()])


class RevokeForm(Form):
    reason = TextField(_l("Lý do"), REASON)


class EndForm(Form):
    reason = TextField(_l("Lý do (ghi vào biên bản)"), REASON)


class RetakeForm(Form):
    """Who may sit again, when, and why."""

    numbers = TextAreaField(_l("Số báo danh"), [InputRequired(), Length(max=100_000)], render_kw={"rows": 3})
    opens_at = LocalTimeField(_l("Được bắt đầu từ"), [InputRequired()])
    closes_at = LocalTimeField(_l("Đến"), [InputRequired()])
    reason = TextField(_l("Lý do (ghi vào biên bản)"), REASON)


class BlueprintForm(Form):
    """The numbers of a blueprint stand in fields of their own, one for each cell of the matrix."""

    reason = TextField(_l("Lý do thay đổi"), [Length(max=500)])
    version = VersionField()


class CodesForm(Form):
    """Codes of printed papers to make, and whether each gets questions of its own."""

    codes = TextField(_l("Mã đề"), [InputRequired(), Length(max=1000)])
    fresh = SelectField(
        _l("Các đề khác nhau ở"),
        choices=choices(
            [
                ("", _l("Thứ tự câu và phương án; câu hỏi như nhau")),
                ("1", _l("Cả câu hỏi: mỗi mã đề rút riêng theo ma trận")),
            ]
        ),
        default="",
    )


class SheetsForm(Form):
    """Answer sheets on paper, a line each, typed or from a file."""

    lines = TextAreaField(_l("Mỗi dòng một phiếu"), [Length(max=1_000_000)], render_kw={"rows": 8})
    file = FileField(_l("Hoặc tệp Excel, CSV"))
    reason = TextField(_l("Lý do sửa phiếu đã nhập"), [Length(max=500)])


class ResumeForm(Form):
    pass


class LateForm(Form):
    """Which late answers, by `attempt:position`, and what becomes of them."""

    answers = SelectMultipleField(
        _l("Câu trả lời"),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    decision = SelectField(
        _l("Quyết định"),
        choices=choices([("accepted", _l("Nhận")), ("refused", _l("Không nhận"))]),
        default="accepted",
    )
    reason = TextField(_l("Lý do (ghi vào biên bản)"), REASON)


class RescueForm(Form):
    text = TextAreaField(_l("Nội dung mã QR hoặc tệp"), [Length(max=200_000)])
    file = FileField(_l("Tệp câu trả lời"))
