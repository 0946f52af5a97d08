"""A spreadsheet's values as the sheet shows them. PURE.

An option that was typed as 50% is stored as 0.5 with a format; people mean
what they see. The decimal mark is the comma, as in a Vietnamese Excel.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

CellValue = int | float | str | bool | time | date | datetime | timedelta

GENERAL = "General"
# Excel writes its "short date" as an American format; what people see is the local one.
_LOCAL_DATES = {"mm-dd-yy": "dd/mm/yyyy", "m/d/yy h:mm": "dd/mm/yyyy hh:mm"}
_OWN_DATE = re.compile(r"(?:\[[^\]]*\])?(?:d{1,2}\\?-mmm|mmm\\?-yy)", re.I)
_OWN_TIME = re.compile(r"(?:\[[^\]]*\])?h{1,2}:mm", re.I)
_TEN = 10  # “2:1” is shown as 2:01
_NUMBER = re.compile(r"(?P<before>[^#0?]*)(?P<core>[#0?,]*(?:\.[#0?]+)?)(?P<after>[^#0?]*)")
_DATE_TOKEN = re.compile(r"\[[^\]]*\]|\"([^\"]*)\"|\\(.)|d+|m+|y+|h+|s+|am/pm|(.)", re.IGNORECASE)


def show(value: CellValue, number_format: str = GENERAL) -> str:
    """The text that the sheet shows for `value` under `number_format`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return _date(value, number_format)


def is_changed(value: CellValue, number_format: str) -> bool:
    """Whether a spreadsheet may have made a date or a time of what was typed: of “1/2”, “3/2025” or “2:1”.

    It gives such a cell a format of its own, without the year, without the day, or of a clock.
    """
    pattern = number_format.split(";")[0]
    if isinstance(value, date):
        return bool(_OWN_DATE.fullmatch(pattern))
    return isinstance(value, time) and 0 < value.minute < _TEN and bool(_OWN_TIME.fullmatch(pattern))


def _number(value: float, number_format: str) -> str:
    exact = Decimal(format(value, ".15g"))
    # Sections for negative numbers and zero, colours and locales, and padding have no part in what is read.
    section = re.sub(r"\[[^\]]*\]|_.|\*.", "", number_format.split(";")[0])
    found = _NUMBER.fullmatch(section)
    if not found or not found["core"] or "e" in section.lower():
        return _plain(exact)
    before, after = (_literal(found[side]) for side in ("before", "after"))
    if "%" in before + after:
        exact *= 100
    whole, _, fraction = found["core"].partition(".")
    shown = format(
        exact.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP), "," if "," in whole else ""
    )
    if found["core"] == "0" * len(whole) and not shown.startswith("-"):
        shown = shown.zfill(len(whole))  # “0123”
    optional = len(fraction) - len(fraction.rstrip("#?"))
    for _ in range(optional):
        shown = shown.removesuffix("0")
    swapped = shown.removesuffix(".").translate(str.maketrans(",.", ".,"))
    return f"{before}{swapped}{after}"


def _literal(text: str) -> str:
    return re.sub(r"[\"\\]", "", text)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _date(value: time | date | datetime, number_format: str) -> str:
    pattern = _LOCAL_DATES.get(number_format, number_format)
    if pattern == GENERAL:
        has_day = isinstance(value, date)
        has_time = isinstance(value, time) or (isinstance(value, datetime) and value.time() != time())
        pattern = " ".join(["dd/mm/yyyy"] * has_day + ["hh:mm"] * has_time)
    shown, former = "", ""
    for found in _DATE_TOKEN.finditer(pattern.split(";")[0]):
        token = found[0].lower()
        if token[0] in "dmyhs" and token == token[0] * len(token):
            # "m" is minutes after hours and before seconds, else months.
            minutes = token[0] == "m" and (
                former == "h" or pattern[found.end() :].lstrip(":").startswith("s")
            )
            shown += _date_part(value, "n" * len(token) if minutes else token)
            former = token[0]
        else:
            shown += found[1] or found[2] or found[3] or ""
    return shown


def _date_part(value: time | date | datetime, token: str) -> str:
    attribute = {"d": "day", "m": "month", "y": "year", "h": "hour", "n": "minute", "s": "second"}[token[0]]
    number: int = getattr(value, attribute, 0)
    if token[0] == "y":
        return f"{number:04}" if len(token) > 2 else f"{number % 100:02}"
    if len(token) > 2:
        return f"tháng {number}" if token[0] == "m" else ""
    return f"{number:02}" if len(token) == 2 else str(number)
