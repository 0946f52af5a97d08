"""Adding a picture or a sound to a question that is being written. Works without script."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, FieldList, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.kernel.forms import Form, TextField
from contest.kernel.i18n import render
from question_bank import media
from question_bank.exchange.references import refer
from question_bank.forms import LinesField, QuestionForm
from question_bank.kinds.choices import LETTERS


class MediaForm(Form):
    """A file, what it shows, and the text at whose end it is put."""

    file = FileField(_l("Ảnh hoặc âm thanh"), [FileRequired(_l("Hãy chọn một tệp."))])
    alt = TextField(
        _l("Lời mô tả"),
        [InputRequired(_l("Hãy mô tả điều cần thấy hoặc nghe.")), Length(max=300)],
        description=_l("Cho người không nhìn, không nghe được. Đừng để lộ đáp án."),
    )
    place = SelectField(_l("Chèn vào cuối"))

    class Meta(Form.Meta):
        csrf = False  # it stands in the question's form, which has the token

    def __init__(self, form: QuestionForm) -> None:
        is_sent = request.method == "POST"
        super().__init__(request.form | request.files if is_sent else None, prefix="media-")
        self.beside = form
        self.place.choices = [SelectChoice(field.name, label) for field, label in _places(form)]

    def holds_up(self) -> bool:
        """Take what was sent and put its reference into the text; whether the page is to be shown again: the press was on
        “add”, or the file can't be taken."""
        is_pressed = "attach" in request.form
        if not (is_pressed or self.file.data) or request.method != "POST":
            return False
        if not self.validate():
            return True
        try:
            name = media.keep(self.file.data.read())
            db.session.commit()
        except Refused as refusal:
            db.session.rollback()
            self.file.errors = [render(refusal.message)]
            return True
        field = next(field for field, _label in _places(self.beside) if field.name == self.place.data)
        field.data = f"{field.data or ''}\n{refer(name, self.alt.data)}".strip()
        self.alt.data = ""
        return is_pressed


def _places(form: QuestionForm) -> list[tuple[Field, str]]:
    """The texts of a question in which something may stand: its own, the explanation, the options."""
    found = []
    for field in form:
        if isinstance(field, FieldList):
            letters = LETTERS if field.name == "options" else range(1, len(field) + 1)
            found += [
                (row, f"{field.label.text} {letter}")
                for letter, row in zip(letters, field, strict=False)
                if isinstance(row, LinesField)
            ]
        elif isinstance(field, LinesField):
            found.append((field, str(field.label.text)))
    return found
