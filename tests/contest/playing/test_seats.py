"""Where an entrant stands, from plain facts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contest.playing.seats import AWAY, Seat

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
SOON, PAST = NOW + timedelta(minutes=5), NOW - timedelta(minutes=5)
RUNNING: dict[str, Any] = {"attempt_id": 1, "size": 20, "deadline": SOON, "seen_at": NOW}


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "waiting"),
        (RUNNING, "answering"),
        (RUNNING | {"seen_at": NOW - AWAY}, "answering"),
        (RUNNING | {"seen_at": NOW - AWAY - timedelta(seconds=1)}, "away"),
        # An answer that was stored is a word from the page too.
        (RUNNING | {"seen_at": PAST, "stored_at": NOW}, "answering"),
        (RUNNING | {"paused_at": PAST}, "paused"),
        (RUNNING | {"paused_at": PAST, "deadline": PAST}, "paused"),
        (RUNNING | {"deadline": NOW}, "finished"),
        (RUNNING | {"finished_at": PAST}, "finished"),
        (RUNNING | {"finished_at": PAST, "paused_at": PAST}, "finished"),
        (RUNNING | {"is_void": True, "finished_at": PAST}, "waiting"),
    ],
)
def test_state(facts: dict[str, Any], state: str) -> None:
    assert Seat("001", "An", "", "", **facts).state(NOW) == state


@pytest.mark.parametrize(
    ("facts", "unsent"),
    [
        ({}, 0),
        (RUNNING | {"told": 3}, 3),
        (RUNNING | {"told": 3, "stored_at": PAST}, 3),
        (RUNNING | {"told": 3, "stored_at": NOW}, 3),
        # Something was stored since the page spoke: what it said then is no longer known to hold.
        (RUNNING | {"told": 3, "seen_at": PAST, "stored_at": NOW}, 0),
    ],
)
def test_unsent(facts: dict[str, Any], unsent: int) -> None:
    assert Seat("001", "An", "", "", **facts).unsent == unsent


@pytest.mark.parametrize(
    ("facts", "needed"),
    [
        ({}, False),
        (RUNNING, False),
        (RUNNING | {"told": 1}, True),
        (RUNNING | {"told": 1, "finished_at": PAST}, False),
        (RUNNING | {"seen_at": PAST}, True),
        (RUNNING | {"helped_since": PAST}, True),
        (RUNNING | {"late": 1, "finished_at": PAST}, True),
    ],
)
def test_who_needs_somebody(facts: dict[str, Any], needed: bool) -> None:
    assert Seat("001", "An", "", "", **facts).needs_attention(NOW) is needed
