"""The whole contest, stage by stage, and whether what was published is what the package's own ranking gives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from contest.organising.definition_types import Stage
from contest.organising.package_reading import Package, read_zip
from contest.simulation.client import Person, Unexpected
from contest.simulation.crowd import Contestant, sit_all
from contest.simulation.script import Knowledge
from contest.simulation.staff import Staff, mark_all, read_standings, run_clock, type_paper
from question_bank.exchange import read_questions

Tell = Callable[[str, int], Callable[[], None]]
"""`tell(what, how many)` shows a progress bar, and gives what is called after each."""


@dataclass
class Outcome:
    """What a simulation ends with: the last stage's published rows, and every difference to the recomputed ranking."""

    contest: str
    rows: list[dict[str, str]] = field(default_factory=list)
    compared: int = 0
    differences: list[str] = field(default_factory=list)
    dump: bytes = b""


def zipped(folder: Path) -> bytes:
    """A package as the bytes of a zip."""
    if folder.is_file():
        return folder.read_bytes()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return buffer.getvalue()


def _filled(row: dict[str, str]) -> dict[str, str]:
    """A row without its empty cells: a file of all stages has columns for parts that one stage alone hasn't got."""
    return {name: cell for name, cell in row.items() if cell}


def play(
    server: str,
    username: str,
    password: str,
    package: bytes,
    code: str,
    seed: str,
    tell: Tell,
    rank: Callable[[bytes], bytes],
) -> Outcome:
    """Play a package on a running server under the code `code`.

    `username` and `password` are an administrator's. `rank` gives the standings file of a package's zip, recomputed
    from the files alone. Raises Unexpected at the first page that a person could not have gone on from.
    """
    read: Package = read_zip(package)
    rng = Random(seed)
    admin = Person(server, username)
    secretary = Person(server, "thư ký")
    judges: list[Person] = []
    try:
        if admin.sign_in(username, password).path.endswith("/sign-in"):
            raise Unexpected(f"{username}: the server refuses this name and password")
        staff = Staff(admin, read.contest, code)
        step = tell("set-up", 4)
        staff.load(package)
        step()
        accounts = staff.judges()
        step()
        secretary.sign_in(f"{code}-tk", staff.secretary(f"{code}-tk"))
        step()
        crowd = {number: Contestant(number, slip, rng.uniform(0.45, 0.95)) for number, slip in staff.slips()}
        step()
        for name, secret in accounts.items():
            judges.append(Person(server, name))
            judges[-1].sign_in(name, secret)
        knowledge = Knowledge(
            [one for name, data in read.questions() for one in read_questions(data, name).questions]
        )
        units = list(dict.fromkeys(read.tables.entrants.column("unit")))
        for at, stage in enumerate(read.contest.stages):
            _stage(
                staff,
                secretary,
                judges,
                crowd,
                knowledge,
                stage,
                units if at == 0 else [""],
                server,
                seed,
                tell,
            )
        return _outcome(staff, read.contest.stages, rank)
    finally:
        for person in (admin, secretary, *judges):
            person.close()


def _stage(
    staff: Staff,
    secretary: Person,
    judges: list[Person],
    crowd: dict[str, Contestant],
    knowledge: Knowledge,
    stage: Stage,
    units: list[str],
    server: str,
    seed: str,
    tell: Tell,
) -> None:
    rng = Random(f"{seed}:{stage.code}")
    staff.open(stage)
    staff.draw(stage, units)
    sitting = list(crowd.values())
    sit_all(
        server,
        staff.code,
        sitting,
        knowledge,
        f"{seed}:{stage.code}",
        tell(f"{stage.name}: quiz", len(sitting)),
    )
    skill = {one.number: one.skill for one in sitting}
    # Every fifth judge works on paper, which the secretary types.
    on_screen = [judge for at, judge in enumerate(judges) if at % 5 != 4]
    step = tell(f"{stage.name}: judges", len(on_screen))

    def work(judge: Person) -> None:
        mark_all(judge, staff.code, stage, skill.__getitem__, Random(f"{seed}:{stage.code}:{judge.name}"))
        step()

    with ThreadPoolExecutor(max_workers=4) as pool:
        for done in [pool.submit(work, judge) for judge in on_screen]:
            done.result()
    judged = [part for part in stage.parts if part.is_judged]
    step = tell(f"{stage.name}: secretary", 2 * len(judged))
    for part in judged:
        run_clock(secretary, staff.desk, stage, part, rng)
        step()
        type_paper(secretary, staff.desk, stage, part, skill.__getitem__, rng)
        step()
    staff.close()
    step = tell(f"{stage.name}: publish", 1)
    staff.publish(stage)
    step()


def _outcome(staff: Staff, stages: tuple[Stage, ...], rank: Callable[[bytes], bytes]) -> Outcome:
    """Compare each published result with the ranking of the dumped package, row by row."""
    outcome = Outcome(staff.code)
    answer = staff.person.http.get(f"{staff.desk}/package.zip")
    outcome.dump = answer.content
    recomputed = {
        (row["stage"], row["entrant"]): _filled(row) for row in read_standings(rank(answer.content))
    }
    for stage in stages:
        published: list[dict[str, str]] = []
        for address in staff.published(stage):
            published += read_standings(staff.person.http.get(f"{address}/csv").content)
        expected = {entrant for own, entrant in recomputed if own == stage.code}
        if missing := expected - {row["entrant"] for row in published}:
            outcome.differences.append(f"{stage.code}: not published: {', '.join(sorted(missing))}")
        for row in published:
            outcome.compared += 1
            if recomputed.get((stage.code, row["entrant"])) != _filled(row):
                other = recomputed.get((stage.code, row["entrant"]))
                outcome.differences.append(
                    f"{stage.code}/{row['entrant']}: published {row}, recomputed {other}"
                )
        outcome.rows = published
    return outcome
