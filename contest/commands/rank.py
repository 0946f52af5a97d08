"""`contest rank`."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click

from contest.commands.language import language, translator
from contest.kernel.messages import N_, message
from contest.organising.checking import check_package
from contest.organising.package_reading import read_package
from contest.ranking.listing import to_table
from contest.ranking.output import to_csv, to_json
from contest.ranking.standings import rank_contest


@click.command()
@click.argument("package", type=click.Path(path_type=Path))
@click.option("--stage", help="only the stage with this code")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True
)
@language
def rank(package: Path, stage: str | None, form: str, lang: str) -> None:
    """Print the standings of PACKAGE (a folder or a zip), from its files alone.

    What is wrong goes to standard error. Nothing is ranked (exit 1) where the wrong would make the result
    meaningless.
    """
    gc.disable()  # a short process that makes no circles: looking for them would take a fifth of the time
    gettext = translator(lang)
    read = read_package(package)
    problems = [problem for problem in check_package(read) if problem.level != "warning"]
    if stage is not None and read.contest.stage(stage) is None and not problems:
        codes = ", ".join(each.code for each in read.contest.stages)
        sys.exit(
            message(N_("Không có vòng “%(stage)s”; có: %(codes)s."), stage=stage, codes=codes).render(gettext)
        )
    standings = []
    if not any(problem.level == "fatal" for problem in problems):
        standings = rank_contest(read.contest, read.tables, only=stage)
        problems += [problem for each in standings for problem in each.problems]
    for problem in problems:
        click.echo(problem.render(gettext), err=True)
    if any(problem.level == "fatal" for problem in problems):
        sys.exit(1)
    write = {"csv": to_csv, "json": to_json}.get(form)
    text = write(standings) if write else to_table(standings, gettext, comma=lang == "vi")
    # Bytes, so that a terminal's or a pipe's own encoding can't refuse Vietnamese.
    sys.stdout.buffer.write(text.encode())
