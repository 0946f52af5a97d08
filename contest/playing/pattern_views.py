"""The report of unusual patterns: for a person to read. Nothing follows from it by itself."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _

from contest.kernel.access import allow
from contest.organising.models import Part
from contest.organising.policy import keeps_records
from contest.playing import finders, pattern_services, patterns
from contest.playing.blueprint import bp
from contest.playing.desk_views import ADDRESS


@bp.get(f"{ADDRESS}/patterns")
@allow(keeps_records, on=finders.quiz)
def unusual(part: Part) -> str:
    """The report."""
    report = pattern_services.report(part)
    return render_template(
        "contest/playing/patterns.html",
        contest=part.contest,
        active="playing",
        part=part,
        report=report,
        chart=_chart(report.days),
        most=patterns.MOST_OF_GROUP,
    )


def _chart(days: list[patterns.Day]) -> dict[str, Any]:
    return {
        "stacked": True,
        "labels": [f"{one.day[8:]}/{one.day[5:7]}" for one in days],
        "series": [
            {"name": _("Đúng hết"), "values": [one.perfect for one in days]},
            {"name": _("Còn lại"), "values": [one.sat - one.perfect for one in days]},
        ],
    }
