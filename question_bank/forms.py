"""Forms of the question bank. A question's form gives the plain question that services store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, Field, FieldList, IntegerField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from contest.kernel.forms import CODE, Form, TextField, VersionField
from contest.kernel.i18n import render
from question_bank.exchange.columns import FIELDS
from question_bank.exchange.questions import MAX_TEXT, ReadQuestion
from question_bank.exchange.rows import DIFFICULTIES, MAX_CODE, MAX_TOPIC, clean_lines
from question_bank.kinds import kind as find_kind
from question_bank.kinds import kinds
from question_bank.kinds.inputs import Input
from question_bank.models import Bank, Topic
from question_bank.review_rules import STATES
from question_bank.rules import MAX_SOURCE, MAX_TAG, MAX_TAGS, Folder, tree
from question_bank.services import MAX_REASON, Change, Filter, tags
from question_bank.usage import contests

_SHOWN_OPTIONS = 4
_MORE_OPTIONS = 2


class BankForm(Form):
    """A new bank."""

    name = TextField(_l("Tên ngân hàng câu hỏi"), [InputRequired(), Length(max=200)])
    code = TextField(
        _l("Mã"),
        [
            InputRequired(),
            Length(max=60),
            CODE,
        ],
        description=_l("Ngắn, không dấu, ví dụ kien-thuc-2026. Mã nằm trong địa chỉ trang."),
    )


class RenameBankForm(Form):
    """Another name for a bank."""

    name = TextField(_l("Tên ngân hàng câu hỏi"), [InputRequired(), Length(max=200)])


class TopicForm(Form):
    """A topic's name."""

    name = TextField(_l("Tên chủ đề"), [InputRequired(), Length(max=MAX_TOPIC)])


