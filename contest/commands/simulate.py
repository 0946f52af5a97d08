"""`contest simulate`."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from contest.simulation.client import Unexpected
from contest.simulation.play import Outcome, play, zipped


def rank_files(package: bytes) -> bytes:
    """The standings of a package's zip, by `contest rank` in a process of its own, from the files alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dump.zip"
        path.write_bytes(package)
        command = [sys.executable, "-m", "contest", "rank", str(path), "--format", "csv"]
        done = subprocess.run(command, capture_output=True, env=os.environ | {"PYTHONIOENCODING": "utf-8"})
    if done.returncode:
        raise Unexpected(done.stderr.decode("utf-8", "replace"))
    return done.stdout


def tell(what: str, count: int) -> Callable[[], None]:
    """A progress bar on standard error; what it gives is called after each of `count`."""
    bar = click.progressbar(length=count, label=f"{what:<40}", file=sys.stderr, show_pos=True)
    bar.render_progress()
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        bar.update(1)
        if done == count:
            bar.render_finish()

    return step


def show(outcome: Outcome) -> None:
    """The last stage's published ranking, and whether all of it could be recomputed."""
    for row in outcome.rows:
        click.echo(
            f"{row['rank']:>4}  {row['total']:>8}  {row['entrant']:<6} {row['name']:<28} {row['unit']:<16} {row['award']}"
        )
    for difference in outcome.differences:
        click.echo(difference, err=True)
    click.echo(
        f"{outcome.compared} rows published; {len(outcome.differences)} differ from `contest rank` on the dump"
    )


@click.command()
@click.argument("package", type=click.Path(exists=True, path_type=Path))
@click.option("--server", default="http://127.0.0.1:5000", show_default=True)
@click.option("--user", default="quantri", show_default=True, help="an administrator's name")
@click.option(
    "--password", envvar="CONTEST_PASSWORD", prompt=True, hide_input=True, help="or in CONTEST_PASSWORD"
)
@click.option(
    "--code", default="", help="the contest's code on the server; by default its own and a random end"
)
@click.option("--seed", default="", help="the same seed plays the same contest")
@click.option(
    "--dump", "dump_to", type=click.Path(path_type=Path), help="keep the dumped package as this zip"
)
def simulate(
    package: Path, server: str, user: str, password: str, code: str, seed: str, dump_to: Path | None
) -> None:
    """Play the whole contest of PACKAGE with made-up people, over HTTP, on a running server.

    Ends with the published ranking, and fails where it isn't what `contest rank` makes of the dumped package.
    """
    content, seed = zipped(package), seed or secrets.token_hex(8)
    own = package.name.removesuffix(".zip")[:40].strip("-") or "mo-phong"
    code = code or f"{own}-mp{secrets.token_hex(3)}"
    try:
        outcome = play(server, user, password, content, code, seed, tell, rank_files)
    except Unexpected as problem:
        sys.exit(f"\n{problem}")
    if dump_to is not None:
        dump_to.write_bytes(outcome.dump)
    show(outcome)
    if outcome.differences or not outcome.rows:
        sys.exit(1)
