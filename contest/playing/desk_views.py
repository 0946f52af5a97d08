"""The invigilators' live list: who has begun, where each stands, who needs somebody; and a paper once it is closed."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for

from contest.kernel import clock, i18n
from contest.kernel.access import allow, current_actor
from contest.kernel.errors import NotFound, Refused
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import fold
from contest.organising import finders as contests
from contest.organising import rooms
from contest.organising.models import Contest, Part
from contest.organising.policy import invigilates, keeps_records, organises
from contest.playing import finders, helping, rules, services, watching
from contest.playing.blueprint import bp
from contest.playing.models import Attempt
from contest.playing.policy import inspects
from contest.playing.seats import STATES, Seat

ADDRESS = "/c/<contest_code>/desk/quizzes/<stage_code>/<part_code>"
PER_PAGE = 100


@bp.get("/c/<contest_code>/desk/quizzes")
@allow(invigilates, on=contests.contest)
def desk(contest: Contest) -> Any:
    """A contest's quizzes; straight to the list where there is but one, or one is named (`?stage=…&part=…`)."""
    quizzes = services.quiz_parts(contest)
    asked = (request.args.get("stage"), request.args.get("part"))
    named = [one for one in quizzes if (one.stage.code, one.code) == asked]
    if len(named or quizzes) == 1:
        return redirect(_address("playing.watch", (named or quizzes)[0]))
    return render_template("contest/playing/desk.html", contest=contest, active="playing", quizzes=quizzes)


@bp.get(ADDRESS)
@allow(invigilates, on=finders.quiz)
def watch(part: Part) -> str:
    """The live list of a quiz (`?room=…&unit=…&state=…&words=…&page=…`)."""
    return render_template("contest/playing/watch.html", **_shown(part))


@bp.get(f"{ADDRESS}/seats")
@allow(invigilates, on=finders.quiz)
def seats(part: Part) -> Response:
    """The list alone, for the page to bring itself up to date: 304 while nothing has changed."""
    shown = _shown(part)
    seen = [part.id, shown["rows"], shown["counts"], shown["rooms"], shown["calls"], i18n.choose_language()]
    tag = hashlib.sha256(repr([seen, request.query_string, shown["may_inspect"]]).encode()).hexdigest()
    # Asked first whether it is the same: a page of rows is worth more than its query. A compressed answer's tag says how.
    if tag in {known.partition(":")[0] for known in request.if_none_match}:
        answer = Response(status=304)
    else:
        answer = make_response(render_template("contest/playing/seats.html", **shown))
    answer.set_etag(tag)
    answer.cache_control.no_cache = True
    return answer


@dataclass(frozen=True)
class Row:
    """A seat as it is shown now."""

    seat: Seat
    state: str
    attention: bool


def _shown(part: Part) -> dict[str, Any]:
    """What both pages show. Narrowed to a room or a unit in the database, by state and words here."""
    contest, now = part.contest, clock.now()
    room = _asked(contests.room, contest, "room")
    unit = _asked(contests.unit, contest, "unit")
    everyone = watching.seats(part, unit, room)
    rows = [Row(seat, seat.state(now), seat.needs_attention(now)) for seat in everyone]
    counts = Counter(row.state for row in rows) + Counter({"attention": sum(row.attention for row in rows)})
    state = request.args.get("state", "")
    words = fold(request.args.get("words", "")).split()
    chosen = [
        row
        for row in rows
        if (row.attention if state == "attention" else not state or row.state == state)
        and all(word in fold(f"{row.seat.code} {row.seat.name}") for word in words)
    ]
    pages = max(-(-len(chosen) // PER_PAGE), 1)
    page = min(max(request.args.get("page", 1, int), 1), pages)
    return {
        "contest": contest,
        "active": "playing",
        "part": part,
        "all_rooms": rooms.rooms(contest),
        "units": contest.units,
        "room": room,
        "unit": unit,
        "state": state,
        "words": request.args.get("words", ""),
        "states": STATES,
        "total": len(rows),
        "chosen": len(chosen),
        "counts": counts,
        "rooms": [] if room else _by_room(rows),
        "rows": chosen[(page - 1) * PER_PAGE : page * PER_PAGE],
        "page": page,
        "pages": pages,
        "filters": {
            name: value for name in ("room", "unit", "state", "words") if (value := request.args.get(name))
        },
        "calls": [
            (call.id, call.at, call.text, call.attempt.entrant.code, call.attempt.entrant.name)
            for call in helping.calls(part)
            if room is None or call.attempt.entrant.room_id == room.id
        ],
        "may_draw": organises(current_actor(), contest),
        "may_inspect": keeps_records(current_actor(), contest),
    }


def _asked(finder: Any, contest: Contest, name: str) -> Any:
    """The room or unit that the address names; None for none, and for one that is gone."""
    code = request.args.get(name)
    try:
        return finder(contest.code, code) if code else None
    except NotFound:
        return None


def _by_room(rows: list[Row]) -> list[tuple[str, Counter[str]]]:
    """(room, how many in each state) of every room that has anyone; nothing where no rooms are used."""
    found: dict[str, Counter[str]] = {}
    for row in rows:
        count = found.setdefault(row.seat.room, Counter())
        count[row.state] += 1
        count["attention"] += row.attention
    return sorted(found.items()) if set(found) - {""} else []


def _address(endpoint: str, part: Part, **more: Any) -> str:
    return url_for(
        endpoint, contest_code=part.contest.code, stage_code=part.stage.code, part_code=part.code, **more
    )


@bp.get("/c/<contest_code>/desk/quizzes/attempt/<int:attempt_id>")
@allow(inspects, on=finders.contest_attempt)
def attempt(attempt: Attempt) -> str:
    """A closed paper with what was answered and the keys."""
    if rules.is_running(attempt, clock.now()):
        raise Refused(message(N_("Thí sinh đang làm bài. Bài làm chỉ xem được khi đã đóng.")))
    return render_template(
        "contest/playing/attempt.html",
        contest=attempt.part.contest,
        active="playing",
        attempt=attempt,
        ended_at=rules.ended_at(attempt),
        questions=watching.marked_paper(attempt),
    )
