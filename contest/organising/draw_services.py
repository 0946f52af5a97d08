"""Draws of lots: made once, replayable, voided with a reason. Each verb owns its transaction."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy import select

from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from contest.kernel.errors import Invalid, NotFound, Refused
from contest.kernel.messages import N_, message
from contest.organising import draw, members
from contest.organising.models import Contest, Draw, Entrant, Part, Stage, Unit
from question_bank import states
from question_bank.models import Question, Revision

KINDS = {"situations": "situation", "themes": "theme"}


def draws(contest: Contest) -> Sequence[Draw]:
    """All draws of a contest, newest first, void ones too."""
    query = select(Draw).join(Stage, Draw.stage_id == Stage.id).where(Stage.contest_id == contest.id)
    return db.session.scalars(query.order_by(Draw.id.desc())).all()


def find(contest: Contest, draw_id: int) -> Draw:
    """A draw of a contest. Raises NotFound."""
    found = db.session.get(Draw, draw_id)
    if found is None or found.stage.contest_id != contest.id:
        raise NotFound(message(N_("Không có lần bốc thăm này.")))
    return found


def valid(stage: Stage, kind: str) -> Sequence[Draw]:
    """The draws of a stage that stand."""
    query = select(Draw).where(Draw.stage_id == stage.id, Draw.kind == kind, Draw.void_reason.is_(None))
    return db.session.scalars(query.order_by(Draw.id)).all()


def make(part: Part, unit: Unit | None, kind: str, seed: str = "") -> Draw:
    """Draw the order of appearance (`order`) or everyone's question (`question`) in a part, of a unit or of all.

    `seed`: what was drawn by hand in the hall; empty: made here. Who has a place in a draw that stands already is left
    out, so a late entrant is drawn by drawing again. Raises Refused where there is nobody or nothing to draw.
    """
    stage = part.stage
    taken = {code for one in valid(stage, kind) if one.part_id == part.id for code in one.result}
    people = [entrant.code for entrant in members.members(stage, unit) if entrant.code not in taken]
    if not people:
        raise Refused(message(N_("Mọi thí sinh ở đây đã được bốc thăm.")))
    seed = seed.strip() or secrets.token_hex(16)
    if len(seed) > 64:
        raise Invalid(message(N_("Số gieo dài nhất 64 ký tự.")), "seed")
    made = Draw(
        stage=stage,
        part=part,
        unit=unit,
        kind=kind,
        seed=seed,
        made_at=clock.now(),
        made_by=current_actor().name,
    )
    if kind == "order":
        made.pool = {"entrants": sorted(people)}
        first = max(
            (
                place
                for one in valid(stage, kind)
                if _same_list(one, part, unit)
                for place in one.result.values()
            ),
            default=0,
        )
        made.result = {code: place + first for code, place in draw.places(seed, people).items()}
    else:
        things = _things(part)
        if not things:
            raise Refused(message(N_("Ngân hàng chưa có tình huống hay chuyên đề nào để bốc thăm.")))
        drawn = draw.assign(seed, people, sorted(things))
        made.pool = {"entrants": sorted(people), "revisions": [things[code] for code in sorted(things)]}
        made.result = {person: things[code] for person, code in drawn.items()}
    db.session.add(made)
    db.session.flush()
    audit.record(
        "draw.make",
        f"draw:{stage.code}/{part.code}",
        contest_id=stage.contest_id,
        after={"seed": seed, "kind": kind},
    )
    db.session.commit()
    return made


def _same_list(one: Draw, part: Part, unit: Unit | None) -> bool:
    return one.part_id == part.id and one.unit_id == (unit.id if unit else None)


def _things(part: Part) -> dict[str, int]:
    """{question code: id of the revision that may be used} of what a part draws from."""
    wanted, bank = KINDS.get(part.rules.get("draw", "")), part.contest.bank
    if bank is None:
        return {}
    rows = db.session.execute(
        select(Question.code, Revision.id)
        .join(Revision, states.usable(bank.approved_only))
        .where(Question.bank_id == bank.id, Question.retired_at.is_(None), Revision.kind == wanted)
    )
    return dict(rows.all())


def void(one: Draw, reason: str) -> None:
    """Declare a draw void; it stays on record, and can be drawn again."""
    if not reason.strip():
        raise Invalid(message(N_("Hãy ghi lý do hủy kết quả bốc thăm.")), "reason")
    if one.void_reason is not None:
        raise Refused(message(N_("Lần bốc thăm này đã hủy rồi.")))
    one.void_reason = reason.strip()[:500]
    audit.record(
        "draw.void",
        f"draw:{one.stage.code}",
        contest_id=one.stage.contest_id,
        before={"seed": one.seed, "result": one.result},
        reason=reason,
    )
    db.session.commit()


def order_of(part: Part) -> dict[str, int]:
    """{entrant code: place} in a part, of the draws that stand."""
    return {code: place for result in _results(part, "order") for code, place in result.items()}


def drawn_question(part: Part, entrant: Entrant) -> Revision | None:
    """The question that an entrant drew in a part, as it was then."""
    for result in _results(part, "question"):
        if entrant.code in result:
            return db.session.get(Revision, result[entrant.code])
    return None


def _results(part: Part, kind: str) -> Sequence[dict[str, int]]:
    """What was drawn in a part, of the draws that stand."""
    query = select(Draw.result).where(
        Draw.stage_id == part.stage_id, Draw.part_id == part.id, Draw.kind == kind
    )
    return db.session.scalars(query.where(Draw.void_reason.is_(None)).order_by(Draw.id)).all()
