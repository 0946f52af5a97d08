"""`contest rules`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from contest.commands.language import language, translator
from contest.organising.checking_rules import check_rules
from contest.organising.package_reading import DEFINITION, read_package
from contest.organising.rules_text import rules_text


@click.command()
@click.argument("package", type=click.Path(path_type=Path))
@language
def rules(package: Path, lang: str) -> None:
    """Print the rules of PACKAGE in plain words, for the head to sign."""
    read = read_package(package)
    problems = [problem for problem in read.problems if problem.file == DEFINITION or not read.contest.stages]
    problems += read.place(check_rules(read.contest)) if read.contest.stages else []
    fatal = [problem for problem in problems if problem.level == "fatal"]
    for problem in fatal:
        click.echo(problem.render(translator(lang)), err=True)
    if fatal:
        sys.exit(1)
    sys.stdout.buffer.write(rules_text(read.contest, lang).encode())
