"""`contest check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from contest.commands.language import language, translator
from contest.kernel.messages import N_, message
from contest.organising.checking import check_package
from contest.organising.package_questions import package_questions
from contest.organising.package_reading import Package, read_package
from contest.organising.problems import Problem
from contest.playing.papers import Item, missing


@click.command()
@click.argument("package", type=click.Path(path_type=Path))
@language
def check(package: Path, lang: str) -> None:
    """Read all of PACKAGE (a folder or a zip) and print everything wrong with it, as `file:line: text`.

    Exit 1 where something has to be mended; warnings alone leave 0.
    """
    gettext = translator(lang)
    read = read_package(package)
    problems = check_package(read)
    problems += _questions(read)
    if not any(problem.level == "fatal" for problem in problems):
        problems += _ranking(read)
    for problem in problems:
        click.echo(problem.render(gettext))
    wrong = [problem for problem in problems if problem.level != "warning"]
    if wrong:
        sys.exit(1)
    if not problems:
        click.echo(gettext(N_("Gói hội thi không có lỗi.")))


def _ranking(package: Package) -> Iterator[Problem]:
    """What shows only when points are put together."""
    # pandas takes a while to load, and a package with errors is not ranked.
    from contest.ranking.standings import rank_contest

    for standings in rank_contest(package.contest, package.tables):
        yield from standings.problems
        at = package.contest.stages.index(standings.stage)
        for tied in standings.undecided:
            text = message(
                N_("Vòng “%(stage)s”: %(entrants)s bằng điểm nhau và chờ quyết định “order” của trưởng ban."),
                stage=standings.stage.code,
                entrants=", ".join(tied.entrants),
            )
            yield from package.place([Problem(text, "warning", path=("stage", at, "ties"))])


def _questions(package: Package) -> Iterator[Problem]:
    """The question files, and whether they can fill every quiz."""
    questions, problems, _media, folders = package_questions(package)
    yield from problems
    if not list(package.questions()):
        return
    pool = [
        Item(at, str(at), one.topic, one.difficulty, one.kind, dict(one.body), _above(one.topic, folders))
        for at, one in enumerate(questions)
        if not one.retired
    ]
    for at, stage in enumerate(package.contest.stages):
        for number, part in enumerate(stage.parts):
            lines = part.quiz.draw if part.quiz else ()
            for line_number, (line, short) in enumerate(zip(lines, missing(lines, pool), strict=True)):
                if short:
                    wanted = (line.topic, line.difficulty, line.kind)
                    text = message(
                        N_("Cần %(count)s câu hỏi (%(what)s) mà thư mục questions chỉ có %(found)s."),
                        count=line.count,
                        what=", ".join(word for word in wanted if word) or "*",
                        found=line.count - short,
                    )
                    path = ("stage", at, "part", number, "quiz", "draw", line_number)
                    yield from package.place([Problem(text, "error", path=path)])


def _above(topic: str, folders: Mapping[str, str]) -> tuple[str, ...]:
    """The topics that a topic lies in, nearest first. A circle in the files ends the chain."""
    chain = [topic]
    while (above := folders.get(chain[-1], "")) and above not in chain:
        chain.append(above)
    return tuple(chain[1:])
