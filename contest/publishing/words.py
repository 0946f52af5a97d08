"""The words that a result is shown with, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from contest.kernel.i18n import show_points
from contest.organising.models import Decision
from contest.publishing.table import Row, Table


def status_word(row: Row) -> str:
    """Why an entrant has no rank; empty for one who has."""
    return {
        "absent": _("Vắng"),
        "guest": _("Khách mời"),
        "withdrawn": _("Rút lui"),
        "disqualified": _("Bị loại"),
    }.get(row.status, "")


def promotion_word(row: Row) -> str:
    """Whether an entrant goes on to the next stage."""
    return {"yes": _("Vào vòng sau"), "reserve": _("Dự bị")}.get(row.promoted, "")


def remark(row: Row) -> str:
    """Everything beside rank and points, in one line: prize, title, promotion, status."""
    return ", ".join(word for word in (row.award, row.title, promotion_word(row), status_word(row)) if word)


def decided_word(rule: str, table: Table) -> str:
    """The rule that set equal totals apart, for people."""
    kind, _colon, code = rule.partition(":")
    if kind == "part":
        names = {part.code: part.name for part in table.parts}
        return _("hơn ở phần %(part)s", part=names.get(code, code))
    words = {
        "duration": _("theo thời gian làm bài"),
        "submitted": _("theo thời điểm nộp bài"),
        "prediction": _("theo dự đoán"),
        "highest_marks": _("theo số điểm cao"),
        "decision": _("theo quyết định của trưởng ban"),
        "name": _("theo tên"),
        "shared": _("đồng hạng"),
    }
    return words.get(kind, rule)


def decision_word(decision: Decision) -> str:
    """What was decided, in a few words."""
    value = decision.value
    if decision.kind.startswith("external:"):
        return _("%(code)s: %(value)s", code=decision.kind.partition(":")[2], value=show_points(value))
    if decision.kind == "penalty":
        part = _(" ở phần %(part)s", part=decision.part.name) if decision.part else ""
        return _("trừ %(points)s điểm", points=show_points(value)) + part
    return {
        "order": _("xếp thứ %(place)s trong những người bằng điểm", place=value),
        "withdraw": _("rút lui"),
        "disqualify": _("bị loại"),
        "waive": _("nhường suất vào vòng sau"),
        "substitute": _("vào vòng sau thay cho %(code)s", code=value),
    }.get(decision.kind, decision.kind)
