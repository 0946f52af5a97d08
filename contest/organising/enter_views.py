"""The contestants' door: a candidate number and the code of a slip, typed or from its QR."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address

from contest.accounts import sign_in
from contest.kernel.access import allow, everyone
from contest.kernel.errors import Refused
from contest.kernel.forms import choices
from contest.kernel.security import limiter
from contest.kernel.vietnamese import clean
from contest.organising import finders, slips
from contest.organising.blueprint import bp
from contest.organising.forms import EnterForm
from contest.organising.models import Contest


def _who() -> str:
    # Guessing is counted for each number from each address: a hall shares one address.
    contest, number = (clean(request.form.get(name, "")) for name in ("contest", "number"))
    return f"{get_remote_address()}|{contest}|{number}"


def _form(contests: Sequence[Contest]) -> EnterForm:
    # A link from a QR fills the form in; it never signs anyone in by itself.
    given = {"contest": request.args.get("c"), "number": request.args.get("n"), "code": request.args.get("k")}
    form = EnterForm(data={name: value for name, value in given.items() if value})
    form.contest.choices = choices(
        [
            (
                contest.code,
                _("Diễn tập: %(name)s", name=contest.name) if contest.is_rehearsal else contest.name,
            )
            for contest in contests
        ]
    )
    return form


@bp.get("/enter")
@allow(everyone)
def enter() -> str:
    """The door."""
    return render_template("contest/organising/enter.html", form=_form(slips.contests()), sitting=None)


@bp.post("/enter")
@allow(everyone)
@limiter.limit("10 per minute", key_func=_who, deduct_when=lambda response: response.status_code == 422)
def do_enter() -> Any:
    """Begin a sitting, or ask whether to take over the one that there is."""
    contests = slips.contests()
    form = _form(contests)
    sitting = None
    if form.validate_on_submit():
        contest = finders.enter(next(one for one in contests if one.code == form.contest.data))
        home = url_for("playing.home", contest_code=contest.code)
        try:
            found = slips.enter(
                contest, form.number.data, form.code.data, take_over=form.take_over.data == "1"
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            if not isinstance(found, slips.Sitting):
                sign_in.begin(found)
                return redirect(home, 303)
            sitting = found
    page = render_template("contest/organising/enter.html", form=form, sitting=sitting)
    return page, 200 if sitting else 422
