"""Import in three pages: the file, its columns, its questions. Works without script. Changing a question of a file:
`amend_views`."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask_babel import gettext

from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.errors import NotFound, Refused
from contest.kernel.i18n import render
from contest.kernel.messages import N_, message
from question_bank import finders, mends, policy, previews, reading_jobs, rules, services, uploads
from question_bank.exchange.columns import FIELDS
from question_bank.exchange.questions import ReadQuestion
from question_bank.forms import MappingForm, UploadForm
from question_bank.kinds import kinds
from question_bank.models import Bank, Import
from question_bank.previews import PER_PAGE, Preview
from question_bank.uploads import Upload


@allow(policy.arranges, on=finders.bank)
def import_file(bank: Bank) -> Any:
    """Step 1: a file. One that can't be read is refused here, with the reason; a large one is read in the background."""
    form = UploadForm()
    if form.validate_on_submit():
        data, filename = form.file.data.read(), form.file.data.filename or ""
        upload = uploads.keep(bank, current_actor().key, filename, data)
        if reading_jobs.takes_long(data):
            reading_jobs.start(upload)
            return redirect(_address(".import_reading", upload))
        reading = uploads.read(upload)
        if reading.refused is None:
            return redirect(_address(".import_columns" if reading.columns else ".import_preview", upload))
        uploads.remove(upload)
        db.session.commit()
        form.file.errors = [render(reading.refused)]
    page = render_template("question_bank/import_file.html", bank=bank, form=form)
    return page, 422 if form.errors else 200


@allow(policy.imports, on=finders.upload)
def import_reading(upload: Upload) -> Any:
    """Between the steps: how far the reading of a large file is. As JSON for the page's script."""
    reading_jobs.start(upload)
    job = reading_jobs.job_of(upload)
    if upload.is_read and uploads.reading_of(upload).refused is None:
        reading = uploads.reading_of(upload)
        onward = _address(
            ".import_columns" if reading.columns and upload.mapping is None else ".import_preview", upload
        )
    else:
        onward = ""
    problem = reading_jobs.problem_of(upload, job)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        answer = jsonify(
            percent=job.percent if job else 100,
            onward=onward,
            is_over=bool(onward or problem),
            state=job.state if job else "",
        )
        answer.add_etag()
        return answer.make_conditional(request)
    if onward:
        return redirect(onward)
    return render_template(
        "question_bank/import_reading.html", bank=upload.bank, upload=upload, job=job, problem=problem
    )


@allow(policy.imports, on=finders.upload)
def import_columns(upload: Upload) -> Any:
    """Step 2: which field each column holds, as proposed by the titles and the last import."""
    if waits := _unread(upload):
        return waits
    reading = uploads.reading_of(upload)
    form = MappingForm(reading.columns, reading.mapping)
    if form.validate_on_submit():
        uploads.choose_columns(upload, [field.data for field in form.fields], reading)
        db.session.commit()
        return redirect(_address(".import_preview", upload))
    page = render_template(
        "question_bank/import_columns.html",
        bank=upload.bank,
        upload=upload,
        form=form,
        reading=reading,
        sheets=previews.sheets(reading),
        fields=FIELDS,
    )
    return page, 422 if form.is_submitted() else 200


