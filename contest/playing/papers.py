"""Draws papers from a pool by a blueprint: seeded, so that anyone can draw it again. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from random import Random
from string import ascii_uppercase
from typing import Any, NamedTuple, Protocol

from contest.kernel.errors import Refused
from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import fold
from contest.organising.definition_types import QuizDraw, QuizSettings
from question_bank.kinds import is_drawn, kind, kinds


class Item(NamedTuple):
    """A question that can be drawn, by its current revision. `within`: the topics that its topic lies in."""

    revision_id: int
    code: str
    topic: str
    difficulty: str
    kind: str
    body: dict[str, Any]
    within: tuple[str, ...] = ()


Paper = list[list[Any]]
"""[[revision id, [option indexes in the order shown]], …]"""

Seen = Mapping[str, int]
"""{question code: how often it has been met before}"""


class Asked(Protocol):
    """What an arrangement needs to know of a question."""

    @property
    def kind(self) -> str: ...
    @property
    def body(self) -> dict[str, Any]: ...


def fits(item: Item, line: QuizDraw) -> bool:
    """Whether a question may be drawn for a line; what a line leaves empty doesn't narrow it. A topic takes what lies in
    its folders along."""
    return (
        (not line.difficulty or item.difficulty == line.difficulty)
        and is_drawn(item.kind, line.kind)
        and (not line.topic or _folded(line.topic) in map(_folded, (item.topic, *item.within)))
    )


_folded = lru_cache(maxsize=4096)(fold)  # a draw asks of every question for the same few topics


def draw_paper(seed: str, settings: QuizSettings, pool: Sequence[Item], seen: Seen | None = None) -> Paper:
    """The paper for a seed: every line of the blueprint filled, no question twice.

    What has been `seen` least often is taken first, so that no question comes again before the pool is used up. A line
    that leaves the difficulty open gets the pool's own mix of difficulties (`shares`), the same in each paper
    (docs/decisions/0011). The pool is sorted by code first, so its order doesn't matter. Raises Refused, naming the line,
    where no choice of questions fills them all, and where the blueprint is empty.
    """
    rng = Random(seed)
    return arranged(rng, settings, choose(rng, settings.draw, pool, seen or {}))


def arranged(rng: Random, settings: QuizSettings, questions: Sequence[tuple[int, Asked]]) -> Paper:
    """Questions, each with the id of its revision, and their options in an order of their own, where the rules shuffle
    them."""
    order = list(questions)
    if settings.shuffle_questions:
        rng.shuffle(order)
    return [[id, kind(one.kind).option_order(one.body, rng, settings.shuffle_options)] for id, one in order]


def choose(
    rng: Random, lines: Sequence[QuizDraw], pool: Sequence[Item], seen: Seen
) -> list[tuple[int, Item]]:
    """A question for each place of each line, in the lines' order, with its revision. Raises Refused (`draw_paper`)."""
    if not lines:
        raise Refused(message(N_("Phần thi chưa có ma trận đề. Hãy báo ban tổ chức.")))
    known = sorted(pool, key=lambda item: (item.code, item.revision_id))
    # Each line takes from its own shuffled pack.
    packs = [[item for item in known if fits(item, line)] for line in lines]
    for pack in packs:
        rng.shuffle(pack)
    mixed = [
        [(at, difficulty) for difficulty in _mix(rng, line, pack)]
        for at, (line, pack) in enumerate(zip(lines, packs, strict=True))
    ]
    # Where lines overlap, the mix of one may leave another without questions; then any difficulty will do, in every paper.
    held = _fill([place for line in mixed for place in line], packs, seen)
    if None in held:
        plain: list[_Place] = [(at, None) for at, line in enumerate(lines) for _ in range(line.count)]
        held = _fill(plain, packs, seen)
        if None in held:
            at = plain[held.index(None)][0]
            raise _short(at + 1, lines[at], len(packs[at]))
    return [(item.revision_id, item) for item in held if item is not None]


