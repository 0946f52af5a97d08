"""The one shape of a result."""

from __future__ import annotations

import json

from contest.publishing.table import PartHead, from_plain, to_plain
from tests.contest.publishing import samples


def test_a_table_survives_the_json_column() -> None:
    table = samples.commune()
    assert from_plain(json.loads(json.dumps(to_plain(table)))) == table


def test_heads_list_the_judges_that_marked() -> None:
    assert samples.commune().parts == (
        PartHead("kien-thuc", "Kiến thức chung"),
        PartHead("tinh-huong", "Xử lý tình huống", ("gk1", "gk2")),
    )


def test_only_the_units_that_occur_are_named() -> None:
    assert samples.commune().units == {"qt": "Phường Quỳnh Thiện"}


def test_lists_that_are_ranked_apart() -> None:
    both = samples.table(
        samples.row("001", 1, "1", "1", "2"),
        samples.row("101", 1, "2", "2", "4", unit="qv", within="qv"),
        samples.row("102", 2, "1", "2", "3", unit="qv", within="qv"),
    )
    assert [(name, [row.entrant for row in rows]) for name, rows in both.by_within()] == [
        ("Phường Quỳnh Thiện", ["001"]),
        ("Xã Quỳnh Vinh", ["101", "102"]),
    ]
    assert [row.entrant for row in both.only("qv").rows] == ["101", "102"]
    assert both.only("qv").units == {"qv": "Xã Quỳnh Vinh"}
