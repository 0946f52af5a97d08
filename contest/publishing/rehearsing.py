"""Rehearsals: a copy of the set-up in a contest of its own, whose data no query of the real one can reach."""

from __future__ import annotations

from sqlalchemy import select

from contest.accounts.models import Grant
from contest.judging.models import Judge, Panel
from contest.kernel import audit
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.kernel.messages import N_, message
from contest.organising.models import Contest, Stage
from contest.organising.package_reading import Package, read_zip
from contest.publishing.dumping import dump_contest, write_zip
from contest.publishing.loading import load_package

# What was done in the real contest is not rehearsed.
RESULTS = (
    "marks.csv",
    "points.csv",
    "decisions.csv",
    "places.csv",
    "record.json",
    "questions/questions.json",
)


def start(contest: Contest) -> Contest:
    """A rehearsal of a contest: the same rules, people, panels and bank; no marks, answers or draws.

    The people with roles in the contest have them in the rehearsal too. Raises Refused for a rehearsal of a rehearsal.
    """
    if contest.is_rehearsal:
        raise Refused(message(N_("Đây đã là bản diễn tập. Hãy quay về hội thi thật để tạo bản mới.")))
    files = {name: content for name, content in dump_contest(contest).items() if name not in RESULTS}
    package: Package = read_zip(write_zip(files))
    taken = set(db.session.scalars(select(Contest.code).where(Contest.code.startswith(contest.code))))
    number = next(n for n in range(1, len(taken) + 2) if f"{contest.code}-dt{n}" not in taken)
    copy = load_package(package, code=f"{contest.code}-dt{number}", rehearsal_of=contest)
    for grant in db.session.scalars(select(Grant).where(Grant.contest_id == contest.id)):
        db.session.add(Grant(user_id=grant.user_id, contest_id=copy.id, role=grant.role))
    _seat_accounts(contest, copy)
    audit.record("rehearsal.start", f"contest:{copy.code}", contest_id=contest.id)
    db.session.commit()
    return copy


def _seat_accounts(contest: Contest, copy: Contest) -> None:
    """The accounts of the judges: a package knows judges by code only."""
    accounts = {(panel, code): user for panel, code, user in _seats(contest)}
    for panel, judge in _judges(copy):
        judge.user_id = accounts.get((_key(panel), judge.code))


def _seats(contest: Contest) -> list[tuple[tuple[str, str, str], str, int | None]]:
    return [(_key(panel), judge.code, judge.user_id) for panel, judge in _judges(contest)]


def _judges(contest: Contest) -> list[tuple[Panel, Judge]]:
    query = (
        select(Panel, Judge).join(Judge, Judge.panel_id == Panel.id).join(Stage, Panel.stage_id == Stage.id)
    )
    return [
        (panel, judge) for panel, judge in db.session.execute(query.where(Stage.contest_id == contest.id))
    ]


def _key(panel: Panel) -> tuple[str, str, str]:
    return (panel.stage.code, panel.part.code if panel.part else "", panel.unit.code if panel.unit else "")


def remove(rehearsal: Contest) -> Contest:
    """Remove a rehearsal and all that was done in it; gives the contest that it rehearsed."""
    original = db.session.get(Contest, rehearsal.rehearsal_of_id) if rehearsal.rehearsal_of_id else None
    if original is None:
        raise Refused(message(N_("Chỉ xóa được bản diễn tập, không xóa được hội thi thật.")))
    audit.record("rehearsal.remove", f"contest:{rehearsal.code}", contest_id=original.id)
    db.session.delete(rehearsal)
    db.session.commit()
    return original