def key_letters(one: Asked, order: Sequence[int]) -> str:
    """The key by the letters in the order shown: “B”, “AC”; “CAB” for pairs and orders; in words where there are none."""
    asked = kind(one.kind)
    present = asked.present(one.body, order)
    options, items = present.get("options", ()), present.get("items", ())

    def earns(field: int, value: str) -> bool:
        return bool(asked.mark(one.body, "\n" * field + value))

    if "left" in present:
        values = [option["value"] for option in options]
        pairs = [next(value for value in values if earns(at, value)) for at in range(len(present["left"]))]
        return "".join(ascii_uppercase[values.index(value)] for value in pairs)
    if items:
        places = {
            next(place for place in range(1, len(items) + 1) if earns(item["line"], str(place))): letter
            for letter, item in zip(ascii_uppercase, items, strict=False)
        }
        return "".join(places[place] for place in sorted(places))
    if not options:
        return asked.read_key(one.body, order)
    values = [option["value"] for option in options]
    key = one.body.get("key")
    # Of weighted options the best is worth everything.
    right = (
        {str(index) for index in key}
        if isinstance(key, list)
        else {value for value in values if asked.mark(one.body, value) == 1}
    )
    return "".join(letter for letter, value in zip(ascii_uppercase, values, strict=False) if value in right)


def missing(lines: Sequence[QuizDraw], pool: Sequence[Item]) -> list[int]:
    """For each line how many of its questions can't be had once the lines before it have theirs; all 0: it can be filled."""
    packs = [[item for item in pool if fits(item, line)] for line in lines]
    places: list[_Place] = [(at, None) for at, line in enumerate(lines) for _ in range(line.count)]
    found = [0] * len(lines)
    for (at, _any), item in zip(places, _fill(places, packs, {}), strict=True):
        found[at] += item is None
    return found


def shares(count: int, have: Mapping[str, int]) -> dict[str, int]:
    """`count` divided in the proportions of `have`, by the largest remainders; equal ones in the order of `have`.

    Nothing gets more than it has, where `count` is at most the sum.
    """
    total = sum(have.values())
    exact = {key: Fraction(count * number, total) for key, number in have.items()}
    found = {key: int(share) for key, share in exact.items()}
    left = count - sum(found.values())
    for key in sorted(have, key=lambda key: found[key] - exact[key])[:left]:
        found[key] += 1
    return found


_Place = tuple[int, str | None]
"""A line's number, and the difficulty that the place is for (None: any)."""


def _mix(rng: Random, line: QuizDraw, pack: Sequence[Item]) -> list[str | None]:
    """The difficulty of each place of a line; None where it makes no difference, or the pack is too small."""
    have = Counter(item.difficulty for item in pack)
    if line.difficulty or len(have) < 2 or len(pack) < line.count:
        return [None] * line.count
    quotas = shares(line.count, {level: have[level] for level in LEVELS if level in have})
    places: list[str | None] = [level for level, number in quotas.items() for _ in range(number)]
    rng.shuffle(places)
    return places


def _fill(places: Sequence[_Place], packs: Sequence[Sequence[Item]], seen: Seen) -> list[Item | None]:
    """A question for each place, as many as can be had, and of those that were seen least often as many as can be had.

    Lines may overlap (“five of law”, “five easy ones”): where all that fit a place are taken, one of them is exchanged
    for another that its own place takes as well (Kuhn's matching). That never gives up a question that has a place, so
    filling first with what was never seen, then with what was seen once, and so on, repeats as few as possible.
    """
    fitting = {
        (at, level): [item for item in packs[at] if level is None or item.difficulty == level]
        for at, level in set(places)
    }
    holder: dict[str, int] = {}  # question → place

    def take(place: int, tried: set[str], most: int) -> bool:
        def pack() -> Iterator[str]:
            for item in fitting[places[place]]:
                if item.code not in tried and seen.get(item.code, 0) <= most:
                    yield item.code

        # One that nobody holds; an exchange only when there is no other way.
        free = next((code for code in pack() if code not in holder), None)
        if free is not None:
            holder[free] = place
            return True
        for code in list(pack()):
            if code in tried:
                continue
            tried.add(code)
            if take(holder[code], tried, most):
                holder[code] = place
                return True
        return False

    for most in sorted({seen.get(item.code, 0) for pack in packs for item in pack}):
        filled = set(holder.values())
        for place in range(len(places)):
            if place not in filled:
                take(place, set(), most)
    items = {item.code: item for pack in packs for item in pack}
    chosen = {place: items[code] for code, place in holder.items()}
    return [chosen.get(place) for place in range(len(places))]


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


LEVELS = ("easy", "medium", "hard", "")

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
