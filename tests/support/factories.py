"""Small contests for tests: made of the sample's shape, committed, ready to play."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from contest.accounts import services as accounts
from contest.accounts.models import User
from contest.judging import seating
from contest.judging.models import Judge
from contest.kernel import clock
from contest.kernel.db import db
from contest.organising import people, services
from contest.organising.models import Contest, Entrant, Part, Stage, Window


@dataclass
class Small:
    """A contest with two communes, a judged part for both, a panel of three, and an open window."""

    contest: Contest
    stage: Stage
    part: Part
    entrants: list[Entrant]
    judges: list[Judge]
    users: list[User]
    window: Window


CRITERIA = [
    {"code": "phan-tich", "name": "Phân tích", "max": "20", "step": "0.5"},
    {"code": "giai-phap", "name": "Giải pháp", "max": "30", "step": "0.5"},
]
TIME = {
    "minimum": 300,
    "maximum": 420,
    "over": [{"after": 60, "points": "-0.5"}, {"after": 120, "points": "-1", "stop": True}],
}


def small(code: str = "thu") -> Small:
    """See `Small`. Entrants 001 and 002 are of commune `a`, 003 of `b`."""
    contest = services.new_contest(code, "Hội thi thử", "party", None)
    for unit in ("a", "b"):
        values = {"code": unit, "name": f"Xã {unit.upper()}", "kind": "xã", "headcount": 30, "parent": ""}
        people.save_unit(contest, None, values)
    names = [("001", "Nguyễn Văn An", "a"), ("002", "Đỗ Thị Bình", "a"), ("003", "Lê Hữu Cường", "b")]
    entrants = [people.save_entrant(contest, None, entrant(*row)) for row in names]
    plain: dict[str, Any] = {"code": "xa", "name": "Vòng xã", "rank_within": "unit", "ties": ["decision"]}
    stage = services.save_stage(contest, None, plain, None, "")
    rules = {"code": "tinh-huong", "name": "Tình huống", "kind": "situation", "method": "panel"}
    part = services.save_part(stage, None, rules | {"criteria": CRITERIA, "time": TIME}, None, "")
    now = clock.now()
    values = {"stage": stage, "part": None, "unit": None, "opens_at": now - timedelta(hours=1)}
    window = services.save_window(
        contest, None, values | {"closes_at": now + timedelta(hours=3), "version": None}
    )
    panel = seating.add_panel(stage, None, None)
    users = [accounts.add_user(f"{code}-gk{n}", f"Giám khảo {n}", None) for n in (1, 2, 3)]
    db.session.commit()
    judges = [
        seating.seat(panel, f"gk{n}", user.name, n == 1, user.username)
        for n, user in enumerate(users, start=1)
    ]
    return Small(contest, stage, part, entrants, judges, users, window)


def entrant(code: str, name: str, unit: str, status: str = "in") -> dict[str, Any]:
    """What `people.save_entrant` takes."""
    return {
        "code": code,
        "name": name,
        "unit": unit,
        "group": "",
        "born": "",
        "status": status,
        "version": None,
    }


def marks(first: str | None, second: str | None) -> dict[str, Decimal | None]:
    """A sheet's marks."""
    texts = {"phan-tich": first, "giai-phap": second}
    return {name: None if text is None else Decimal(text) for name, text in texts.items()}
