"""Fields: what a person types and what a browser sends become exact values, or a message."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from contest.kernel.errors import Refused
from contest.kernel.forms import Form, LocalTimeField, PointsField, VersionField, check_version


class Sample(Form):
    points = PointsField("Điểm")
    at = LocalTimeField("Lúc")
    version = VersionField()


def read(app: Flask, **sent: str) -> tuple[dict[str, Any], dict[str, Any]]:
    with app.test_request_context("/", method="POST", data=sent):
        form = Sample()
        form.validate()
        return form.data, form.errors


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("7,5", Decimal("7.5")),
        ("7.5", Decimal("7.5")),
        (" 1 000 ", Decimal(1000)),
        ("0", Decimal(0)),
        ("", None),
    ],
)
def test_points(app: Flask, typed: str, value: Decimal | None) -> None:
    data, errors = read(app, points=typed)
    assert (data["points"], errors) == (value, {})


@pytest.mark.parametrize("typed", ["bảy", "7,5,1", "NaN", "inf", "1e"])
def test_what_are_no_points(app: Flask, typed: str) -> None:
    assert read(app, points=typed)[1] == {"points": ["Cần một số, ví dụ 7,5."]}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2026-11-20T08:00", datetime(2026, 11, 20, 1, tzinfo=UTC)),
        ("20/11/2026 08:00", datetime(2026, 11, 20, 1, tzinfo=UTC)),
        ("30/04/2026 24:00", datetime(2026, 4, 30, 17, tzinfo=UTC)),
        ("2026-12-31T24:00", datetime(2026, 12, 31, 17, tzinfo=UTC)),
        ("", None),
    ],
)
def test_times_in_the_contests_zone(app: Flask, typed: str, value: datetime | None) -> None:
    data, errors = read(app, at=typed)
    assert (data["at"], errors) == (value, {})


@pytest.mark.parametrize("typed", ["20/11/2026", "31/02/2026 08:00", "20/11/2026 24:30", "mai"])
def test_what_is_no_time(app: Flask, typed: str) -> None:
    assert read(app, at=typed)[1] == {"at": ["Cần ngày và giờ, ví dụ 05/02/2026 08:00."]}


def test_a_page_of_something_new_has_no_version(app: Flask) -> None:
    data, errors = read(app, version="")
    assert (data["version"], errors) == (None, {})
    assert read(app, version="3")[0]["version"] == 3


def test_an_old_page_is_refused() -> None:
    check_version(None, 3)
    check_version(3, 3)
    with pytest.raises(Refused, match="Trang này đã cũ"):
        check_version(2, 3)
