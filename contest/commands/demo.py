"""`contest demo`: the sample contest, in the middle of things, served with a sign-in for each role."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import click
import flask_migrate
from flask import Flask
from sqlalchemy import select

from contest.accounts import passwords
from contest.accounts import services as accounts
from contest.accounts.models import User
from contest.app import create_app
from contest.commands.serving import run
from contest.judging import seating
from contest.judging import services as judging
from contest.kernel import clock
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.organising import draw_services, members, slips
from contest.organising.models import Contest, Entrant, Part, Stage, Unit, Window
from contest.organising.package_reading import read_package
from contest.playing import services as playing
from contest.playing import store
from contest.playing.rules import Given
from contest.publishing import drafts
from contest.publishing import services as publishing
from contest.publishing.loading import load_package
from question_bank.kinds import kind
from question_bank.models import Revision

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "hoang-mai-2018"
STAFF = {"quantri": "Quản trị hệ thống", "tochuc": "Nguyễn Thanh Tổ Chức", "thuky": "Trần Minh Thư Ký"}


@dataclass(frozen=True)
class SignIn:
    """What is printed for a role."""

    role: str
    where: str
    name: str
    secret: str


def ready() -> Contest | None:
    """The sample contest; loaded and played into the middle of its first stage where the database has no contest."""
    sample = db.session.scalar(select(Contest).where(Contest.code == read_package(SAMPLE).contest.code))
    if sample is not None or db.session.scalar(select(Contest.id)) is not None:
        return sample
    contest = load_package(read_package(SAMPLE))
    seating.make_accounts(contest)
    _schedule(contest)
    _play(contest)
    return contest


def _schedule(contest: Contest) -> None:
    """One commune's round is over, one is open, the others and the final lie ahead."""
    now = clock.now()
    for window in db.session.scalars(select(Window).join(Stage).where(Stage.contest_id == contest.id)):
        db.session.delete(window)
    first, *later = contest.stages
    units = members.ranking_units(first)
    times = [
        (now - timedelta(days=1, hours=4), now - timedelta(days=1)),
        (now - timedelta(hours=1), now + timedelta(days=30)),
    ]
    ahead = (now + timedelta(days=31), now + timedelta(days=31, hours=4))
    for at, unit in enumerate(units):
        opens, closes = times[at] if at < len(times) else ahead
        db.session.add(Window(stage=first, unit=unit, opens_at=opens, closes_at=closes))
    for stage in later:
        db.session.add(
            Window(stage=stage, opens_at=now + timedelta(days=40), closes_at=now + timedelta(days=41))
        )
    db.session.commit()


