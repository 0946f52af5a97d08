"""Extra time, removed intervals and pauses: facts for a person, a unit, a room or everyone, and the deadlines they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Integer, Select, bindparam, null, or_, select, type_coerce, update

from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import UTCDateTime, db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.messages import N_, message
from contest.organising import members, rooms
from contest.organising.models import Contest, Entrant, Part, Room, Unit
from contest.playing import timing
from contest.playing.models import Accommodation, Attempt, Disruption
from contest.playing.timing import Interval

LONGEST = 24 * 3600  # seconds of one grant: more is a slip of the finger

Fact = TypeVar("Fact", Accommodation, Disruption)


@dataclass(frozen=True)
class Scope:
    """Whom something is for: one entrant, a unit with those below it, a room; none of them: everyone in the part."""

    entrant: Entrant | None = None
    unit: Unit | None = None
    room: Room | None = None

    @property
    def label(self) -> str:
        """As it stands in the record."""
        if self.entrant:
            return f"entrant:{self.entrant.code}"
        if self.unit:
            return f"unit:{self.unit.code}"
        return f"room:{self.room.code}" if self.room else "all"


def grant(part: Part, scope: Scope, seconds: int, reason: str) -> Accommodation:
    """Extra time, at once for those who are answering. Raises Invalid."""
    if not 0 < seconds <= LONGEST:
        raise Invalid(message(N_("Thời gian cộng thêm phải từ 1 giây đến 24 giờ.")), "minutes")
    _refuse_in_turns(part)
    fact = Accommodation(seconds=seconds)
    _add(fact, part, scope, reason, {"seconds": seconds})
    return fact


def remove(part: Part, scope: Scope, start: datetime, end: datetime | None, reason: str) -> Disruption:
    """Take [start, end) out of everyone's time; `end` None: pause from now on. Raises Invalid."""
    now = clock.now()
    if end is not None and end <= start:
        raise Invalid(message(N_("Giờ kết thúc phải sau giờ bắt đầu.")), "until_at")
    if start > now or (end is not None and end > now):
        raise Invalid(
            message(N_("Chỉ trừ được khoảng thời gian đã qua. Hãy kiểm tra giờ đã nhập.")), "from_at"
        )
    fact = Disruption(from_at=start, until_at=end)
    _add(fact, part, scope, reason, {"from": start.isoformat(), "until": end.isoformat() if end else None})
    return fact


def pause(part: Part, scope: Scope, reason: str) -> Disruption:
    """Stop the clock for a scope, until `resume`. Raises Refused where it stands already."""
    for one in facts(Disruption, part):
        if one.until_at is None and (one.entrant, one.unit, one.room) == (
            scope.entrant,
            scope.unit,
            scope.room,
        ):
            raise Refused(message(N_("Đang tạm dừng rồi.")))
    return remove(part, scope, clock.now(), None, reason)


def resume(fact: Disruption) -> None:
    """The clock goes on from now. Raises Refused where it goes already."""
    _lock(fact.part)
    db.session.refresh(fact)
    if fact.until_at is not None or fact.revoked_at is not None:
        raise Refused(message(N_("Đã cho làm tiếp rồi.")))
    fact.until_at = clock.now()
    _record(fact, "disruption.resume", {"until": None}, {"until": fact.until_at.isoformat()})
    recompute(fact.part)
    db.session.commit()


def revoke(fact: Accommodation | Disruption, reason: str) -> None:
    """Take back what was granted or removed: every deadline becomes what it would have been without it."""
    _lock(fact.part)
    db.session.refresh(fact)
    if fact.revoked_at is not None:
        raise Refused(message(N_("Mục này đã được thu hồi.")))
    if isinstance(fact, Accommodation):
        _refuse_in_turns(fact.part)
    fact.revoked_at, fact.revoked_by = clock.now(), current_actor().name
    _record(fact, f"{fact.__tablename__}.revoke", {"revoked": False}, {"revoked": True}, reason)
    recompute(fact.part)
    db.session.commit()


