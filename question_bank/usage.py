"""Which contests asked which revision. Contests, papers and draws stand above this room, so those rooms register how to
find them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Use:
    """A revision in a part of a contest: how many times it was on a paper or drawn, from the first to the last time."""

    revision_id: int
    contest: str  # its code
    names: tuple[str, str, str]  # of contest, stage and part
    drawn: bool  # by lot, for a judged part; else on papers
    times: int
    first: datetime
    last: datetime


Finder = Callable[[int, Collection[int] | None], Iterable[Use]]
"""(bank id, the revisions asked for or None for all) → uses."""

_finders: list[Finder] = []

ContestFinder = Callable[[int], Iterable[tuple[str, str]]]
"""bank id → (code, name) of the contests that draw from it."""

_contests: list[ContestFinder] = []


def finds_uses(finder: Finder) -> Finder:
    """Register where uses are found."""
    _finders.append(finder)
    return finder


def names_contests(finder: ContestFinder) -> ContestFinder:
    """Register where the contests of a bank are found."""
    _contests.append(finder)
    return finder


def contests(bank_id: int) -> list[tuple[str, str]]:
    """(code, name) of the contests that draw from a bank."""
    return [contest for finder in _contests for contest in finder(bank_id)]


def uses(bank_id: int, revision_ids: Collection[int] | None = None) -> Sequence[Use]:
    """The uses of a bank's revisions, the newest first."""
    found = [use for finder in _finders for use in finder(bank_id, revision_ids)]
    return sorted(found, key=lambda use: use.last, reverse=True)


def revisions(bank_id: int, contest: str | None = None) -> set[int]:
    """The revisions that were asked, in one contest (by its code) or in any."""
    return {use.revision_id for use in uses(bank_id) if contest in (None, use.contest)}


Times = tuple[int, datetime, datetime]
"""How many times, the first and the last."""


def counted(asked: Iterable[tuple[Iterable[int], datetime]]) -> dict[int, Times]:
    """{revision: times} of (revisions asked, when)."""
    found: dict[int, Times] = {}
    for revisions, at in asked:
        for revision in revisions:
            found[revision] = together(found.get(revision), (1, at, at))
    return found


def together(one: Times | None, other: Times) -> Times:
    """The times of both."""
    return other if one is None else (one[0] + other[0], min(one[1], other[1]), max(one[2], other[2]))


def uses_of(
    part: tuple[str, str, str, str],
    found: Mapping[int, Times],
    drawn: bool,
    revision_ids: Collection[int] | None,
) -> list[Use]:
    """What was counted in a part (contest code, contest, stage, part), of the revisions asked for."""
    contest, *names = part
    wanted = found if revision_ids is None else found.keys() & revision_ids
    return [
        Use(revision, contest, (names[0], names[1], names[2]), drawn, *found[revision]) for revision in wanted
    ]
