"""Export: which format, what it can't say, and the file; booklets. Recorded each time."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for

from contest.kernel import made_files
from contest.kernel.access import allow
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from question_bank import booklet, export_jobs, finders, losses, media, policy, services
from question_bank.exchange.writers import writers
from question_bank.forms import FilterForm
from question_bank.models import Bank


@allow(policy.exports, on=finders.bank)
def export(bank: Bank) -> Any:
    """What the narrowed list loses in each format; a press on the button brings the file."""
    narrowed = FilterForm(bank, request.args).narrowed()
    ids = services.found(bank, narrowed)
    code = request.args.get("format", "xlsx")
    if code not in writers():
        code = "xlsx"
    writer = writers()[code]
    is_long = len(ids) > export_jobs.LIST_AT_ONCE
    chosen = [] if is_long else services.questions(bank, narrowed)
    return render_template(
        "question_bank/export.html",
        bank=bank,
        count=len(ids),
        is_long=is_long,
        writers=writers().values(),
        writer=writer,
        losses=losses.grouped(chosen, writer.losses(chosen)),
        args={name: value for name, value in request.args.items() if name != "format" and value},
    )


@allow(policy.exports, on=finders.bank)
def export_file(bank: Bank, code: str) -> Any:
    """The narrowed list as a file, keys included but where a person leaves them out; recorded. A long one is made in the
    background."""
    if code not in writers():
        raise NotFound(message(N_("Không có định dạng tệp “%(code)s”."), code=code))
    writer = writers()[code]
    narrowed = FilterForm(bank, request.args).narrowed()
    ids = services.found(bank, narrowed)
    with_key = not writer.has_key or request.args.get("key", "1") == "1"
    filename = f"{bank.code}{'' if with_key else '-khong-dap-an'}.{writer.extension}"
    services.record_export(bank, filename, len(ids))
    if len(ids) > export_jobs.LIST_AT_ONCE:
        return _waiting(
            export_jobs.ask_list(bank, ids, writer, with_key, filename, made_files.address()), bank
        )
    chosen = services.questions(bank, narrowed)
    written = writer.write(chosen, media.contents(chosen), services.folders(bank), with_key)
    return _file(written, writer.mime, filename)


@allow(policy.exports, on=finders.bank)
def booklet_file(bank: Bank, form: str) -> Any:
    """The narrowed list as a booklet of questions and answers; recorded. A long one is made in the background."""
    narrowed = FilterForm(bank, request.args).narrowed()
    ids = services.found(bank, narrowed)
    filename = f"{bank.code}-hoi-dap.{form}"
    services.record_export(bank, filename, len(ids))
    if len(ids) > export_jobs.BOOKLETS_AT_ONCE[form]:
        return _waiting(export_jobs.ask_booklet(bank, ids, form, filename, made_files.address()), bank)
    write, mime = booklet.WRITERS[form]
    told = booklet.booklet(bank, services.questions(bank, narrowed), export_jobs.title())
    return _file(write(told), mime, filename)


@allow(policy.takes, on=finders.made_file)
def made_file(noun: finders.BankFile) -> Any:
    """How far a file is that is made in the background; then what it loses, and the way to it."""
    lost = export_jobs.losses_of(noun.made)
    return made_files.shown(noun.made, "question_bank/made_file.html", bank=noun.bank, losses=lost)


@allow(policy.takes, on=finders.made_file)
def take_made_file(noun: finders.BankFile) -> Any:
    """A file that was made in the background."""
    return made_files.sent(noun.made)


def _waiting(made: made_files.MadeFile, bank: Bank) -> Any:
    return redirect(url_for(".made_file", bank_code=bank.code, token=made.token), 303)


def _file(written: bytes, mime: str, filename: str) -> Response:
    response = send_file(BytesIO(written), mimetype=mime, as_attachment=True, download_name=filename)
    response.headers["Cache-Control"] = "no-store"
    return response


def add_to(bp: Blueprint) -> None:
    """Give the pages their addresses."""
    bp.add_url_rule("/<bank_code>/export", view_func=export)
    bp.add_url_rule("/<bank_code>/export/<code>", view_func=export_file)
    bp.add_url_rule("/<bank_code>/booklet.<any(docx, pdf):form>", view_func=booklet_file)
    bp.add_url_rule("/<bank_code>/files/<token>", view_func=made_file)
    bp.add_url_rule("/<bank_code>/files/<token>/take", view_func=take_made_file)
