"""The papers of a quiz from the database: what they are drawn from, whose they are, and those that several people get."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import Select, bindparam, null, select
from sqlalchemy.exc import IntegrityError

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising.definition import QuizSettings
from contest.organising.models import Entrant, Part
from contest.playing.models import Attempt, DrawnPaper
from contest.playing.papers import Asked, Item, Paper, Seen, arranged, choose
from question_bank import states
from question_bank.models import Question, Revision, Topic


def pool(part: Part) -> list[Item]:
    """What a part's papers are drawn from: the bank's questions in use, by the revisions that may be used. Two queries."""
    return _pool(part, with_topics=True, with_bodies=True)


@cache
def _usable(approved_only: bool, with_bodies: bool) -> Select[Any]:
    """The questions of a `bank` that papers may draw, by the revisions that they may show."""
    whole: Any = Revision.body if with_bodies else null()
    return (
        select(Revision.id, Question.code, Question.topic_id, Revision.difficulty, Revision.kind, whole)
        .select_from(Question)
        .join(Revision, states.usable(approved_only))
        .where(Question.bank_id == bindparam("bank"), Question.retired_at.is_(None))
    )


def _pool(part: Part, with_topics: bool, with_bodies: bool) -> list[Item]:
    """See `pool`; what isn't asked for is left empty."""
    bank = part.contest.bank
    if bank is None:
        return []
    known = select(Topic.id, Topic.name, Topic.parent_id).where(Topic.bank_id == bank.id)
    topics = {row.id: row for row in db.session.execute(known)} if with_topics else {}
    rows = db.session.execute(_usable(bank.approved_only, with_bodies), {"bank": bank.id})
    chains = {id: _chain(id, topics) for id in topics}
    found = []
    for id, code, topic_id, level, name, body in rows:
        topic, *within = chains.get(topic_id, [""])
        found.append(Item(id, code, topic, level, name, body or {}, tuple(within)))
    return found


def _chain(topic_id: int | None, topics: Mapping[int, Any]) -> list[str]:
    """The names of a topic and of those that it lies in, nearest first. A circle in the data ends the chain."""
    chain: dict[int, str] = {}
    while topic_id is not None and topic_id in topics and topic_id not in chain:
        topic = topics[topic_id]
        chain[topic_id], topic_id = topic.name, topic.parent_id
    return list(chain.values())


def paper_for(
    entrant: Entrant, part: Part, settings: QuizSettings, seed: str, made: Sequence[Attempt]
) -> Paper:
    """The paper of an entrant's next attempt, `made` being those before it. Raises Refused (`papers.draw_paper`)."""
    if settings.paper == "person":
        return _drawn(part, settings, seed, seen(one.paper for one in made))
    shared = _shared(part, settings, entrant.unit_id if settings.paper == "unit" else None, len(made) + 1)
    return arranged(Random(seed), settings, _asked([id for id, _order in shared]))


def _drawn(part: Part, settings: QuizSettings, seed: str, met: Seen) -> Paper:
    """`papers.draw_paper` of a part's pool. Thousands begin within a minute, and most of what a bank of thousands of
    questions costs is reading them: only those that were chosen are read whole."""
    rng = Random(seed)
    with_topics = any(line.topic for line in settings.draw)
    chosen = choose(rng, settings.draw, _pool(part, with_topics, with_bodies=False), met)
    return arranged(rng, settings, _asked([id for id, _item in chosen]))


_ASKED = select(Revision.id, Revision.kind, Revision.body).where(
    Revision.id.in_(bindparam("ids", expanding=True))
)


def _asked(ids: Sequence[int]) -> list[tuple[int, Asked]]:
    """Revisions by their ids, in that order, as an arrangement needs them. One query."""
    found = {row.id: row for row in db.session.execute(_ASKED, {"ids": ids})}
    return [(id, found[id]) for id in ids]


def _shared(part: Part, settings: QuizSettings, unit_id: int | None, number: int) -> Paper:
    """The paper of everybody or of a unit for an attempt: drawn for the first who comes, kept for the others."""
    place = {"part_id": part.id, "code": "", "unit_id": unit_id, "number": number}
    query = select(DrawnPaper.paper).filter_by(**place)
    found = db.session.scalar(query)
    if found is None:
        seed = secrets.token_hex(16)
        drawn = _drawn(part, settings, seed, seen(kept_papers(part)))
        try:
            with db.session.begin_nested():
                db.session.add(DrawnPaper(**place, seed=seed, paper=drawn, made_at=clock.now()))
        except IntegrityError:
            pass  # somebody came at the same moment: theirs is kept
        found = db.session.scalar(query)
    return list(found or [])


def kept_papers(part: Part) -> Sequence[Paper]:
    """The papers of a part that several people get, on screen or on paper."""
    return db.session.scalars(select(DrawnPaper.paper).where(DrawnPaper.part_id == part.id)).all()


def seen(papers: Iterable[Paper]) -> Seen:
    """How often each question stands in some papers, whichever revision of it."""
    times = Counter(id for paper in papers for id, _order in paper)
    if not times:
        return {}
    rows = db.session.execute(
        select(Question.code, Revision.id)
        .join(Revision, Revision.question_id == Question.id)
        .where(Revision.id.in_(times))
    )
    found: Counter[str] = Counter()
    for code, id in rows:
        found[code] += times[id]
    return found
