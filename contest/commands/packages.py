"""`contest load` and `contest dump`."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from sqlalchemy import select

from contest.app import create_app
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.organising.models import Contest
from contest.organising.package_reading import read_package
from contest.publishing.dumping import dump_contest, write_folder, write_zip
from contest.publishing.loading import BadPackage, load_package


@click.command()
@click.argument("package", type=click.Path(exists=True, path_type=Path))
@click.option("--code", default="", help="another code than the package's own")
def load(package: Path, code: str) -> None:
    """Load a contest PACKAGE (a folder or a zip) into the database."""
    with create_app().app_context():
        try:
            contest = load_package(read_package(package), code=code)
        except BadPackage as refusal:
            for problem in refusal.problems:
                click.echo(str(problem), err=True)
            sys.exit(1)
        except Refused as refusal:
            sys.exit(str(refusal.message))
        click.echo(contest.code)


@click.command()
@click.argument("contest")
@click.argument("package", type=click.Path(path_type=Path))
def dump(contest: str, package: Path) -> None:
    """Write the contest with the code CONTEST to PACKAGE: a new folder, or a file that ends in .zip."""
    with create_app().app_context():
        found = db.session.scalar(select(Contest).where(Contest.code == contest))
        if found is None:
            known = ", ".join(db.session.scalars(select(Contest.code).order_by(Contest.code)))
            sys.exit(f"no contest “{contest}”; there are: {known}")
        if package.exists() and (package.is_file() or any(package.iterdir())):
            sys.exit(f"{package} is there already; name a new folder or zip")
        files = dump_contest(found)
        if package.suffix == ".zip":
            package.write_bytes(write_zip(files))
        else:
            write_folder(files, package)
