"""The invigilator's measures for a quiz: extra time, pauses, outages, answers that came late, and rescued files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from contest.kernel.access import allow
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.organising import members, rooms
from contest.organising.models import Entrant, Part, Room, Unit
from contest.organising.policy import invigilates
from contest.playing import finders, forms, late, times
from contest.playing.blueprint import bp
from contest.playing.desk_views import ADDRESS
from contest.playing.models import Accommodation, Disruption


@bp.get(f"{ADDRESS}/measures")
@allow(invigilates, on=finders.quiz)
def measures(part: Part) -> str:
    """What is in force, what waits for a decision, and the forms for more (`?number=…` puts one person in)."""
    return _page(part)


def _page(part: Part, **sent: Any) -> str:
    offered = _offered(part)
    shown: dict[str, Any] = {
        "extra": forms.ExtraForm(formdata=None, prefix="extra").offer(*offered),
        "pause": forms.PauseForm(formdata=None, prefix="pause").offer(*offered),
        "outage": forms.OutageForm(formdata=None, prefix="outage").offer(*offered),
        "late": forms.LateForm(formdata=None, prefix="late"),
        "rescue": forms.RescueForm(formdata=None, prefix="rescue"),
    }
    for name in ("extra", "pause", "outage"):
        shown[name].number.data = request.args.get("number", "")
    return render_template(
        "contest/playing/measures.html",
        contest=part.contest,
        active="playing",
        part=part,
        forms=shown | sent,
        accommodations=times.facts(Accommodation, part),
        disruptions=times.facts(Disruption, part),
        pending=late.pending(part),
    )


def _offered(part: Part) -> tuple[list[Unit], Sequence[Room]]:
    """For whom a measure can be."""
    return _units(part), rooms.rooms(part.contest)


def _units(part: Part) -> list[Unit]:
    """The units that have anyone in the part's stage, and those above them."""
    parents = members.unit_parents(part.contest_id)
    own = set(db.session.scalars(select(Entrant.unit_id).where(members.in_stage(part.stage)).distinct()))
    wanted = {above for unit_id in own for above in members.unit_chain(unit_id, parents)}
    return [unit for unit in part.contest.units if unit.id in wanted]


def _entrant(part: Part) -> Callable[[str], Entrant | None]:
    def find(number: str) -> Entrant | None:
        query = select(Entrant).where(Entrant.code == number, members.in_stage(part.stage))
        return db.session.scalar(query)

    return find


def _done(part: Part, name: str, form: Any, verb: Callable[[], Any]) -> Any:
    """Do it and come back with a word of what was done; or show the form with what was wrong."""
    if form.validate_on_submit():
        try:
            flash(verb(), "success")
            return redirect(_address(part), 303)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            return _page(part, **{name: form}), refusal.status
    return _page(part, **{name: form}), 422


def _address(part: Part) -> str:
    return url_for(
        "playing.measures", contest_code=part.contest.code, stage_code=part.stage.code, part_code=part.code
    )


@bp.post(f"{ADDRESS}/measures/extra")
@allow(invigilates, on=finders.quiz)
def grant(part: Part) -> Any:
    """Extra time."""
    form = forms.ExtraForm(prefix="extra").offer(*_offered(part))

    def verb() -> Any:
        times.grant(part, form.scope(_entrant(part)), int(form.minutes.data * 60), form.reason.data)
        return _("Đã cộng thêm thời gian; trang đang làm bài nhận trong vài giây.")

    return _done(part, "extra", form, verb)


@bp.post(f"{ADDRESS}/measures/pause")
@allow(invigilates, on=finders.quiz)
def pause(part: Part) -> Any:
    """Stop the clock."""
    form = forms.PauseForm(prefix="pause").offer(*_offered(part))

    def verb() -> Any:
        times.pause(part, form.scope(_entrant(part)), form.reason.data)
        return _("Đã tạm dừng. Đồng hồ đứng yên cho đến khi cho làm tiếp.")

    return _done(part, "pause", form, verb)


@bp.post(f"{ADDRESS}/measures/outage")
@allow(invigilates, on=finders.quiz)
def remove(part: Part) -> Any:
    """Take an interval out."""
    form = forms.OutageForm(prefix="outage").offer(*_offered(part))

    def verb() -> Any:
        scope = form.scope(_entrant(part))
        times.remove(part, scope, form.from_at.data, form.until_at.data, form.reason.data)
        return _("Đã trừ khoảng thời gian này khỏi giờ làm bài.")

    return _done(part, "outage", form, verb)


@bp.post(f"{ADDRESS}/measures/disruptions/<int:disruption_id>/resume")
@allow(invigilates, on=finders.disruption)
def resume(fact: Disruption) -> Any:
    """The clock goes on."""
    form, part = forms.ResumeForm(), fact.part

    def verb() -> Any:
        times.resume(fact)
        return _("Đã cho làm tiếp.")

    return _done(part, "resume", form, verb)


@bp.post(f"{ADDRESS}/measures/disruptions/<int:disruption_id>/revoke")
@allow(invigilates, on=finders.disruption)
def revoke_disruption(fact: Disruption) -> Any:
    """Take a pause or an outage back."""
    return _revoke(fact)


@bp.post(f"{ADDRESS}/measures/accommodations/<int:accommodation_id>/revoke")
@allow(invigilates, on=finders.accommodation)
def revoke_accommodation(fact: Accommodation) -> Any:
    """Take extra time back."""
    return _revoke(fact)


def _revoke(fact: Accommodation | Disruption) -> Any:
    form, part = forms.RevokeForm(), fact.part

    def verb() -> Any:
        times.revoke(fact, form.reason.data)
        return _("Đã thu hồi; giờ làm bài được tính lại.")

    return _done(part, "revoke", form, verb)


@bp.post(f"{ADDRESS}/measures/late")
@allow(invigilates, on=finders.quiz)
def decide(part: Part) -> Any:
    """Accept or refuse answers that came late."""
    form = forms.LateForm(prefix="late")

    def verb() -> Any:
        asked = set(form.answers.data or ())
        chosen = [one for one in late.pending(part) if f"{one.attempt_id}:{one.position}" in asked]
        late.decide(chosen, form.decision.data, form.reason.data)
        return _("Đã quyết định %(count)s câu gửi muộn.", count=len(chosen))

    return _done(part, "late", form, verb)


@bp.post(f"{ADDRESS}/measures/rescue")
@allow(invigilates, on=finders.quiz)
def rescue(part: Part) -> Any:
    """Take a file, or the text of a code, that a contestant brings."""
    form = forms.RescueForm(prefix="rescue")

    def verb() -> Any:
        text = form.file.data.read().decode("utf-8", "replace") if form.file.data else form.text.data or ""
        taken = late.take_file(part, text)
        count = sum(len(one.received) for one in taken.values())
        return _("Đã đọc: %(count)s câu chờ quyết định ở dưới.", count=count)

    return _done(part, "rescue", form, verb)
