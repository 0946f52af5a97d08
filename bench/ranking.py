"""How long `contest rank` takes against Python's csv.reader on the same files: `.venv/bin/python bench/ranking.py`.

Two made-up packages: 15,000 entrants with 90,000 rows of marks, and 170 stages with 90,000 marks. Both are whole
processes, start-up included: a Python that reads the files with csv.reader into lists, and `contest rank`. Each figure
is the best of several runs in turn.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RUNS = 7


def write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


MARKS = ["stage", "part", "entrant", "judge", "criterion", "mark", "at"]
ENTRANTS = ["code", "name", "unit", "group", "born", "status", "stage"]


def part(code: str, criteria: int) -> str:
    lines = ", ".join(
        f'{{ code = "c{at}", max = 10, step = 0.25, factor = {1 + at / 4} }}' for at in range(criteria)
    )
    return (
        f'[[stage.part]]\ncode = "{code}"\nmethod = "panel"\ncriteria = [{lines}]\n'
        'combine = { over = "criterion", by = "mean", drop_highest = 1, drop_lowest = 1 }\n'
        "round = { criterion = 2, part = 2 }\n"
    )


def many_entrants(root: Path, dice: random.Random) -> None:
    """15,000 entrants of 300 units; two markers give three marks each."""
    (root / "contest.toml").write_text(
        '[contest]\ncode = "many"\n[[stage]]\ncode = "s"\nties = ["part:p", "decision"]\nround = { total = 2 }\n'
        'promote = [{ best = 3, within = "unit", to = "t", reserves = 1, cut_ties = "all" }]\n'
        'awards = [{ name = "A", count = 10 }, { name = "B", count = 20 }]\n'
        + part("p", 3).replace("drop_highest = 1, drop_lowest = 1", "drop_highest = 0, drop_lowest = 0")
        + '[[stage]]\ncode = "t"\n[[stage.part]]\ncode = "q"\nmethod = "entered"\n',
        "utf-8",
    )
    people = [f"{at:05}" for at in range(15_000)]
    write(
        root / "entrants.csv",
        ENTRANTS,
        [[code, f"Nguyễn Văn {code}", f"u{int(code) % 300}", "", "", "", ""] for code in people],
    )
    rows: list[list[object]] = [
        ["s", "p", code, f"j{judge}", f"c{at}", dice.randrange(41) / 4, ""]
        for code in people
        for judge in range(2)
        for at in range(3)
    ]
    dice.shuffle(rows)
    write(root / "marks.csv", MARKS, rows)


def many_stages(root: Path, dice: random.Random) -> None:
    """170 stages of 15 entrants, 7 judges and 5 criteria."""
    stages = [f"s{at:03}" for at in range(170)]
    (root / "contest.toml").write_text(
        '[contest]\ncode = "stages"\n'
        + "".join(
            f'[[stage]]\ncode = "{stage}"\nties = ["highest_marks"]\nround = {{ total = 2 }}\n' + part("p", 5)
            for stage in stages
        ),
        "utf-8",
    )
    people = [(stage, f"{stage}-{at}") for stage in stages for at in range(15)]
    write(
        root / "entrants.csv",
        ENTRANTS,
        [[code, f"Trần {code}", "", "", "", "", stage] for stage, code in people],
    )
    rows: list[list[object]] = [
        [stage, "p", code, f"j{judge}", f"c{at}", dice.randrange(41) / 4, "2026-01-01T08:00:00"]
        for stage, code in people
        for judge in range(7)
        for at in range(5)
    ]
    write(root / "marks.csv", MARKS, rows)


READ = """
import csv, pathlib, sys
rows = [list(csv.reader(path.open(encoding="utf-8", newline=""))) for path in pathlib.Path(sys.argv[1]).glob("*.csv")]
"""


def timed(*arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    packages: list[tuple[str, Callable[[Path, random.Random], None]]] = [
        ("15,000 entrants", many_entrants),
        ("170 stages", many_stages),
    ]
    for name, make in packages:
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder), random.Random(20181))
            times = [
                (timed("-c", READ, folder), timed("-m", "contest", "rank", folder, "--format", "csv"))
                for _ in range(RUNS)
            ]
            read, ranked = (min(column) for column in zip(*times, strict=True))
            print(f"{name}: csv.reader {read:.3f} s, contest rank {ranked:.3f} s, ratio {ranked / read:.1f}")


if __name__ == "__main__":
    main()
