"""The head's decisions on entrants of a stage: recorded with a reason, taken back with a reason, never changed."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from contest.kernel import audit, clock
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.messages import N_, message
from contest.organising import members
from contest.organising.models import Decision, Entrant, Stage, Unit
from contest.organising.plain import decimal, shortest


def listed(stage: Stage, unit: Unit | None) -> list[Decision]:
    """The decisions that a list hangs on, the newest first: those of its stage, and who comes into the next one."""
    later = [target.id for target in _targets(stage)]
    into = (Decision.kind == "substitute") & Decision.stage_id.in_(later) & members.in_stage(stage)
    own = (Decision.stage_id == stage.id) & (Decision.kind != "substitute")
    query = select(Decision).join(Decision.entrant).where(own | into)
    if unit is not None:
        query = query.where(Entrant.unit_id == unit.id)
    return list(
        db.session.scalars(
            query.options(joinedload(Decision.entrant), joinedload(Decision.part)).order_by(
                Decision.id.desc()
            )
        )
    )


def record(
    stage: Stage,
    *,
    entrant_code: str,
    kind: str,
    value: str,
    reason: str,
    by: str,
    part_code: str = "",
    code: str = "",
) -> Decision:
    """Record a decision. `kind` is one of the package's, or "external" with a `code`; `by` is who decided.

    Invalid where the value doesn't fit the kind; Refused where the same was decided before.
    """
    entrant = _entrant(stage, entrant_code, "entrant")
    part = next((part for part in stage.parts if part.code == part_code), None) if part_code else None
    if part is not None and kind != "penalty":
        raise Invalid(message(N_("Chỉ trừ điểm mới theo từng phần thi.")), field="part")
    stored = _value(stage, entrant, kind, value)
    owner = _into(stage) if kind == "substitute" else stage
    if kind == "external":
        if not code:
            raise Invalid(message(N_("Hãy điền mã của điều kiện, ví dụ nckh.")), field="code")
        kind = f"external:{code}"
    _check_first(owner, entrant, kind)
    decision = Decision(
        stage=owner,
        entrant=entrant,
        kind=kind,
        value=stored,
        part=part,
        reason=reason,
        by=by,
        at=clock.now(),
    )
    db.session.add(decision)
    audit.record(
        "decision.record",
        f"decision:{owner.code}/{entrant.code}",
        contest_id=stage.contest_id,
        after=_plain(decision),
        reason=reason,
    )
    db.session.commit()
    return decision


def remove(decision: Decision, reason: str) -> None:
    """Take a decision back; the log keeps what it was."""
    audit.record(
        "decision.remove",
        f"decision:{decision.stage.code}/{decision.entrant.code}",
        contest_id=decision.stage.contest_id,
        before=_plain(decision),
        reason=reason,
    )
    db.session.delete(decision)
    db.session.commit()


def _plain(decision: Decision) -> dict[str, str]:
    part = decision.part.code if decision.part else ""
    return {"kind": decision.kind, "value": decision.value, "part": part, "by": decision.by}


def _entrant(stage: Stage, code: str, field: str) -> Entrant:
    query = select(Entrant).where(Entrant.code == code, members.in_stage(stage))
    found = db.session.scalar(query)
    if found is None:
        raise Invalid(message(N_("Vòng thi không có số báo danh “%(code)s”."), code=code), field=field)
    return found


def _value(stage: Stage, entrant: Entrant, kind: str, value: str) -> str:
    """The value as it is kept."""
    if kind == "order":
        if not (value.isascii() and value.isdigit() and int(value) > 0):
            raise Invalid(
                message(N_("Thứ tự là một số nguyên từ 1, ví dụ 1 cho người xếp trước.")), field="value"
            )
        return str(int(value))
    if kind == "penalty":
        points = decimal(value)
        if points is None or points <= 0:
            raise Invalid(message(N_("Hãy điền số điểm bị trừ, lớn hơn 0, ví dụ 0,5.")), field="value")
        return shortest(points)
    if kind == "external":
        given = decimal(value)
        if given is None:
            raise Invalid(message(N_("Hãy điền một số, ví dụ 2,5.")), field="value")
        return shortest(Decimal(given))
    if kind == "substitute":
        replaced = _entrant(stage, value, "value")
        if replaced.id == entrant.id:
            raise Invalid(message(N_("Không thể thay cho chính mình.")), field="value")
        return replaced.code
    if value:
        raise Invalid(message(N_("Quyết định này không có giá trị; hãy để trống.")), field="value")
    return ""


def _targets(stage: Stage) -> list[Stage]:
    """The stages that the promotions of a stage lead to: those named, else the next."""
    later = sorted(
        (one for one in stage.contest.stages if one.position > stage.position), key=lambda one: one.position
    )
    named = {
        promotion.get("to") or (later[0].code if later else "")
        for promotion in stage.rules.get("promote", [])
    }
    return [one for one in later if one.code in named]


def _into(stage: Stage) -> Stage:
    """The stage that a substitute comes into: the package keeps the decision there."""
    targets = _targets(stage)
    if len(targets) != 1:
        raise Invalid(message(N_("Vòng thi này không đưa ai vào một vòng sau duy nhất.")), field="kind")
    return targets[0]


def _check_first(stage: Stage, entrant: Entrant, kind: str) -> None:
    if kind == "penalty":  # several add up
        return
    query = select(Decision.id).where(
        Decision.stage_id == stage.id, Decision.entrant_id == entrant.id, Decision.kind == kind
    )
    if db.session.scalar(query.limit(1)) is not None:
        raise Refused(
            message(
                N_("Đã có quyết định như vậy với %(name)s. Hãy bỏ quyết định cũ trước."), name=entrant.name
            )
        )
