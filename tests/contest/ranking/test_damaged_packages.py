"""Damaged packages: always an answer in words, never a crash, and what is not refused can be ranked."""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest

from contest.organising.checking import check_package
from contest.organising.package_reading import read_zip
from contest.organising.rules_text import rules_text
from contest.ranking.listing import to_table
from contest.ranking.output import to_csv, to_json
from contest.ranking.standings import rank_contest
from tests.contest.organising.test_checking import GOOD

SCRAPS = [
    "0", "-1", '""', "[]", "{}", "true", "999999999999999999999999", "1e400", "0.5", "part", "s", "f", "p", ",", ";",
    "\n", '"', "[[stage]]\n", "[[stage.part]]\n", "shared", "highest_marks", "prediction", "submitted", "name",
    "criterion", "sum", "median", '"part:q"', "2018-13-45", "\x00",
]  # fmt: skip
WORD = re.compile(r'[\w.:\-]+|"[^"]*"')


def damaged(dice: random.Random) -> dict[str, str]:
    files = dict(GOOD)
    for _ in range(dice.choice([1, 1, 2, 4])):
        name = dice.choice(list(files))
        text = files[name]
        word = dice.choice(list(WORD.finditer(text)) or [re.match("", text)])
        assert word is not None
        files[name] = text[: word.start()] + dice.choice(SCRAPS) + text[word.end() :]
    return files


@pytest.mark.parametrize("seed", range(8))
def test_no_crash(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(150):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, text in damaged(dice).items():
                archive.writestr(name, text)
        package = read_zip(buffer.getvalue())
        problems = check_package(package)
        assert all(str(problem) for problem in problems)
        if not any(problem.level == "fatal" for problem in problems):
            standings = rank_contest(package.contest, package.tables)
            assert to_csv(standings)
            assert to_json(standings)
            assert to_table(standings)
            assert rules_text(package.contest)
