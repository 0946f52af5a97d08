"""Forms of a stage's and a part's rules. They speak plain tables of the definition file: `fill` reads one, `plain` gives
one back. Rows that repeat come with spare empty ones, so that they work without script; empty rows don't count."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, IntegerField, SelectField, TextAreaField
from wtforms import Form as Rows
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from contest.kernel import i18n
from contest.kernel.forms import CODE, Form, LocalTimeField, PointsField, TextField, VersionField, choices
from contest.organising.definition import JUDGED, MOST_PLACES, Part
from contest.organising.plain import shortest
from contest.organising.times import utc_time
from question_bank.kinds import kinds

SPARE = 2
WITHIN = [("contest", _l("Toàn vòng")), ("unit", _l("Từng đơn vị")), ("group", _l("Từng bảng, khối"))]
PLACES = [Optional(), NumberRange(min=0, max=MOST_PLACES)]
ROUNDING = [("half_up", _l("Nửa lên")), ("half_even", _l("Nửa về số chẵn"))]
KINDS = [
    ("general_knowledge", _l("Kiến thức chung")),
    ("situation", _l("Xử lý tình huống")),
    ("multiple_choice", _l("Trắc nghiệm")),
    ("presentation", _l("Thuyết trình, sinh hoạt chuyên đề, thi giảng")),
    ("other", _l("Khác")),
]
METHODS = [
    ("quiz", _l("Thi trên máy, máy chấm")),
    ("panel", _l("Ban giám khảo chấm theo tiêu chí")),
    ("markers", _l("Chấm kín (bài viết)")),
    ("entered", _l("Nhập điểm có sẵn")),
]
SAID_ONLY_WHERE_SET = ("paper", "question_seconds", "review_from", "practice", "seb_keys")
STEPS = ("criterion", "sheet", "part", "total")
MACHINE_KINDS = [(code, _l(one.name.text)) for code, one in kinds().items() if not one.judged]
DIFFICULTIES = [("", _l("Bất kỳ")), ("easy", _l("Dễ")), ("medium", _l("Trung bình")), ("hard", _l("Khó"))]


def _plain(value: Any) -> Any:
    return shortest(value) if isinstance(value, Decimal) else value


def _rows(field: FieldList, *typed: str) -> list[dict[str, Any]]:
    """The filled-in rows of a repeating field as tables: those with anything in a cell of `typed`, for a menu always
    has a choice. Empty cells are left out; nought is not empty."""
    rows = [
        {
            name: _plain(cell)
            for name, cell in entry.data.items()
            if cell is not False and cell not in (None, "")
        }
        for entry in field.entries
    ]
    return [row for row in rows if any(name in row for name in typed)]


def _show(field: FieldList, rows: list[dict[str, Any]]) -> None:
    """Fill a repeating field with tables and some empty rows."""
    while field.entries:
        field.pop_entry()
    for row in [*rows, *[{}] * SPARE]:
        field.append_entry(_numbers(row))


def _numbers(row: dict[str, Any]) -> dict[str, Any]:
    """Texts of decimals as Decimals, which number fields show in the reader's way."""
    shown = dict(row)
    for name in ("max", "min", "step", "factor", "weight", "minimum", "points", "after"):
        if isinstance(shown.get(name), str):
            shown[name] = Decimal(shown[name])
    return shown


class PromotionRow(Rows):  # type: ignore[misc]
    best = IntegerField(_l("Số người"), [Optional(), NumberRange(min=1)])
    within = SelectField(
        _l("Chọn trong"), choices=choices([("", _l("Từng bảng xếp hạng của vòng")), *WITHIN]), default=""
    )
    to = TextField(_l("Lên vòng (mã)"))
    reserves = IntegerField(_l("Dự bị"), [Optional(), NumberRange(min=0)])
    cut_ties = SelectField(
        _l("Bằng điểm ở suất cuối"),
        choices=choices(
            [
                ("decision", _l("Trưởng ban quyết định")),
                ("all", _l("Lấy tất cả")),
                ("none", _l("Không lấy ai")),
            ]
        ),
        default="decision",
    )


