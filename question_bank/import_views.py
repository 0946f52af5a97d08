"""Import in three pages: the file, its columns, its questions. Works without script."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from contest.kernel.access import allow, current_actor
from contest.kernel.errors import Refused
from contest.kernel.i18n import render
from question_bank import finders, media, policy, rules, services, uploads
from question_bank.exchange import read_questions
from question_bank.exchange.formats import Choices
from question_bank.exchange.questions import Reading
from question_bank.forms import MappingForm, UploadForm
from question_bank.models import Bank
from question_bank.uploads import Upload

PER_PAGE = 100


@allow(policy.arranges, on=finders.bank)
def import_file(bank: Bank) -> Any:
    """Step 1: a file. One that can't be read is refused here, with the reason."""
    form = UploadForm()
    if form.validate_on_submit():
        data, filename = form.file.data.read(), form.file.data.filename or ""
        reading = read_questions(data, filename, Choices(remembered=bank.import_mapping))
        if reading.refused is None:
            upload = uploads.keep(bank, current_actor().key, filename, data)
            # The project's own format has no columns to choose.
            step = ".import_columns" if reading.columns else ".import_preview"
            return redirect(url_for(step, bank_code=bank.code, token=upload.token))
        form.file.errors = [render(reading.refused)]
    return render_template(
        "question_bank/import_file.html", bank=bank, form=form
    ), 422 if form.errors else 200


@allow(policy.imports, on=finders.upload)
def import_columns(upload: Upload) -> Any:
    """Step 2: which field each column holds, as proposed by the titles and the last import."""
    reading = _read(upload)
    form = MappingForm(reading.columns, reading.mapping)
    if form.validate_on_submit():
        upload.mapping = tuple(field.data for field in form.fields)
        upload.ticked, upload.unticked = set(), set()
        upload.save()
        return redirect(url_for(".import_preview", bank_code=upload.bank.code, token=upload.token))
    page = render_template(
        "question_bank/import_columns.html",
        bank=upload.bank,
        upload=upload,
        form=form,
        samples=reading.samples,
    )
    return page, 422 if form.is_submitted() else 200


@allow(policy.imports, on=finders.upload)
def import_preview(upload: Upload) -> Any:
    """Step 3: each question as it will look, beside what the bank holds; tick, turn pages, store."""
    reading = _read(upload)
    if reading.refused or ("text" not in reading.mapping and reading.columns):
        return redirect(url_for(".import_columns", bank_code=upload.bank.code, token=upload.token))
    weighed = rules.weigh(reading.questions, services.questions(upload.bank, services.Filter(state="all")))
    page = max(request.args.get("page", 1, int), 1)
    if request.method == "POST" and _is_stale(weighed):
        flash(gettext("Ngân hàng vừa thay đổi. Hãy xem lại các câu rồi nhập."), "warning")
    elif request.method == "POST":
        _note_ticks(upload, weighed)
        if "store" not in request.form:
            page = max(request.form.get("page", 1, int), 1)
            return redirect(
                url_for(".import_preview", bank_code=upload.bank.code, token=upload.token, page=page)
            )
        if done := _store(upload, reading, weighed):
            return done
    pages = -(-len(weighed) // PER_PAGE) or 1
    page = min(page, pages)
    return render_template(
        "question_bank/import_preview.html",
        bank=upload.bank,
        upload=upload,
        reading=reading,
        weighed=weighed,
        shown=weighed[(page - 1) * PER_PAGE : page * PER_PAGE],
        chosen={each.place for each in weighed if _is_ticked(upload, each)},
        page=page,
        pages=pages,
    )


@allow(policy.imports, on=finders.upload)
def import_cancel(upload: Upload) -> Any:
    """Throw the file away."""
    upload.remove()
    flash(gettext("Đã bỏ tệp “%(name)s”; không có gì được lưu.", name=upload.filename), "info")
    return redirect(url_for(".questions", bank_code=upload.bank.code))


def add_to(bp: Blueprint) -> None:
    """Give the pages their addresses."""
    both = ["GET", "POST"]
    bp.add_url_rule("/<bank_code>/import", view_func=import_file, methods=both)
    bp.add_url_rule("/<bank_code>/import/<token>/columns", view_func=import_columns, methods=both)
    bp.add_url_rule("/<bank_code>/import/<token>", view_func=import_preview, methods=both)
    bp.add_url_rule("/<bank_code>/import/<token>/cancel", view_func=import_cancel, methods=["POST"])


def _read(upload: Upload) -> Reading:
    choices = Choices(upload.mapping, upload.bank.import_mapping)
    return media.examined(read_questions(upload.data(), upload.filename, choices))


def _is_ticked(upload: Upload, each: rules.Weighed) -> bool:
    if not each.storable or each.place in upload.unticked:
        return False
    return each.proposed or each.place in upload.ticked


def _shown() -> list[tuple[int, str]]:
    """The places on the page that was sent, and how each stood when it was made ("12:new")."""
    pairs = (value.partition(":") for value in request.form.getlist("shown"))
    return [(int(place), standing) for place, _, standing in pairs if place.isdigit()]


def _is_stale(weighed: list[rules.Weighed]) -> bool:
    """Whether the bank has changed since the page was made, so that a tick would mean something else."""
    return any(place >= len(weighed) or weighed[place].standing != standing for place, standing in _shown())


def _note_ticks(upload: Upload, weighed: list[rules.Weighed]) -> None:
    """Keep what the page's ticks say against what it proposed."""
    ticked = {int(place) for place in request.form.getlist("take") if place.isdigit()}
    shown = {place for place, _ in _shown()}
    upload.ticked -= shown
    upload.unticked -= shown
    for each in weighed:
        if each.place in shown and each.storable:
            if each.place in ticked and not each.proposed:
                upload.ticked.add(each.place)
            elif each.place not in ticked and each.proposed:
                upload.unticked.add(each.place)
    upload.save()


def _store(upload: Upload, reading: Reading, weighed: list[rules.Weighed]) -> Any:
    chosen = [each.question for each in weighed if _is_ticked(upload, each)]
    if not chosen:
        flash(gettext("Chưa chọn câu nào để nhập."), "warning")
        return None
    try:
        stored = services.import_questions(upload.bank, chosen, upload.filename, reading)
    except Refused as refusal:
        flash(render(refusal.message), "danger")
        return None
    bank_code = upload.bank.code
    upload.remove()
    flash(
        gettext("Đã thêm %(added)d câu, sửa %(revised)d câu.", added=stored.added, revised=stored.revised),
        "success",
    )
    return redirect(url_for(".questions", bank_code=bank_code))
