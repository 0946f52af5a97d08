"""Pictures and sounds of a question that is being written: adding one, and saying what each shows. Works without
script."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
from question_bank.exchange.references import REFERENCE, SOUNDS, refer
from question_bank.forms import LinesField, QuestionForm
from question_bank.kinds.choices import LETTERS

MAX_ALT = 300


@dataclass(frozen=True)
class Held:
    """A picture or a sound that the texts of a form speak of, with its alternative text."""

    name: str
    alt: str

    @property
    def reference(self) -> str:
        return refer(self.name, self.alt)

    @property
    def is_sound(self) -> bool:
        return self.name.rpartition(".")[2] in SOUNDS


class MediaForm(Form):
    """A file, what it shows, and the text at whose end it is put; and the alternative texts of what is there already."""

    file = FileField(_l("Ảnh hoặc âm thanh"), [FileRequired(_l("Hãy chọn một tệp."))])
    alt = TextField(
        _l("Lời mô tả"),
        [InputRequired(_l("Hãy mô tả điều cần thấy hoặc nghe.")), Length(max=MAX_ALT)],
        description=_l("Cho người không nhìn, không nghe được. Đừng để lộ đáp án."),
    )
    place = SelectField(_l("Chèn vào cuối"))

    class Meta(Form.Meta):
        csrf = False  # it stands in the question's form, which has the token

    def __init__(self, form: QuestionForm) -> None:
        is_sent = request.method == "POST"
        super().__init__(request.form | request.files if is_sent else None, prefix="media-")
        self.beside = form
        if is_sent:
            self._take_alternatives()
        self.place.choices = [SelectChoice(field.name, label) for field, label in _places(form)]

    @property
    def held(self) -> list[Held]:
        """What the form's texts speak of now; without alternative text where any place lacks it."""
        texts = (str(field.data or "") for field, _label in _places(self.beside))
        alts: dict[str, str] = {}
        for one in (one for text in texts for one in REFERENCE.finditer(text)):
            alt = one["alt"].strip()
            alts[one["name"]] = alt if alts.get(one["name"], alt) else ""
        return [Held(name, alt) for name, alt in alts.items()]

    def _take_alternatives(self) -> None:
        """Put what was typed of a picture into the texts, unless nothing was: then the texts themselves count."""

        def described(one: re.Match[str]) -> str:
            name = one["name"]
            typed = request.form.get(f"alt-{name}", "")[:MAX_ALT]
            return refer(name, typed) if typed != request.form.get(f"alt-was-{name}", "") else one[0]

        for field, _label in _places(self.beside):
            if field.data:
                field.data = REFERENCE.sub(described, field.data)

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
