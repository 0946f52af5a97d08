"""Made-up results for tests that need no database."""

from __future__ import annotations

from contest.publishing.table import Row, Table, table_of

UNITS = {"qt": "Phường Quỳnh Thiện", "qv": "Xã Quỳnh Vinh"}
PARTS = [("kien-thuc", "Kiến thức chung"), ("tinh-huong", "Xử lý tình huống")]


def row(
    code: str,
    rank: int | None,
    quiz: str,
    case: str,
    total: str,
    *,
    unit: str = "qt",
    within: str = "qt",
    **more: object,
) -> Row:
    """A row with points in the two parts of the commune round."""
    return Row(
        within=within,
        rank=rank,
        entrant=code,
        name=f"Nguyễn Văn {code}",
        unit=unit,
        group="",
        total=total,
        points={"kien-thuc": quiz, "tinh-huong": case},
        **more,  # type: ignore[arg-type]
    )


def table(*rows: Row) -> Table:
    """A table of the commune round."""
    return table_of("xa", PARTS, UNITS, rows)


def commune() -> Table:
    """Quỳnh Thiện's round: a winner, a reserve, one who missed a part, one absent."""
    return table(
        row("001", 1, "18.00", "45.30", "63.30", promoted="yes", award="Giải Nhất",
            judges={"tinh-huong": {"gk1": "45", "gk2": "45.5"}}),
        row("002", 2, "19.00", "44.25", "63.25", promoted="reserve", decided_by="decision",
            judges={"tinh-huong": {"gk1": "44", "gk2": "44.5"}}),
        row("003", 3, "12.00", "0.00", "12.00", missing=("tinh-huong",)),
        row("004", None, "", "", "", status="absent"),
    )  # fmt: skip
