"""The base of all forms: messages in the reader's language, and the guard against stale pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, Field, IntegerField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Regexp, ValidationError
from wtforms.widgets import HiddenInput

from contest.kernel import i18n
from contest.kernel.errors import Refused
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import clean

# WTForms ships no Vietnamese: its English msgids → our source texts, which our catalogue translates.
_WTFORMS = {
    "This field is required.": N_("Cần điền ô này."),
    "Not a valid integer value.": N_("Cần một số nguyên, ví dụ 12."),
    "Not a valid decimal value.": N_("Cần một số, ví dụ 7,5."),
    "Not a valid date value.": N_("Cần một ngày, ví dụ 05/02/2026."),
    "Not a valid datetime value.": N_("Cần ngày và giờ, ví dụ 05/02/2026 08:00."),
    "Not a valid choice.": N_("Hãy chọn một mục trong danh sách."),
    "Not a valid choice": N_("Hãy chọn một mục trong danh sách."),
    "Invalid Choice: could not coerce.": N_("Hãy chọn một mục trong danh sách."),
    "Choices cannot be None.": N_("Hãy chọn một mục trong danh sách."),
    "'%(value)s' is not a valid choice for this field.": N_("“%(value)s” không có trong danh sách."),
    "Invalid email address.": N_("Địa chỉ thư điện tử chưa đúng, ví dụ ten@donvi.vn."),
    "Invalid input.": N_("Nội dung chưa đúng."),
    "Number must be at least %(min)s.": N_("Số nhỏ nhất là %(min)s."),
    "Number must be at most %(max)s.": N_("Số lớn nhất là %(max)s."),
    "Number must be between %(min)s and %(max)s.": N_("Cần một số từ %(min)s đến %(max)s."),
    "Field must be at least %(min)d character long.": N_("Cần ít nhất %(min)d ký tự."),
    "Field must be at least %(min)d characters long.": N_("Cần ít nhất %(min)d ký tự."),
    "Field cannot be longer than %(max)d character.": N_("Dài nhất %(max)d ký tự."),
    "Field cannot be longer than %(max)d characters.": N_("Dài nhất %(max)d ký tự."),
    "Field must be between %(min)d and %(max)d characters long.": N_("Cần từ %(min)d đến %(max)d ký tự."),
    "Field must be equal to %(other_name)s.": N_("Hai ô phải giống nhau."),
    "CSRF token missing.": N_("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại."),
    "The CSRF token is missing.": N_("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại."),
    "The CSRF token has expired.": N_("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại."),
    "The CSRF token is invalid.": N_("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại."),
    "The CSRF tokens do not match.": N_("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại."),
    "The CSRF session token is missing.": N_("Trang đã mở quá lâu. Hãy tải lại trang rồi gửi lại."),
    "File does not have an approved extension: {extensions}": N_("Loại tệp này không dùng được."),
}


class _Translations:
    def gettext(self, text: str) -> str:
        return str(gettext(_WTFORMS.get(text, text)))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)


class Form(FlaskForm):  # type: ignore[misc]
    """The base of all forms."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: Any) -> _Translations:
            return _Translations()

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal at the field that it names, else above the form (`form.form_errors`)."""
        text = i18n.render(refusal.message)
        if refusal.field and refusal.field in self:
            field = self[refusal.field]
            field.errors = [*field.errors, text]
        else:
            self.form_errors.append(text)


class TextField(StringField):  # type: ignore[misc]
    """A line of text in NFC with single spaces."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean(valuelist[0]) if valuelist else ""


class PointsField(Field):  # type: ignore[misc]
    """An exact number with a decimal comma or point. Empty is None: no mark, not zero."""

    from wtforms.widgets import TextInput as _TextInput

    widget = _TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else i18n.show_points(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = (valuelist[0] if valuelist else "").strip().replace(" ", "").replace(",", ".")
        if not text:
            return
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValidationError(self.gettext("Not a valid decimal value.")) from None
        if not number.is_finite():
            raise ValidationError(self.gettext("Not a valid decimal value."))
        self.data = number


# What names a thing in an address, beside the page that makes a new one.
CODE = Regexp(
    r"(?!new\Z)[a-z0-9][a-z0-9-]*\Z",
    message=lazy_gettext("Chỉ dùng chữ thường không dấu, số và gạch nối, ví dụ hm2018."),
)

_MIDNIGHT = re.compile(r"([T ])24:00(:00)?$")


class LocalTimeField(DateTimeLocalField):  # type: ignore[misc]
    """A moment typed in the contest's zone; `data` is aware. 24:00 is the end of its day."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"]
        super().__init__(label, validators, format=formats, **options)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return "" if self.data is None else self.data.astimezone(i18n.zone()).strftime("%Y-%m-%dT%H:%M")

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        midnight = _MIDNIGHT.sub(r"\g<1>00:00", valuelist[0].strip())
        super().process_formdata([midnight])
        if self.data is not None:
            is_end = midnight != valuelist[0].strip()
            self.data = (self.data + timedelta(days=is_end)).replace(tzinfo=i18n.zone())


class VersionField(IntegerField):  # type: ignore[misc]
    """The version of the row that the page was made from (hidden); empty where there is no row yet."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and valuelist[0]:
            super().process_formdata(valuelist)


def choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """The choices of a field: (value, label) of each."""
    return [SelectChoice(value, label) for value, label in pairs]


def check_version(shown: int | None, stored: int) -> None:
    """Refuse a form that was filled in over a state that has changed since."""
    if shown is not None and shown != stored:
        raise Refused(
            message(
                N_(
                    "Trang này đã cũ: người khác vừa sửa cùng mục. "
                    "Nội dung chưa được lưu. Hãy tải lại trang rồi nhập lại."
                )
            )
        )