class AwardRow(Rows):  # type: ignore[misc]
    name = TextField(_l("Giải"), [Length(max=100)])
    count = IntegerField(_l("Số giải"), [Optional(), NumberRange(min=0)])
    minimum = PointsField(_l("Điểm tối thiểu"))


class TitleRow(Rows):  # type: ignore[misc]
    name = TextField(_l("Danh hiệu"), [Length(max=100)])
    when = TextField(_l("Điều kiện, cách nhau bởi dấu chấm phẩy"), [Length(max=500)])


class CarryRow(Rows):  # type: ignore[misc]
    stage = TextField(_l("Vòng trước (mã)"))
    weight = PointsField(_l("Hệ số"))


class CriterionRow(Rows):  # type: ignore[misc]
    code = TextField(_l("Mã"), [Optional(), CODE])
    name = TextField(_l("Tiêu chí"), [Length(max=200)])
    min = PointsField(_l("Điểm tối thiểu"))
    max = PointsField(_l("Điểm tối đa"))
    step = PointsField(_l("Bước điểm"))
    factor = PointsField(_l("Hệ số"))


class TierRow(Rows):  # type: ignore[misc]
    after = PointsField(_l("Quá hơn (giây)"))
    points = PointsField(_l("Cộng (số âm là trừ)"))
    stop = BooleanField(_l("Dừng phần thi"))


class DrawRow(Rows):  # type: ignore[misc]
    topic = TextField(_l("Chủ đề"), [Length(max=200)])
    difficulty = SelectField(_l("Mức độ"), choices=choices(DIFFICULTIES), default="")
    kind = SelectField(_l("Loại câu"), choices=choices([("", _l("Bất kỳ")), *MACHINE_KINDS]), default="")
    count = IntegerField(_l("Số câu"), [Optional(), NumberRange(min=1)])


class StageForm(Form):
    """A stage's rules."""

    name = TextField(_l("Tên vòng thi"), [InputRequired(), Length(max=200)])
    code = TextField(_l("Mã"), [InputRequired(), Length(max=60), CODE])
    rank_within = SelectField(_l("Xếp hạng"), choices=choices(WITHIN))
    total = SelectField(
        _l("Tổng điểm"),
        choices=choices([("sum", _l("Tổng các phần nhân hệ số")), ("average", _l("Trung bình theo hệ số"))]),
    )
    ties = TextField(_l("Khi bằng điểm, xét lần lượt"), [Length(max=500)])
    round_criterion = IntegerField(_l("Làm tròn từng tiêu chí"), PLACES)
    round_sheet = IntegerField(_l("Làm tròn từng phiếu"), PLACES)
    round_part = IntegerField(_l("Làm tròn phần thi"), PLACES)
    round_total = IntegerField(_l("Làm tròn tổng điểm (số chữ số)"), PLACES)
    rounding = SelectField(_l("Cách làm tròn"), choices=choices(ROUNDING))
    promote = FieldList(FormField(PromotionRow))
    awards = FieldList(FormField(AwardRow))
    titles = FieldList(FormField(TitleRow))
    carry = FieldList(FormField(CarryRow))
    reason = TextField(_l("Lý do thay đổi"), [Length(max=500)])
    version = VersionField()

    def fill(self, plain: dict[str, Any], version: int | None) -> None:
        """Show a stage's table."""
        for name in ("name", "code", "rank_within", "total", "rounding"):
            if name in plain:
                self[name].data = plain[name]
        self.ties.data = ", ".join(plain.get("ties", []))
        for step in STEPS:
            self[f"round_{step}"].data = plain.get("round", {}).get(step)
        _show(self.promote, plain.get("promote", []))
        _show(self.awards, plain.get("awards", []))
        _show(
            self.titles, [row | {"when": "; ".join(row.get("when", []))} for row in plain.get("titles", [])]
        )
        _show(self.carry, plain.get("carry", []))
        self.version.data = version

    def plain(self, before: dict[str, Any]) -> dict[str, Any]:
        """The stage's table; keys that the form doesn't show stay as they were."""
        shown = {"ties", "promote", "awards", "titles", "carry", "round", "part"}
        plain = {key: value for key, value in before.items() if key not in shown}
        plain |= {name: self[name].data for name in ("code", "name", "rank_within", "total", "rounding")}
        plain["ties"] = [tie.strip() for tie in (self.ties.data or "").split(",") if tie.strip()]
        plain["round"] = {step: self[f"round_{step}"].data for step in STEPS}
        plain["promote"] = _rows(self.promote, "best", "to", "reserves")
        plain["awards"] = _rows(self.awards, "name", "count", "minimum")
        plain["carry"] = _rows(self.carry, "stage", "weight")
        plain["titles"] = [
            row | {"when": [one.strip() for one in row.get("when", "").split(";") if one.strip()]}
            for row in _rows(self.titles, "name", "when")
        ]
        return {key: value for key, value in plain.items() if value not in ([], {})}


