"""Lists without numbers and letters: how much is looked at to find their end."""

from __future__ import annotations

import pytest

from question_bank.exchange import groups, read_questions


@pytest.mark.parametrize("end", ["", "\nĐÁP ÁN\n1-A 2-B"])
def test_each_line_is_looked_at_a_few_times(monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    """A law by mistake: thousands of lines, and no list. Once for each line after each would take minutes."""
    looked = 0

    def counted(text: str) -> list[tuple[int, str]]:
        nonlocal looked
        looked += 1
        return real(text)

    real = groups.pairs
    monkeypatch.setattr(groups, "pairs", counted)
    lines = [f"Cơ quan số {number} thực hiện quy định của pháp luật" for number in range(600)]
    read_questions(("\n".join(lines) + end).encode(), "luat.txt")
    assert 0 < looked < 6 * len(lines)
