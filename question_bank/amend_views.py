"""Changing a question of a file before it is stored. Works without script; `question_bank/preview.js` opens it in place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from contest.kernel.access import allow
from contest.kernel.db import db
from contest.kernel.errors import NotFound
from contest.kernel.i18n import render
from contest.kernel.messages import N_, message
from question_bank import finders, mends, policy, previews, rules, uploads
from question_bank.exchange.questions import ReadQuestion
from question_bank.forms import QuestionForm, question_form
from question_bank.kinds import kind as find_kind
from question_bank.kinds import kinds
from question_bank.media_forms import MediaForm
from question_bank.previews import PER_PAGE, Preview
from question_bank.uploads import Upload


@allow(policy.imports, on=finders.upload)
def import_amend(upload: Upload, place: int) -> Any:
    """Change a question of the file, its kind too; what is sound is kept with the file and can be chosen."""
    if not upload.is_read:
        return redirect(url_for(".import_preview", bank_code=upload.bank.code, token=upload.token))
    preview = previews.of(upload, uploads.reading_of(upload))
    each = preview.at(str(place))
    if each is None:
        raise NotFound(message(N_("Tệp này không có câu hỏi đó.")))
    kind = request.values.get("kind") or each.question.kind
    kind = kind if kind in kinds() else "single_choice"
    if "recast" in request.form:
        token, show = upload.token, request.args.get("show", "all")
        return redirect(
            url_for(
                ".import_amend", bank_code=upload.bank.code, token=token, place=place, kind=kind, show=show
            )
        )
    form = _form(each.question, kind)
    extra = MediaForm(form)
    if "more" in request.form:
        form.show_more()
    elif not extra.holds_up() and form.validate_on_submit():
        question = form.question()
        (question,) = previews.examined(upload, [uploads.placed(question, each.question)])
        if not question.problems:
            # What no form asks for stays.
            question = replace(question, retired=each.question.retired)
            uploads.amend(upload, preview.keys[place], question)
            db.session.commit()
            return _back(preview, place)
        form.form_errors += [render(problem) for problem in question.problems]
    page = render_template(
        "question_bank/import_amend.html",
        bank=upload.bank,
        upload=upload,
        each=each,
        form=form,
        extra=extra,
        kind=find_kind(kind),
        kinds=kinds().values(),
        is_amended=preview.is_amended(each),
        back=_address(preview, place),
    )
    return page, 422 if form.errors or extra.errors else 200


@allow(policy.imports, on=finders.upload)
def import_restore(upload: Upload, place: int) -> Any:
    """Take a question as the file has it again."""
    preview = previews.of(upload, uploads.reading_of(upload))
    if preview.at(str(place)) is not None:
        uploads.amend(upload, preview.keys[place], None)
        db.session.commit()
        flash(gettext("Đã lấy lại câu hỏi như trong tệp."), "info")
    return _back(preview, place)


def add_to(bp: Blueprint) -> None:
    """Give the pages their addresses."""
    one = "/<bank_code>/import/<token>/questions/<int:place>"
    bp.add_url_rule(one, view_func=import_amend, methods=["GET", "POST"])
    bp.add_url_rule(f"{one}/restore", view_func=import_restore, methods=["POST"])


_NOTHING = {"tick": False, "rows": [], "cells": [], "places": []}


def _form(question: ReadQuestion, kind: str) -> QuestionForm:
    """The kind's form, filled with what of the question it can hold."""
    fit = question if kind == question.kind and mends.is_showable(question) else mends.recast(question, kind)
    if fit.legal_date and not rules.is_date(fit.legal_date):
        fit = replace(fit, legal_date="")
    try:
        return question_form(kind)(fit)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        # What the file has is nothing that this kind could show: its author begins anew.
        blank = {one.name: _NOTHING.get(one.type, "") for one in find_kind(kind).inputs}
        return question_form(kind)(replace(fit, body=find_kind(kind).from_form(blank)))


def _address(preview: Preview, place: int) -> str:
    """The page of the preview on which the question stands."""
    upload, show = preview.upload, request.args.get("show", "all")
    places = [each.place for each in preview.narrowed(show)]
    if place not in places:
        show, places = "all", list(range(len(preview.weighed)))
    page = places.index(place) // PER_PAGE + 1
    return url_for(
        ".import_preview",
        bank_code=upload.bank.code,
        token=upload.token,
        page=page,
        show=show,
        _anchor=f"q{place}",
    )


def _back(preview: Preview, place: int) -> Any:
    return redirect(_address(preview, place))
