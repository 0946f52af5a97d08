"""What the charts draw: labels and series. The only place where points become binary numbers, for the eye alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from contest.publishing.comparison import Line
from contest.ranking.item_services import Line as Question
from contest.ranking.paper_statistics import Bin


def units_chart(lines: Sequence[Line]) -> dict[str, Any]:
    """Mean, median and best total of each unit, side by side."""
    return {
        "stacked": False,
        "labels": _labels(lines),
        "series": [
            {"name": _("Điểm trung bình"), "values": [_shown(line.mean) for line in lines]},
            {"name": _("Trung vị"), "values": [_shown(line.median) for line in lines]},
            {"name": _("Cao nhất"), "values": [_shown(line.best) for line in lines]},
        ],
    }


def parts_chart(lines: Sequence[Line], parts: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Mean points of each part, one on top of the other for each unit."""
    return {
        "stacked": True,
        "labels": _labels(lines),
        "series": [
            {"name": name, "values": [_shown(line.parts.get(code, Fraction(0))) for line in lines]}
            for code, name in parts
        ],
    }


def scatter_chart(lines: Sequence[Question]) -> dict[str, Any]:
    """A point for each question with enough people: facility in percent across, item-rest correlation upwards."""
    doubtful = [line for line in lines if any(verdict.level == "bad" for verdict in line.verdicts)]
    groups = (
        (_("Kiểm tra lại đáp án"), doubtful),
        (_("Các câu khác"), [line for line in lines if line not in doubtful]),
    )
    return {
        "shape": "scatter",
        "across": _("Tỷ lệ điểm đạt được (%)"),
        "upwards": _("Tương quan với phần còn lại của đề"),
        "series": [
            {
                "name": name,
                "values": [
                    {
                        "x": round(100 * line.item.facility, 1),
                        "y": round(line.item.corrected, 3),
                        "label": line.code,
                    }
                    for line in group
                    if line.enough and line.item.corrected is not None
                ],
            }
            for name, group in groups
        ],
    }


def scores_chart(bins: Sequence[Bin]) -> dict[str, Any]:
    """How many people have how many questions right."""
    return {
        "shape": "columns",
        "across": _("Số câu đúng"),
        "upwards": _("Số người làm"),
        "labels": [str(one.low) if one.low == one.high else f"{one.low}–{one.high}" for one in bins],
        "series": [{"name": _("Số người làm"), "values": [one.people for one in bins]}],
    }


def _labels(lines: Sequence[Line]) -> list[str]:
    return [line.name or _("Chưa ghi đơn vị") for line in lines]


def _shown(value: Fraction) -> float:
    return round(float(value), 3)