class FilterForm(Form):
    """What a list is narrowed to; comes in the address."""

    class Meta(Form.Meta):
        csrf = False

    words = TextField(_l("Tìm"))
    batch = IntegerField(validators=[Optional()])
    topic = SelectField(_l("Chủ đề"), default="")
    kind = SelectField(_l("Loại"), default="")
    difficulty = SelectField(_l("Mức độ"), default="")
    tag = SelectField(_l("Nhãn"), default="")
    source = TextField(_l("Nguồn có chữ"))
    basis = TextField(_l("Căn cứ có chữ"))
    before = DateField(_l("Căn cứ ban hành trước ngày"), [Optional()])
    state = SelectField(
        _l("Trạng thái"),
        default="active",
        choices=[
            SelectChoice("active", _l("Đang dùng")),
            SelectChoice("retired", _l("Ngừng dùng")),
            SelectChoice("all", _l("Tất cả")),
        ],
    )
    review = SelectField(_l("Thẩm định"), default="")
    used = SelectField(_l("Đã dùng"), default="")
    law = SelectField(
        _l("Văn bản làm căn cứ"),
        default="",
        choices=[SelectChoice("", _l("Mọi văn bản")), SelectChoice("replaced", _l("Đã được thay thế"))],
    )

    def __init__(self, bank: Bank, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.topic.choices = [
            SelectChoice("", gettext("Mọi chủ đề")),
            *(SelectChoice(str(one.topic.id), indented(one)) for one in tree(bank.topics)),
        ]
        self.tag.choices = [
            SelectChoice("", gettext("Mọi nhãn")),
            *(SelectChoice(tag, tag) for tag in tags(bank)),
        ]
        self.kind.choices = [SelectChoice("", gettext("Mọi loại")), *kind_choices()]
        self.difficulty.choices = [SelectChoice("", gettext("Mọi mức độ")), *difficulty_choices()]
        self.review.choices = [
            SelectChoice("", gettext("Mọi bước")),
            SelectChoice("mine", gettext("Đang chờ tôi")),
            *(SelectChoice(state, gettext(name)) for state, name in STATES.items()),
        ]
        self.used.choices = [
            SelectChoice("", gettext("Tất cả")),
            SelectChoice("used", gettext("Đã dùng")),
            SelectChoice("never", gettext("Chưa dùng lần nào")),
            *(
                SelectChoice(f"in:{code}", gettext("Đã dùng ở %(contest)s", contest=name))
                for code, name in contests(bank.id)
            ),
        ]

    def narrowed(self) -> Filter:
        """The filter; what the address says wrongly narrows nothing."""
        if not self.validate():
            return Filter()
        return Filter(
            words=self.words.data or "",
            batch=self.batch.data,
            topic=int(self.topic.data) if self.topic.data else None,
            kind=self.kind.data,
            difficulty=self.difficulty.data,
            tag=self.tag.data,
            source=self.source.data or "",
            basis=self.basis.data or "",
            before=self.before.data.isoformat() if self.before.data else "",
            state=self.state.data,
            review=self.review.data,
            used=self.used.data,
            law=self.law.data,
        )


KEEP = "-"


class BulkForm(Form):
    """What to change in many questions at once; what is left alone stays."""

    topic = SelectField(_l("Chủ đề"), default=KEEP)
    difficulty = SelectField(_l("Mức độ"), default=KEEP)
    add_tags = TextField(_l("Thêm nhãn"), [Length(max=MAX_TAG * MAX_TAGS)])
    remove_tags = TextField(_l("Bỏ nhãn"), [Length(max=MAX_TAG * MAX_TAGS)])
    retired = SelectField(
        _l("Sử dụng"),
        default=KEEP,
        choices=[
            SelectChoice(KEEP, _l("Giữ nguyên")),
            SelectChoice("1", _l("Ngừng dùng")),
            SelectChoice("0", _l("Dùng trở lại")),
        ],
    )
    reason = TextField(_l("Lý do ngừng dùng"), [Length(max=MAX_REASON)])
    scope = SelectField(default="ticked", choices=[SelectChoice("ticked", ""), SelectChoice("all", "")])
    expected = IntegerField(validators=[Optional()])

    def __init__(self, bank: Bank, formdata: Any) -> None:
        super().__init__(formdata)
        keep = SelectChoice(KEEP, gettext("Giữ nguyên"))
        self.topic.choices = [
            keep,
            SelectChoice("", gettext("Không có chủ đề")),
            *(SelectChoice(one.topic.name, indented(one)) for one in tree(bank.topics)),
        ]
        self.difficulty.choices = [keep, SelectChoice("", gettext("Chưa xếp mức độ")), *difficulty_choices()]

    def change(self) -> Change:
        """What was chosen."""
        return Change(
            topic=None if self.topic.data == KEEP else self.topic.data,
            difficulty=None if self.difficulty.data == KEEP else self.difficulty.data,
            add_tags=read_tags(self.add_tags.data or ""),
            remove_tags=read_tags(self.remove_tags.data or ""),
            retired=None if self.retired.data == KEEP else self.retired.data == "1",
            reason=self.reason.data or "" if self.retired.data == "1" else "",
        )


def indented(folder: Folder[Topic]) -> str:
    """A topic for a menu, as deep as it lies."""
    return "\u2003" * folder.depth + folder.topic.name


class UploadForm(Form):
    """A file of questions."""

    file = FileField(
        _l("Tệp câu hỏi"),
        [FileRequired(_l("Hãy chọn một tệp."))],
        description=_l(
            "Word (.docx), Excel (.xlsx, .xls), .ods, .csv, văn bản (.txt), Moodle, GIFT, Aiken, QTI, .json."
        ),
    )


class MappingForm(Form):
    """Which field each column holds."""

    fields = FieldList(SelectField(validate_choice=True))

    def __init__(self, columns: Iterable[str], mapping: Iterable[str], *args: Any, **values: Any) -> None:
        super().__init__(*args, data={"fields": list(mapping)}, **values)
        choices = [
            SelectChoice("", gettext("Không nhập cột này")),
            *(SelectChoice(field, gettext(name)) for field, name in FIELDS.items()),
        ]
        for field, title in zip(self.fields, columns, strict=False):
            field.choices = choices
            field.label.text = title

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field once, and a column for the question."""
        if not super().validate(extra_validators):
            return False
        named = [field.data for field in self.fields if field.data]
        sound = len(named) == len(set(named))
        for field in self.fields:
            if named.count(field.data) > 1:
                twice = gettext(FIELDS[field.data])
                field.errors = [gettext("Hai cột cùng là “%(name)s”. Mỗi loại chỉ chọn một cột.", name=twice)]
        if "text" not in named:
            self.form_errors.append(gettext("Hãy cho biết cột nào là câu hỏi."))
            sound = False
        return sound


class IndexesField(Field):  # type: ignore[misc]
    """Ticked places in a list, as sorted numbers."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = sorted({int(value) for value in valuelist if value.isascii() and value.isdigit()})


class LinesField(TextAreaField):  # type: ignore[misc]
    """Several lines of text, each in NFC with single spaces."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean_lines(valuelist[0]) if valuelist else ""


def read_tags(text: str) -> tuple[str, ...]:
    """Tags that were typed with commas between them, each once."""
    return tuple(dict.fromkeys(tag for part in text.split(",") if (tag := part.strip())))


def kind_choices() -> list[SelectChoice]:
    """Kinds for a menu."""
    return [SelectChoice(kind.code, render(kind.name)) for kind in kinds().values()]


def difficulty_choices() -> list[SelectChoice]:
    """Difficulties for a menu."""
    return [SelectChoice(code, gettext(name)) for code, name in DIFFICULTIES.items()]


class QuestionForm(Form):
    """What questions of all kinds have. `question_form` adds what a kind asks for."""

    kind: str

    code = TextField(_l("Mã câu hỏi"), [Length(max=MAX_CODE)])
    topic = TextField(
        _l("Chủ đề"),
        [Length(max=MAX_TOPIC)],
        render_kw={"list": "topics"},
        description=_l("Chọn trong danh sách, hoặc gõ tên chủ đề mới."),
    )
    difficulty = SelectField(_l("Mức độ"), default="")
    text = LinesField(_l("Câu hỏi"), [InputRequired(), Length(max=MAX_TEXT)])
    explanation = LinesField(
        _l("Giải thích"),
        [Length(max=MAX_TEXT)],
        description=_l("Thí sinh chỉ thấy sau khi thi, nếu ban tổ chức cho xem."),
    )
    tags = TextField(
        _l("Nhãn"),
        [Length(max=MAX_TAG * MAX_TAGS)],
        description=_l("Cách nhau bằng dấu phẩy, ví dụ: kỷ luật, sinh hoạt chi bộ."),
    )
    source = TextField(_l("Nguồn"), [Length(max=MAX_SOURCE)])
    legal_basis = TextField(
        _l("Căn cứ"),
        [Length(max=MAX_SOURCE)],
        description=_l("Văn bản mà đáp án dựa vào, ví dụ: Điều 3 Quy định số 24-QĐ/TW."),
    )
    legal_date = DateField(_l("Ngày của căn cứ"), [Optional()])
    seen = VersionField(validators=[Optional()])

    def __init__(self, question: ReadQuestion | None = None, seen: int | None = None) -> None:
        data: dict[str, Any] = {"seen": seen}
        if question:
            data |= {
                name: getattr(question, name)
                for name in ("code", "topic", "difficulty", "text", "explanation", "source", "legal_basis")
            }
            data["tags"] = ", ".join(question.tags)
            data["legal_date"] = date.fromisoformat(question.legal_date) if question.legal_date else None
            data |= find_kind(self.kind).to_form(question.body)
        super().__init__(data=data)
        if not self.is_submitted():
            self.fill_up()
        self.difficulty.choices = [SelectChoice("", gettext("Chưa xếp mức độ")), *difficulty_choices()]

    def body(self) -> dict[str, Any]:
        """The body that was filled in."""
        return find_kind(self.kind).from_form(
            {one.name: _value(self[one.name]) for one in find_kind(self.kind).inputs}
        )

    def show_more(self, count: int = _MORE_OPTIONS) -> None:
        """Put empty rows at the end of what has rows, as many as there is room for."""
        for field in self:
            if isinstance(field, FieldList):
                for _ in range(min(count, field.max_entries - len(field))):
                    field.append_entry("")

    def fill_up(self) -> None:
        """As many rows as a new question is shown with, and beside each row all that belongs to it."""
        lists = [field for field in self if isinstance(field, FieldList)]
        most = max((len(field) for field in lists), default=0)
        for field in lists:
            while len(field) < min(max(most + 1, _SHOWN_OPTIONS), field.max_entries):
                field.append_entry("")

    def question(self, code: str = "") -> ReadQuestion:
        """The plain question that was filled in; `code` where the code was left empty."""
        return ReadQuestion(
            kind=self.kind,
            text=self.text.data,
            body=self.body(),
            code=self.code.data or code,
            topic=self.topic.data,
            difficulty=self.difficulty.data,
            explanation=self.explanation.data,
            tags=read_tags(self.tags.data),
            source=self.source.data,
            legal_basis=self.legal_basis.data,
            legal_date=self.legal_date.data.isoformat() if self.legal_date.data else "",
        )


def _value(field: Field) -> Any:
    """What was filled into a field of a kind. Rows left empty at the end count for nothing."""
    if not isinstance(field, FieldList):
        return field.data if field.data is not None else ""
    texts = [entry.data or "" for entry in field]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _field(one: Input) -> Any:
    """The form's field for what a kind asks for."""
    label = _l(one.label.text)
    hint = _l(one.hint.text) if one.hint else ""
    needed = [InputRequired()] if one.required else []
    match one.type:
        case "line":
            return TextField(label, [*needed, Length(max=MAX_TEXT)], description=hint)
        case "lines":
            return LinesField(label, [*needed, Length(max=MAX_TEXT)], description=hint)
        case "tick":
            return BooleanField(label, description=hint)
        case "pick":
            choices = [SelectChoice(value, _l(name.text)) for value, name in one.choices]
            return SelectField(label, choices=choices, description=hint)
        case "rows":
            row = LinesField(validators=[Length(max=MAX_TEXT)])
            return FieldList(row, label, description=hint, max_entries=one.most)
        case "cells":
            return FieldList(
                TextField(validators=[Length(max=40)]), label, description=hint, max_entries=one.most
            )
        case "places":
            return IndexesField(label, default=list)


@cache
def question_form(code: str) -> type[QuestionForm]:
    """The form in which a question of a kind is written: of what all have, and what the kind asks for."""
    fields = {one.name: _field(one) for one in find_kind(code).inputs}
    return type("QuestionForm", (QuestionForm,), {"kind": code, **fields})
