"""The invigilators' live list with thousands of people: what one look costs.

    .venv/bin/python bench/watching.py [--people 5000] [--rooms 50] [--database sqlite|postgresql]

Everyone has begun and answered half of 20 questions. The server runs as `contest serve` starts it. Prints the median time
of the whole list's first page, of the same list unchanged (304), of one room, and of an empty quiz's list as the measure.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.answers import SECRET, cookie, serve  # noqa: E402 - the project's root has to be on the path first
from bench.province import prepare  # noqa: E402
from contest.accounts.models import User  # noqa: E402
from contest.app import create_app  # noqa: E402
from contest.kernel import clock  # noqa: E402
from contest.kernel.db import db  # noqa: E402
from contest.organising.models import Contest, Entrant, Part, Room  # noqa: E402
from contest.playing.models import Answer, Attempt  # noqa: E402
from tests.support.postgres import cluster  # noqa: E402

LIST = "/c/do/desk/quizzes/v/p"
ROUNDS = 15


def fill(url: str, folder: Path, rooms: int) -> str:
    """Rooms, answers, an empty quiz beside; the cookie of an administrator."""
    app = create_app({"INSTANCE": str(folder), "SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": SECRET})
    with app.app_context():
        contest = db.session.query(Contest).one()
        halls = [
            Room(contest=contest, code=f"p{number}", name=f"Phòng {number}", entry_code="", networks="")
            for number in range(rooms)
        ]
        db.session.add_all(halls)
        db.session.flush()
        for number, entrant in enumerate(db.session.query(Entrant).order_by(Entrant.id)):
            entrant.room_id = halls[number % rooms].id
        now = clock.now()
        db.session.add_all(
            Answer(attempt_id=id, position=position, response="1", sequence=1, stored_at=now)
            for (id,) in db.session.query(Attempt.id)
            for position in range(10)
        )
        first = db.session.query(Part).one()
        db.session.add(
            Part(
                stage=first.stage,
                code="trong",
                name="Trống",
                kind="other",
                method="quiz",
                position=2,
                rules=first.rules,
            )
        )
        admin = User(username="do", name="Đo", is_admin=True, created_at=now)
        db.session.add(admin)
        db.session.commit()
        held = cookie(app, admin)
        db.session.remove()
        db.engine.dispose()
    return held


def look(port: int, held: str, path: str, tag: str = "") -> tuple[float, int, str]:
    """(seconds, status, ETag) of one look."""
    headers = {"Cookie": f"session={held}"} | ({"If-None-Match": tag} if tag else {})
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    started = time.perf_counter()
    try:
        with urllib.request.urlopen(request) as answer:
            answer.read()
            status, found = answer.status, answer.headers["ETag"] or ""
    except urllib.error.HTTPError as refused:
        status, found = refused.code, tag
    return time.perf_counter() - started, status, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--rooms", type=int, default=50)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as name,
        cluster() if asked.database == "postgresql" else nullcontext() as server,
    ):
        folder = Path(name)
        url = server.url("postgres") if server else f"sqlite:///{folder / 'bench.sqlite3'}"
        prepare(url, folder, 0, asked.people)
        held = fill(url, folder, asked.rooms)
        with serve("contest.wsgi:app", url, folder) as port:
            tag = look(port, held, f"{LIST}/seats")[2]
            kinds = {
                "empty quiz": ("/c/do/desk/quizzes/v/trong/seats?words=khong-ai", "", 200),
                "whole list": (f"{LIST}/seats", "", 200),
                "unchanged": (f"{LIST}/seats", tag, 304),
                "one room": (f"{LIST}/seats?room=p1", "", 200),
            }
            print(f"{asked.people} people, {asked.rooms} rooms, {asked.database}; medians of {ROUNDS}")
            times: dict[str, list[float]] = {name: [] for name in kinds}
            for _ in range(ROUNDS):
                for name, (path, known, expected) in kinds.items():
                    seconds, status, _tag = look(port, held, path, known)
                    if status != expected:
                        raise SystemExit(f"{name}: {status}")
                    times[name].append(seconds)
            for name, many in times.items():
                print(f"  {name:<12} {statistics.median(many) * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
