"""Which addresses a room's networks let in."""

from __future__ import annotations

import pytest

from contest.kernel.errors import Invalid
from contest.organising import networks


@pytest.mark.parametrize(
    ("text", "address", "may"),
    [
        ("", "203.0.113.9", True),
        ("192.168.1.0/24", "192.168.1.255", True),
        ("192.168.1.0/24", "192.168.2.0", False),
        ("192.168.1.7", "192.168.1.7", True),
        ("10.0.0.0/8\n192.168.1.0/24", "::ffff:192.168.1.3", True),
        ("10.0.0.0/8", "::1", False),
        ("2001:db8::/32", "2001:db8::5", True),
        ("10.0.0.0/8", "", False),
    ],
)
def test_allow(text: str, address: str, may: bool) -> None:
    assert networks.allow(text, address) is may


def test_the_kept_text_has_one_network_a_line_and_each_once() -> None:
    assert networks.plain(" 192.168.1.7/24  ::1\n192.168.1.0/24") == "192.168.1.0/24\n::1/128"


@pytest.mark.parametrize("word", ["192.168.1.0/33", "10.0.0.256", "phòng-1", "10.0.0.1-10.0.0.9"])
def test_what_is_no_network_is_named(word: str) -> None:
    with pytest.raises(Invalid) as refusal:
        networks.plain(f"10.0.0.0/8\n{word}")
    assert refusal.value.field == "networks"
    assert f"“{word}”" in str(refusal.value)
