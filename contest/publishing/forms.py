"""Publishing a result, and recording the head's decisions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, SelectField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Optional

from contest.kernel.forms import Form, TextField, choices

DECISIONS = [
    ("order", _l("Thứ tự khi bằng điểm")),
    ("penalty", _l("Trừ điểm")),
    ("withdraw", _l("Rút lui")),
    ("disqualify", _l("Loại, hủy kết quả")),
    ("waive", _l("Nhường suất vào vòng sau")),
    ("substitute", _l("Vào vòng sau thay cho")),
    ("external", _l("Điều kiện ngoài điểm thi (cho danh hiệu)")),
]


def _stripped(text: str | None) -> str:
    """A box that the page left out is empty."""
    return (text or "").strip()


class TickedField(Field):  # type: ignore[misc]
    """The values of the ticked boxes of one name."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist


class PublishForm(Form):
    """`shown` is the digest of the standings on the page: what is published is what was looked at."""

    unit = HiddenField()
    shown = HiddenField(validators=[DataRequired()])
    accept_gaps = BooleanField(_l("Coi những phần còn thiếu là vắng"))
    reason = TextAreaField(_l("Lý do"), filters=[_stripped], validators=[Length(max=1000)])


class PublishReadyForm(Form):
    """Several lists at once: each ticked box is `unit code:digest of the standings shown`."""

    kind = HiddenField(validators=[AnyOf(["provisional", "official"])])
    lists = TickedField()


class DecisionForm(Form):
    """A decision on one entrant in a stage. It shares its page with `PublishForm`, so it has ids of its own."""

    unit = HiddenField(id="decision-unit")
    entrant = SelectField(_l("Thí sinh"), validators=[DataRequired()])
    kind = SelectField(_l("Quyết định"), choices=choices(DECISIONS))
    part = SelectField(_l("Phần thi"), validators=[Optional()])
    code = TextField(_l("Mã điều kiện"), validators=[Length(max=40)])
    value = TextField(_l("Giá trị"), validators=[Length(max=60)])
    reason = TextAreaField(
        _l("Lý do"), id="decision-reason", filters=[_stripped], validators=[DataRequired(), Length(max=1000)]
    )
    by = TextField(_l("Người quyết định"), validators=[DataRequired(), Length(max=200)])

    def offer(self, entrants: list[tuple[str, str]], parts: list[tuple[str, str]]) -> DecisionForm:
        """Set the choices: (code, label) of entrants and of parts."""
        self.entrant.choices = choices([("", _l("Chọn thí sinh")), *entrants])
        self.part.choices = choices([("", _l("Cả vòng thi")), *parts])
        return self


class RemoveDecisionForm(Form):
    """A decision taken back: the record of it stays in the log."""

    reason = TextAreaField(_l("Lý do"), filters=[_stripped], validators=[DataRequired(), Length(max=1000)])
