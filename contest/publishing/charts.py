"""What the charts draw: labels and series. The only place where points become binary numbers, for the eye alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

from contest.publishing.comparison import Line


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


def _labels(lines: Sequence[Line]) -> list[str]:
    return [line.name or _("Chưa ghi đơn vị") for line in lines]


def _shown(value: Fraction) -> float:
    return round(float(value), 3)
