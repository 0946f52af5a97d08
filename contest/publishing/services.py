"""Publishing a result: freeze what the organiser looked at, and fill the places of the next stage."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, update

from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.messages import N_, message
from contest.organising.definition import to_plain
from contest.organising.models import Contest, Stage, Unit
from contest.organising.services import definition_of
from contest.publishing import drafts, places, queries, rules
from contest.publishing.models import Publication
from contest.publishing.table import to_plain as table_to_plain


def publish(
    stage: Stage,
    unit: Unit | None,
    kind: rules.Kind,
    *,
    shown: str,
    accept_gaps: bool = False,
    reason: str = "",
) -> Publication:
    """Freeze the standings of a list and, for an official result, give those promoted their places.

    `shown` is the digest of the standings that the organiser looked at. `reason` is required for counting what is
    missing as absent, and for replacing an official result. Refused for a rehearsal, while the round is open, while
    something is missing or a tie undecided.
    """
    contest = stage.contest
    _check_real(contest)
    _wait_for_turn(stage)
    now = clock.now()
    before = queries.standing_result(stage, unit)
    draft = drafts.draft(stage, unit, now)
    if draft.digest != shown:
        raise Refused(
            message(
                N_("Điểm hoặc xếp hạng vừa thay đổi so với trang đồng chí đang xem. Hãy xem lại rồi công bố.")
            )
        )
    for refusal in rules.refusals(draft.ready, kind, accept_gaps):
        raise Refused(refusal)
    _check_replacing(before, kind, draft.digest, reason)
    if draft.ready.gaps and not reason:
        raise Invalid(message(N_("Hãy nêu lý do coi những phần còn thiếu là vắng.")), field="reason")
    publication = Publication(
        contest=contest,
        stage=stage,
        unit=unit,
        kind=kind,
        published_at=now,
        published_by=current_actor().name,
        rules=to_plain(definition_of(contest)),
        standings=table_to_plain(draft.table),
        csv=draft.csv,
        digest=draft.digest,
        replaces_id=before.id if before else None,
        reason=reason,
    )
    db.session.add(publication)
    db.session.flush()
    audit.record(
        "result.publish",
        f"result:{stage.code}" + (f"/{unit.code}" if unit else ""),
        contest_id=contest.id,
        before={"kind": before.kind, "digest": before.digest} if before else None,
        after={"kind": kind, "digest": draft.digest},
        reason=reason or None,
    )
    if kind == "official":
        places.fill(stage, draft, now)
    db.session.commit()
    return publication


def _wait_for_turn(stage: Stage) -> None:
    """Of two who publish at once the second sees what the first has published: both databases let only one write to
    the stage's row until it commits."""
    table = cast(Table, Stage.__table__)
    db.session.execute(update(table).where(table.c.id == stage.id).values(position=table.c.position))


def _check_real(contest: Contest) -> None:
    """A rehearsal's data never enter results: there is no way past this line."""
    if contest.is_rehearsal:
        raise Refused(message(N_("Đây là diễn tập: kết quả diễn tập không bao giờ được công bố.")))


def _check_replacing(before: Publication | None, kind: rules.Kind, digest: str, reason: str) -> None:
    if before is None or before.kind == "provisional":
        return
    if kind == "provisional":
        raise Refused(
            message(N_("Đã có kết quả chính thức. Chỉ có thể thay bằng một kết quả chính thức khác."))
        )
    if before.digest == digest:
        raise Refused(message(N_("Kết quả chính thức đang công bố đã giống hệt kết quả này.")))
    if not reason:
        raise Invalid(message(N_("Hãy nêu lý do thay kết quả chính thức.")), field="reason")
