"""The worked tables of docs/scoring.md, run: each section is a contest package and what `contest rank` makes of it."""

from __future__ import annotations

import csv
import io
import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from contest.organising.checking import check_package
from contest.organising.package_reading import read_package
from contest.ranking.output import to_csv
from contest.ranking.standings import rank_contest
from question_bank.kinds import kind

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "scoring.md"
SECTIONS = dict(re.findall(r"^## (\w)\. [^\n]*\n(.*?)(?=^## |\Z)", DOCUMENT.read_text("utf-8"), re.M | re.S))
ANSWERS = re.findall(
    r"^```json (\w+)\n(.*?)\n```\n\n\| response \| share \|\n\| --- \| --- \|\n((?:\|.*\n)+)",
    DOCUMENT.read_text("utf-8"),
    re.M,
)
BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.M | re.S)


def ranked(folder: Path, files: dict[str, str]) -> list[dict[str, str]]:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    package = read_package(folder)
    assert [str(problem) for problem in check_package(package) if problem.level != "warning"] == []
    standings = rank_contest(package.contest, package.tables)
    assert [str(problem) for each in standings for problem in each.problems] == []
    return list(csv.DictReader(io.StringIO(to_csv(standings))))


def test_every_promised_scenario_is_there() -> None:
    assert set(SECTIONS) >= set("ABDFG")


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_worked_table(section: str, tmp_path: Path) -> None:
    files = dict(BLOCK.findall(SECTIONS[section]))
    expected = list(csv.DictReader(io.StringIO(files.pop("standings.csv"))))
    found = ranked(tmp_path, files)
    assert [{name: line[name] for name in expected[0]} for line in found] == expected


def test_titles_do_not_depend_on_their_order(tmp_path: Path) -> None:
    files = dict(BLOCK.findall(SECTIONS["D"]))
    expected = list(csv.DictReader(io.StringIO(files.pop("standings.csv"))))
    good, best = re.findall(r"^  \{ name = .*\},\n", files["contest.toml"], re.M)
    files["contest.toml"] = files["contest.toml"].replace(good + best, best + good)
    assert [line["title"] for line in ranked(tmp_path, files)] == [line["title"] for line in expected]


def test_the_kinds_with_a_rule_of_their_own_have_a_table() -> None:
    assert [code for code, _body, _rows in ANSWERS] == [
        "several_correct", "number", "matching", "ordering", "cloze", "weighted_choice",
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "body", "rows"), ANSWERS)
def test_worked_shares(code: str, body: str, rows: str) -> None:
    asked, read = kind(code), json.loads(body)
    assert asked.validate(read) == []
    for row in rows.splitlines():
        response, share = (cell.strip() for cell in row.strip("|").split("|"))
        assert asked.mark(read, response.replace("⏎", "\n")) == Fraction(share), row
