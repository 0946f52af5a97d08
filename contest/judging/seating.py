"""Panels and who sits on them. Each verb owns its transaction."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from contest.accounts import passwords
from contest.accounts import services as accounts
from contest.accounts.models import User
from contest.judging.models import Judge, Panel
from contest.judging.services import panels
from contest.kernel import audit, clock
from contest.kernel.db import db
from contest.kernel.errors import Invalid, NotFound, Refused
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import clean
from contest.organising.models import Contest, Part, Stage, Unit


@dataclass(frozen=True)
class MadeAccount:
    """An account that was made for a judge, with the password that is shown once."""

    judge: Judge
    user: User
    password: str


def panel(contest: Contest, panel_id: int) -> Panel:
    """A panel of a contest. Raises NotFound."""
    found = db.session.get(Panel, panel_id)
    if found is None or found.stage.contest_id != contest.id:
        raise NotFound(message(N_("Không có ban giám khảo này.")))
    return found


def add_panel(stage: Stage, part: Part | None, unit: Unit | None) -> Panel:
    """A further panel of a stage. Raises Refused where there is one for the same place."""
    place = (part.id if part else None, unit.id if unit else None)
    if any((one.part_id, one.unit_id) == place for one in panels(stage)):
        raise Refused(message(N_("Phần thi và đơn vị này đã có ban giám khảo.")), "part")
    made = Panel(stage=stage, part=part, unit=unit)
    db.session.add(made)
    audit.record("panel.add", f"panel:{stage.code}", contest_id=stage.contest_id, after={"place": str(place)})
    db.session.commit()
    return made


def remove_panel(panel: Panel) -> None:
    """Remove a panel on which nobody sits any more."""
    if panel.judges:
        raise Refused(message(N_("Ban này còn giám khảo nên chưa xóa được.")))
    audit.record("panel.remove", f"panel:{panel.stage.code}", contest_id=panel.contest_id)
    db.session.delete(panel)
    db.session.commit()


def seat(panel: Panel, code: str, name: str, is_head: bool, username: str) -> Judge:
    """Put a judge on a panel; `username` of an account, or empty for one whose sheets come on paper.

    Raises Invalid: the code or the account sits there already, a second head, no such account.
    """
    for one in panel.judges:
        if one.code == code:
            raise Invalid(message(N_("Ban này đã có giám khảo mã “%(code)s”."), code=code), "code")
        if is_head and one.is_head and one.removed_at is None:
            raise Invalid(message(N_("Ban này đã có trưởng ban: %(name)s."), name=one.name), "is_head")
    user = accounts.find(username) if username else None
    if username and user is None:
        raise Invalid(message(N_("Không có người dùng “%(username)s”."), username=username), "username")
    if user is not None and any(one.user_id == user.id and one.removed_at is None for one in panel.judges):
        raise Invalid(message(N_("%(name)s đã ở trong ban này."), name=user.name), "username")
    judge = Judge(panel=panel, code=code, name=clean(name) or code, is_head=is_head, user=user)
    db.session.add(judge)
    if user is not None:
        accounts.grant(user, panel.contest_id, "judge")
    audit.record(
        "judge.seat",
        f"panel:{panel.stage.code}/{code}",
        contest_id=panel.contest_id,
        after={"name": judge.name},
    )
    db.session.commit()
    return judge


def remove(judge: Judge, reason: str) -> None:
    """Take a judge off a panel. What they marked stays on record and no longer counts."""
    if not reason.strip():
        raise Invalid(message(N_("Hãy ghi lý do thay giám khảo.")), "reason")
    if judge.removed_at is not None:
        raise Refused(message(N_("Giám khảo này đã thôi chấm.")))
    judge.removed_at, judge.removed_reason = clock.now(), reason
    subject = f"panel:{judge.panel.stage.code}/{judge.code}"
    audit.record(
        "judge.remove", subject, contest_id=judge.panel.contest_id, before={"name": judge.name}, reason=reason
    )
    db.session.commit()


def make_accounts(contest: Contest) -> list[MadeAccount]:
    """An account for every judge of the contest who has none: one for all seats with the same code and name."""
    query = select(Judge).join(Panel, Judge.panel_id == Panel.id).join(Stage, Panel.stage_id == Stage.id)
    seats = db.session.scalars(
        query.where(
            Stage.contest_id == contest.id, Judge.user_id.is_(None), Judge.removed_at.is_(None)
        ).order_by(Judge.id)
    ).all()
    people: dict[tuple[str, str], tuple[User, str]] = {}
    made = []
    for judge in seats:
        person = (judge.code, judge.name)
        if person not in people:
            password = passwords.readable_code()
            user = accounts.add_user(_free_name(contest, judge.code), judge.name, password)
            accounts.grant(user, contest.id, "judge")
            people[person] = (user, password)
            made.append(MadeAccount(judge, user, password))
        judge.user = people[person][0]
    db.session.commit()
    return made


def _free_name(contest: Contest, code: str) -> str:
    """`gk01`, or with the contest's code where that is taken, or numbered."""
    names = (
        code,
        f"{contest.code}-{code}",
        *(f"{contest.code}-{code}-{number}" for number in range(2, 1000)),
    )
    return next(name for name in names if accounts.find(name) is None)