def facts(model: type[Fact], part: Part) -> Sequence[Fact]:
    """What counts for a part now, oldest first."""
    query = select(model).where(model.part_id == part.id, model.revoked_at.is_(None))
    return db.session.scalars(query.order_by(model.at, model.id)).all()


class Who(NamedTuple):
    """An entrant by id, with the ids of their unit and room."""

    entrant: int
    unit: int | None
    room: int | None

    @classmethod
    def of(cls, entrant: Entrant) -> Who:
        return cls(entrant.id, entrant.unit_id, entrant.room_id)


class _Fact(NamedTuple):
    """What counts, and for whom: extra `seconds`, or (None) an interval."""

    entrant_id: int | None
    unit_id: int | None
    room_id: int | None
    seconds: int | None
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True)
class Facts:
    """All that moves the clocks of a part."""

    known: Sequence[_Fact]
    parents: dict[int, int | None]

    @classmethod
    def of(cls, part: Part) -> Facts:
        """One query, and one for the units where anything is for a unit."""
        known = [_Fact(*row) for row in db.session.execute(_FACTS, {"part": part.id})]
        by_unit = any(one.unit_id is not None for one in known)
        return cls(known, members.unit_parents(part.contest_id) if by_unit else {})

    def _counts(self, fact: _Fact, who: Who) -> bool:
        if fact.entrant_id is not None:
            return fact.entrant_id == who.entrant
        if fact.room_id is not None:
            return fact.room_id == who.room
        return fact.unit_id is None or fact.unit_id in members.unit_chain(who.unit, self.parents)

    def extra(self, who: Who) -> int:
        """The extra seconds of an entrant."""
        return sum(one.seconds for one in self.known if one.seconds is not None and self._counts(one, who))

    def removed(self, who: Who) -> list[Interval]:
        """The intervals that don't count for an entrant."""
        return [
            Interval(one.from_at, one.until_at)
            for one in self.known
            if one.seconds is None and self._counts(one, who)
        ]

    def is_paused(self, who: Who) -> bool:
        """Whether the clock of an entrant stands now."""
        return any(one.end is None for one in self.removed(who))

    def clock(
        self, started_at: datetime, base_deadline: datetime, who: Who, question_seconds: int
    ) -> timing.Clock:
        """The clock of an entrant's attempt; where each question has its own, extra time is in its base already."""
        extra = 0 if question_seconds else self.extra(who)
        return timing.clock(started_at, base_deadline, extra, self.removed(who))


def _counting(model: type[Accommodation] | type[Disruption], *what: Any) -> Select[Any]:
    """The columns of a `_Fact`; the last three as given."""
    kinds = (("seconds", Integer), ("from_at", UTCDateTime), ("until_at", UTCDateTime))
    facts: list[Any] = [
        type_coerce(one, kind).label(name) for one, (name, kind) in zip(what, kinds, strict=True)
    ]
    query: Select[Any] = select(model.entrant_id, model.unit_id, model.room_id, *facts)
    return query.where(model.part_id == bindparam("part"), model.revoked_at.is_(None))


_FACTS = _counting(Accommodation, Accommodation.seconds, null(), null()).union_all(
    _counting(Disruption, null(), Disruption.from_at, Disruption.until_at)
)


def set_clock(attempt: Attempt, entrant: Entrant, part: Part) -> None:
    """The clock of an attempt that begins. Called once its row is written: that row keeps the part from being changed
    until the transaction ends (see `_lock`), so nothing that is granted meanwhile is missed."""
    known = Facts.of(part)
    if not known.known:
        return
    if attempt.question_seconds:
        # Part of each question from the start, wherever its contestant is moved to later.
        extra = known.extra(Who.of(entrant))
        attempt.question_seconds += extra // attempt.size
        attempt.base_deadline += timedelta(seconds=extra)
    found = known.clock(attempt.started_at, attempt.base_deadline, Who.of(entrant), attempt.question_seconds)
    attempt.deadline, attempt.paused_at = found.deadline, found.paused_at


