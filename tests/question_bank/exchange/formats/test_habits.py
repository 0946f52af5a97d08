"""Lists in random combinations of habits: every question comes in exactly, or says that it may not have."""

from __future__ import annotations

import pytest

from tests.question_bank.exchange.formats.habits import tried


@pytest.mark.parametrize("seed", [*range(24), 45, 157, 243, 244, 257, 466, 714])
def test_nothing_is_wrong_in_silence(seed: int) -> None:
    found, _, _ = tried(seed)
    assert found == []


def test_what_is_sound_is_not_flagged() -> None:
    counts = [tried(seed)[1:] for seed in range(100, 124)]
    assert sum(flagged for flagged, _ in counts) <= 0.03 * sum(count for _, count in counts)
