"""The statistics of questions as pages show them: of a quiz, kept while nothing changes; of a question over all quizzes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from contest.organising.models import Part
from contest.publishing.cache import VersionedCache
from contest.ranking import item_services
from contest.ranking.item_services import Line, Report
from question_bank.models import Question


def of_part(part: Part) -> Report:
    """The statistics of a closed quiz; made once for all who look, and again when an attempt or a decision changes."""
    cache: VersionedCache[Report] = current_app.extensions.setdefault(
        "statistics", VersionedCache(check_seconds=0, make_seconds=0, most=50)
    )
    return cache.get(part.id, lambda: item_services.version(part), lambda: item_services.report(part))


@dataclass(frozen=True)
class Use:
    """A revision of a question in one quiz."""

    part: Part
    line: Line


@dataclass(frozen=True)
class Revised:
    """A revision over all quizzes: people and facility of all together; correlations are means over the quizzes with
    enough people, weighted by them, for scores of different papers don't belong into one correlation."""

    number: int
    uses: tuple[Use, ...]

    @property
    def people(self) -> int:
        return sum(use.line.item.people for use in self.uses)

    @property
    def facility(self) -> float:
        return sum(use.line.item.facility * use.line.item.people for use in self.uses) / self.people

    @property
    def corrected(self) -> float | None:
        return self._mean(lambda line: line.item.corrected)

    @property
    def discrimination(self) -> float | None:
        return self._mean(lambda line: line.item.discrimination)

    def _mean(self, value: Callable[[Line], float | None]) -> float | None:
        known = [
            (found, use.line.item.people)
            for use in self.uses
            if use.line.enough and (found := value(use.line)) is not None
        ]
        people = sum(weight for _found, weight in known)
        return sum(found * weight for found, weight in known) / people if people else None


def of_question(question: Question) -> tuple[list[Revised], list[Part]]:
    """(the revisions that were used, the newest first; quizzes that still run, whose statistics come later)."""
    uses: dict[int, list[Use]] = {}
    running = []
    for part in item_services.quizzes_with(question):
        if not item_services.is_ready(part):
            running.append(part)
            continue
        for line in of_part(part).lines:
            if line.question_id == question.id:
                uses.setdefault(line.number, []).append(Use(part, line))
    return [Revised(number, tuple(uses[number])) for number in sorted(uses, reverse=True)], running