class PartForm(Form):
    """A part's rules."""

    name = TextField(_l("Tên phần thi"), [InputRequired(), Length(max=200)])
    code = TextField(_l("Mã"), [InputRequired(), Length(max=60), CODE])
    kind = SelectField(_l("Loại phần thi"), choices=choices(KINDS))
    method = SelectField(_l("Cách chấm"), choices=choices(METHODS))
    weight = PointsField(_l("Hệ số"))
    max = PointsField(_l("Điểm tối đa"))
    round_criterion = IntegerField(_l("Làm tròn từng tiêu chí"), PLACES)
    round_sheet = IntegerField(_l("Làm tròn từng phiếu"), PLACES)
    round_part = IntegerField(_l("Làm tròn phần thi"), PLACES)
    rounding = SelectField(_l("Cách làm tròn"), choices=choices([("", _l("Như của vòng")), *ROUNDING]))
    criteria = FieldList(FormField(CriterionRow))
    over = SelectField(
        _l("Gộp điểm"), choices=choices([("sheet", _l("Theo phiếu")), ("criterion", _l("Theo tiêu chí"))])
    )
    by = SelectField(
        _l("Bằng cách"),
        choices=choices([("mean", _l("Điểm trung bình")), ("sum", _l("Tổng")), ("median", _l("Trung vị"))]),
    )
    drop_highest = IntegerField(_l("Bỏ số phiếu cao nhất"), [Optional(), NumberRange(min=0, max=9)])
    drop_lowest = IntegerField(_l("Bỏ số phiếu thấp nhất"), [Optional(), NumberRange(min=0, max=9)])
    gap = PointsField(_l("Hai phiếu lệch nhau từ (điểm)"))
    third = SelectField(
        _l("Khi lệch, phiếu thứ ba"),
        choices=choices(
            [("final", _l("Là điểm cuối cùng")), ("nearest", _l("Lấy trung bình với phiếu gần nhất"))]
        ),
    )
    draw = SelectField(
        _l("Mỗi người bốc thăm"),
        choices=choices(
            [("", _l("Không")), ("situations", _l("Một tình huống")), ("themes", _l("Một chuyên đề"))]
        ),
    )
    minimum = PointsField(_l("Ít nhất (giây)"))
    maximum = PointsField(_l("Nhiều nhất (giây)"))
    over_tiers = FieldList(FormField(TierRow))
    under_tiers = FieldList(FormField(TierRow))
    seconds = IntegerField(_l("Thời gian làm bài (giây)"), [Optional(), NumberRange(min=30, max=86400)])
    question_seconds = IntegerField(
        _l("Mỗi câu một đồng hồ (giây)"), [Optional(), NumberRange(min=5, max=3600)]
    )
    points = PointsField(_l("Điểm mỗi câu"))
    paper = SelectField(
        _l("Đề thi"),
        choices=choices(
            [
                ("", _l("Mỗi người một đề, rút riêng")),
                ("unit", _l("Mỗi đơn vị một đề")),
                ("same", _l("Mọi người cùng một đề")),
            ]
        ),
        default="",
    )
    shuffle_questions = BooleanField(_l("Đảo thứ tự câu"))
    shuffle_options = BooleanField(_l("Đảo thứ tự phương án"))
    show = SelectField(
        _l("Cách hiện câu hỏi"),
        choices=choices(
            [
                ("one", _l("Từng câu, quay lại được")),
                ("all", _l("Tất cả trên một trang")),
                ("forward", _l("Từng câu, không quay lại")),
            ]
        ),
        default="one",
    )
    review = SelectField(
        _l("Sau khi thi, thí sinh xem được"),
        choices=choices(
            [
                ("nothing", _l("Không gì cả")),
                ("score", _l("Điểm của mình")),
                ("answers", _l("Câu hỏi và câu trả lời của mình")),
                ("key", _l("Cả đáp án và giải thích")),
            ]
        ),
        default="nothing",
    )
    review_from = LocalTimeField(_l("Sớm nhất từ"), [Optional()])
    practice = BooleanField(
        _l("Luyện tập: mỗi câu trả lời hiện đáp án ngay, làm bao nhiêu lượt cũng được, không tính điểm")
    )
    seb_keys = TextAreaField(
        _l("Khóa của Safe Exam Browser, mỗi dòng một khóa"),
        [Optional(), Length(max=5000)],
        render_kw={"rows": 2},
    )
    grace = IntegerField(
        _l("Nhận câu gửi muộn vì mất mạng, trong (giây)"),
        [Optional(), NumberRange(min=0, max=86400)],
        default=600,
    )
    partial = BooleanField(_l("Câu nhiều đáp án: đúng một phần được một phần điểm"))
    lines = FieldList(FormField(DrawRow))
    limit = IntegerField(_l("Số lượt làm bài"), [Optional(), NumberRange(min=1, max=1000)])
    count = SelectField(
        _l("Lượt được tính"),
        choices=choices(
            [
                ("best", _l("Cao nhất")),
                ("last", _l("Cuối cùng")),
                ("first", _l("Đầu tiên")),
                ("sum", _l("Cộng dồn")),
            ]
        ),
    )
    tie = SelectField(
        _l("Hai lượt bằng điểm"),
        choices=choices([("earlier", _l("Lấy lượt sớm hơn")), ("later", _l("Lấy lượt muộn hơn"))]),
    )
    prediction = SelectField(
        _l("Câu dự đoán"),
        choices=choices(
            [
                ("", _l("Không có")),
                ("all_right", _l("Số người đúng hết")),
                ("participants", _l("Số người dự thi")),
                ("attempts", _l("Số lượt thi")),
                ("percent", _l("Một tỷ lệ phần trăm")),
            ]
        ),
    )
    actual = PointsField(_l("Con số thật, khi đã biết"))
    reason = TextField(_l("Lý do thay đổi"), [Length(max=500)])
    version = VersionField()

    def fill(self, plain: dict[str, Any], version: int | None) -> None:
        """Show a part's table."""
        numbers = _numbers(plain)
        for name in ("name", "code", "kind", "method", "weight", "max", "draw", "rounding"):
            if name in plain:
                self[name].data = numbers[name]
        for step in STEPS[:-1]:
            self[f"round_{step}"].data = plain.get("round", {}).get(step)
        combine, time, quiz = (plain.get(name, {}) for name in ("combine", "time", "quiz"))
        for name in ("over", "by", "drop_highest", "drop_lowest"):
            self[name].data = combine.get(name, self[name].data)
        for name in ("minimum", "maximum"):
            self[name].data = Decimal(time[name]) if name in time else None
        divergence, prediction = plain.get("divergence", {}), plain.get("prediction", {})
        self.gap.data = Decimal(divergence["gap"]) if divergence else None
        self.third.data = divergence.get("third", "final")
        self.prediction.data = prediction.get("of", "all_right") if "prediction" in plain else ""
        self.actual.data = Decimal(prediction["actual"]) if "actual" in prediction else None
        self.seconds.data = quiz.get("seconds", 1200)
        self.question_seconds.data = quiz.get("question_seconds") or None
        self.points.data = Decimal(quiz.get("points", 1))
        self.paper.data = "" if quiz.get("paper") == "person" else quiz.get("paper", "")
        self.shuffle_questions.data = quiz.get("shuffle_questions", True)
        self.shuffle_options.data = quiz.get("shuffle_options", True)
        self.partial.data = quiz.get("partial", False)
        self.show.data = quiz.get("show", "one")
        self.review.data = quiz.get("review", "nothing")
        moment = quiz.get("review_from")
        if moment:
            self.review_from.process_data(utc_time(moment, i18n.zone()))
        self.practice.data = quiz.get("practice", False)
        self.seb_keys.data = "\n".join(quiz.get("seb_keys", []))
        self.grace.data = quiz.get("grace", 600)
        self.limit.data = plain.get("attempts", {}).get("limit")
        self.count.data = plain.get("attempts", {}).get("count", "best")
        self.tie.data = plain.get("attempts", {}).get("tie", "earlier")
        _show(self.criteria, plain.get("criteria", []))
        _show(self.over_tiers, time.get("over", []))
        _show(self.under_tiers, time.get("under", []))
        _show(self.lines, quiz.get("draw", []))
        self.version.data = version

    def plain(self, before: dict[str, Any]) -> dict[str, Any]:
        """The part's table; keys that the form doesn't show stay as they were."""
        known = {each.name for each in fields(Part)}
        plain = {key: value for key, value in before.items() if key not in known}
        plain |= {name: self[name].data for name in ("code", "name", "kind", "method", "rounding")}
        plain |= {name: _plain(self[name].data) for name in ("weight", "max") if self[name].data is not None}
        plain["round"] = {step: self[f"round_{step}"].data for step in STEPS[:-1]}
        if self.method.data in JUDGED:
            plain["criteria"] = _rows(self.criteria, "code", "name", "max", "step")
            plain["combine"] = {name: self[name].data for name in ("over", "by")} | {
                name: self[name].data for name in ("drop_highest", "drop_lowest") if self[name].data
            }
            plain["draw"] = self.draw.data
            plain["time"] = self._time()
            if self.gap.data is not None:
                plain["divergence"] = {"gap": _plain(self.gap.data), "third": self.third.data}
        else:
            plain |= self._of_attempts(before)
        return {key: value for key, value in plain.items() if value not in ([], {}, "")}

    def _of_attempts(self, before: dict[str, Any]) -> dict[str, Any]:
        """Quiz, attempts and prediction. A table that was not there and would say nothing but defaults stays away: a
        quiz without one is marked elsewhere."""
        plain: dict[str, Any] = {}
        if self.method.data == "quiz":
            quiz = before.get("quiz", {}) | {
                "seconds": self.seconds.data or 1200,
                "question_seconds": self.question_seconds.data or 0,
                "points": _plain(self.points.data if self.points.data is not None else Decimal(1)),
                "paper": self.paper.data,
                "shuffle_questions": self.shuffle_questions.data,
                "shuffle_options": self.shuffle_options.data,
                "partial": self.partial.data,
                "show": self.show.data,
                "review": self.review.data,
                "review_from": self._review_from(),
                "practice": self.practice.data,
                "seb_keys": (self.seb_keys.data or "").split(),
                "grace": 600 if self.grace.data is None else self.grace.data,
                "draw": _rows(self.lines, "count", "topic"),
            }
            quiz = {key: value for key, value in quiz.items() if value or key not in SAID_ONLY_WHERE_SET}
            if "quiz" in before or quiz["draw"]:
                plain["quiz"] = quiz
        attempts = {"count": self.count.data, "tie": self.tie.data, "limit": self.limit.data}
        if "attempts" in before or attempts != {"count": "best", "tie": "earlier", "limit": None}:
            plain["attempts"] = attempts
        if self.prediction.data:
            actual = {} if self.actual.data is None else {"actual": _plain(self.actual.data)}
            plain["prediction"] = {"of": self.prediction.data} | actual
        return plain

    def _review_from(self) -> str:
        moment: Any = self.review_from.data
        return moment.astimezone(i18n.zone()).strftime("%Y-%m-%dT%H:%M") if moment else ""

    def _time(self) -> dict[str, Any]:
        tiers = ("after", "points", "stop")
        limits: dict[str, Any] = {
            name: _plain(self[name].data) for name in ("minimum", "maximum") if self[name].data is not None
        }
        limits |= {"over": _rows(self.over_tiers, *tiers), "under": _rows(self.under_tiers, *tiers)}
        return {key: value for key, value in limits.items() if value != []}
