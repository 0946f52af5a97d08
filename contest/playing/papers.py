"""Draws an entrant's own paper from a pool by a blueprint: seeded, so that anyone can draw it again. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from contest.kernel.errors import Refused
from contest.kernel.messages import N_, message
from contest.organising.definition_types import QuizDraw, QuizSettings
from question_bank.kinds import kind


@dataclass(frozen=True)
class Item:
    """A question that can be drawn, by its current revision."""

    revision_id: int
    code: str
    topic: str
    difficulty: str
    kind: str
    body: dict[str, Any]


Paper = list[list[Any]]
"""[[revision id, [option indexes in the order shown]], …]"""


def fits(item: Item, line: QuizDraw) -> bool:
    """Whether a question may be drawn for a line; what a line leaves empty doesn't narrow it."""
    return (
        (not line.topic or item.topic == line.topic)
        and (not line.difficulty or item.difficulty == line.difficulty)
        and (not line.kind or item.kind == line.kind)
    )


def draw_paper(seed: str, settings: QuizSettings, pool: Sequence[Item]) -> Paper:
    """The paper for a seed. The pool is sorted by code first, so its order doesn't matter.

    Narrow lines are filled before wide ones, so that a line for any topic doesn't take what a line for one topic
    needs. Raises Refused where the pool can't fill a line.
    """
    rng = Random(seed)
    left = sorted(
        (item for item in pool if not kind(item.kind).judged), key=lambda item: (item.code, item.revision_id)
    )
    drawn: dict[int, list[Item]] = {}
    for at, line in sorted(enumerate(settings.draw), key=lambda pair: -_narrowness(pair[1])):
        fitting = [item for item in left if fits(item, line)]
        if len(fitting) < line.count:
            raise Refused(
                message(
                    N_(
                        "Ngân hàng câu hỏi thiếu câu cho đề: chủ đề “%(topic)s”, mức độ “%(difficulty)s” cần %(need)s, có %(have)s."
                    ),
                    topic=line.topic or "*",
                    difficulty=line.difficulty or "*",
                    need=line.count,
                    have=len(fitting),
                )
            )
        drawn[at] = rng.sample(fitting, line.count)
        taken = {item.revision_id for item in drawn[at]}
        left = [item for item in left if item.revision_id not in taken]
    items = [item for at in range(len(settings.draw)) for item in drawn[at]]
    if settings.shuffle_questions:
        rng.shuffle(items)
    return [
        [item.revision_id, kind(item.kind).option_order(item.body, rng, settings.shuffle_options)]
        for item in items
    ]


def _narrowness(line: QuizDraw) -> int:
    return bool(line.topic) + bool(line.difficulty) + bool(line.kind)