@allow(policy.imports, on=finders.upload_or_import)
def import_preview(upload: Upload | Import) -> Any:
    """Step 3: each question as it will look, beside what the bank holds; choose, mend, turn pages, store."""
    if isinstance(upload, Import):  # pressed twice, or come back to
        return redirect(_address(".import_done", upload))
    if waits := _unread(upload):
        return waits
    reading = uploads.reading_of(upload)
    if "text" not in reading.mapping and reading.columns:
        return redirect(_address(".import_columns", upload))
    preview = previews.of(upload, reading)
    show = request.form.get("show") or request.args.get("show", "all")
    page = max(request.args.get("page", 1, int), 1)
    if request.method == "POST" and previews.is_stale(preview, request.form.getlist("shown")):
        flash(gettext("Ngân hàng vừa thay đổi. Hãy xem lại các câu rồi nhập."), "warning")
    elif request.method == "POST":
        _note_decisions(preview)
        if mend := request.form.get("mend"):
            return _mend(preview, mend, show, page)
        if "store" not in request.form:
            page = 1 if "show" in request.form else max(request.form.get("page", page, int), 1)
            return redirect(_address(".import_preview", upload, page=page, show=show))
        if done := _store(preview):
            return done
    chosen = preview.narrowed(show)
    pages = -(-len(chosen) // PER_PAGE) or 1
    page = min(page, pages)
    shown = chosen[(page - 1) * PER_PAGE : page * PER_PAGE]
    return render_template(
        "question_bank/import_preview.html",
        bank=upload.bank,
        upload=upload,
        reading=reading,
        preview=preview,
        shown=shown,
        rivals=services.plain_by_id(upload.bank, [each.rival for each in shown if each.rival]),
        sheets=previews.sheets(reading),
        samples=upload.encoding_sample or (),
        known_kinds=kinds(),
        compared=_compared,
        encodings=previews.encodings(),
        mends=mends.mends,
        is_showable=mends.is_showable,
        show=show,
        page=page,
        pages=pages,
    )


@allow(policy.imports, on=finders.upload)
def import_encoding(upload: Upload) -> Any:
    """Confirm the encoding that a file was read in, or have it read in another one, or (empty) as it is recognised."""
    chosen = request.form.get("encoding", "")
    if chosen in ("", *previews.encodings()):
        upload.encoding, upload.encoding_confirmed = chosen, bool(chosen)
        db.session.commit()
    return redirect(_address(".import_preview", upload))


@allow(policy.imports, on=finders.upload)
def import_media(upload: Upload, name: str) -> Any:
    """A picture or a sound of the file, not stored in the bank yet."""
    held = uploads.picture(upload, name)
    if held is None:
        return redirect(url_for("media.show", name=name))
    response = send_file(BytesIO(held.content), mimetype=held.mime, etag=name, conditional=True)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@allow(policy.imports, on=finders.upload)
def import_cancel(upload: Upload) -> Any:
    """Throw the file away."""
    bank_code, filename = upload.bank.code, upload.filename
    uploads.remove(upload)
    db.session.commit()
    flash(gettext("Đã bỏ tệp “%(name)s”; không có gì được lưu.", name=filename), "info")
    return redirect(url_for(".questions", bank_code=bank_code))


@allow(policy.imports, on=finders.upload_or_import)
def import_done(upload: Upload | Import) -> Any:
    """What came of an import, with the way to its questions."""
    if isinstance(upload, Upload):
        return redirect(_address(".import_preview", upload))
    return render_template("question_bank/import_done.html", bank=upload.bank, done=upload)


def add_to(bp: Blueprint) -> None:
    """Give the pages their addresses."""
    both, one = ["GET", "POST"], "/<bank_code>/import/<token>"
    bp.add_url_rule("/<bank_code>/import", view_func=import_file, methods=both)
    bp.add_url_rule(f"{one}/reading", view_func=import_reading)
    bp.add_url_rule(f"{one}/columns", view_func=import_columns, methods=both)
    bp.add_url_rule(one, view_func=import_preview, methods=both)
    bp.add_url_rule(f"{one}/encoding", view_func=import_encoding, methods=["POST"])
    bp.add_url_rule(f"{one}/media/<name>", view_func=import_media)
    bp.add_url_rule(f"{one}/cancel", view_func=import_cancel, methods=["POST"])
    bp.add_url_rule(f"{one}/done", view_func=import_done)


def _address(endpoint: str, upload: Upload | Import, **more: Any) -> str:
    return url_for(endpoint, bank_code=upload.bank.code, token=upload.token, **more)


def _unread(upload: Upload) -> Any:
    """Have the file read under the choices as they are: at once, or (then the way to wait) in the background."""
    if not upload.is_read:
        if reading_jobs.takes_long(upload.content):
            reading_jobs.start(upload)
            return redirect(_address(".import_reading", upload))
        uploads.read(upload)
    refused = uploads.reading_of(upload).refused
    return redirect(_address(".import_reading", upload)) if refused else None


def _compared(each: rules.Weighed, stored: ReadQuestion) -> list[rules.Difference]:
    return rules.compared(stored, rules.filled(stored, each.question), gettext)


def _note_decisions(preview: Preview) -> None:
    """Keep what the page says of each question that it showed, where that is not what is proposed."""
    shown = {value.partition(":")[0] for value in request.form.getlist("shown")}
    ticked = set(request.form.getlist("take"))
    kept = dict(preview.upload.decisions)
    for each in preview.weighed:
        place = str(each.place)
        if place not in shown:
            continue
        said = request.form.get(f"decision-{place}") or ("new" if place in ticked else "out")
        kept.pop(preview.keys[each.place], None)
        if said in each.decisions and said != each.decisions[0]:
            kept[preview.keys[each.place]] = said
    preview.upload.decisions = kept
    db.session.commit()


def _mend(preview: Preview, wanted: str, show: str, page: int) -> Any:
    place, _, code = wanted.partition(":")
    each = preview.at(place)
    found = next((one for one in mends.mends(each.question) if one.code == code), None) if each else None
    if each is None or found is None:
        raise NotFound(message(N_("Không có cách sửa này cho câu đó.")))
    uploads.amend(preview.upload, preview.keys[each.place], found.question)
    db.session.commit()
    return redirect(_address(".import_preview", preview.upload, page=page, show=show, _anchor=f"q{place}"))


def _store(preview: Preview) -> Any:
    upload, chosen = preview.upload, preview.chosen()
    codes = Counter(question.code for question in chosen if question.code)
    twice = sorted(code for code, count in codes.items() if count > 1)
    if not chosen:
        flash(gettext("Chưa chọn câu nào để nhập."), "warning")
        return None
    if twice:
        text = gettext("Có hai câu được chọn cùng ghi vào câu %(code)s. Hãy chỉ chọn một.", code=twice[0])
        flash(text, "danger")
        return None
    try:
        done = services.import_questions(
            upload.bank, chosen, upload.filename, preview.with_media(chosen), upload.token
        )
    except Refused as refusal:
        # Pressed twice: the other press may have stored it while this one waited.
        stored = finders.upload_or_import(upload.bank.code, upload.token)
        if isinstance(stored, Import):
            return redirect(_address(".import_done", stored))
        flash(render(refusal.message), "danger")
        return None
    uploads.remove(upload)
    db.session.commit()
    return redirect(_address(".import_done", done))
