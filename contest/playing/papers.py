"""Draws an entrant's own paper from a pool by a blueprint: seeded, so that anyone can draw it again. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from contest.kernel.errors import Refused
from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import fold
from contest.organising.definition_types import QuizDraw, QuizSettings
from question_bank.kinds import is_drawn, kind, kinds


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
        is_drawn(item.kind, line.kind)
        and (not line.topic or fold(item.topic) == fold(line.topic))
        and (not line.difficulty or item.difficulty == line.difficulty)
    )


def draw_paper(seed: str, settings: QuizSettings, pool: Sequence[Item]) -> Paper:
    """The paper for a seed: every line of the blueprint filled, no question twice.

    The pool is sorted by code first, so its order doesn't matter. Raises Refused, naming the line, where no choice of
    questions fills them all, and where the blueprint is empty.
    """
    if not settings.draw:
        raise Refused(message(N_("Phần thi chưa có ma trận đề. Hãy báo ban tổ chức.")))
    rng = Random(seed)
    items = _choose(settings.draw, sorted(pool, key=lambda item: (item.code, item.revision_id)), rng)
    if settings.shuffle_questions:
        rng.shuffle(items)
    return [
        [item.revision_id, kind(item.kind).option_order(item.body, rng, settings.shuffle_options)]
        for item in items
    ]


def _choose(lines: Sequence[QuizDraw], pool: Sequence[Item], rng: Random) -> list[Item]:
    """A question for each place of each line, in the lines' order.

    Lines may overlap (“five of law”, “five easy ones”): where all that fit a line are taken, one of them is
    exchanged for another that its own line takes as well (Kuhn's matching), so if any paper can be made, one is.
    """
    places = [at for at, line in enumerate(lines) for _ in range(line.count)]
    # Each line takes from its own shuffled pack.
    packs = [[number for number, item in enumerate(pool) if fits(item, line)] for line in lines]
    for pack in packs:
        rng.shuffle(pack)
    holder: dict[int, int] = {}  # number in the pool → place

    def take(place: int, tried: set[int]) -> bool:
        pack = [number for number in packs[places[place]] if number not in tried]
        # One that nobody holds; an exchange only when there is no other way.
        free = next((number for number in pack if number not in holder), None)
        if free is not None:
            holder[free] = place
            return True
        for number in pack:
            if number in tried:
                continue
            tried.add(number)
            if take(holder[number], tried):
                holder[number] = place
                return True
        return False

    for place, at in enumerate(places):
        if not take(place, set()):
            raise _short(at + 1, lines[at], len(packs[at]))
    chosen = {place: pool[number] for number, place in holder.items()}
    return [chosen[place] for place in range(len(places))]


def _short(number: int, line: QuizDraw, have: int) -> Refused:
    return Refused(
        message(
            N_(
                "Ngân hàng câu hỏi không đủ câu để lập đề. Dòng %(number)s của ma trận (%(line)s) cần %(need)s câu, "
                "có %(have)s câu phù hợp, kể cả câu mà dòng khác cũng cần. Hãy báo ban tổ chức."
            ),
            number=number,
            line=describe(line),
            need=line.count,
            have=have,
        )
    )


_DIFFICULTIES = {
    "easy": message(N_("dễ")),
    "medium": message(N_("trung bình")),
    "hard": message(N_("khó")),
}


def describe(line: QuizDraw) -> Message:
    """What a line asks for, in words."""
    known = kinds().get(line.kind)
    return message(
        N_("chủ đề: %(topic)s; mức độ: %(difficulty)s; loại câu: %(kind)s"),
        topic=line.topic or _ANY,
        difficulty=_DIFFICULTIES.get(line.difficulty, _ANY),
        kind=known.name if known else line.kind or _ANY,
    )


_ANY = message(N_("bất kỳ"))
