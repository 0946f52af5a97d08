"""The column types: what goes in comes out, exact, on both databases."""

import time
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite

from contest.kernel.db import LONGEST_REST, Points, UTCDateTime, db, dump_json

DIALECTS = [sqlite.dialect(), postgresql.dialect()]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@given(value=st.decimals(-(10**9), 10**9, places=6))
def test_points_are_exact(dialect: object, value: Decimal) -> None:
    column = Points()
    stored = column.process_bind_param(value, dialect)  # type: ignore[arg-type]
    assert isinstance(stored, int)
    assert column.process_result_value(stored, dialect) == value  # type: ignore[arg-type]


def test_points_read_as_people_write_them() -> None:
    column = Points()
    shown = [format(column.process_result_value(n, DIALECTS[0]), "f") for n in (100_000_000, 7_125_000, 0)]  # type: ignore[arg-type]
    assert shown == ["100", "7.125", "0"]


def test_points_refuse_what_they_would_have_to_round() -> None:
    with pytest.raises(ValueError, match="six places"):
        Points().process_bind_param(Decimal("0.0000001"), DIALECTS[0])  # type: ignore[arg-type]


def test_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        UTCDateTime().process_bind_param(datetime(2018, 8, 1), DIALECTS[0])  # type: ignore[arg-type] # noqa: DTZ001


def test_time_comes_back_aware_and_in_utc() -> None:
    hanoi = datetime(2018, 8, 1, 7, 30, tzinfo=timezone(timedelta(hours=7)))
    for dialect in DIALECTS:
        stored = UTCDateTime().process_bind_param(hanoi, dialect)  # type: ignore[arg-type]
        assert UTCDateTime().process_result_value(stored, dialect) == datetime(2018, 8, 1, 0, 30, tzinfo=UTC)  # type: ignore[arg-type]


def test_json_keeps_decimals_as_their_text() -> None:
    assert dump_json({"bước": Decimal("0.50")}) == '{"bước": "0.50"}'
    with pytest.raises(TypeError, match="set"):
        dump_json({"x": {1}})


def test_a_connection_that_rested_is_made_anew(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def connection() -> object:
        db.session.execute(text("SELECT 1"))
        found = db.session.connection().connection.driver_connection
        db.session.rollback()
        return found

    first = connection()
    assert connection() is first
    later = time.monotonic() + LONGEST_REST + 1
    monkeypatch.setattr("contest.kernel.db.time.monotonic", lambda: later)
    assert connection() is not first
