"""The whole of scenario A over HTTP on a server process: 132 people, eleven panels, the final, the published ranking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from contest.accounts import services as accounts
from contest.commands.demo import SAMPLE
from contest.commands.simulate import rank_files
from contest.kernel.db import db
from contest.organising.package_reading import read_zip
from contest.publishing.dumping import dump_contest, write_zip
from contest.publishing.loading import load_package
from contest.simulation.client import Unexpected
from contest.simulation.play import play, zipped

PASSWORD = "mat-khau-chi-de-thu"


def _quietly(what: str, count: int) -> Callable[[], None]:
    return lambda: None


@pytest.fixture
def admin(app: Flask) -> str:
    accounts.add_user("quantri", "Quản trị", PASSWORD, is_admin=True)
    db.session.commit()
    return "quantri"


def test_a_whole_contest_ends_with_the_ranking_that_its_dump_gives(
    app: Flask, admin: str, live_server: str, tmp_path: Path
) -> None:
    outcome = play(live_server, admin, PASSWORD, zipped(SAMPLE), "hm-thu", "hạt giống", _quietly, rank_files)
    assert outcome.differences == []
    assert outcome.compared == 132 + 10
    assert [row["rank"] for row in outcome.rows] == [str(place) for place in range(1, 11)]
    assert [row["award"] for row in outcome.rows] == (
        ["Giải Nhất"] + ["Giải Nhì"] * 2 + ["Giải Ba"] * 3 + ["Giải Khuyến khích"] * 4
    )
    # One from each commune, and the best first.
    assert len({row["unit"] for row in outcome.rows}) == 10
    totals = [row["total"] for row in outcome.rows]
    assert totals == sorted(totals, key=float, reverse=True)
    # Loading the dump gives the same contest: its own dump ranks the same.
    again = load_package(read_zip(outcome.dump), code="hm-lai")
    assert rank_files(write_zip(dump_contest(again))) == rank_files(outcome.dump)


def test_a_wrong_password_is_told_plainly(app: Flask, admin: str, live_server: str) -> None:
    with pytest.raises(Unexpected, match="quantri"):
        play(live_server, admin, "khong-phai-mat-khau", zipped(SAMPLE), "hm-thu", "a", _quietly, rank_files)
