"""How units and parts compare, exactly."""

from __future__ import annotations

from fractions import Fraction

from contest.publishing.comparison import Line, compare, median, shares
from tests.contest.publishing import samples


def test_a_unit_s_line_counts_only_the_ranked() -> None:
    assert compare([samples.commune()]) == [
        Line(
            unit="qt",
            name="Phường Quỳnh Thiện",
            count=3,
            mean=Fraction("138.55") / 3,
            median=Fraction("63.25"),
            best=Fraction("63.3"),
            parts={"kien-thuc": Fraction(49, 3), "tinh-huong": Fraction("89.55") / 3},
        )
    ]


def test_several_results_give_a_line_for_each_unit() -> None:
    other = samples.table(samples.row("101", 1, "20", "30", "50", unit="qv", within="qv"))
    lines = compare([samples.commune(), other])
    assert [(line.unit, line.count, line.best) for line in lines] == [
        ("qt", 3, Fraction("63.3")),
        ("qv", 1, Fraction(50)),
    ]


def test_the_median_of_an_even_number_lies_between_the_middle_two() -> None:
    assert median([Fraction(9), Fraction(1), Fraction(4), Fraction(2)]) == 3


def test_shares_weigh_units_by_their_people() -> None:
    table = samples.table(
        samples.row("001", 1, "10", "30", "40"),
        samples.row("002", 2, "10", "30", "40"),
        samples.row("101", 1, "40", "30", "70", unit="qv", within="qv"),
    )
    assert shares(compare([table]), samples.PARTS) == [
        ("Kiến thức chung", Fraction(20), Fraction(2, 5)),
        ("Xử lý tình huống", Fraction(30), Fraction(3, 5)),
    ]


def test_nobody_ranked_is_nothing_to_compare() -> None:
    assert compare([samples.table(samples.row("004", None, "", "", "", status="absent"))]) == []
    assert shares([], samples.PARTS) == []


def test_points_of_nothing_share_nothing() -> None:
    lines = compare([samples.table(samples.row("001", 1, "0", "0", "0"))])
    assert [share for _, _, share in shares(lines, samples.PARTS)] == [0, 0]