def _play(contest: Contest) -> None:
    """Made-up people, always the same: all of the finished commune, some of the open one."""
    rng = random.Random(2018)  # the sample is the same everywhere
    stage = contest.stages[0]
    done, running = members.ranking_units(stage)[:2]
    now = clock.now()
    for unit, moment in ((done, now - timedelta(days=1, hours=3)), (running, now - timedelta(minutes=50))):
        people = members.members(stage, unit)
        busy = people if unit is done else people[: len(people) // 2]
        with clock.freeze(moment):
            for part in stage.parts:
                if part.method in judging.JUDGED:
                    draw_services.make(part, unit, "order", seed=f"hm2018-{unit.code}")
                    if part.rules.get("draw"):
                        draw_services.make(part, unit, "question", seed=f"hm2018-{unit.code}")
        for part in stage.parts:
            for entrant in busy:
                if part.method == "quiz":
                    _sit(part, entrant, moment, rng)
                else:
                    _judge(part, entrant, moment, rng, whole=unit is done or entrant in busy[:2])
    try:
        shown = drafts.draft(stage, done, now).digest
        publishing.publish(stage, done, "official", shown=shown)
    except Refused as refusal:
        # The sample must never keep the server from starting: the organiser sees at the desk what is missing.
        click.echo(f"not published: {refusal.message}", err=True)


def _sit(part: Part, entrant: Entrant, moment: datetime, rng: random.Random) -> None:
    """A whole sitting: begun, answered, handed in."""
    skill = rng.uniform(0.5, 0.95)
    start = moment + timedelta(seconds=rng.randrange(300))
    with clock.freeze(start):
        attempt = playing.begin(entrant, part)
        revisions = {one.id: one for one in db.session.scalars(select(Revision))}
        given = []
        for position, (revision_id, _order) in enumerate(attempt.paper):
            response = _response(revisions[revision_id], rng.random() < skill, rng)
            given.append(Given(position, response, False, 1))
    with clock.freeze(start + timedelta(seconds=rng.randrange(300, 1100))):
        store.store(attempt.id, entrant.id, entrant.session_version, given)
        playing.finish(attempt)


def _response(revision: Revision, right: bool, rng: random.Random) -> str:
    best = kind(revision.kind).right(revision.body)
    if right:
        return best
    others = [str(at) for at in range(len(revision.body.get("options", ()))) if str(at) != best]
    return rng.choice(others) if others else "không rõ"


def _judge(part: Part, entrant: Entrant, moment: datetime, rng: random.Random, whole: bool) -> None:
    """The panel's sheets: all locked, or one still open and one a draft."""
    rules = judging.rules_of(part)
    skill = rng.uniform(0.6, 0.95)
    seats = judging.judges_for(part, entrant)
    for at, judge in enumerate(seats if whole else seats[:-1]):
        marks: dict[str, Decimal | None] = {}
        for one in rules.criteria:
            top, step = one.max or Decimal(10), one.step or Decimal(1)
            marks[one.code] = int(top * Decimal(str(min(1, max(0.3, rng.gauss(skill, 0.05))))) / step) * step
        lock = whole or at < len(seats) - 2
        with clock.freeze(moment + timedelta(minutes=20)):
            judging.save_sheet(judging.Seat(part, entrant, judge), marks, version=0, lock=lock)


def sign_ins(contest: Contest) -> list[SignIn]:
    """A way in for each role, made now: the demo accounts get new passwords, an entrant a new slip."""
    found = []
    for username, role in (
        ("quantri", "Quản trị / administrator"),
        ("tochuc", "Ban tổ chức / organiser"),
        ("thuky", "Thư ký / secretary"),
    ):
        password = passwords.readable_code()
        user = accounts.find(username) or accounts.add_user(
            username, STAFF[username], None, is_admin=username == "quantri"
        )
        if username == "tochuc":
            accounts.grant(user, contest.id, "organiser")
        elif username == "thuky":
            accounts.grant(user, contest.id, "secretary")
        _reset(user, password)
        found.append(SignIn(role, "/sign-in", username, password))
    stage = contest.stages[0]
    running = _running(stage)
    if running is not None:
        part = judging.judged_parts(contest)[0]
        people = members.members(stage, running)
        judges = judging.judges_for(part, people[0]) if people else []
        if judges and judges[-1].user is not None:
            password = passwords.readable_code()
            _reset(judges[-1].user, password)
            found.append(SignIn("Giám khảo / judge", "/sign-in", judges[-1].user.username, password))
        fresh = [one for one in people if not any(playing.attempts_of(one, part) for part in stage.parts)]
        if fresh:
            slip = slips.issue(contest, fresh[-1:])[0]
            found.append(SignIn("Thí sinh / contestant", "/enter", slip.entrant.code, slip.code))
    db.session.commit()
    return found


def _reset(user: User, password: str) -> None:
    user.password_hash = passwords.make_hash(password)
    user.session_version += 1


def _running(stage: Stage) -> Unit | None:
    """A unit whose round is open."""
    now = clock.now()
    for unit in members.ranking_units(stage):
        if any(members.part_moment(part, unit.id, now).state == "open" for part in stage.parts):
            return unit
    return None


def prepare(app: Flask) -> list[SignIn]:
    """Tables, sample and sign-ins."""
    with app.app_context():
        flask_migrate.upgrade()
        contest = ready()
        return sign_ins(contest) if contest is not None else []


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True)
def demo(host: str, port: int) -> None:
    """Serve the sample contest, with a sign-in for each role that is made now."""
    ways = prepare(create_app())
    address = f"http://{host}:{port}"
    click.echo(f"\n  Hội Thi: {address}\n")
    for way in ways:
        click.echo(f"  {way.role:<28} {address}{way.where:<9}  {way.name:<10} {way.secret}")
    click.echo(f"\n  Bảng công khai / public board: {address}/\n  Ctrl+C để dừng / to stop.\n")
    run(host, port)
