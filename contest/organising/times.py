"""Times as people and files write them. PURE."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:,?\s+(.*))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?")
_MIDNIGHT = re.compile(r"(.*[ T])24:00(?::00)?(.*)")


def local_time(text: str, zone: ZoneInfo) -> datetime | None:
    """A time on the clock of `zone`, without a zone of its own; None where `text` is no time.

    ISO 8601 with or without an offset, `dd/mm/yyyy hh:mm[:ss]`, `hh:mm:ss` alone (a day of no date), and
    whole seconds since 1970. 24:00 is the midnight at the end of the day.
    """
    midnight = _MIDNIGHT.fullmatch(text)
    if midnight:
        day = local_time(f"{midnight[1]}00:00{midnight[2]}", zone)
        return day + timedelta(days=1) if day else None
    try:
        if text.isdigit() and len(text) > 8:
            return datetime.fromtimestamp(int(text), zone).replace(tzinfo=None)
        day_first = _DAY_FIRST.fullmatch(text)
        if day_first:
            start = datetime(int(day_first[3]), int(day_first[2]), int(day_first[1]))  # noqa: DTZ001 - local
            return _at(start, day_first[4]) if day_first[4] else start
        if _CLOCK.fullmatch(text):
            return _at(datetime(1970, 1, 1), text)  # noqa: DTZ001 - no date at all
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def utc_time(text: str, zone: ZoneInfo) -> datetime | None:
    """The same moment in UTC."""
    local = local_time(text, zone)
    return local.replace(tzinfo=zone).astimezone(UTC) if local else None


def _at(day: datetime, clock: str) -> datetime | None:
    match = _CLOCK.fullmatch(clock.strip())
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    return day.replace(
        hour=int(hours),
        minute=int(minutes),
        second=int(seconds or 0),
        microsecond=int((fraction or "0").ljust(6, "0")),
    )
