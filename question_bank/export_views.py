"""Export: which format, what it can't say, and the file. Recorded each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Blueprint, Response, render_template, request, send_file

from contest.kernel.access import allow
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, Message, message
from question_bank import finders, media, policy, services
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.writers import Lost, writers
from question_bank.forms import FilterForm
from question_bank.models import Bank

_SHOWN = 12  # codes of questions that a line of the list names


@dataclass(frozen=True)
class Loss:
    """One thing that a file won't hold, and of which questions."""

    what: Message
    is_whole: bool
    count: int
    codes: tuple[str, ...]
    more: int


@allow(policy.exports, on=finders.bank)
def export(bank: Bank) -> Any:
    """What the narrowed list loses in each format; a press on the button brings the file."""
    chosen = services.questions(bank, FilterForm(bank, request.args).narrowed())
    code = request.args.get("format", "xlsx")
    if code not in writers():
        code = "xlsx"
    writer = writers()[code]
    return render_template(
        "question_bank/export.html",
        bank=bank,
        count=len(chosen),
        writers=writers().values(),
        writer=writer,
        losses=_grouped(chosen, writer.losses(chosen)),
        args={name: value for name, value in request.args.items() if name != "format" and value},
    )


@allow(policy.exports, on=finders.bank)
def export_file(bank: Bank, code: str) -> Response:
    """The narrowed list as a file, keys included but where a person leaves them out; recorded."""
    if code not in writers():
        raise NotFound(message(N_("Không có định dạng tệp “%(code)s”."), code=code))
    writer = writers()[code]
    chosen = services.questions(bank, FilterForm(bank, request.args).narrowed())
    with_key = not writer.has_key or request.args.get("key", "1") == "1"
    filename = f"{bank.code}{'' if with_key else '-khong-dap-an'}.{writer.extension}"
    services.record_export(bank, filename, len(chosen))
    written = writer.write(chosen, media.contents(chosen), services.folders(bank), with_key)
    response = send_file(BytesIO(written), mimetype=writer.mime, as_attachment=True, download_name=filename)
    response.headers["Cache-Control"] = "no-store"
    return response


def _grouped(chosen: Sequence[ReadQuestion], lost: Sequence[Lost]) -> list[Loss]:
    """What is lost, thing by thing, the questions that aren't in the file at all first."""
    found: dict[str, list[Lost]] = {}
    for one in sorted(lost, key=lambda one: not one.is_whole):
        found.setdefault(one.what.text, []).append(one)
    return [
        Loss(
            many[0].what,
            many[0].is_whole,
            len(many),
            tuple(chosen[one.place].code for one in many[:_SHOWN]),
            max(0, len(many) - _SHOWN),
        )
        for many in found.values()
    ]


def add_to(bp: Blueprint) -> None:
    """Give the pages their addresses."""
    bp.add_url_rule("/<bank_code>/export", view_func=export)
    bp.add_url_rule("/<bank_code>/export/<code>", view_func=export_file)
