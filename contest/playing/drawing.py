"""The papers of a quiz from the database: what they are drawn from, whose they are, and those that several people get."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising.definition import QuizSettings
from contest.organising.models import Entrant, Part
from contest.playing.models import Attempt, DrawnPaper
from contest.playing.papers import Item, Paper, Seen, arranged, draw_paper
from question_bank import states
from question_bank.models import Question, Revision, Topic


def pool(part: Part) -> list[Item]:
    """What a part's papers are drawn from: the bank's questions in use, by the revisions that may be used. Two queries."""
    bank_id = part.contest.bank_id
    topics = {
        row.id: row
        for row in db.session.execute(
            select(Topic.id, Topic.name, Topic.parent_id).where(Topic.bank_id == bank_id)
        )
    }
    rows = db.session.execute(
        select(
            Revision.id, Question.code, Question.topic_id, Revision.difficulty, Revision.kind, Revision.body
        )
        .select_from(Question)
        .join(Revision, states.usable(part.contest.bank))
        .where(Question.bank_id == bank_id, Question.retired_at.is_(None))
    )
    chains = {id: _chain(id, topics) for id in topics}
    found = []
    for id, code, topic_id, level, name, body in rows:
        topic, *within = chains.get(topic_id, [""])
        found.append(Item(id, code, topic, level, name, body, tuple(within)))
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
        return draw_paper(seed, settings, pool(part), seen(one.paper for one in made))
    shared = _shared(part, settings, entrant.unit_id if settings.paper == "unit" else None, len(made) + 1)
    query = select(Revision.id, Revision.kind, Revision.body).where(Revision.id.in_([id for id, _ in shared]))
    asked = {row.id: row for row in db.session.execute(query)}
    return arranged(Random(seed), settings, [(id, asked[id]) for id, _order in shared])


def _shared(part: Part, settings: QuizSettings, unit_id: int | None, number: int) -> Paper:
    """The paper of everybody or of a unit for an attempt: drawn for the first who comes, kept for the others."""
    place = {"part_id": part.id, "code": "", "unit_id": unit_id, "number": number}
    query = select(DrawnPaper.paper).filter_by(**place)
    found = db.session.scalar(query)
    if found is None:
        seed = secrets.token_hex(16)
        drawn = draw_paper(seed, settings, pool(part), seen(kept_papers(part)))
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
