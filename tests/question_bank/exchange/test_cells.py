"""Values as the sheet shows them."""

# ruff: noqa: DTZ001 - a spreadsheet knows no time zones

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from question_bank.exchange.cells import CellValue, show


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        ("Đúng", "General", "Đúng"),
        (4.0, "General", "4"),
        (0.1 + 0.2, "General", "0,3"),
        (1930, "General", "1930"),
        (-2.5, "General", "-2,5"),
        (True, "General", "TRUE"),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12,5%"),
        (7.125, "0.00", "7,13"),
        (1234567.0, "#,##0", "1.234.567"),
        (1234.5, "#,##0.00", "1.234,50"),
        (2.5, "0.##", "2,5"),
        (15.0, '0" ngày"', "15 ngày"),
        (3.0, "#,##0_);[Red](#,##0)", "3"),
        (12345678901.0, "0.00E+00", "12345678901"),
        (date(1945, 9, 2), "General", "02/09/1945"),
        (datetime(1945, 9, 2, 0, 0), "mm-dd-yy", "02/09/1945"),
        (datetime(1930, 2, 3), "d/m/yyyy", "3/2/1930"),
        (datetime(1930, 2, 3), "yyyy", "1930"),
        (datetime(2026, 2, 5, 8, 7), "General", "05/02/2026 08:07"),
        (datetime(2026, 2, 5, 8, 7), "hh:mm dd/mm/yyyy", "08:07 05/02/2026"),
        (datetime(2026, 2, 5), '"ngày "dd" tháng "mm', "ngày 05 tháng 02"),
        (time(7, 30), "h:mm", "7:30"),
        (time(7, 30, 5), "mm:ss", "30:05"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    ],
)
def test_what_the_sheet_shows(value: CellValue, number_format: str, shown: str) -> None:
    assert show(value, number_format) == shown
