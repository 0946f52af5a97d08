"""Everything wrong with a package that can be told without ranking it. PURE."""

from __future__ import annotations

from contest.organising.checking_points import PointsChecker
from contest.organising.checking_rules import check_rules
from contest.organising.checking_tables import TableChecker
from contest.organising.package_reading import DEFINITION, Package
from contest.organising.problems import Problem


def check_package(package: Package) -> list[Problem]:
    """All problems by file and line, contest.toml first. Tables are compared with rules only where both can be read."""
    problems = list(package.problems)
    if package.contest.stages:
        problems += package.place(check_rules(package.contest))
    unreadable = {problem.file for problem in package.problems if problem.level == "fatal"}
    if package.contest.stages and DEFINITION not in unreadable:
        base = TableChecker(package.contest, package.tables, package.present)
        problems += package.place([*base.all(), *PointsChecker(base).all()])
    return sorted(problems, key=lambda problem: (problem.file != DEFINITION, problem.file, problem.line))
