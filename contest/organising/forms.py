"""Forms of the organiser's desk, except those of rules (see `rules_forms`)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from contest.kernel.forms import CODE, Form, LocalTimeField, TextField, VersionField, choices
from contest.organising.lists import STATUSES

# It stands in addresses: no slash, and not the name of a page beside it.
LABEL = Regexp(
    r"(?!new\Z)\w[\w.-]*\Z", message=_l("Chỉ dùng chữ, số, dấu chấm và gạch nối, không có khoảng trắng.")
)
LAYOUTS = [("party", _l("Văn bản của Đảng")), ("government", _l("Văn bản hành chính (Nghị định 30/2020)"))]


class EnterForm(Form):
    """A contestant's slip."""

    contest = SelectField(_l("Hội thi"), [InputRequired()])
    number = TextField(
        _l("Số báo danh"),
        [InputRequired(), Length(max=40)],
        render_kw={"autocomplete": "off", "inputmode": "text"},
    )
    code = TextField(
        _l("Mã trên phiếu"),
        [InputRequired(), Length(max=40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    take_over = HiddenField()


class NewContestForm(Form):
    """A contest to start with."""

    name = TextField(_l("Tên hội thi"), [InputRequired(), Length(max=300)])
    code = TextField(_l("Mã hội thi"), [InputRequired(), Length(max=60), CODE])
    layout = SelectField(_l("Thể thức văn bản"), choices=choices(LAYOUTS))


class ContestForm(Form):
    """A contest's own settings."""

    name = TextField(_l("Tên hội thi"), [InputRequired(), Length(max=300)])
    layout = SelectField(_l("Thể thức văn bản"), choices=choices(LAYOUTS))
    timezone = SelectField(_l("Múi giờ"))
    bank_id = SelectField(_l("Ngân hàng câu hỏi"), coerce=int)
    is_public = BooleanField(_l("Hiện trên trang công khai"))
    version = VersionField()


class UnitForm(Form):
    """A unit of the tree."""

    name = TextField(_l("Tên đơn vị"), [InputRequired(), Length(max=200)])
    code = TextField(_l("Mã"), [InputRequired(), Length(max=60), LABEL])
    parent = SelectField(_l("Trực thuộc"))
    kind = TextField(_l("Loại"), [Length(max=40)])
    headcount = IntegerField(_l("Số người"), [Optional(), NumberRange(min=0, max=10_000_000)])


class RoomForm(Form):
    """A room of a quiz."""

    name = TextField(_l("Tên phòng"), [InputRequired(), Length(max=200)])
    code = TextField(_l("Mã"), [InputRequired(), Length(max=60), LABEL])
    entry_code = TextField(_l("Mã vào phòng"), [Length(max=20)], render_kw={"autocomplete": "off"})
    networks = TextAreaField(_l("Dải địa chỉ mạng"), [Length(max=5000)], render_kw={"rows": 3})
    version = VersionField()


class RoomUnitForm(Form):
    """Everyone of a unit into a room."""

    unit = SelectField(_l("Cả đơn vị"), [InputRequired()])


class RoomNumbersForm(Form):
    """Single people into a room, or out of it."""

    numbers = TextAreaField(_l("Số báo danh"), [InputRequired(), Length(max=100_000)], render_kw={"rows": 3})


class EntrantForm(Form):
    """An entrant."""

    name = TextField(_l("Họ và tên"), [InputRequired(), Length(max=200)])
    code = TextField(_l("Số báo danh"), [InputRequired(), Length(max=40), LABEL])
    unit = SelectField(_l("Đơn vị"))
    room = SelectField(_l("Phòng thi"))
    group = TextField(_l("Bảng, khối"), [Length(max=60)])
    born = TextField(_l("Ngày sinh"), [Length(max=20)])
    status = SelectField(_l("Trạng thái"), choices=choices(STATUSES.items()))
    reason = TextField(_l("Lý do đổi trạng thái"), [Length(max=500)])
    version = VersionField()


class UploadForm(Form):
    """A list as a file."""

    file = FileField(_l("Tệp .xlsx hoặc .csv"), [FileRequired(_l("Hãy chọn một tệp."))])


class StoreForm(Form):
    """The mapping of columns of a list that was uploaded; `columns` come straight from the request."""

    store = StringField()


class WindowForm(Form):
    """When something is open."""

    part = SelectField(_l("Vòng, phần thi"), [InputRequired()])
    unit = SelectField(_l("Đơn vị"))
    opens_at = LocalTimeField(_l("Mở"), [InputRequired()])
    closes_at = LocalTimeField(_l("Đóng"), [InputRequired()])
    version = VersionField()


class PersonForm(Form):
    """A role for a person; a new account is made where there is none of this name."""

    username = TextField(_l("Tên đăng nhập"), [InputRequired(), Length(max=60)])
    name = TextField(_l("Họ và tên (khi tạo mới)"), [Length(max=200)])
    role = SelectField(_l("Vai trò"))


class SlipsForm(Form):
    """Whose slips to make."""

    units = SelectMultipleField(_l("Đơn vị"))
    only = SelectField(
        _l("In cho"),
        choices=choices([("new", _l("Người chưa có phiếu")), ("all", _l("Tất cả, phiếu cũ hết hiệu lực"))]),
    )
