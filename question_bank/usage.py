"""Which contests asked which revision. Contests, papers and draws stand above this room, so those rooms register how to
find them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
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


def counted(
    rows: Iterable[tuple[tuple[str, str, str, str], Iterable[int], datetime]],
    drawn: bool,
    revision_ids: Collection[int] | None,
) -> list[Use]:
    """Uses from rows of ((contest code, contest, stage, part), revisions asked, when)."""
    found: dict[tuple[tuple[str, str, str, str], int], tuple[int, datetime, datetime]] = {}
    for part, asked, at in rows:
        for revision in asked:
            if revision_ids is None or revision in revision_ids:
                times, first, last = found.get((part, revision), (0, at, at))
                found[part, revision] = times + 1, min(first, at), max(last, at)
    return [
        Use(revision, part[0], part[1:], drawn, times, first, last)
        for (part, revision), (times, first, last) in found.items()
    ]
