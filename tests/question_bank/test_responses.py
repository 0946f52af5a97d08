"""Responses out of forms."""

from __future__ import annotations

import pytest

from question_bank.responses import read_fields


@pytest.mark.parametrize(
    ("chosen", "fields", "response"),
    [
        (["2", " 0 "], {}, "0,2"),
        ([], {}, ""),
        ([" Hà Nội "], {"a3": "Hà Nội"}, "Hà Nội"),
        ([], {"a3.0": "1", "a3.2": " 0 "}, "1\n\n0"),
        ([], {"a3.0": " ", "a3.1": ""}, ""),
        # Of another question, and no number at all.
        ([], {"a33.0": "1", "a3.x": "1", "a3.²": "1", "a3.100": "1"}, ""),
    ],
)
def test_what_a_form_gives(chosen: list[str], fields: dict[str, str], response: str) -> None:
    assert read_fields("a3", chosen, fields) == response