def recompute(part: Part) -> None:
    """Bring the stored deadlines of a part's attempts up to the facts: those that were handed in stay as they are."""
    known = Facts.of(part)
    rows = db.session.execute(
        select(
            Attempt.id,
            Attempt.started_at,
            Attempt.base_deadline,
            Attempt.deadline,
            Attempt.paused_at,
            Attempt.question_seconds,
            Entrant.id.label("entrant_id"),
            Entrant.unit_id,
            Entrant.room_id,
        )
        .join(Entrant, Attempt.entrant_id == Entrant.id)
        .where(Attempt.part_id == part.id, Attempt.finished_at.is_(None))
        .order_by(Attempt.id)  # as answers lock them (`store`): so neither waits for the other in a circle
    )
    changed = []
    for row in rows:
        who = Who(row.entrant_id, row.unit_id, row.room_id)
        found = known.clock(row.started_at, row.base_deadline, who, row.question_seconds)
        if (found.deadline, found.paused_at) != (row.deadline, row.paused_at):
            changed.append({"id": row.id, "deadline": found.deadline, "paused_at": found.paused_at})
    if changed:
        db.session.execute(update(Attempt), changed)


@rooms.on_move
def follow_moves(contest: Contest) -> None:
    """Bring running attempts up to what counts in the rooms that their entrants are in now."""
    for stage in contest.stages:
        for part in stage.parts:
            if part.method == "quiz":
                _lock(part)
                recompute(part)


@rooms.on_use
def speaks_of(place: Room | Unit) -> bool:
    """Whether anything was granted to a room or a unit, or taken out for it."""
    found = (
        db.session.scalar(
            select(model.id)
            .where((model.room_id if isinstance(place, Room) else model.unit_id) == place.id)
            .limit(1)
        )
        for model in (Accommodation, Disruption)
    )
    return any(one is not None for one in found)


def _refuse_in_turns(part: Part) -> None:
    """Where each question has a clock of its own, extra time is part of it from the start: given or taken back while
    someone answers, it would open a question again that was closed, or close one unseen."""
    running = select(Attempt.id).where(
        Attempt.part_id == part.id,
        Attempt.question_seconds > 0,
        Attempt.finished_at.is_(None),
        or_(Attempt.deadline > clock.now(), Attempt.paused_at.is_not(None)),
    )
    if db.session.scalar(running.limit(1)) is not None:
        text = N_(
            "Phần thi này có đồng hồ riêng cho từng câu: chỉ cộng hay thu hồi thời gian khi chưa ai đang làm. Hãy dùng "
            "“Tạm dừng”."
        )
        raise Refused(message(text))


def _add(
    fact: Accommodation | Disruption, part: Part, scope: Scope, reason: str, after: dict[str, object]
) -> None:
    if not reason:
        raise Invalid(message(N_("Hãy ghi lý do: lý do được đưa vào biên bản.")), "reason")
    _lock(part)
    fact.part, fact.entrant, fact.unit, fact.room = part, scope.entrant, scope.unit, scope.room
    fact.reason, fact.by, fact.at = reason, current_actor().name, clock.now()
    db.session.add(fact)
    db.session.flush()
    _record(fact, f"{fact.__tablename__}.add", {}, after, reason)
    recompute(part)
    db.session.commit()


def _lock(part: Part) -> None:
    """Nobody begins an attempt at the part, and nobody else changes its clocks, until this transaction ends.

    On PostgreSQL by its row, which an attempt's row refers to; on SQLite the first write locks everything.
    """
    db.session.execute(select(Part.id).where(Part.id == part.id).with_for_update())


def _record(
    fact: Accommodation | Disruption,
    action: str,
    before: dict[str, object],
    after: dict[str, object],
    reason: str = "",
) -> None:
    scope, part = Scope(fact.entrant, fact.unit, fact.room), fact.part
    subject = f"{fact.__tablename__}:{part.stage.code}/{part.code}/{scope.label}"
    audit.record(
        action, subject, contest_id=part.contest_id, before=before, after=after, reason=reason or None
    )
