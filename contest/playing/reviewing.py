"""What contestants see of their own papers afterwards, by the part's rules; practice, where a key follows each answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from contest.kernel import clock
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.kernel.messages import N_, message
from contest.organising import members
from contest.organising.definition_types import Review
from contest.organising.models import Entrant, Part
from contest.organising.times import utc_time
from contest.playing import rules, services, store, watching
from contest.playing.models import Attempt, Retake
from contest.playing.watching import MarkedQuestion


def from_at(part: Part) -> datetime | None:
    """The embargo of a part, if it has one."""
    text = services.settings_of(part).review_from
    return utc_time(text, ZoneInfo(part.contest.timezone)) if text else None


def is_closed(part: Part, now: datetime) -> bool:
    """Whether nobody sits a part any more, and nobody can begin: not in any window, nor in a retake.

    An attempt that was not handed in is open for the grace longer: answers that were given in time may still come.
    """
    windows = [one for one in members.windows(part.stage) if one.part_id in (None, part.id)]
    if not windows or any(one.closes_at > now for one in windows):
        return False
    retake = select(Retake.id).where(
        Retake.part_id == part.id, Retake.revoked_at.is_(None), Retake.closes_at > now
    )
    grace = timedelta(seconds=services.settings_of(part).grace)
    running = select(Attempt.id).where(
        Attempt.part_id == part.id,
        Attempt.finished_at.is_(None),
        or_(Attempt.deadline > now - grace, Attempt.paused_at.is_not(None)),
    )
    return all(db.session.scalar(query.limit(1)) is None for query in (retake, running))


def allowed(attempt: Attempt) -> Review:
    """What the attempt's own entrant may see of it now."""
    now, part = clock.now(), attempt.part
    settings = services.settings_of(part)
    is_over = not rules.is_running(attempt, now)
    if settings.practice or settings.review == "nothing" or not is_over:
        return rules.reviewable(settings.review, settings.practice, is_over, False, None, now)
    return rules.reviewable(settings.review, False, True, is_closed(part, now), from_at(part), now)


@dataclass(frozen=True)
class Reviewed:
    """An attempt as its entrant may see it. `points` None: not shown; `questions` empty: not shown."""

    attempt: Attempt
    shows: Review
    points: Fraction | None
    questions: list[MarkedQuestion]


def reviewed(entrant: Entrant, part: Part) -> list[Reviewed]:
    """An entrant's attempts at a part, as far as they may be seen, in order."""
    settings = services.settings_of(part)
    found = []
    for attempt in services.attempts_of(entrant, part):
        shows = allowed(attempt)
        questions = watching.marked_paper(attempt) if shows != "nothing" else []
        shares = [question.worth for question in questions if question.worth]
        points = (
            rules.marked(shares, settings.points, settings.partial) if shows in ("score", "key") else None
        )
        is_seen = shows in ("answers", "key")
        found.append(Reviewed(attempt, shows, points, questions if is_seen else []))
    return found


def practise(attempt: Attempt, version: int, given: rules.Given) -> None:
    """Store the answer to a question of a practice paper, once: what has been answered is closed, its key is known.

    Raises Refused.
    """
    if given.position in services.answers_of(attempt):
        raise Refused(message(N_("Câu này đã trả lời rồi.")))
    if not given.response:
        raise Refused(message(N_("Hãy chọn hoặc gõ câu trả lời.")))
    db.session.rollback()  # as in services.save_form
    (result,) = store.store(attempt.id, attempt.entrant_id, version, [given])
    if result.outcome != "stored":
        raise Refused(message(N_("Chưa lưu được câu trả lời. Hãy tải lại trang.")))
