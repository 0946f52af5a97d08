"""Statistics of questions after use: of a quiz, of a question over all quizzes, and as files."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask import Response, render_template, request, url_for

from contest.kernel.access import allow, current_actor
from contest.kernel.errors import Refused
from contest.kernel.i18n import show_points
from contest.kernel.messages import N_, message
from contest.organising.models import Part
from contest.organising.policy import keeps_records
from contest.playing import finders
from contest.playing.desk_views import ADDRESS
from contest.publishing import charts, statistics, statistics_files
from contest.publishing.blueprint import bp
from contest.ranking import item_services, item_verdicts
from contest.ranking.item_services import Line
from question_bank import finders as bank_finders
from question_bank import policy as bank_policy
from question_bank.kinds.choices import LETTERS
from question_bank.models import Question


def _discrimination(line: Line) -> float:
    """What is not shown comes last."""
    value = line.item.discrimination if line.enough else None
    return 2 if value is None else value


# What the questions of a quiz can be sorted by: the address's word, its name, and the key.
ORDERS: dict[str, tuple[str, Callable[[Line], Any]]] = {
    "review": (
        N_("Cần xem trước"),
        lambda line: (
            -sum(verdict.level == "bad" for verdict in line.verdicts),
            -sum(verdict.level == "warn" for verdict in line.verdicts),
        ),
    ),
    "code": (N_("Mã câu"), lambda line: 0),  # as they come
    "facility": (N_("Khó nhất"), lambda line: line.item.facility),
    "discrimination": (N_("Phân biệt kém nhất"), _discrimination),
    "omitted": (N_("Bỏ trống nhiều nhất"), lambda line: -line.item.omitted),
}


@bp.app_template_filter()
def figure(value: float | None, places: int = 2) -> str:
    """A statistic with so many places; a dash where there is none."""
    if value is None:
        return "–"
    shown = show_points(Decimal(str(round(value, 9))), places)
    # A minus of the width of a digit; and what rounds to nothing has none.
    return shown.replace("-", "−") if any(digit in shown for digit in "123456789") else shown.lstrip("-")


@bp.app_template_filter()
def percent(value: float) -> str:
    """A share, 0 to 1, in whole percent."""
    return f"{figure(100 * value, 0)}%"


@bp.app_template_filter()
def letter(index: int) -> str:
    """The letter of an option, from 0."""
    return LETTERS[index]


@bp.get(f"{ADDRESS}/statistics")
@allow(keeps_records, on=finders.quiz)
def part_statistics(part: Part) -> str:
    """The questions and papers of a quiz (`?sort=…`), once it is closed for everyone."""
    order = request.args.get("sort", "review")
    order = order if order in ORDERS else "review"
    report = statistics.of_part(part) if item_services.is_ready(part) else None
    bank = part.contest.bank
    lines = sorted(report.lines, key=ORDERS[order][1]) if report else []
    return render_template(
        "contest/publishing/part_statistics.html",
        contest=part.contest,
        active="playing",
        part=part,
        report=report,
        lines=lines,
        order=order,
        orders={word: message(name) for word, (name, _key) in ORDERS.items()},
        scatter=charts.scatter_chart(lines),
        scores=charts.scores_chart(report.bins) if report else None,
        verdicts=item_verdicts,
        may_open=bank is not None and bank_policy.sees_all_keys(current_actor(), bank),
    )


@bp.get(f"{ADDRESS}/statistics.<any(xlsx, csv):extension>")
@allow(keeps_records, on=finders.quiz)
def part_statistics_file(part: Part, extension: str) -> Response:
    """The same as a file."""
    if not item_services.is_ready(part):
        raise Refused(message(N_("Phần thi chưa đóng với tất cả mọi người nên chưa có thống kê.")))
    return statistics_files.answer(part, statistics.of_part(part), extension)


@bp.get("/banks/<bank_code>/questions/<int:question_id>/statistics")
@allow(bank_policy.sees_keys, on=bank_finders.question)
def question_statistics(question: Question) -> str:
    """A question of the bank: each revision, in each quiz that asked it."""
    revisions, running = statistics.of_question(question)
    actor = current_actor()
    links = {
        use.part.id: url_for(
            ".part_statistics",
            contest_code=use.part.contest.code,
            stage_code=use.part.stage.code,
            part_code=use.part.code,
        )
        for revised in revisions
        for use in revised.uses
        if keeps_records(actor, use.part)
    }
    return render_template(
        "contest/publishing/question_statistics.html",
        bank=question.bank,
        question=question,
        revisions=revisions,
        running=running,
        links=links,
        fewest=item_verdicts.FEWEST,
    )
