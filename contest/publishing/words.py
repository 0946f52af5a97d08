"""The words that a result is shown with, in the reader's language."""

from __future__ import annotations

from contest.kernel.i18n import render, show_points
from contest.kernel.messages import N_, message
from contest.organising.models import Decision
from contest.publishing.table import Row, Table

STATUS = {
    "absent": N_("Vắng"),
    "guest": N_("Khách mời"),
    "withdrawn": N_("Rút lui"),
    "disqualified": N_("Bị loại"),
}
PROMOTED = {"yes": N_("Vào vòng sau"), "reserve": N_("Dự bị")}
TIE_RULES = {
    "part": N_("hơn ở phần %(part)s"),
    "duration": N_("theo thời gian làm bài"),
    "submitted": N_("theo thời điểm nộp bài"),
    "prediction": N_("theo dự đoán"),
    "highest_marks": N_("theo số điểm cao"),
    "decision": N_("theo quyết định của trưởng ban"),
    "name": N_("theo tên"),
    "shared": N_("đồng hạng"),
}
DECISIONS = {
    "order": N_("xếp thứ %(value)s trong những người bằng điểm"),
    "penalty": N_("trừ %(value)s điểm"),
    "withdraw": N_("rút lui"),
    "disqualify": N_("bị loại"),
    "waive": N_("nhường suất vào vòng sau"),
    "substitute": N_("vào vòng sau thay cho %(value)s"),
}
PENALTY_OF_PART = N_("trừ %(value)s điểm ở phần %(part)s")


def remark(row: Row) -> str:
    """Everything beside rank and points, in one line: prize, title, promotion, status."""
    words = [row.award, row.title]
    words += [render(message(PROMOTED[row.promoted]))] if row.promoted else []
    words += [render(message(STATUS[row.status]))] if row.status in STATUS else []
    return ", ".join(word for word in words if word)


def decided_word(rule: str, table: Table) -> str:
    """The rule that set equal totals apart, for people."""
    kind, _, code = rule.partition(":")
    names = {part.code: part.name for part in table.parts}
    return render(message(TIE_RULES[kind], part=names.get(code, code)))


def decision_word(decision: Decision) -> str:
    """What was decided, in a few words."""
    kind, _, code = decision.kind.partition(":")
    if kind == "external":
        return f"{code}: {show_points(decision.value)}"
    value = show_points(decision.value) if kind == "penalty" else decision.value
    if decision.part is not None:
        return render(message(PENALTY_OF_PART, value=value, part=decision.part.name))
    return render(message(DECISIONS[kind], value=value))
