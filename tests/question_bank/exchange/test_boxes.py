"""What boxes before options say."""

from __future__ import annotations

import pytest

from question_bank.exchange.boxes import chosen, first_box


@pytest.mark.parametrize(
    ("signs", "right"),
    [
        ("☐☑☐", [1]),
        ("☐☒☐", [1]),
        ("☑☒☒", [0]),
        ("☐☐☐", []),
        ("☑☑☑", []),
    ],
)
def test_which_boxes_are_right(signs: str, right: list[int]) -> None:
    assert chosen([first_box(f"{sign} Huế") for sign in signs]) == right
